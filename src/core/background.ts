/** Where an error of our own ends that nobody waits for. */
export interface BugLog {
  bug(error: unknown): void;
}

/** Something nobody waits for. What can go wrong it deals with itself; anything else is a bug and goes into the log. */
export function background(work: Promise<unknown>, log: BugLog): void {
  work.catch((error: unknown) => log.bug(error));
}
