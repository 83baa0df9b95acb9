const windowMs = 60_000;

/**
 * How many retries an origin is asked to bear: a tenth of the requests of the last minute, or ten where that is more.
 * Without it, a server that is down would get five times the requests of one that is up.
 */
export class RetryBudget {
  readonly #requests: number[] = [];
  readonly #retries: number[] = [];

  /** Counts a request that was not a retry. */
  request(now: number): void {
    forget(this.#requests, now);
    this.#requests.push(now);
  }

  /** Counts a retry where there is one left, and says whether there was. */
  retry(now: number): boolean {
    forget(this.#requests, now);
    forget(this.#retries, now);
    if (this.#retries.length >= Math.max(10, this.#requests.length / 10)) return false;
    this.#retries.push(now);
    return true;
  }
}

/** Also what lies in the future: the clock was set back. */
function forget(times: number[], now: number): void {
  const kept = times.findIndex((time) => time > now - windowMs && time <= now);
  times.splice(0, kept < 0 ? times.length : kept);
}
