/**
 * One job from creation to end, told as the API would tell it at any moment.
 *
 * Progress is a function of the clock: there are no timers, and a finished batch is a live one seen later.
 */
import { aNodeRun, anItem, aRun, stamp, uuid } from './builders';
import type { Lines, Raw } from './dataset';
import type { DemoModel } from './demoModels';
import { linesOf } from './storyLog';

export interface Failure {
  /** The step that fails; 0 is the first. */
  readonly step: number;
  readonly stage: string;
  readonly code: string;
  readonly message: string;
  /** How long the failing step takes, where that is not its usual share. */
  readonly took?: number;
}

export interface Plan {
  readonly batchId: string | null;
  readonly itemId: string;
  readonly runId: string;
  /** Milliseconds before the start of the server; makes the ids of node runs and lines. */
  readonly age: number;
  readonly sequence: number;
  readonly clientRef: string | null;
  readonly model: DemoModel;
  readonly input: Raw;
  readonly output: Raw;
  /** A picture that node runs show as their preview. */
  readonly preview: string;
  readonly created: number;
  /** How long it waits, is handed to a worker, and runs. */
  readonly queued: number;
  readonly dispatching: number;
  readonly running: number;
  readonly cents: number;
  readonly failure?: Failure;
  readonly cancelledAt?: number;
  /** Retries of each step. */
  readonly retries?: readonly number[];
  /** The log, where it is not the usual one. */
  readonly lines?: Lines;
  readonly org: string;
  /** Changes to the finished records. */
  readonly run?: Raw;
  readonly item?: Raw;
}

export interface StepTime {
  readonly from: number;
  readonly to: number;
}

export class Story {
  readonly started: number;
  readonly ended: number;
  readonly steps: readonly StepTime[];
  private log: Lines | undefined;

  constructor(readonly plan: Plan) {
    this.started = plan.created + plan.queued + plan.dispatching;
    let from = this.started;
    const steps = plan.model.steps.map(({ share }, index) => {
      const took = plan.failure?.step === index ? plan.failure.took : undefined;
      const step = { from, to: from + (took ?? share * plan.running) };
      from = step.to;
      return step;
    });
    this.steps = steps.map(({ from: begin, to }, index) => ({
      // Steps rarely touch: every one but the first waits a moment.
      from: index === 0 ? begin : begin + Math.min(400, (to - begin) * 0.05),
      to,
    }));
    const last = plan.failure ? this.steps[plan.failure.step] : this.steps.at(-1);
    this.ended = Math.min(plan.cancelledAt ?? Infinity, last?.to ?? from);
  }

  status(now: number): string {
    const { created, queued, cancelledAt, failure } = this.plan;
    if (now >= this.ended) return this.ended === cancelledAt ? 'canceled' : failure ? 'failed' : 'succeeded';
    if (now >= this.started) return 'running';
    return now >= created + queued ? 'dispatching' : 'queued';
  }

  item(now: number): Raw {
    const { plan } = this;
    const status = this.status(now);
    const { code, message, stage } = plan.failure ?? {};
    return anItem({
      id: plan.itemId,
      batch_id: plan.batchId,
      sequence_index: plan.sequence,
      run_id: plan.runId,
      created_at: stamp(plan.created),
      client_ref: plan.clientRef,
      status_code: status,
      input: plan.input,
      cost: this.cost(now),
      output: status === 'succeeded' ? plan.output : null,
      error: status === 'failed' ? { code, message, stage } : null,
      started_at: this.startedAt(now),
      completed_at: now >= this.ended ? stamp(this.ended) : null,
      ...(now >= this.ended && plan.item),
    });
  }

  run(now: number): Raw {
    const { plan } = this;
    const status = this.status(now);
    const failed = status === 'failed' ? plan.failure : undefined;
    const cost = this.cost(now);
    return aRun({
      id: plan.runId,
      model_id: plan.model.modelId,
      org_id: plan.org,
      status_code: status,
      input: plan.input,
      output: status === 'succeeded' ? plan.output : null,
      context: { region: 'eu-central-1', worker: this.begun(now) ? `gpu-eu-${(plan.sequence % 7) + 1}` : null },
      duration_ms: now >= this.ended ? Math.max(0, Math.round(this.ended - this.started)) : null,
      cost,
      cost_breakdown: cost === null ? null : breakdown(plan, status),
      nodes_total: plan.model.steps.length,
      nodes_completed: this.finishedSteps(now),
      batch_id: plan.batchId,
      client_ref: plan.clientRef,
      request_id: `req_${plan.runId.slice(-12)}`,
      created_at: stamp(plan.created),
      started_at: this.startedAt(now),
      completed_at: now >= this.ended ? stamp(this.ended) : null,
      metadata: { campaign: 'autumn-2026', source: 'catalog-sync' },
      has_logs: true,
      has_node_runs: this.begun(now),
      links: { self: `/v1/runs/${plan.runId}`, ...(plan.batchId && { batch: `/v1/batches/${plan.batchId}` }) },
      failure_code: failed?.code ?? null,
      failure_message: failed?.message ?? null,
      failure_stage_code: failed?.stage ?? null,
      ...(now >= this.ended && plan.run),
    });
  }

