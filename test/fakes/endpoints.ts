/** Every endpoint: its path, the parameters its page documents, and its answer. */
import {
  batchColumns,
  flowColumns,
  itemColumns,
  logColumns,
  modelColumns,
  nodeRunColumns,
  runColumns,
} from './columns';
import type { Raw } from './dataset';
import { listQuery } from './lists';
import { notFound } from './problem';
import { balanceOf, whoAmI } from './account';
import type { World } from './world';

export interface Endpoint {
  readonly path: string;
  /** Documented query parameters; all others are refused. */
  readonly query?: readonly string[];
  /** Documented values of `embed`. */
  readonly embeds?: readonly string[];
  /** Path parameters that the documentation types as uuid. */
  readonly uuids?: readonly string[];
  /** Answers without a key. */
  readonly open?: boolean;
  /** Exists only in this variant: no page documents it. */
  readonly variant?: 'batchList';
  answer(world: World, id: Readonly<Record<string, string>>): unknown;
}

export const endpoints: readonly Endpoint[] = [
  // https://docs.runflow.io/api-reference/status/readiness
  { path: '/v1/health', open: true, answer: () => ({ status: 'ok' }) },
  { path: '/v1/readiness', open: true, answer: () => ({ status: 'ok', database: 'ok', redis: 'ok' }) },

  // https://docs.runflow.io/api-reference/account/get-current-user
  {
    path: '/v1/auth/me',
    query: ['embed'],
    embeds: ['memberships', 'organizations', 'pending_invitations'],
    answer: (world) => whoAmI(world),
  },
  // https://docs.runflow.io/api-reference/account/get-organization-credit-balance
  { path: '/v1/billing/balance', answer: (world) => balanceOf(world) },

  // https://docs.runflow.io/api-reference/models
  { path: '/v1/models', query: listQuery, answer: (world) => world.list(world.data.models, modelColumns) },
  // https://docs.runflow.io/api-reference/flows/search-flows
  { path: '/v1/flows', query: listQuery, answer: (world) => world.list(world.data.flows, flowColumns) },

  {
    path: '/v1/batches',
    variant: 'batchList',
    query: listQuery,
    answer: (world) =>
      world.list(
        world.batches().map((batch) => world.withItems(batch)),
        batchColumns,
      ),
  },
  // https://docs.runflow.io/api-reference/batches/get-batch-detail
  {
    path: '/v1/batches/{batch_id}',
    uuids: ['batch_id'],
    answer: (world, id) => world.withItems(world.batch(id['batch_id'])),
  },
  // https://docs.runflow.io/api-reference/batches/list-batch-items-with-live-execution-state
  {
    path: '/v1/batches/{batch_id}/items',
    uuids: ['batch_id'],
    query: [...listQuery, 'embed'],
    embeds: ['run'],
    answer: (world, id) => {
      const batch = world.batch(id['batch_id']);
      return world.list(world.items(batch), itemColumns, (item) => world.withRun(item));
    },
  },
  // https://docs.runflow.io/api-reference/batches/get-one-batch-item
  {
    path: '/v1/batches/{batch_id}/items/{id}',
    uuids: ['batch_id', 'id'],
    query: ['fields', 'embed'],
    embeds: ['run'],
    answer: (world, id) => {
      const item = found(world.items(world.batch(id['batch_id'])), id['id'], 'Batch item');
      return world.trim(world.withRun(item), itemColumns);
    },
  },
  // https://docs.runflow.io/api-reference/batches/get-batch-callback-delivery-history
  {
    path: '/v1/batches/{batch_id}/callback',
    uuids: ['batch_id'],
    answer: (world, id) => world.data.deliveries(String(world.batch(id['batch_id'])['id'])),
  },

  // https://docs.runflow.io/api-reference/runs/search-runs
  { path: '/v1/runs', query: listQuery, answer: (world) => world.list(world.runs(), runColumns) },
  // https://docs.runflow.io/concepts/runs names this path, not the shape of its answer.
  { path: '/v1/runs/statuses', answer: () => runStatuses },
  // https://docs.runflow.io/api-reference/runs/get-run; `add_signature` is what Runflow's own tools send.
  {
    path: '/v1/runs/{run_id}',
    query: ['add_signature'],
    answer: (world, id) => world.withNodeRuns(world.run(id['run_id'])),
  },
  // https://docs.runflow.io/api-reference/runs/search-flow-node-runs
  {
    path: '/v1/runs/{run_id}/node-runs',
    query: listQuery,
    answer: (world, id) => world.list(world.nodeRuns(id['run_id']), nodeRunColumns),
  },
  // https://docs.runflow.io/api-reference/runs/get-flow-node-run
  {
    path: '/v1/runs/{run_id}/node-runs/{id}',
    answer: (world, id) => found(world.nodeRuns(id['run_id']), id['id'], 'Node run'),
  },
  // https://docs.runflow.io/api-reference/runs/search-run-logs
  {
    path: '/v1/runs/{run_id}/logs',
    query: [...listQuery, 'embed'],
    embeds: ['run'],
    answer: (world, id) => {
      const run = world.run(id['run_id']);
      return world.list(world.logs(run), logColumns, (line) => (world.embeds('run') ? { ...line, run } : line));
    },
  },
  // https://docs.runflow.io/api-reference/runs/get-run-log
  {
    path: '/v1/runs/{run_id}/logs/{id}',
    answer: (world, id) => {
      const lines = world.logs(world.run(id['run_id']));
      return found(
        Array.from({ length: lines.length }, (_, index) => lines.at(index) ?? {}),
        id['id'],
        'Log',
      );
    },
  },
  // https://docs.runflow.io/api-reference/runs/get-callback-delivery-history
  {
    path: '/v1/runs/{run_id}/callback',
    answer: (world, id) => world.data.deliveries(String(world.run(id['run_id'])['id'])),
  },
];

const runStatuses = ['queued', 'dispatching', 'running', 'succeeded', 'failed', 'canceled', 'partial_succeeded'];

function found(rows: readonly Raw[], id: string | undefined, what: string): Raw {
  const row = rows.find((candidate) => candidate['id'] === id);
  if (!row) throw notFound(what);
  return row;
}
