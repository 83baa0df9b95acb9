import type { FaultAnswer } from '../fakes/fault';
import { isAside, openWorld, type World, type WorldOptions } from './world';

/** One line of the table: a fault, and what becomes of it. */
export interface Row {
  readonly fault: string;
  /** The sentence that is shown; undefined where nothing needs to be said. */
  readonly said?: string | RegExp;
  readonly button?: string;
  /** `old`: the three rows that were read before. `new`: with the one that came since. `none`: nothing was read yet. */
  readonly rows: 'old' | 'new' | 'none';
  /** How many requests arrive at the API. */
  readonly requests: number;
  /** What is worth knowing besides. */
  readonly note?: string;
  readonly world?: WorldOptions;
  /** Nothing was read before the fault. */
  readonly fresh?: boolean;
  /** Plants the fault. */
  readonly plant?: (world: World) => void | Promise<void>;
  /** What is done with the fault in place; without it, a refresh of the list. */
  readonly act?: (world: World) => Promise<void>;
  readonly check?: (world: World) => void | Promise<void>;
}

export interface Group {
  readonly title: string;
  readonly rows: readonly Row[];
}

export const refresh = (world: World): Promise<void> => world.access.list.newest();

/** The server answers every request for rows like this, or the first so many. */
export function answers(answer: FaultAnswer, times = Infinity): (world: World) => void {
  return (world) => {
    let left = times;
    world.server.fault = ({ url }) => (isAside(url) || (left -= 1) < 0 ? undefined : answer);
  };
}

export function problem(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): FaultAnswer {
  return { status, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

/** Opens the world of a row, with three rows on the screen and a fourth on the server, unless nothing can be read. */
export async function stage(row: Row): Promise<World> {
  const world = await openWorld(row.world);
  if (row.rows !== 'none' && row.fresh !== true) {
    const isElsewhere = row.rows === 'old' && (row.world?.origin !== undefined || row.world?.reach !== undefined);
    if (isElsewhere) world.detour();
    await refresh(world);
    await settle();
    if (world.store.state.list.batches.length !== 3) throw new Error('The rows to begin with are not there.');
    if (isElsewhere) world.renew();
  }
  world.addBatch('four');
  world.server.requests.length = 0;
  world.lines.length = 0;
  return world;
}

/** Until all that follows without an answer from outside has happened. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