  nodeRuns(now: number): Raw[] {
    const all = this.plan.model.steps.map((_, index) => this.nodeRun(index, now));
    return all.filter((nodeRun) => nodeRun !== undefined);
  }

  lines(now: number): Lines {
    const all = (this.log ??= this.plan.lines ?? linesOf(this));
    if (now >= this.ended) return all;
    let length = all.length;
    while (length > 0 && Date.parse(String(all.at(length - 1)?.['timestamp'])) > now) length--;
    return { length, at: (index) => (index < length ? all.at(index) : undefined) };
  }

  private startedAt(now: number): string | null {
    return this.begun(now) ? stamp(this.started) : null;
  }

  /** False for ever if it was cancelled before its turn. */
  private begun(now: number): boolean {
    return now >= this.started && this.ended > this.started;
  }

  /** Failed runs are not billed: https://docs.runflow.io/concepts/pricing */
  private cost(now: number): string | null {
    if (now < this.ended) return null;
    return this.status(now) === 'succeeded' ? (this.plan.cents / 100).toFixed(2) : '0';
  }

  /** What a node did is billed with its run or not at all. */
  private nodeCost(share: number, now: number): string {
    const isBilled = this.plan.failure === undefined && (now < this.ended || this.status(now) === 'succeeded');
    return isBilled ? ((this.plan.cents * share) / 100).toFixed(4) : '0';
  }

  private stateOf(time: StepTime, begun: boolean, now: number): string {
    if (!begun) return 'skipped';
    if (time.to <= now && time.to <= this.ended) return 'succeeded';
    return now < this.ended ? 'running' : 'canceled';
  }

  private finishedSteps(now: number): number {
    const { failure } = this.plan;
    return this.steps.filter(({ to }, index) => to <= now && to <= this.ended && index !== failure?.step).length;
  }

  /** One node run; those after a failure are `skipped`, those that are yet to come do not exist. */
  private nodeRun(index: number, now: number): Raw | undefined {
    const { plan } = this;
    const [step, time] = [plan.model.steps[index], this.steps[index]];
    if (!step || !time || !this.begun(now)) return undefined;
    const begun = time.from <= now && time.from < this.ended;
    if (!begun && now < this.ended) return undefined;
    const broken = plan.failure?.step === index && now >= this.ended;
    const state = broken ? 'failed' : this.stateOf(time, begun, now);
    const over = begun && now >= Math.min(time.to, this.ended);
    const end = Math.min(time.to, this.ended);
    return aNodeRun({
      id: uuid(`${plan.runId} node run ${index}`, -plan.age + index),
      run_id: plan.runId,
      node_id: step.nodeId,
      flow_id: plan.model.flowId,
      state_code: state,
      input: index === 0 ? plan.input : { from: plan.model.steps[index - 1]?.slug },
      output: state === 'succeeded' ? { preview: plan.preview, step: step.slug } : null,
      input_signature: plan.runId.replaceAll('-', ''),
      preview_type: state === 'succeeded' ? 'image' : null,
      preview_value: state === 'succeeded' ? plan.preview : null,
      duration_ms: over ? Math.round(end - time.from) : null,
      cost: state === 'succeeded' ? this.nodeCost(step.share, now) : null,
      retry_count: begun ? (plan.retries?.[index] ?? 0) : 0,
      error_message: broken ? plan.failure.message : null,
      created_at: stamp(this.started),
      started_at: begun ? stamp(time.from) : null,
      completed_at: over ? stamp(end) : null,
    });
  }
}

function breakdown({ cents, model }: Plan, status: string): Raw {
  const billed = status === 'succeeded';
  return {
    currency: 'USD',
    base: { unit: 'request', quantity: 1, price: billed ? (cents / 100).toFixed(2) : '0' },
    nodes: model.steps.map(({ slug, share }) => ({ slug, cost: billed ? ((cents * share) / 100).toFixed(4) : '0' })),
  };
}
