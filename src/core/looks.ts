import type { Clock } from './clock';

/** How long answers are waited for: the shortest interval there may be, so that one that hangs delays no other. */
const patienceMs = 2000;

/** Looks at the server that are under way, of each target one at a time. */
export class Looks {
  readonly #clock: Pick<Clock, 'sleep'>;
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(clock: Pick<Clock, 'sleep'>) {
    this.#clock = clock;
  }

  has(key: string): boolean {
    return this.#underWay.has(key);
  }

  /** Whoever asks while an answer is on its way gets that one. */
  begin(key: string, look: () => Promise<void>): Promise<void> {
    const begun = this.#underWay.get(key) ?? look().finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, begun);
    return begun;
  }

  /** Waits for as many of these as are answered soon, and answers with the others. Rejects when one of the first does. */
  async soon(looks: readonly Promise<void>[]): Promise<readonly Promise<void>[]> {
    const over = new AbortController();
    const enough = this.#clock.sleep(patienceMs, over.signal).catch(() => undefined);
    try {
      await Promise.race([Promise.all(looks), enough]);
    } finally {
      over.abort();
    }
    const late = new Set(this.#underWay.values());
    return looks.filter((look) => late.has(look));
  }
}
