import * as vscode from 'vscode';
import type { Access } from '../core/access';
import { findRun, type Finding } from '../core/find';
import { KnownIds } from '../core/knownIds';
import { defaultOrigin } from '../core/origin';
import { detailKey } from '../core/store';
import { parseDocumentPath } from '../core/uris';
import { commands, linkCommand } from '../shared/ids';
import { pagePath, parseDeepLink, parsePagePath, type PageTarget } from '../shared/links';
import type { ItemAddress } from '../shared/protocol';
import { findLinks, type TextLink } from '../shared/textLinks';
import { linkWords as words } from '../shared/words/links';
import { targetIn } from './chosen';
import type { Log } from './log';
import { openFound, type OpenContext } from './openFound';

export interface LinksContext extends OpenContext {
  readonly log: Log;
}

/** A link in a terminal that knows where it leads. */
export class PageLink extends vscode.TerminalLink {
  readonly target: PageTarget;

  constructor({ start, length, target }: TextLink<PageTarget>, tooltip: string) {
    super(start, length, tooltip);
    this.target = target;
  }
}

/** A node run has a document, but no page. */
interface NodeRunTarget {
  readonly kind: 'nodeRun';
  readonly address: ItemAddress;
  readonly nodeRunId: string;
}

/** Fixed words, never a name: the editor reads these as Markdown that may hold links to commands. */
const tooltips: Readonly<Record<(PageTarget | NodeRunTarget)['kind'], string>> = {
  item: words.open(words.anItem),
  batch: words.open(words.aBatch),
  run: words.open(words.aRun),
  nodeRun: words.open(words.aNodeRun),
};

/** Longer lines are data, not something to click in. */
const longestLine = 20_000;

/** Where links lead: from outside the editor, in terminals, and in our documents. */
export class Links {
  readonly #context: LinksContext;
  readonly #known: KnownIds;

  constructor(context: LinksContext) {
    this.#context = context;
    this.#known = new KnownIds(context.store, () => {
      const { pinned = [], added = [], watched = {}, recents = [] } = context.session.memory ?? {};
      return { batches: [...pinned, ...added, ...Object.keys(watched)], recents };
    });
  }

  /** A link somebody clicked elsewhere. It opens a page and does nothing else, whatever it holds. */
  async followUri(uri: vscode.Uri): Promise<void> {
    const target = parseDeepLink(uri);
    if (typeof target === 'string') void vscode.window.showWarningMessage(words.refused[target]);
    else await this.follow(target);
  }

  /** Opens a page after looking whether there is what it shows; whoever is signed out is asked to sign in first. */
  async follow(target: PageTarget): Promise<void> {
    const finding = this.#findKnown(target) ?? (await this.#look(target));
    if (finding) await openFound(this.#context, finding);
  }

  /** What one of our own links in a document stands for; anything may run a command, so it is read as a stranger's. */
  async followPath(path: unknown): Promise<void> {
    const target = typeof path === 'string' ? parsePagePath(path) : undefined;
    if (target !== undefined) await this.follow(target);
  }

  /** Ids that were read before, and addresses of pages. Asks neither the server nor the secret storage. */
  inTerminal(line: string, token: vscode.CancellationToken): readonly PageLink[] {
    const found = findLinks(line.slice(0, longestLine), {
      known: (id) => this.#pageOf(id),
      origins: this.#origins(),
      isCancelled: () => token.isCancellationRequested,
    });
    return found.map((link) => new PageLink(link, tooltips[link.target.kind]));
  }

  /** The same in one of our documents, and the node runs of its own run. */
  inDocument(document: vscode.TextDocument, token: vscode.CancellationToken): readonly vscode.DocumentLink[] {
    const address = parseDocumentPath(document.uri.path)?.address;
    const nodeRuns = address ? this.#nodeRunsOf(address) : new Map<string, NodeRunTarget>();
    const found = findLinks<PageTarget | NodeRunTarget>(document.getText(), {
      known: (id) => nodeRuns.get(id) ?? this.#pageOf(id),
      origins: this.#origins(),
      isCancelled: () => token.isCancellationRequested,
    });
    return found.map(({ start, length, target }) => {
      const range = new vscode.Range(document.positionAt(start), document.positionAt(start + length));
      const link = new vscode.DocumentLink(range, commandUri(target));
      link.tooltip = tooltips[target.kind];
      return link;
    });
  }

  #pageOf(id: string): PageTarget | undefined {
    const finding = this.#known.find(id);
    if (finding === undefined) return undefined;
    return finding.kind === 'batch' ? finding : targetIn(finding.address);
  }

  #nodeRunsOf(address: ItemAddress): ReadonlyMap<string, NodeRunTarget> {
    const detail = this.#context.store.state.details.get(detailKey(address));
    const nodeRuns = detail?.nodeRuns ?? detail?.run?.nodeRuns ?? [];
    return new Map(nodeRuns.map(({ id }) => [id, { kind: 'nodeRun', address, nodeRunId: id }]));
  }

  /** Where addresses of the API may stand: those of Runflow itself, and of the server that is asked. */
  #origins(): readonly string[] {
    try {
      return [...new Set([defaultOrigin, this.#context.session.origin])];
    } catch {
      // The setting cannot be used; whoever signs in hears of it.
      return [defaultOrigin];
    }
  }

  #findKnown(target: PageTarget): Finding | undefined {
    const id = target.kind === 'item' ? target.itemId : target.kind === 'batch' ? target.batchId : target.runId;
    const finding = this.#known.find(id);
    if (finding === undefined || target.kind === 'run') return finding;
    if (finding.kind !== target.kind) return undefined;
    return target.kind === 'item' && finding.kind === 'item' && finding.address.batchId !== target.batchId
      ? undefined
      : finding;
  }

  /** Asks the server; rejects with its ApiError for what is not there or belongs to another organization. */
  async #look(target: PageTarget): Promise<Finding | undefined> {
    const access = await this.#signedIn();
    if (access === undefined) return undefined;
    const options = { location: vscode.ProgressLocation.Window, title: words.opening };
    return vscode.window.withProgress(options, () => look(target, access));
  }

  async #signedIn(): Promise<Access | undefined> {
    const { session, store } = this.#context;
    const access = await session.access();
    if (access !== undefined) return access;
    // An address that cannot be used is said, not asked for.
    if (store.state.list.problem) throw store.state.list.problem;
    await vscode.commands.executeCommand(commands.signIn);
    return session.access();
  }
}

async function look(target: PageTarget, { client, list, signal }: Access): Promise<Finding> {
  switch (target.kind) {
    case 'batch':
      return { kind: 'batch', batchId: (await list.batch(target.batchId)).id };
    case 'run':
      return findRun(target.runId, client, signal);
    case 'item': {
      const { batchId, itemId } = target;
      const { item } = await client.item(batchId, itemId, signal);
      return { kind: 'item', address: { batchId, itemId, runId: item.runId } };
    }
  }
}

/** Of ids only, and read again with care by the command. */
function commandUri(target: PageTarget | NodeRunTarget): vscode.Uri {
  const [command, argument] =
    target.kind === 'nodeRun'
      ? [commands.openNodeRunJson, { ...target.address, nodeRunId: target.nodeRunId }]
      : [linkCommand, pagePath(target)];
  return vscode.Uri.from({ scheme: 'command', path: command, query: JSON.stringify([argument]) });
}
