import { inFewWords } from './errors';

/** Who was asked for a file last, and with what status they answered. */
export interface Seen {
  host?: string;
  status?: number | undefined;
}

/** One line for each try to have a file: its host and what came of it, nothing else of its address. */
export async function logged<T>(
  log: { debug(text: string): void } | undefined,
  work: (seen: Seen) => Promise<T>,
): Promise<T> {
  const started = Date.now();
  const seen: Seen = {};
  const tell = (failure?: string): void => {
    const parts = ['media', seen.host, seen.status, failure, `${Date.now() - started} ms`];
    log?.debug(parts.filter((part) => part !== undefined).join(' '));
  };
  try {
    const result = await work(seen);
    tell();
    return result;
  } catch (error) {
    tell(inFewWords(error));
    throw error;
  }
}
