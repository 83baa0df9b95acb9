import { strict as assert } from 'node:assert';
import { aRun } from '../../fakes/builders';
import type { FaultAnswer } from '../../fakes/runflow';
import { datasetOf } from '../../fakes/runflow';
import { ask, servers } from './asking';

describe('the fake server', () => {
  const start = servers();

  it('listens on loopback only', async () => {
    assert.match((await start()).origin, /^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('refuses a missing or wrong key in the envelope', async () => {
    const runflow = await start();
    for (const authorization of ['', 'Bearer wrong', runflow.key]) {
      const { status, body } = await ask(runflow, '/v1/auth/me', { authorization });
      assert.equal(status, 401);
      assert.deepEqual(Object.keys(body), ['code', 'message', 'errors']);
      assert.equal(body['code'], 'UNAUTHORIZED');
      assert.equal(body['errors'], null);
    }
  });

  it('asks for the key before it looks at ids and parameters', async () => {
    const { status } = await ask(await start(), '/v1/batches/nonsense?x=1', { authorization: '' });
    assert.equal(status, 401);
  });

  it('accepts the key it was started with', async () => {
    const runflow = await start({ key: 'other' });
    assert.equal((await ask(runflow, '/v1/auth/me')).status, 200);
  });

  it('answers health and readiness without a key', async () => {
    const runflow = await start();
    assert.equal((await ask(runflow, '/v1/health', { authorization: '' })).status, 200);
    assert.equal((await ask(runflow, '/v1/readiness', { authorization: '' })).status, 200);
  });

  it('names each request and tells its own time', async () => {
    const runflow = await start({ now: () => Date.UTC(2027, 0, 1) });
    const [one, two] = [await ask(runflow, '/v1/health'), await ask(runflow, '/v1/health')];
    assert.notEqual(one.headers.get('x-request-id'), two.headers.get('x-request-id'));
    assert.equal(one.headers.get('date'), 'Fri, 01 Jan 2027 00:00:00 GMT');
  });

  it('embeds memberships only when asked', async () => {
    const runflow = await start();
    assert.equal((await ask(runflow, '/v1/auth/me')).body['memberships'], null);
    const { body } = await ask(runflow, '/v1/auth/me?embed=memberships');
    const names = (body['memberships'] as { org: { name: string } }[]).map(({ org }) => org.name);
    assert.deepEqual(names, ['Hold-out Studio', 'North Light']);
  });

  it('tells the balance as a decimal string', async () => {
    assert.match(String((await ask(await start(), '/v1/billing/balance')).body['balance']), /^\d+\.\d+$/);
  });

  it('knows no other paths and methods', async () => {
    const runflow = await start();
    assert.equal((await ask(runflow, '/v1/nothing')).status, 404);
    const headers = { authorization: `Bearer ${runflow.key}` };
    assert.equal((await fetch(`${runflow.origin}/v1/runs`, { method: 'DELETE', headers })).status, 405);
  });

  it('records what it was asked and what it answered', async () => {
    const runflow = await start({ data: datasetOf({ runs: [aRun()] }) });
    const { body } = await ask(runflow, '/v1/runs?limit=1');
    const [request] = runflow.requests;
    assert.equal(request?.method, 'GET');
    assert.equal(request.url, '/v1/runs?limit=1');
    assert.equal(request.status, 200);
    assert.equal(request.bytes, JSON.stringify(body).length);
    assert.equal(request.headers.authorization, `Bearer ${runflow.key}`);
  });

  it('shows a record that was changed between two requests', async () => {
    const run = aRun({ status_code: 'running' });
    const runflow = await start({ data: datasetOf({ runs: [run] }) });
    const path = `/v1/runs/${String(run['id'])}`;
    assert.equal((await ask(runflow, path)).body['status_code'], 'running');
    run['status_code'] = 'succeeded';
    assert.equal((await ask(runflow, path)).body['status_code'], 'succeeded');
  });

  it('fails to start on a port that is taken', async () => {
    const { origin } = await start();
    await assert.rejects(start({ port: Number(new URL(origin).port) }), /EADDRINUSE/);
  });
});

describe('planted faults', () => {
  const start = servers();

  async function startWith(fault: FaultAnswer): ReturnType<typeof start> {
    const runflow = await start();
    runflow.fault = () => fault;
    return runflow;
  }

  it('answer in place of the server, and stop when taken away', async () => {
    const runflow = await startWith({ status: 503, headers: { 'Retry-After': '7' }, body: '{"code":"DOWN"}' });
    const { status, headers, body } = await ask(runflow, '/v1/auth/me');
    assert.deepEqual([status, headers.get('retry-after'), body], [503, '7', { code: 'DOWN' }]);
    assert.equal(runflow.requests[0]?.bytes, 15);
    runflow.fault = undefined;
    assert.equal((await ask(runflow, '/v1/auth/me')).status, 200);
  });

  it('choose by request', async () => {
    const runflow = await start();
    runflow.fault = ({ url }) => (url.startsWith('/v1/runs') ? { status: 500, body: '{}' } : undefined);
    assert.equal((await ask(runflow, '/v1/runs')).status, 500);
    assert.equal((await ask(runflow, '/v1/auth/me')).status, 200);
  });

  it('reset the connection', async () => {
    await assert.rejects(ask(await startWith({ reset: true }), '/v1/auth/me'));
  });

  for (const cutAfter of [0, 10]) {
    it(`cut the answer after ${cutAfter} bytes`, async () => {
      const runflow = await startWith({ cutAfter });
      const response = await fetch(`${runflow.origin}/v1/health`);
      assert.equal(response.status, 200);
      await assert.rejects(response.text());
      assert.equal(runflow.requests[0]?.bytes, cutAfter);
    });
  }

  it('hang until the server closes', async () => {
    const runflow = await startWith({ hang: true });
    const asked = ask(runflow, '/v1/auth/me').then(
      () => 'answered',
      () => 'closed',
    );
    while (runflow.requests.length === 0) await new Promise(setImmediate);
    assert.equal(runflow.requests[0]?.status, 0);
    await runflow.close();
    assert.equal(await asked, 'closed');
  });

  it('delay, then answer normally', async () => {
    const runflow = await startWith({ delayMs: 40 });
    const before = performance.now();
    assert.equal((await ask(runflow, '/v1/auth/me')).status, 200);
    assert.ok(performance.now() - before >= 35);
  });
});
