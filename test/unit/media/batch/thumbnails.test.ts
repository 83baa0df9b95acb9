import assert from 'node:assert/strict';
import { Thumbnails, type ThumbnailWorker } from '../../../../media/batch/thumbnails';
import { work, type Answer, type Scope, type Task } from '../../../../media/batch/thumbnailWorker';
import { until } from '../../core/localServer';

/** A worker's world where a picture is decoded when the test says so. */
function worldOf(hardwareConcurrency: number) {
  const decodings: { readonly bytes: number; readonly end: (isPicture: boolean) => void }[] = [];
  const answers: Answer[] = [];
  let canvases = 0;
  class Canvas {
    constructor() {
      canvases++;
    }
    getContext() {
      return { transferFromImageBitmap: () => undefined };
    }
    convertToBlob() {
      return Promise.resolve(new Blob(['small']));
    }
  }
  const scope = {
    onmessage: null,
    postMessage: (answer: Answer) => answers.push(answer),
    navigator: { hardwareConcurrency },
    createImageBitmap: (blob: Blob) =>
      new Promise((resolve, reject) => {
        const bitmap = { width: 1, height: 1, close: () => undefined };
        const end = (isPicture: boolean) => (isPicture ? resolve(bitmap) : reject(new Error('No picture.')));
        decodings.push({ bytes: blob.size, end });
      }),
    OffscreenCanvas: Canvas,
  } as unknown as Scope;
  work(scope);
  const send = (id: number, known: Partial<Task> = {}) =>
    scope.onmessage?.({ data: { id, bytes: new Uint8Array(id), type: 'image/png', mostWidth: 320, ...known } });
  return { send, decodings, answers, canvases: () => canvases };
}

describe('contact sheet: pictures made small', () => {
  it('leaves half of the processors to what paints the page', async () => {
    const { send, decodings } = worldOf(4);
    for (const id of [1, 2, 3]) send(id);
    assert.equal(decodings.length, 2);
    decodings[0]?.end(true);
    await until('the next has its turn', () => decodings.length === 3);
    assert.equal(decodings[2]?.bytes, 3);
    const single = worldOf(1);
    for (const id of [1, 2]) single.send(id);
    assert.equal(single.decodings.length, 1);
  });

  it('answers for a broken picture too, and goes on', async () => {
    const { send, decodings, answers } = worldOf(1);
    send(1);
    send(2);
    decodings[0]?.end(false);
    await until('the next has its turn', () => decodings.length === 2);
    decodings[1]?.end(true);
    await until('both are answered', () => answers.length === 2);
    assert.deepEqual(answers[0], { id: 1 });
    assert.match(answers[1]?.url ?? '', /^blob:/);
  });

  it('takes what is small as it is, and does not look into SVG', async () => {
    const { send, decodings, answers, canvases } = worldOf(1);
    send(1, { size: { width: 320, height: 100 } });
    decodings[0]?.end(true);
    send(2, { type: 'image/svg+xml' });
    await until('both are answered', () => answers.length === 2);
    assert.equal(decodings.length, 1);
    assert.equal(canvases(), 0);
  });

  it('gives each picture the address that was made for it', async () => {
    const { worker, tasks } = fakeWorker();
    const thumbnails = new Thumbnails(() => worker, 320);
    const [one, other] = [1, 2].map((length) => thumbnails.of({ bytes: new Uint8Array(length), type: 'image/png' }));
    const [first, second] = tasks;
    assert.ok(first && second);
    worker.onmessage?.({ data: { id: second.id, url: 'blob:second' } });
    worker.onmessage?.({ data: { id: first.id } });
    assert.equal(await one, undefined);
    assert.equal(await other, 'blob:second');
  });

  it('waits for no worker that could not start, and tries with another', async () => {
    const made: ReturnType<typeof fakeWorker>[] = [];
    const thumbnails = new Thumbnails(() => {
      const next = fakeWorker();
      made.push(next);
      return next.worker;
    }, 320);
    const one = thumbnails.of({ bytes: new Uint8Array(1), type: 'image/png' });
    made[0]?.worker.onerror?.();
    await assert.rejects(one, /cannot make pictures small/);
    assert.equal(made[0]?.isOver(), true);
    void thumbnails.of({ bytes: new Uint8Array(1), type: 'image/png' });
    assert.equal(made.length, 2);
    assert.equal(made[1]?.tasks.length, 1);
  });
});

function fakeWorker() {
  const tasks: Task[] = [];
  let isOver = false;
  const worker: ThumbnailWorker = {
    onmessage: null,
    onerror: null,
    postMessage: (task) => tasks.push(task),
    terminate: () => (isOver = true),
  };
  return { worker, tasks, isOver: () => isOver };
}
