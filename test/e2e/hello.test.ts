import * as assert from 'node:assert/strict';
import { openWorkbench } from '../workbench/workbench';
import type { Workbench } from '../workbench/workbench';

describe('the extension', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench({ extensionPath: process.cwd() });
  });

  after(() => workbench.close());

  it('has a place for batches in the side bar', async () => {
    await workbench.openContainer('Runflow');
    assert.equal(await workbench.offersCommand('Runflow: Open Item…'), true);
  });
});
