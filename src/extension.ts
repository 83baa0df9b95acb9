import type * as vscode from 'vscode';
import { Disposables } from './core/disposables';
import type { Network } from './core/network';
import { Store } from './core/store';
import { Ages } from './host/ages';
import { BatchView } from './host/batchView';
import { registerCommands } from './host/register';
import { registerLinks } from './host/registerLinks';
import { Documents } from './host/documents';
import { itemHandlers } from './host/itemHandlers';
import { Keys } from './host/keys';
import { Live } from './host/live';
import { createLog } from './host/log';
import { ItemPanels } from './host/panels';
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
  let opened: Promise<Network> | undefined;
  const openNetwork = async () => owned.add((await import('./host/onUse')).openNetwork({ log, environment }));
  const network = () => (opened ??= openNetwork());
  const keys = owned.add(new Keys(secrets));
  const session = owned.add(new Session({ store, keys, log, version, globalState, environment, network }));

  const base = { store, session, network, log, version };
  const onScreen = () => ({
    viewVisible: view.visible,
    runsOpen: tree.isRunsOpen,
    pages: [...panels.visible, ...documents.visible],
  });
  const live = owned.add(
    new Live({ ...base, onScreen, opened: () => panels.opened, looked: () => ages.redrawRunning() }),
  );
  const tree = owned.add(
    new BatchTree({ ...base, want: (batchId) => live.wantItems(batchId), wantRuns: () => live.wantRuns() }),
  );
  const view = owned.add(new BatchView({ ...base, tree, wake: () => live.wake() }));
  const ages = owned.add(new Ages({ tree, view }));
  const documents = owned.add(new Documents(base));
  const handlers = itemHandlers({ ...base, documents, globalState });
  const panels = owned.add(
    new ItemPanels({ ...base, extensionUri, handlers, wake: (address) => live.wantPage(address) }),
  );
  const show = (batchId: string) => showBatch({ ...base, tree, view }, batchId);
  const watches = owned.add(new Watches({ ...base, pages: () => panels.visible }));
  const unseen = owned.add(new Unseen({ ...base, view }));
  owned.add(createStatusBar({ ...base, unseen }));
  const refresh = () => live.refresh();
  owned.add(registerCommands({ ...base, view, tree, panels, documents, watches, showBatch: show, refresh }));
  owned.add(registerLinks({ ...base, view, tree, panels }));
}
