import type * as vscode from 'vscode';
import { Disposables, type Disposable } from '../core/disposables';
import type { Network } from '../core/network';
import { Store } from '../core/store';
import type { PageType } from '../shared/ids';
import { Ages } from './ages';
import { attempting, type Attempt } from './attempt';
import { BatchView } from './batchView';
import type { CommandsContext, CommandTable } from './commands';
import { createPages, type CreatedPages } from './createPages';
import { Documents } from './documents';
import { Keys } from './keys';
import type { Links } from './links';
import { Live } from './live';
import { createLog } from './log';
import { provideLinks } from './provideLinks';
import type { RegisteredDocuments } from './registerDocuments';
import type { RegisteredView } from './registerView';
import { Session } from './session';
import { showBatch } from './showBatch';
import { createStatusBar } from './statusBar';
import { BatchTree } from './tree';
import { Unseen } from './unseen';
import { Watches } from './watches';

/** What answers the editor, once it has asked for anything. */
export interface Started extends Disposable {
  readonly tree: BatchTree;
  readonly documents: Documents;
  readonly pages: Readonly<Record<PageType, vscode.WebviewPanelSerializer>>;
  readonly attempt: Attempt;
  /** What the commands do is read with the first one that is run. */
  readonly commands: () => Promise<CommandTable>;
  /** Likewise with the first link. */
  readonly links: () => Promise<Links>;
}

export interface Registered {
  readonly view: RegisteredView;
  readonly documents: RegisteredDocuments;
}

/** What all others stand on: the server's data, who asks for it, and how. */
function foundation({ extension, globalState, secrets }: vscode.ExtensionContext, owned: Disposables) {
  const version = String((extension.packageJSON as { readonly version?: unknown }).version);
  const log = owned.add(createLog());
  const store = owned.add(new Store());
  const environment = process.env;
  let connections: Promise<Network> | undefined;
  const openNetwork = async () => owned.add((await import('./onUse')).openNetwork({ log, environment }));
  const network = () => (connections ??= openNetwork());
  const keys = owned.add(new Keys(secrets));
  const session = owned.add(new Session({ store, keys, log, version, globalState, environment, network }));
  return { store, session, network, log, version };
}

/** Builds everything and wires it; asks nothing of the network or the secret storage before a view or command does. */
export function start(context: vscode.ExtensionContext, registered: Registered): Started {
  const { extensionUri, globalState } = context;
  const owned = new Disposables();
  const closing = new AbortController();
  owned.add({ dispose: () => closing.abort() });
  const base = foundation(context, owned);
  const onScreen = () => ({ ...pages.visible(view.visible, documents.visible), ...tree.unfolded.onScreen });
  const gone = (batchId: string) => watches.gone(batchId);
  const live = owned.add(
    new Live({ ...base, onScreen, gone, opened: () => pages.opened(), looked: () => ages.redrawRunning() }),
  );
  const tree = owned.add(
    new BatchTree({ ...base, want: (batchId) => live.wantItems(batchId), wantRuns: () => live.wantRuns() }),
  );
  owned.add(tree.onDidChangeTreeData((rows) => registered.view.redraw(rows)));
  const view = owned.add(new BatchView({ ...base, tree, view: registered.view.tree, wake: () => live.wake() }));
  const ages = owned.add(new Ages({ tree, view }));
  const documents = owned.add(new Documents(base));
  owned.add(documents.onDidChangeFile((files) => registered.documents.changed(files)));
  const pages: CreatedPages = owned.add(
    createPages({ ...base, extensionUri, globalState, documents, live, tree, view }),
  );
  const show = (batchId: string) => showBatch({ ...base, tree, view }, batchId);
  const watches = owned.add(new Watches({ ...base, shown: () => pages.shownBatches() }));
  const unseen = owned.add(new Unseen({ ...base, view }));
  owned.add(createStatusBar({ ...base, unseen }));
  const { items: panels, batches: batchPanels, comparisons: comparePanels } = pages;
  const parts = { view, tree, panels, batchPanels, comparePanels, documents, watches, closing: closing.signal };
  const attempt = attempting(base.log);
  const firstUse = onFirstUse({ ...base, ...parts, showBatch: show, refresh: () => live.refresh() });
  owned.add(provideLinks(firstUse.links, attempt));
  // It may be in sight already: that is why we are here.
  if (view.visible) live.wake();
  return {
    tree,
    documents,
    pages: { 'runflow.item': panels, 'runflow.batch': batchPanels, 'runflow.compare': comparePanels },
    attempt,
    ...firstUse,
    dispose: () => owned.dispose(),
  };
}

/** What is read with the first command, and with the first link. */
function onFirstUse(context: CommandsContext): Pick<Started, 'commands' | 'links'> {
  let table: Promise<CommandTable> | undefined;
  let links: Promise<Links> | undefined;
  return {
    commands: () => {
      // A person who waits does not wait for a pause, nor for the next try of the background.
      context.session.current?.probe();
      return (table ??= import('./onUse').then(({ commandTable }) => commandTable(context)));
    },
    links: () => (links ??= import('./links').then(({ Links }) => new Links(context))),
  };
}
