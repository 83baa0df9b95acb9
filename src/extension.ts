import type * as vscode from 'vscode';
import { Disposables } from './core/disposables';
import { Network } from './core/network';
import { Store } from './core/store';
import { BatchView } from './host/batchView';
import { registerCommands } from './host/commands';
import { Documents } from './host/documents';
import { itemHandlers } from './host/itemHandlers';
import { Keys } from './host/keys';
import { Live } from './host/live';
import { createLog } from './host/log';
import { ItemPanels } from './host/panels';
import { Session } from './host/session';
import { BatchTree } from './host/tree';

/** Builds everything and wires it; asks nothing of the network or the secret storage before a view or command does. */
export function activate(context: vscode.ExtensionContext): void {
  const owned = new Disposables();
  context.subscriptions.push(owned);
  const version = String((context.extension.packageJSON as { version?: unknown }).version);

  const log = owned.add(createLog());
  const store = owned.add(new Store());
  const network = owned.add(new Network());
  const keys = owned.add(new Keys(context.secrets));
  const session = owned.add(
    new Session({
      store,
      keys,
      log,
      version,
      globalState: context.globalState,
      environment: process.env,
      transport: () => network.transport(),
    }),
  );

  const live = owned.add(
    new Live({
      store,
      session,
      log,
      onScreen: () => ({ viewVisible: view.visible, pages: panels.visible }),
    }),
  );
  const tree = owned.add(new BatchTree({ store, session, want: (batchId) => live.wantItems(batchId) }));
  const view = owned.add(new BatchView({ store, session, tree, wake: () => live.wake() }));
  const documents = owned.add(new Documents({ store, session }));
  const panels = owned.add(
    new ItemPanels({
      store,
      session,
      extensionUri: context.extensionUri,
      handlers: (address) => itemHandlers({ store, session, network, documents }, address),
      wake: (address) => live.wantPage(address),
    }),
  );
  owned.add(
    registerCommands({
      store,
      session,
      network,
      log,
      version,
      view,
      tree,
      panels,
      documents,
      refresh: () => live.refresh(),
    }),
  );
}
