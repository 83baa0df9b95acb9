import type * as vscode from 'vscode';
import { Disposables } from './core/disposables';
import type { Network } from './core/network';
import { Store } from './core/store';
import { Ages } from './host/ages';
import { BatchView } from './host/batchView';
import { registerCommands } from './host/register';
import { createPages, type CreatedPages } from './host/createPages';
import { registerLinks } from './host/registerLinks';
import { Documents } from './host/documents';
import { Keys } from './host/keys';
import { Live } from './host/live';
import { createLog } from './host/log';
import { Session } from './host/session';
import { showBatch } from './host/showBatch';
import { createStatusBar } from './host/statusBar';
import { BatchTree } from './host/tree';
import { Unseen } from './host/unseen';
import { Watches } from './host/watches';

/** Builds everything and wires it; asks nothing of the network or the secret storage before a view or command does. */
export function activate({
  subscriptions,
  extension,
  extensionUri,
  globalState,
  secrets,
}: vscode.ExtensionContext): void {
  const owned = new Disposables();
  subscriptions.push(owned);
  const version = String((extension.packageJSON as { readonly version?: unknown }).version);

  const log = owned.add(createLog());
  const store = owned.add(new Store());
  const environment = process.env;
  let connections: Promise<Network> | undefined;
  const openNetwork = async () => owned.add((await import('./host/onUse')).openNetwork({ log, environment }));
  const network = () => (connections ??= openNetwork());
  const keys = owned.add(new Keys(secrets));
  const session = owned.add(new Session({ store, keys, log, version, globalState, environment, network }));

  const base = { store, session, network, log, version };
  const onScreen = () => ({ ...pages.visible(view.visible, documents.visible), ...tree.unfolded.onScreen });
  const gone = (batchId: string) => watches.gone(batchId);
  const live = owned.add(
    new Live({ ...base, onScreen, gone, opened: () => pages.opened(), looked: () => ages.redrawRunning() }),
  );
  const tree = owned.add(
    new BatchTree({ ...base, want: (batchId) => live.wantItems(batchId), wantRuns: () => live.wantRuns() }),
  );
  const view = owned.add(new BatchView({ ...base, tree, wake: () => live.wake() }));
  const ages = owned.add(new Ages({ tree, view }));
  const documents = owned.add(new Documents(base));
  const pages: CreatedPages = owned.add(
    createPages({ ...base, extensionUri, globalState, documents, live, tree, view }),
  );
  const show = (batchId: string) => showBatch({ ...base, tree, view }, batchId);
  const watches = owned.add(new Watches({ ...base, shown: () => pages.shownBatches() }));
  const unseen = owned.add(new Unseen({ ...base, view }));
  owned.add(createStatusBar({ ...base, unseen }));
  const refresh = () => live.refresh();
  const { items: panels, batches: batchPanels, comparisons: comparePanels } = pages;
  const parts = { view, tree, panels, batchPanels, comparePanels, documents, watches };
  owned.add(registerCommands({ ...base, ...parts, showBatch: show, refresh }));
  owned.add(registerLinks({ ...base, view, tree, panels }));
}
