/** The dataset as one request sees it: one moment, one organization, its query parameters. */
import type { Dataset, Lines, Raw } from './dataset';
import { pageOf, trimmed, type FilterForms } from './lists';
import { notFound } from './problem';

export interface Variants {
  /** Does `GET /v1/batches` exist? No page documents it. */
  readonly batchList: boolean;
  /** The reference pages say `next`, https://docs.runflow.io/concepts/requests says `next_pq`; `url` is a whole link. */
  readonly cursor: 'next' | 'next_pq' | 'url';
  /** Is `embed=run` known? Its values are not documented. */
  readonly embed: 'accepted' | 'refused';
  /** Does a run carry its node runs? */
  readonly nodeRunsEmbedded?: boolean;
  /**
   * Which way of telling a filter is known: `column.eq:'value'` of shipped code, `column:value` of
   * https://docs.runflow.io/concepts/requests, both or neither.
   */
  readonly filter?: FilterForms;
}

const leanColumns = ['id', 'sequence_index', 'run_id', 'status_code', 'client_ref'];

export class World {
  private ownRuns: Raw[] | undefined;

  constructor(
    readonly data: Dataset,
    readonly now: number,
    readonly organization: Raw,
    private readonly variants: Variants,
    private readonly url: URL,
  ) {}

  batches(): Raw[] {
    return this.data.batches(this.now).filter((batch) => this.owns(batch));
  }

  batch(id: string | undefined): Raw {
    const batch = this.batches().find((candidate) => candidate['id'] === id);
    if (!batch) throw notFound('Batch');
    return batch;
  }

  items(batch: Raw): readonly Raw[] {
    return this.data.items(String(batch['id']), this.now);
  }

  runs(): Raw[] {
    return (this.ownRuns ??= this.data.runs(this.now).filter((run) => this.owns(run)));
  }

  run(id: string | undefined): Raw {
    const run = this.runs().find((candidate) => candidate['id'] === id);
    if (!run) throw notFound('Run');
    return run;
  }

  /** `any` in place of a run id asks across all runs. */
  nodeRuns(runId: string | undefined): readonly Raw[] {
    const runs = runId === 'any' ? this.runs() : [this.run(runId)];
    return runs.flatMap((run) => this.data.nodeRuns(String(run['id']), this.now));
  }

  logs(run: Raw): Lines {
    return this.data.logs(String(run['id']), this.now);
  }

  /** A batch always carries its lean items; a record that brings its own keeps them. */
  withItems(batch: Raw): Raw {
    if ('items' in batch) return batch;
    const lean = this.items(batch).map((item) => Object.fromEntries(leanColumns.map((name) => [name, item[name]])));
    return { ...batch, items: lean };
  }

  withRun(item: Raw): Raw {
    if (!this.embeds('run') || 'run' in item) return item;
    const run = this.runs().find((candidate) => candidate['id'] === item['run_id']);
    return { ...item, run: run ? this.withModel(this.withNodeRuns(run)) : null };
  }

  withNodeRuns(run: Raw): Raw {
    if (this.variants.nodeRunsEmbedded !== true) return run;
    return { ...run, node_runs: this.data.nodeRuns(String(run['id']), this.now) };
  }

  embeds(relation: string): boolean {
    return (this.url.searchParams.get('embed') ?? '').split(',').includes(relation);
  }

  trim(row: Raw, columns: readonly string[]): Raw {
    const relations = this.embeds('run') ? ['run'] : [];
    return trimmed(row, this.url.searchParams.get('fields'), columns, relations);
  }

  /** A page in the envelope of this variant. */
  list(rows: Lines | readonly Raw[], columns: readonly string[], complete = (row: Raw): Raw => row): Raw {
    const page = pageOf(rows, this.url.searchParams, { columns, filter: this.variants.filter ?? 'eq' });
    const items = page.items.map((row) => this.trim(complete(row), columns));
    const { first, next, previous } = page;
    switch (this.variants.cursor) {
      case 'next':
        return { items, first, next, previous };
      case 'next_pq':
        return { items, next_pq: next, prev_pq: previous };
      case 'url':
        return { items, first: this.link(first), next: this.link(next), previous: this.link(previous, true) };
    }
  }

  private link(pq: string | null, back = false): string | null {
    if (pq === null) return null;
    const url = new URL(this.url);
    url.searchParams.set('pq', pq);
    url.searchParams.set('from_prev', String(back));
    return url.href;
  }

  private owns(record: Raw): boolean {
    const owner = record['org_id'] ?? this.data.own?.['id'];
    return owner === this.organization['id'];
  }

  private withModel(run: Raw): Raw {
    if ('model' in run) return run;
    return { ...run, model: this.data.models.find((model) => model['id'] === run['model_id']) ?? null };
  }
}
