/** What the API answers to each kind of question, as text. */
import { batchId, historyBatchId, itemId, runId } from './demoIds';
import { startRunflow } from './runflow';

/** The kind of an answer, and how the demo is asked for it. */
const questions: readonly (readonly [string, string])[] = [
  ['batches', '/v1/batches?limit=4'],
  ['batch', `/v1/batches/${batchId('smartResize')}`],
  ['batch', `/v1/batches/${historyBatchId(1)}`],
  ['items', `/v1/batches/${batchId('smartResize')}/items?limit=4`],
  ['item', `/v1/batches/${batchId('smartResize')}/items/${itemId('smartResize', 4)}?embed=run`],
  ['runs', '/v1/runs?limit=4'],
  ['run', `/v1/runs/${runId('smartResize', 0)}`],
  ['nodeRuns', `/v1/runs/${runId('smartResize', 0)}/node-runs?limit=4`],
  ['logs', `/v1/runs/${runId('smartResize', 0)}/logs?limit=4`],
  ['models', '/v1/models?limit=4'],
  ['flows', '/v1/flows?limit=2'],
  ['account', '/v1/auth/me?embed=memberships'],
  ['wholeItems', `/v1/batches/${batchId('files')}/items?limit=100&sort_by=sequence_index:asc`],
  ['nodeRun', `/v1/runs/${runId('smartResize', 0)}/node-runs`],
  ['deliveries', `/v1/runs/${runId('smartResize', 0)}/callback`],
  ['balance', '/v1/billing/balance'],
  ['error', '/v1/runs?limit=-1'],
];

/** Shapes of the credit that the demo does not answer with; see `decodeBalance`. */
const told: readonly (readonly [kind: string, json: unknown])[] = [
  ['balance /v1/billing/balance in cents', { balance_cents: 12450, currency: 'USD' }],
  [
    'balance /v1/credit-balances',
    {
      items: [{ id: 'b', org_id: 'o', balance_usd: '412.35', balance: '412.3500', updated_at: '2026-11-20T12:00:00Z' }],
    },
  ],
];

/** By kind and path; all lists are cut to three rows, for speed. */
export async function record(): Promise<ReadonlyMap<string, string>> {
  const runflow = await startRunflow({ variants: { batchList: true } });
  const recorded = new Map(told.map(([name, json]) => [name, JSON.stringify(json)]));
  for (const [kind, path] of questions) {
    const response = await fetch(runflow.origin + path, { headers: { Authorization: `Bearer ${runflow.key}` } });
    if (response.ok === (kind === 'error')) throw new Error(`${path} is answered with ${response.status}.`);
    const short = (_: string, value: unknown): unknown => (Array.isArray(value) ? value.slice(0, 3) : value);
    recorded.set(`${kind} ${path}`, JSON.stringify(await response.json(), short));
  }
  await runflow.close();
  return recorded;
}
