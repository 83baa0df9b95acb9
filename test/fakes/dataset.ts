/** What the fake server knows. It is asked anew for every request, so a test may change records in between. */
import { demoUser, holdOutStudio } from './organizations';

/** A record as the API writes it. */
export type Raw = Record<string, unknown>;

/** Either a record, or one that depends on the clock. */
export type Timed<T> = T | ((now: number) => T);

/** Rows in order that need not exist before someone looks: an array, or a hundred thousand log lines. */
export interface Lines {
  readonly length: number;
  at(index: number): Raw | undefined;
}

export interface Dataset {
  readonly user: Raw;
  readonly organizations: readonly Raw[];
  /** The key's own organization. Records without `org_id` belong to it. */
  readonly own: Raw | undefined;
  readonly models: readonly Raw[];
  readonly flows: readonly Raw[];
  batches(now: number): readonly Raw[];
  items(batchId: string, now: number): readonly Raw[];
  runs(now: number): readonly Raw[];
  nodeRuns(runId: string, now: number): readonly Raw[];
  /** In the order of their time. */
  logs(runId: string, now: number): Lines;
  /** Callback deliveries of a run or a batch. */
  deliveries(ownerId: string): readonly Raw[];
}

export interface Contents {
  readonly user?: Raw;
  readonly organizations?: readonly Raw[];
  /** Without it, the first one. */
  readonly own?: Raw;
  readonly models?: readonly Raw[];
  readonly flows?: readonly Raw[];
  readonly batches?: readonly Timed<Raw>[];
  readonly items?: readonly Timed<Raw>[];
  readonly runs?: readonly Timed<Raw>[];
  readonly nodeRuns?: readonly Timed<Raw>[];
  readonly logs?: readonly Timed<Raw>[];
  readonly deliveries?: readonly Raw[];
  /** Rows made when asked for, by the id of their batch or run; these win over the arrays. */
  readonly itemsOf?: ReadonlyMap<string, Timed<readonly Raw[]>>;
  readonly nodeRunsOf?: ReadonlyMap<string, Timed<readonly Raw[]>>;
  readonly logsOf?: ReadonlyMap<string, Timed<Lines>>;
}

/** A dataset over plain arrays of raw API JSON; `media(path)` in a record becomes a presigned link when served. */
export function datasetOf(contents: Contents): Dataset {
  const rows = (from: readonly Timed<Raw>[] | undefined, now: number): Raw[] => (from ?? []).map((row) => at(row, now));
  const owned = (from: readonly Timed<Raw>[] | undefined, column: string, id: string, now: number): Raw[] =>
    rows(from, now).filter((row) => row[column] === id);

  const organizations = contents.organizations ?? [holdOutStudio];

  return {
    user: contents.user ?? demoUser,
    organizations,
    own: contents.own ?? organizations[0],
    models: contents.models ?? [],
    flows: contents.flows ?? [],
    batches: (now) => rows(contents.batches, now),
    runs: (now) => rows(contents.runs, now),
    items: (batchId, now) => at(contents.itemsOf?.get(batchId), now) ?? owned(contents.items, 'batch_id', batchId, now),
    nodeRuns: (runId, now) =>
      at(contents.nodeRunsOf?.get(runId), now) ?? owned(contents.nodeRuns, 'run_id', runId, now),
    logs: (runId, now) => at(contents.logsOf?.get(runId), now) ?? owned(contents.logs, 'run_id', runId, now),
    deliveries: (ownerId) =>
      (contents.deliveries ?? []).filter((row) => row['batch_id'] === ownerId || row['run_id'] === ownerId),
  };
}

/** Several contents as one; the first that names a user or organizations wins. */
export function joined(parts: readonly Contents[]): Contents {
  const all = <T>(rows: (part: Contents) => Iterable<T> | undefined): T[] =>
    parts.flatMap((part) => [...(rows(part) ?? [])]);
  const user = parts.find((part) => part.user)?.user;
  const organizations = parts.find((part) => part.organizations)?.organizations;
  return {
    ...(user && { user }),
    ...(organizations && { organizations }),
    models: all((part) => part.models),
    flows: all((part) => part.flows),
    deliveries: all((part) => part.deliveries),
    batches: all((part) => part.batches),
    items: all((part) => part.items),
    runs: all((part) => part.runs),
    nodeRuns: all((part) => part.nodeRuns),
    logs: all((part) => part.logs),
    itemsOf: new Map(all((part) => part.itemsOf)),
    nodeRunsOf: new Map(all((part) => part.nodeRunsOf)),
    logsOf: new Map(all((part) => part.logsOf)),
  };
}

function at<T extends object>(row: Timed<T>, now: number): T;
function at<T extends object>(row: Timed<T> | undefined, now: number): T | undefined;
function at<T extends object>(row: Timed<T> | undefined, now: number): T | undefined {
  return typeof row === 'function' ? row(now) : row;
}
