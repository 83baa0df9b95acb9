import { ownWorker } from '../page/ownWorker';
import { work } from './regexpWorker';
import type { RegexpWorker } from './regexps';

/** Lets the page draw and listen before going on; a timer would wait longer. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

export function makeRegexpWorker(): RegexpWorker {
  return ownWorker(work) as RegexpWorker;
}

/** Acts once about so much time has gone by, a bit earlier or later, so that many windows do not ask in step. */
export function after(ms: number, act: () => void): () => void {
  const timer = setTimeout(act, ms * (0.8 + 0.4 * Math.random()));
  return () => clearTimeout(timer);
}

/** What the benchmark looks for in the browser's own timeline: the first lines of a run are on the screen. */
export function firstLinesMark(): (runId: string | undefined) => void {
  let marked: string | undefined;
  return (runId) => {
    if (marked === runId) return;
    marked = runId;
    requestAnimationFrame(() => performance.mark('runflow:first-lines'));
  };
}
