import assert from 'node:assert/strict';
import { answer, Asker, isMessage, type Message, RequestFailed } from '../../../src/shared/rpc';

interface Requests {
  double: { readonly params: { readonly value: number }; readonly result: number };
}

const failureOf = (error: unknown) => ({
  kind: error instanceof RequestFailed ? error.kind : 'bug',
  message: error instanceof Error ? error.message : 'not an error',
});
const request = (method: string, params: unknown): Extract<Message, { type: 'request' }> => ({
  type: 'request',
  id: 7,
  method,
  params,
});

describe('rpc: answering', () => {
  const handlers = { double: ({ value }: { value: number }) => Promise.resolve(value * 2) };

  it('a request gets the result of its handler', async () => {
    assert.deepEqual(await answer(handlers, request('double', { value: 4 }), failureOf), {
      type: 'reply',
      id: 7,
      result: 8,
    });
  });

  it('an unknown name gets a failure, also one that every object has', async () => {
    for (const name of ['triple', 'constructor', '__proto__', 'toString']) {
      const reply = await answer(handlers, request(name, null), failureOf);
      assert.match(JSON.stringify(reply), /"kind":"unknownMethod"/);
    }
  });

  it('whatever a stranger sends as parameters gets an answer', async () => {
    for (const params of [undefined, null, 'text', 1, [], { value: '__proto__' }]) {
      const reply = await answer(handlers, request('double', params), failureOf);
      assert.match(reply.type, /^(reply|failure)$/);
      assert.equal('id' in reply && reply.id, 7);
    }
  });

  it('a handler that rejects, or throws what is no error, gets a failure', async () => {
    const broken = {
      rejects: () => Promise.reject(new RequestFailed('offline', 'no network')),
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
      throws: () => Promise.reject('text'),
    };
    const failure = { type: 'failure', id: 7 };
    const rejected = await answer(broken, request('rejects', null), failureOf);
    assert.deepEqual(rejected, { ...failure, kind: 'offline', message: 'no network' });
    const thrown = await answer(broken, request('throws', null), failureOf);
    assert.deepEqual(thrown, { ...failure, kind: 'bug', message: 'not an error' });
  });

  it('a handler that a prototype brings does not count', async () => {
    const inherited = Object.create(handlers) as typeof handlers;
    const reply = await answer(inherited, request('double', { value: 4 }), failureOf);
    assert.match(JSON.stringify(reply), /"kind":"unknownMethod"/);
  });

  it('the end of a question: what is asked on one side is answered by the other', async () => {
    const asker = new Asker<Requests>((message) => {
      if (message.type !== 'request') return;
      void answer(handlers, message, failureOf).then((reply) => asker.receive(reply));
    });
    assert.equal(await asker.request('double', { value: 21 }), 42);
  });

  it('handlers that cannot be had are a failure too', async () => {
    const reply = await answer(Promise.reject(new Error('not loaded')), request('double', {}), failureOf);
    assert.deepEqual(reply, { type: 'failure', id: 7, kind: 'bug', message: 'not loaded' });
  });

  it('a handler that throws gets a failure', async () => {
    const broken = {
      double: () => {
        throw new Error('broken');
      },
    };
    assert.deepEqual(await answer(broken, request('double', {}), failureOf), {
      type: 'failure',
      id: 7,
      kind: 'bug',
      message: 'broken',
    });
  });
});

describe('rpc: asking', () => {
  const connected = () => {
    const sent: Message[] = [];
    return { sent, asker: new Asker<Requests>((message) => sent.push(message)) };
  };
  const idOf = (message: Message | undefined) => (message?.type === 'request' ? message.id : -1);

  it('replies find their request, in any order', async () => {
    const { sent, asker } = connected();
    const first = asker.request('double', { value: 1 });
    const second = asker.request('double', { value: 2 });
    asker.receive({ type: 'reply', id: idOf(sent[1]), result: 4 });
    asker.receive({ type: 'reply', id: idOf(sent[0]), result: 2 });
    assert.deepEqual(await Promise.all([first, second]), [2, 4]);
  });

  it('an answer that a page waited for before its reload is not taken by the page after it', async () => {
    const [before, after] = [connected(), connected()];
    void before.asker.request('double', { value: 1 });
    const asked = after.asker.request('double', { value: 2 });
    after.asker.receive({ type: 'reply', id: idOf(before.sent[0]), result: 2 });
    after.asker.receive({ type: 'reply', id: idOf(after.sent[0]), result: 4 });
    assert.equal(await asked, 4);
  });

  it('a failure rejects with its kind and message', async () => {
    const { sent, asker } = connected();
    const asked = asker.request('double', { value: 1 });
    asker.receive({ type: 'failure', id: idOf(sent[0]), kind: 'offline', message: 'no network' });
    await assert.rejects(asked, (error) => error instanceof RequestFailed && error.kind === 'offline');
  });

  it('replies to nobody, second replies and events are dropped', async () => {
    const { sent, asker } = connected();
    const asked = asker.request('double', { value: 1 });
    asker.receive({ type: 'reply', id: 99, result: 0 });
    asker.receive({ type: 'event', name: 'snapshot', payload: null });
    asker.receive({ type: 'reply', id: idOf(sent[0]), result: 2 });
    asker.receive({ type: 'reply', id: idOf(sent[0]), result: 3 });
    assert.equal(await asked, 2);
  });
});

describe('rpc: messages of strangers', () => {
  it('only our own shapes are messages', () => {
    assert.equal(isMessage({ type: 'request', id: 1, method: 'ready', params: null }), true);
    assert.equal(isMessage({ type: 'reply', id: 1 }), true);
    assert.equal(isMessage({ type: 'event', name: 'snapshot' }), true);
    const strangers = [null, 1, 'reply', [], {}, { type: 'request', id: 1 }, { type: 'reply', id: '1' }, { type: 'x' }];
    for (const stranger of strangers) assert.equal(isMessage(stranger), false);
  });

  it('a message whose number is no number, or whose name is no text, is none', () => {
    for (const id of [undefined, null, '1', {}]) {
      assert.equal(isMessage({ type: 'request', id, method: 'ready' }), false);
      assert.equal(isMessage({ type: 'failure', id, kind: 'bug', message: '' }), false);
    }
    assert.equal(isMessage({ type: 'request', id: 1, method: {} }), false);
    assert.equal(isMessage({ type: 'event', name: 1 }), false);
    assert.equal(isMessage({ type: '__proto__' }), false);
  });
});
