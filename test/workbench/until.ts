import { setTimeout as pause } from 'node:timers/promises';

/** Asks again and again until the answer is neither false nor undefined, and returns it; says `what` was in vain. */
export async function until<Answer>(
  what: string,
  ask: () => Answer | Promise<Answer>,
  limitMs = 15_000,
): Promise<Exclude<Answer, false | undefined>> {
  for (const end = Date.now() + limitMs; ;) {
    const answer = await ask();
    if (answer !== false && answer !== undefined) return answer as Exclude<Answer, false | undefined>;
    if (Date.now() > end) throw new Error(`Waited ${limitMs / 1000} s in vain: ${what}`);
    await pause(30);
  }
}
