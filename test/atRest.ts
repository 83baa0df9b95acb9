import { cpus } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';

const everyMs = 250;
const mostMs = 30_000;
const busyShare = 0.1;

/**
 * Waits until nothing else computes: an editor goes on for seconds after it is there, on the same cores as what is
 * measured. Where a machine never rests it is measured as it is.
 */
export async function atRest(): Promise<void> {
  const until = performance.now() + mostMs;
  let quiet = 0;
  for (let before = processorTimes(); quiet < 3 && performance.now() < until;) {
    await wait(everyMs);
    const now = processorTimes();
    const all = now.all - before.all;
    quiet = all > 0 && (now.busy - before.busy) / all < busyShare ? quiet + 1 : 0;
    before = now;
  }
}

/** Milliseconds of all cores since the machine was started. */
function processorTimes(): { readonly busy: number; readonly all: number } {
  const times = cpus().map((core) => core.times);
  const all = times.reduce((sum, core) => sum + core.user + core.nice + core.sys + core.irq + core.idle, 0);
  return { all, busy: all - times.reduce((sum, core) => sum + core.idle, 0) };
}
