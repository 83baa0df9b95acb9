import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';

suite('hello', () => {
  test('the extension is there and activates', async () => {
    const extension = vscode.extensions.getExtension('runflow-tools.runflow-batches');
    assert.ok(extension);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});
