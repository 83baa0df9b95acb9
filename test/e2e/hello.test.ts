import * as assert from 'node:assert/strict';
import { openWorkbench } from '../workbench/workbench';
import type { Workbench } from '../workbench/workbench';

suite('hello', () => {
  let workbench: Workbench;

  suiteSetup(async () => {
    workbench = await openWorkbench({ extensionPath: process.cwd() });
  });

  suiteTeardown(() => workbench.close());

  test('the sidebar has a place for batches', async () => {
    await workbench.openContainer('Runflow');
    assert.equal(await workbench.offersCommand('Runflow: Open Item…'), true);
  });
});
