/** The sample of https://docs.runflow.io/api-reference/batches/get-one-batch-item, made browsable. */
import { aBatch } from './builders';
import type { Contents, Raw } from './dataset';
import { holdOutStudio } from './organizations';
import item from './sample.json';

/** The one id in the sample; it is at once an organization, batch, item, run, node run and log. */
export const sampleId = item.id;

export function sampleContents(): Contents {
  const run: Raw = item.run;
  const batch = aBatch({
    id: sampleId,
    org_id: sampleId,
    target_id: sampleId,
    status_code: item.status_code,
    created_at: item.created_at,
    started_at: item.started_at,
    completed_at: item.completed_at,
    cost: item.cost,
    input: [item.input],
  });
  const { node_runs: nodeRuns, logs, model } = item.run;
  return {
    organizations: [{ ...holdOutStudio, id: sampleId }],
    models: [model],
    batches: [batch],
    items: [item],
    runs: [run],
    nodeRuns,
    logs,
  };
}
