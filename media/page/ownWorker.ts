/** A worker from its own source text, as a webview can load none from a file. */
export function ownWorker(work: (scope: never) => void): Worker {
  const url = URL.createObjectURL(new Blob([`(${work.toString()})(self)`], { type: 'text/javascript' }));
  const worker = new Worker(url);
  URL.revokeObjectURL(url);
  return worker;
}
