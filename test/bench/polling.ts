/** What following costs the server: five minutes, simulated, of one person who looks or does not look. */
import type { Attention } from '../../src/core/refresh';
import { aBatch, aRun, stamp, uuid } from '../fakes/builders';
import { busyBatch } from '../fakes/busyBatch';
import { joined, type Contents } from '../fakes/dataset';
import { simulate } from '../fakes/simulation';
import type { Figure } from './figure';

const minutes5 = 5 * 60_000;
/** Jitter differs from one to the other. */
const seeds = ['one', 'two', 'three'];

interface Scene {
  readonly name: string;
  readonly live: number;
  /** How many of the live batches are unfolded. */
  readonly unfolded: number;
  readonly isHidden?: boolean;
  readonly batchList?: boolean;
  readonly limit?: number;
}

const scenes: readonly Scene[] = [
  { name: 'One live batch of 100 that changes all the time, unfolded, focused', live: 1, unfolded: 1, limit: 165 },
  { name: '… where GET /v1/batches does not exist', live: 1, unfolded: 1, batchList: false },
  { name: '… hidden and not watched', live: 1, unfolded: 1, isHidden: true, limit: 0 },
  { name: 'Ten live batches that change all the time, one of them unfolded', live: 10, unfolded: 1, limit: 1000 },
  { name: '… all of them unfolded', live: 10, unfolded: 10, limit: 1000 },
  { name: 'Nothing running, focused', live: 0, unfolded: 0, limit: 12 },
  { name: '… hidden', live: 0, unfolded: 0, isHidden: true, limit: 0 },
];

export async function polling(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const scene of scenes) figures.push(...(await play(scene)));
  return figures;
}

async function play(scene: Scene): Promise<Figure[]> {
  const runs: { readonly requests: number; readonly bytes: number }[] = [];
  for (const seed of seeds) runs.push(await fiveMinutes(scene, seed));
  const { name, limit } = scene;
  const requests = runs.map((run) => run.requests);
  return [
    { name, unit: 'requests', values: requests, ...(limit !== undefined && { limit }) },
    ...(Math.max(...requests) === 0
      ? []
      : [{ name: '… of that', unit: 'bytes' as const, values: runs.map(({ bytes }) => bytes) }]),
  ];
}

/** From the moment when the first rows are there and the batches are unfolded. */
async function fiveMinutes({ live, unfolded, isHidden = false, batchList = true }: Scene, seed: string) {
  const names = Array.from({ length: live }, (_, index) => `live ${index}`);
  const holds = (start: number): Contents =>
    joined([...names.map((name) => busyBatch(name, start)), ...finished(20, start)]);
  const simulation = await simulate({ holds, seed, variants: { batchList } });
  try {
    const { server, poller, access } = simulation;
    poller.poke();
    await simulation.settle();
    const open = names.slice(0, unfolded).map((name) => uuid(name));
    for (const batchId of open) await access.list.items(batchId);
    simulation.attention = { ...simulation.attention, unfolded: open };
    await simulation.settle();
    if (isHidden) simulation.attention = { ...simulation.attention, viewVisible: false } satisfies Attention;
    server.requests.length = 0;
    // As the window's events do; nothing may come of it while nobody can see anything.
    poller.poke();
    await simulation.pass(minutes5);
    const { requests } = server;
    return { requests: requests.length, bytes: requests.reduce((sum, { bytes }) => sum + bytes, 0) };
  } finally {
    await simulation.close();
  }
}

function finished(count: number, start: number): Contents[] {
  return Array.from({ length: count }, (_, index) => {
    const id = uuid(`finished ${index}`);
    const created_at = stamp(start - (index + 1) * 3_600_000);
    const run = aRun({ id: uuid(`finished run ${index}`), batch_id: id, created_at });
    return { batches: [aBatch({ id, created_at })], runs: [run] };
  });
}
