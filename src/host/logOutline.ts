import { setImmediate as breathe } from 'node:timers/promises';
import * as vscode from 'vscode';
import { Disposables, type Disposable } from '../core/disposables';
import { oneLine } from '../shared/format';
import { documentScheme } from '../shared/ids';
import { LogSections } from '../shared/logSections';

type Found = ReturnType<LogSections['end']>;

/** So many lines are looked at before others get their turn. */
const portion = 5000;

/** Folding, outline and breadcrumbs of log documents, by the steps or nodes that their lines name. */
export function registerLogOutline(): Disposable {
  const owned = new Disposables();
  const known = new WeakMap<vscode.TextDocument, { readonly version: number; readonly found: Promise<Found> }>();
  const find = (document: vscode.TextDocument): Promise<Found> => {
    const before = known.get(document);
    if (before?.version === document.version) return before.found;
    const found = sectionsOf(document);
    known.set(document, { version: document.version, found });
    return found;
  };
  const selector = { scheme: documentScheme, language: 'log' };
  owned.add(
    vscode.languages.registerFoldingRangeProvider(selector, {
      provideFoldingRanges: async (document) => {
        const { sections, messages } = await find(document);
        const ranges = [...sections.map(({ from, to }) => [from, to] as const), ...messages];
        return ranges.map(([from, to]) => new vscode.FoldingRange(from, to));
      },
    }),
  );
  owned.add(
    vscode.languages.registerDocumentSymbolProvider(selector, {
      provideDocumentSymbols: async (document) => (await find(document)).sections.map((section) => symbol(section)),
    }),
  );
  return owned;
}

async function sectionsOf(document: vscode.TextDocument): Promise<Found> {
  const sections = new LogSections();
  const lines = document.lineCount - (document.lineAt(document.lineCount - 1).text === '' ? 1 : 0);
  for (let line = 0; line < lines; line++) {
    sections.add(document.lineAt(line).text);
    if (line % portion === portion - 1) await breathe();
  }
  return sections.end();
}

function symbol({ title, name, from, to }: Found['sections'][number]): vscode.DocumentSymbol {
  const whole = new vscode.Range(from, 0, to, Number.MAX_SAFE_INTEGER);
  const head = new vscode.Range(from, 0, from, Number.MAX_SAFE_INTEGER);
  return new vscode.DocumentSymbol(oneLine(title) || name, '', vscode.SymbolKind.Event, whole, head);
}
