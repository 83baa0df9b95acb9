import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import * as entry from '../../src/extension';
import { commands, linkCommand, rowCommand } from '../../src/shared/ids';
import { startRunflow } from '../fakes/runflow';
import { extensionUnderTest, Memento, replacing, Secrets, setApiUrl } from './doubles';

interface Manifest {
  readonly version: string;
  readonly activationEvents: readonly string[];
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

/** Calls `activate` as the editor does, except that its commands are ours: running one would activate the other one. */
function activated(context: vscode.ExtensionContext) {
  const handlers = new Map<string, () => unknown>();
  const register = (id: string, handler: () => unknown) => {
    handlers.set(id, handler);
    return new vscode.Disposable(() => handlers.delete(id));
  };
  const activate: (context: vscode.ExtensionContext) => unknown = entry.activate;
  const result = replacing(vscode.commands, 'registerCommand', register, () => activate(context));
  return { result, handlers };
}

/** As much of a context as `activate` takes. */
function contextOf(secrets: Secrets) {
  const extension = extensionUnderTest();
  const { extensionUri } = extension;
  const context = { subscriptions: [], extension, extensionUri, globalState: new Memento(), secrets };
  return context as unknown as vscode.ExtensionContext;
}

const readsOf = ({ reads }: Secrets): number => reads;

/** Comes first, by its name: what it activates with doubles and takes down again must not be there yet. */
describe('activation', () => {
  const manifest = () => extensionUnderTest().packageJSON as Manifest;

  it('waits until somebody needs the extension', () => {
    assert.equal(extensionUnderTest().isActive, false);
    assert.deepEqual(
      manifest().activationEvents.filter((event) => /^\*$|^onStartupFinished$|^workspaceContains/.test(event)),
      [],
    );
  });

  it('is done when it returns, and asks neither the secret storage nor the network until it is used', async () => {
    const runflow = await startRunflow();
    const secrets = new Secrets();
    secrets.kept.set(`runflow.key:${runflow.origin}`, runflow.key);
    await setApiUrl(runflow.origin);
    const context = contextOf(secrets);
    try {
      const { result, handlers } = activated(context);
      assert.equal(result, undefined, 'not a promise');
      assert.deepEqual(
        [...handlers.keys()].toSorted(),
        [...Object.values<string>(commands), rowCommand, linkCommand].toSorted(),
      );
      // A way to the window and back, so that whatever was begun would have got somewhere by now.
      await vscode.commands.getCommands();
      assert.equal(readsOf(secrets), 0);
      assert.deepEqual(runflow.requests, []);

      await handlers.get(commands.refresh)?.();
      assert.notEqual(readsOf(secrets), 0, 'the double would have noticed');
      assert.ok(runflow.requests.some(({ status }) => status === 200));
    } finally {
      for (const each of context.subscriptions) each.dispose();
      await setApiUrl(undefined);
      await runflow.close();
    }
  });

  it('the installed extension activates, as nothing of the other one is left', async () => {
    await extensionUnderTest().activate();
    assert.equal(extensionUnderTest().isActive, true);
    assert.match(manifest().version, /^\d+\.\d+\.\d+$/);
  });

  it('every command of the manifest is registered, and every registered one is in the manifest', async () => {
    const registered = (await vscode.commands.getCommands(true)).filter(
      (command) =>
        command.startsWith('runflow.') && !/^runflow\.batches\.|^runflow\.[a-z]+\.resetViewContainer/.test(command),
    );
    const contributed = manifest().contributes.commands.map(({ command }) => command);
    assert.deepEqual(registered.toSorted(), contributed.toSorted());
    assert.deepEqual(Object.values<string>(commands).toSorted(), contributed.toSorted());
  });
});
