import { count, whole } from '../format';

/** Every sentence and label of the item page. */
export const page = 'Runflow item';
export const skeleton = 'Loading this item…';
export const nothingKnown = 'Nothing is known of this item.';
export const item = 'Item';
export const run = 'Run';
export const unnamed = (shortId: string) => `Item ${shortId}`;
export const unnamedRun = (shortId: string) => `Run ${shortId}`;
export const place = (place: number, total: number) =>
  `item ${whole(place)} of ${whole(total)}`;
export const version = (version: string) => (/^\d/.test(version) ? `v${version}` : version);

export const steps = 'Other items of this batch';
export const previous = 'Previous item';
export const next = 'Next item';
export const nextFailed = 'next failed';
export const nextFailedTitle = 'Next failed item of this batch';
export const keys = 'Keyboard';
export const keyList = [
  [['J'], 'Next item'],
  [['K'], 'Previous item'],
  [['N'], 'Next failed item'],
  [['?'], 'This list'],
] as readonly (readonly [keys: readonly string[], what: string])[];
export const keysHint = 'J, K and N can be changed in the keyboard shortcuts of the editor.';
export const close = 'Close';

export const json = 'JSON';
export const documents = 'Open as JSON document';
export const output = 'Output';
export const input = 'Input';
export const openTitle = (name: string) => `Open ${name} as a JSON document`;
export const openAsDocument = 'Open as document';

export const queued = 'queued';
export const queuedFor = 'queued for';
export const ran = 'ran';
export const runningFor = 'running for';
export const started = 'started';
export const created = 'created';
export const cost = 'cost';
export const nodesDone = (done: number, total: number) => `${done}/${total} nodes`;

export const failedAt = 'at';
export const alike = (count: number) => `${count} like this`;
export const alikeTitle = 'Show the batch with its failures in groups';
export const noReason = 'Runflow gave no reason.';
export const openError = 'Open error';

export const sides = 'Output and input';
export const noOutputYet = 'No output yet.';
export const noOutput = 'No output.';
export const noInput = 'No input.';
export const linksExpire = (left: string) => `links expire in ${left}`;
export const linksExpired = 'links have expired';

export const nodeRuns = 'Node runs';
export const nodeRunsDone = (done: number, total: number) => `${done}/${total}`;
export const loadingNodes = 'Loading node runs…';
export const nodeRunsRefused = 'This key may not read node runs.';
export const noNodeRuns = 'This run has no node runs.';
export const noNodeRunsYet = 'No node has begun yet.';
export const retries = (n: number) => `↻${n}`;
export const retriesTitle = (n: number) => count(n, 'retry', 'retries');
export const nodeFacts = { state: 'State', waited: 'Waited', started: 'Started', ended: 'Ended', retries: 'Retries' };
export const decisive = 'In the chain that determined the end (inferred from times)';
export const decisiveLegend = 'determined the end (inferred from times)';
export const waitingLegend = 'waiting';
export const gapLegend = 'no node at work';
export const wholeRun = 'Whole run';
export const stretches = { queued: 'queued', busy: 'at work', gap: 'gaps' };
export const timeWent = 'Time';
export const moneyWent = 'Cost';
export const longest = (name: string, time: string, part: number) =>
  `longest: ${name}, ${time} (${Math.round(100 * part)} %)`;
export const costliest = (name: string, cost: string, part: number) =>
  `most: ${name}, ${cost} (${Math.round(100 * part)} %)`;
export const node = 'Node';
export const preview = 'Preview';
export const nodeProperties = 'All properties of this node run';
export const moreRows = (n: number, rest: number) =>
  `Show ${whole(n)} more of ${whole(rest)}`;

export const tryAgain = 'Try again';
export const showAll = (n: number) => `Show all ${count(n, 'character', 'characters')}`;
export const showLess = 'Show less';

export const details = 'Details';
export const ids = 'IDs';
export const copy = (label: string) => `Copy ${label}`;
export const copied = 'Copied';
export const idNames = {
  id: 'Run',
  item: 'Item',
  batch_id: 'Batch',
  run_id: 'Run',
  model_id: 'Model',
  flow_id: 'Flow',
  flow_version_id: 'Flow version',
  comfyui_workflow_id: 'ComfyUI workflow',
  org_id: 'Organization',
  request_id: 'Request',
  resolved_template_id: 'Template',
  source_chat_message_id: 'Chat message',
  created_by: 'Created by',
} as Readonly<Record<string, string>>;
export const target = 'Target';
export const targetNames = {
  target_type: 'Type',
  target_version: 'Version',
  source_code: 'Source',
  jurisdiction_code: 'Jurisdiction',
  callback_url: 'Callback URL',
  nodes_total: 'Nodes',
  nodes_completed: 'Nodes completed',
  feedback_is_positive: 'Feedback is positive',
  feedback_reason: 'Feedback reason',
  current_evaluation_summary: 'Evaluation',
} as Readonly<Record<string, string>>;
export const times = 'Times';
export const timeNames = { createdAt: 'Created', startedAt: 'Started', completedAt: 'Completed' };
export const objectNames = {
  context: 'Context',
  metadata: 'Metadata',
  cost_breakdown: 'Cost breakdown',
  links: 'Links',
} as Readonly<Record<string, string>>;
export const model = 'Model';
export const modelInputs = 'Inputs';
export const modelOutputs = 'Outputs';
export const modelPricing = 'Prices';
export const modelRest = 'All properties of the model';
export const columns = {
  name: 'Name',
  type: 'Type',
  required: 'Required',
  preset: 'Default',
  validator: 'Validator',
  description: 'Description',
  dimension: 'For',
  from: 'From',
  to: 'To',
  price: 'Price',
  unit: 'Unit',
};
export const yes = 'yes';
export const no = 'no';
export const searchDetails = 'Search in everything received';
export const hits = (count_: number, shown: number, partly: boolean) =>
  `${count(count_, 'hit', 'hits')}${shown < count_ ? `, the first ${shown}` : ''}${partly ? ' in the part that was searched' : ''}`;
export const copyValue = 'Copy value';
export const deliveries = 'Callback deliveries';
export const delivery = 'Delivery';
export const loadingDeliveries = 'Loading deliveries…';
export const noDeliveries = 'No callback was sent for this run.';
export const attempts = (n: number, most: number | undefined) =>
  most === undefined ? count(n, 'attempt', 'attempts') : `${n} of ${count(most, 'attempt', 'attempts')}`;
export const attemptsTitle = 'Attempts';
export const attemptColumns = { number: 'No.', time: 'Time', status: 'HTTP', took: 'Took', answer: 'Answer' };
export const deliveryProperties = 'All properties of this delivery';
export const itemProperties = 'Item, as received';
export const runProperties = 'Run, as received';
export const properties = (n: number) => count(n, 'property', 'properties');
export const values = (n: number) => count(n, 'value', 'values');

export const requestFailed = (reason: string) => `That did not work: ${reason}`;
export const dismiss = 'Dismiss';
