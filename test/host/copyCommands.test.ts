import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { copyHandlers, type CopyContext } from '../../src/host/copyCommands';
import { commands } from '../../src/shared/ids';
import { replacing, sessionOf } from './doubles';

describe('what was copied', () => {
  it('is told as text, whatever an id is made of: the status bar draws icons', async () => {
    const made = sessionOf();
    const context = { ...made, view: { selection: [] }, panels: {}, batchPanels: {} } as unknown as CopyContext;
    const said: string[] = [];
    const say = ((text: string) => said.push(text)) as unknown as typeof vscode.window.setStatusBarMessage;
    await replacing(vscode.window, 'setStatusBarMessage', say, () =>
      copyHandlers(context)[commands.copyId]({ batchId: '$(trash)' }, undefined),
    );
    assert.deepEqual(said, ['Copied $\u2060(trash).']);
    assert.equal(await vscode.env.clipboard.readText(), '$(trash)');
    made.dispose();
  });
});
