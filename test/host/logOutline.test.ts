import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { registerLogOutline } from '../../src/host/logOutline';
import { documentScheme } from '../../src/shared/ids';
import { replacing } from './doubles';

const log = [
  '2026-11-20T09:12:03.120Z INFO run begins',
  '2026-11-20T09:12:03.121Z INFO step 1: tile 1 of 2',
  '2026-11-20T09:12:03.122Z INFO step 1: tile 2 of 2',
  '2026-11-20T09:12:03.123Z ERROR step 2: lost',
  'Traceback (most recent call last):',
  '  File "main.py", line 1',
  '2026-11-20T09:12:03.124Z INFO step 2: over',
  '',
].join('\n');

/** The providers as VS Code is given them: documents of our scheme belong to the installed extension. */
function providers() {
  let folding: vscode.FoldingRangeProvider | undefined;
  let symbols: vscode.DocumentSymbolProvider | undefined;
  const selectors: unknown[] = [];
  const nothing = new vscode.Disposable(() => undefined);
  const takeFolding = ((selector: unknown, provider: vscode.FoldingRangeProvider) => {
    selectors.push(selector);
    folding = provider;
    return nothing;
  }) as typeof vscode.languages.registerFoldingRangeProvider;
  const takeSymbols = ((selector: unknown, provider: vscode.DocumentSymbolProvider) => {
    selectors.push(selector);
    symbols = provider;
    return nothing;
  }) as typeof vscode.languages.registerDocumentSymbolProvider;
  const registered = replacing(vscode.languages, 'registerFoldingRangeProvider', takeFolding, () =>
    replacing(vscode.languages, 'registerDocumentSymbolProvider', takeSymbols, () => registerLogOutline()),
  );
  assert.ok(folding && symbols);
  return { folding, symbols, selectors, registered };
}

describe('the outline of a log', () => {
  const { token } = new vscode.CancellationTokenSource();

  it('is of our documents only', () => {
    const { selectors, registered } = providers();
    registered.dispose();
    assert.deepEqual(selectors, Array(2).fill({ scheme: documentScheme, language: 'log' }));
  });

  it('names the steps that lines name, and folds them and messages of several lines', async () => {
    const { folding, symbols, registered } = providers();
    const document = await vscode.workspace.openTextDocument({ language: 'log', content: log });
    const found = (await symbols.provideDocumentSymbols(document, token)) as vscode.DocumentSymbol[];
    assert.deepEqual(
      found.map(({ name, range }) => [name, range.start.line, range.end.line]),
      [
        ['step 1: tile 1 of 2', 1, 2],
        ['step 2: lost', 3, 6],
      ],
    );
    const ranges = await folding.provideFoldingRanges(document, {}, token);
    assert.deepEqual(
      ranges?.map(({ start, end }) => [start, end]),
      [
        [1, 2],
        [3, 6],
        [3, 5],
      ],
    );
    registered.dispose();
  });

  it('is empty where no line names anything, and of an empty log', async () => {
    const { folding, symbols, registered } = providers();
    for (const content of ['', 'one line', '2026-11-20T09:12:03.120Z INFO hello\n']) {
      const document = await vscode.workspace.openTextDocument({ language: 'log', content });
      assert.deepEqual(await symbols.provideDocumentSymbols(document, token), []);
      assert.deepEqual(await folding.provideFoldingRanges(document, {}, token), []);
    }
    registered.dispose();
  });
});
