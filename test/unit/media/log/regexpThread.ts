import { Worker } from 'node:worker_threads';
import type { RegexpWorker } from '../../../../media/log/regexps';
import { work, type Answer } from '../../../../media/log/regexpWorker';

/** The page's worker in a thread of Node's: the same source text, and it can be ended as there. */
export function regexpThread(): RegexpWorker {
  const thread = new Worker(
    `const { parentPort } = require('node:worker_threads');
     const self = { onmessage: null, postMessage: (answer) => parentPort.postMessage(answer) };
     parentPort.on('message', (data) => self.onmessage({ data }));
     (${work.toString()})(self);`,
    { eval: true },
  );
  thread.unref();
  const worker: RegexpWorker = {
    onmessage: null,
    onerror: null,
    postMessage: (task) => thread.postMessage(task),
    terminate: () => void thread.terminate(),
  };
  thread.on('message', (data: Answer) => worker.onmessage?.({ data }));
  return worker;
}
