import { strict as assert } from 'node:assert';
import { aRun, uuid } from '../../fakes/builders';
import type { Raw } from '../../fakes/dataset';
import type { Runflow, RunflowOptions } from '../../fakes/runflow';
import { datasetOf } from '../../fakes/runflow';
import { ask, rows, servers } from './asking';

describe('lists', () => {
  const start = servers();

  /** Runs named a, b, c, … from old to new. */
  function startWithRuns(count: number, options: RunflowOptions = {}): Promise<Runflow> {
    const runs = Array.from({ length: count }, (_, index) =>
      aRun({
        id: uuid(`run ${index}`, index),
        client_ref: String.fromCharCode(97 + index),
        status_code: index % 2 === 0 ? 'succeeded' : 'failed',
        cost: String(10 - index),
        duration_ms: index === 2 ? null : index,
      }),
    );
    return start({ data: datasetOf({ runs }), ...options });
  }

  async function refs(runflow: Runflow, query: string): Promise<string> {
    return letters(rows(await ask(runflow, `/v1/runs?${query}`)));
  }

  function letters(found: readonly Raw[]): string {
    return found.map((row) => row['client_ref']).join('');
  }

  it('come in an envelope', async () => {
    const { body } = await ask(await startWithRuns(1), '/v1/runs');
    assert.deepEqual(Object.keys(body), ['items', 'first', 'next', 'previous']);
    assert.equal(body['next'], null);
    assert.equal(body['previous'], null);
  });

  it('sort by one column or several, either way', async () => {
    const runflow = await startWithRuns(5);
    assert.equal(await refs(runflow, 'sort_by=client_ref'), 'abcde');
    assert.equal(await refs(runflow, 'sort_by=client_ref:desc'), 'edcba');
    assert.equal(await refs(runflow, 'sort_by=status_code:asc,client_ref:desc'), 'dbeca');
  });

  it('sort money by amount, and null after everything', async () => {
    const runflow = await startWithRuns(5);
    assert.equal(await refs(runflow, 'sort_by=cost:asc'), 'edcba');
    assert.equal(await refs(runflow, 'sort_by=duration_ms:asc'), 'abdec');
  });

  it('promise no order to those who ask for none', async () => {
    assert.equal(await refs(await startWithRuns(3), 'limit=10'), 'cba');
  });

  it('keep only the fields asked for', async () => {
    const { body } = await ask(await startWithRuns(1), '/v1/runs?fields=client_ref,status_code');
    assert.deepEqual(body['items'], [{ client_ref: 'a', status_code: 'succeeded' }]);
  });

  it("filter with field.eq:'value', in either case, one exact value", async () => {
    const runflow = await startWithRuns(5);
    const query = (q: string): string => `sort_by=id&q=${encodeURIComponent(q)}`;
    assert.equal(await refs(runflow, query("status_code.eq:'failed'")), 'bd');
    assert.equal(await refs(runflow, query("client_ref.EQ:'c'")), 'c');
    assert.equal(await refs(runflow, query("client_ref.eq:'C'")), '');
  });

  for (const q of [
    'status_code:failed',
    'created_at>2026-01-01',
    "nope.eq:'x'",
    "metadata.eq:'x'",
    '',
    "a.eq:'b' AND",
  ]) {
    it(`answer 400 to the filter ${JSON.stringify(q)}`, async () => {
      const { status, body } = await ask(await startWithRuns(1), `/v1/runs?q=${encodeURIComponent(q)}`);
      assert.deepEqual([status, body['code']], [400, 'BAD_REQUEST']);
    });
  }

  for (const query of [
    'limit=0',
    'limit=501',
    'limit=ten',
    'fields=id,nope',
    'sort_by=nope',
    'sort_by=id:up',
    'pq=made-up',
    'from_prev=yes',
    'page=2',
    'embed=run',
  ]) {
    it(`answer 422 to ${query} and say where`, async () => {
      const { status, body } = await ask(await startWithRuns(1), `/v1/runs?${query}`);
      assert.equal(status, 422);
      const [error] = body['errors'] as { loc: string[]; msg: string }[];
      assert.deepEqual(error?.loc, ['query', query.split('=')[0]]);
      assert.equal(typeof error.msg, 'string');
    });
  }

  it('take 500 rows at once', async () => {
    assert.equal(rows(await ask(await startWithRuns(600), '/v1/runs?limit=500')).length, 500);
  });

  it('page forwards and back again', async () => {
    const runflow = await startWithRuns(7);
    const query = '/v1/runs?limit=3&sort_by=client_ref:asc';
    const one = await ask(runflow, query);
    const two = await ask(runflow, `${query}&pq=${String(one.body['next'])}`);
    const three = await ask(runflow, `${query}&pq=${String(two.body['next'])}`);
    assert.deepEqual([one, two, three].map(rows).map(letters), ['abc', 'def', 'g']);
    assert.equal(three.body['next'], null);

    const back = await ask(runflow, `${query}&from_prev=true&pq=${String(three.body['previous'])}`);
    assert.equal(letters(rows(back)), 'def');
    const first = await ask(runflow, `${query}&from_prev=true&pq=${String(back.body['previous'])}`);
    assert.equal(letters(rows(first)), 'abc');
    assert.equal(first.body['previous'], null);
    assert.equal(letters(rows(await ask(runflow, `${query}&pq=${String(three.body['first'])}`))), 'abc');
  });

  it('carry filter and order in the cursor, and refuse it for another query', async () => {
    const runflow = await startWithRuns(6);
    const { body } = await ask(runflow, "/v1/runs?limit=1&sort_by=id&q=status_code.eq:'failed'");
    const pq = String(body['next']);
    assert.equal(await refs(runflow, `limit=9&pq=${pq}`), 'df');
    assert.equal((await ask(runflow, `/v1/runs?sort_by=cost&pq=${pq}`)).status, 422);
  });

  it('page without gaps or repeats while rows arrive', async () => {
    const runs = ['b', 'c', 'd'].map((name, index) => aRun({ id: uuid(name, index), client_ref: name }));
    const runflow = await start({ data: datasetOf({ runs }) });
    const query = '/v1/runs?limit=2&sort_by=client_ref:asc';
    const { body } = await ask(runflow, query);
    runs.push(aRun({ id: uuid('a', 9), client_ref: 'a' }));
    assert.equal(letters(rows(await ask(runflow, `${query}&pq=${String(body['next'])}`))), 'd');
  });

  it('name their cursors next_pq and prev_pq in that variant', async () => {
    const runflow = await startWithRuns(3, { variants: { cursor: 'next_pq' } });
    const { body } = await ask(runflow, '/v1/runs?limit=2&sort_by=id');
    assert.deepEqual(Object.keys(body), ['items', 'next_pq', 'prev_pq']);
    assert.equal(await refs(runflow, `limit=2&sort_by=id&pq=${String(body['next_pq'])}`), 'c');
  });

  it('give whole links in that variant', async () => {
    const runflow = await startWithRuns(3, { variants: { cursor: 'url' } });
    const { body } = await ask(runflow, '/v1/runs?limit=2&sort_by=id&fields=client_ref');
    const next = String(body['next']);
    assert.ok(next.startsWith(`${runflow.origin}/v1/runs?`));
    const two = await ask(runflow, next.slice(runflow.origin.length));
    assert.deepEqual(two.body['items'], [{ client_ref: 'c' }]);
    const back = await ask(runflow, String(two.body['previous']).slice(runflow.origin.length));
    assert.equal(letters(rows(back)), 'ab');
  });
});
