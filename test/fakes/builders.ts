/**
 * Raw API JSON for tests: a complete, unremarkable record of each kind, changed by `overrides`.
 *
 * The defaults belong together: `anItem()` lies in `aBatch()` and points to `aRun()`, whose node run and log follow.
 */
import type { Raw } from './dataset';
import { demoUser, holdOutStudio } from './organizations';
import { media } from './presign';
import { stamp, uuid } from './seed';

export { media } from './presign';
export { stamp, uuid } from './seed';

const born = Date.UTC(2026, 10, 20, 9, 12, 0);
const ids = {
  batch: uuid('a batch', 1),
  item: uuid('an item', 2),
  run: uuid('a run', 3),
  nodeRun: uuid('a node run', 4),
  node: uuid('a node', 5),
  flow: uuid('a flow', 6),
  log: uuid('a log', 7),
  model: uuid('a model', 8),
  delivery: uuid('a delivery', 9),
};

/** https://docs.runflow.io/api-reference/batches/get-batch-detail, without `items`: the server adds the lean ones. */
export function aBatch(overrides: Raw = {}): Raw {
  return {
    id: ids.batch,
    org_id: holdOutStudio.id,
    target_type_code: 'model',
    target_type: 'model',
    target_id: ids.model,
    status_code: 'succeeded',
    source_code: 'api',
    items_total: 1,
    items_succeeded: 1,
    items_failed: 0,
    items_cancelled: 0,
    input: [{ image_url: media('mug-1/before.png') }],
    resolved_template_id: null,
    dispatch_provider_link_id: null,
    cost: '0.55',
    output: { items: 1, succeeded: 1, failed: 0, cancelled: 0, total: 1 },
    metadata: {},
    callback_url: null,
    duration_ms: 33_300,
    failure_code: null,
    failure_message: null,
    failure_stage_code: null,
    created_by: demoUser.id,
    created_at: stamp(born),
    started_at: stamp(born + 2100),
    completed_at: stamp(born + 33_300),
    links: {},
    ...overrides,
  };
}

/** https://docs.runflow.io/api-reference/batches/get-one-batch-item, without `run`. */
export function anItem(overrides: Raw = {}): Raw {
  return {
    id: ids.item,
    batch_id: ids.batch,
    sequence_index: 0,
    run_id: ids.run,
    created_at: stamp(born),
    client_ref: 'sku-1000',
    status_code: 'succeeded',
    input: { image_url: media('mug-1/before.png') },
    cost: '0.55',
    output: { outputs: [{ url: media('mug-1/after.png'), type: 'image' }] },
    error: null,
    started_at: stamp(born + 2100),
    completed_at: stamp(born + 33_300),
    ...overrides,
  };
}

/** https://docs.runflow.io/api-reference/runs/get-run */
export function aRun(overrides: Raw = {}): Raw {
  return {
    id: ids.run,
    flow_id: null,
    model_id: ids.model,
    comfyui_workflow_id: null,
    target_type: 'model',
    target_version: '3',
    org_id: holdOutStudio.id,
    status_code: 'succeeded',
    source_code: 'api',
    input: { image_url: media('mug-1/before.png') },
    output: { outputs: [{ url: media('mug-1/after.png'), type: 'image' }] },
    context: {},
    duration_ms: 31_200,
    cost: '0.55',
    cost_breakdown: {},
    nodes_total: 1,
    nodes_completed: 1,
    resolved_template_id: null,
    batch_id: ids.batch,
    client_ref: 'sku-1000',
    jurisdiction_code: 'eu',
    flow_version_id: null,
    request_id: 'req_0001',
    created_by: demoUser.id,
    created_at: stamp(born),
    started_at: stamp(born + 2100),
    completed_at: stamp(born + 33_300),
    callback_url: null,
    metadata: {},
    has_logs: true,
    has_node_runs: true,
    links: {},
    failure_code: null,
    failure_message: null,
    failure_stage_code: null,
    ...overrides,
  };
}

/** https://docs.runflow.io/api-reference/runs/get-flow-node-run */
export function aNodeRun(overrides: Raw = {}): Raw {
  return {
    id: ids.nodeRun,
    run_id: ids.run,
    node_id: ids.node,
    flow_id: ids.flow,
    state_code: 'succeeded',
    input: {},
    output: {},
    input_signature: 'b1946ac92492d2347c6235b4d2611184',
    preview_type: null,
    preview_value: null,
    duration_ms: 31_200,
    cost: '0.55',
    retry_count: 0,
    error_message: null,
    created_at: stamp(born + 2100),
    started_at: stamp(born + 2100),
    completed_at: stamp(born + 33_300),
    ...overrides,
  };
}

/** https://docs.runflow.io/api-reference/runs/get-run-log */
export function aLog(overrides: Raw = {}): Raw {
  return {
    id: ids.log,
    run_id: ids.run,
    level_code: 'INFO',
    message: 'run started',
    timestamp: stamp(born + 2100),
    meta: {},
    run: null,
    ...overrides,
  };
}

/** The node of `aNodeRun()` and its label: https://docs.runflow.io/api-reference/flows/search-flows */
export function aFlow(overrides: Raw = {}): Raw {
  return {
    id: ids.flow,
    org_id: null,
    name: 'Smart resize',
    slug: 'smart-resize',
    description: null,
    nodes: [{ id: ids.node, label: 'Extend the canvas', slug: 'outpaint', type_code: 'model' }],
    created_at: stamp(born),
    updated_at: stamp(born),
    ...overrides,
  };
}

/** The model of `aBatch()` and `aRun()`. */
export function aModel(overrides: Raw = {}): Raw {
  return {
    id: ids.model,
    org_id: null,
    model_creator_id: uuid('creator runflow'),
    slug: 'smart-resize',
    name: 'smart-resize',
    description: 'Extends a picture to another aspect ratio.',
    version: '3',
    is_public: true,
    category_code: 'image',
    status_code: 'active',
    inputs: [],
    outputs: [],
    examples: [],
    faq_entries: [],
    pricing: [],
    related_links: [],
    created_at: stamp(born),
    updated_at: stamp(born),
    deleted_at: null,
    ...overrides,
  };
}

/** https://docs.runflow.io/api-reference/batches/get-batch-callback-delivery-history */
export function aDelivery(overrides: Raw = {}): Raw {
  return {
    id: ids.delivery,
    batch_id: ids.batch,
    callback_url: 'https://hooks.hold-out.example/runflow',
    payload_bytes: '412',
    payload: { event: 'batch.succeeded', batch_id: ids.batch, status: 'succeeded', output: null, metadata: {} },
    signing_secret_id: null,
    is_automatic: true,
    status_code: 'delivered',
    failure_reason_code: null,
    failure_detail: null,
    attempt_count: 1,
    max_attempts: 8,
    next_attempt_at: null,
    created_at: stamp(born + 33_400),
    updated_at: stamp(born + 33_700),
    completed_at: stamp(born + 33_700),
    attempts: [],
    ...overrides,
  };
}

/** The counters and lean items that a batch of these items has. */
export function countsOf(items: readonly Raw[]): Raw {
  const having = (...statuses: string[]): number =>
    items.filter((item) => statuses.includes(String(item['status_code']))).length;
  return {
    items_total: items.length,
    items_succeeded: having('succeeded', 'partial_succeeded'),
    items_failed: having('failed'),
    items_cancelled: having('canceled', 'cancelled'),
  };
}
