import assert from 'node:assert/strict';
import { dashboardLink } from '../../../src/core/dashboard';
import type { PageTarget } from '../../../src/shared/links';
import { uuid } from '../../fakes/builders';

const [b, i] = [uuid('batch'), uuid('item')];

describe('the page of a dashboard', () => {
  const item: PageTarget = { kind: 'item', batchId: b, itemId: i };

  it('is where the setting says, with ids in place of their names', () => {
    const setting = ' https://app.example/b/{batchId}?item={itemId}&run={runId} ';
    assert.equal(dashboardLink(setting, item), `https://app.example/b/${b}?item=${i}&run=`);
    assert.equal(dashboardLink('https://app.example', item), 'https://app.example/');
  });

  it('an id cannot lead elsewhere', () => {
    const target: PageTarget = { kind: 'run', runId: '../../@evil.example/?#' };
    assert.equal(
      dashboardLink('https://app.example/r/{runId}', target),
      'https://app.example/r/..%2F..%2F%40evil.example%2F%3F%23',
    );
  });

  for (const setting of [
    '',
    'x',
    'http://app.example',
    'file:///etc/passwd',
    'command:runflow.signOut',
    'https://a:b@app.example',
  ]) {
    it(`${JSON.stringify(setting)} is none`, () => {
      assert.equal(dashboardLink(setting, item), undefined);
    });
  }
});
