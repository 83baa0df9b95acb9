/** A batch told through the stories of its items. */
import { aBatch, countsOf, stamp } from './builders';
import type { Contents, Raw } from './dataset';
import type { DemoModel } from './demoModels';
import type { Story } from './story';

export interface BatchPlan {
  readonly id: string;
  readonly model: DemoModel;
  readonly created: number;
  readonly org: string;
  readonly stories: readonly Story[];
  /** Changes to the record. */
  readonly batch?: Raw;
}

/** The records of a batch and of everything in it. */
export function contentsOf(plan: BatchPlan): Contents {
  const items = plan.stories.map((story) => onceFinal(story, (now) => story.item(now)));
  return {
    ...runsOf(plan.stories),
    batches: [(now) => batchAt(plan, now)],
    itemsOf: new Map([[plan.id, (now) => items.map((item) => item(now))]]),
  };
}

/** The records of runs alone. */
export function runsOf(stories: readonly Story[]): Contents {
  return {
    runs: stories.map((story) => onceFinal(story, (now) => story.run(now))),
    nodeRunsOf: new Map(stories.map((story) => [story.plan.runId, (now) => story.nodeRuns(now)])),
    logsOf: new Map(stories.map((story) => [story.plan.runId, (now) => story.lines(now)])),
  };
}

/** What is over does not change any more and is built only once. */
function onceFinal(story: Story, tell: (now: number) => Raw): (now: number) => Raw {
  let final: Raw | undefined;
  return (now) => (now >= story.ended ? (final ??= tell(now)) : tell(now));
}

function batchAt({ id, model, created, org, stories, batch }: BatchPlan, now: number): Raw {
  const counts = countsOf(stories.map((story) => ({ status_code: story.status(now) })));
  const over = stories.every((story) => now >= story.ended);
  const begun = stories.filter((story) => now >= story.started);
  const [started, ended] = [earliest(begun.map((story) => story.started)), latest(stories.map((story) => story.ended))];
  const cents = stories.reduce((sum, story) => sum + (story.status(now) === 'succeeded' ? story.plan.cents : 0), 0);
  const { items_succeeded: succeeded, items_failed: failed, items_cancelled: cancelled } = counts;
  return aBatch({
    id,
    org_id: org,
    target_id: model.modelId,
    status_code: over ? outcome(counts) : begun.length > 0 ? 'running' : 'queued',
    ...counts,
    input: stories.map(({ plan }) => ({ ...plan.input, client_ref: plan.clientRef })),
    cost: over || cents > 0 ? (cents / 100).toFixed(2) : null,
    output: over ? { items: stories.length, succeeded, failed, cancelled, total: stories.length } : null,
    metadata: { campaign: 'autumn-2026', source: 'catalog-sync' },
    duration_ms: over ? Math.round(ended - created) : null,
    created_at: stamp(created),
    started_at: started === Infinity ? null : stamp(started),
    completed_at: over ? stamp(ended) : null,
    links: { self: `/v1/batches/${id}`, items: `/v1/batches/${id}/items` },
    ...batch,
  });
}

function outcome(counts: Raw): string {
  const total = counts['items_total'];
  if (counts['items_succeeded'] === total) return 'succeeded';
  if (counts['items_failed'] === total) return 'failed';
  return counts['items_cancelled'] === 0 ? 'partial_succeeded' : 'canceled';
}

function earliest(times: readonly number[]): number {
  return times.reduce((least, time) => Math.min(least, time), Infinity);
}

function latest(times: readonly number[]): number {
  return times.reduce((most, time) => Math.max(most, time), -Infinity);
}
