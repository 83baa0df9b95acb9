import assert from 'node:assert/strict';
import { FakeClock } from '../../fakes/fakeClock';
import { ApiError, isAbort } from '../../../src/core/errors';
import { Traffic } from '../../../src/core/traffic';
import { never, until } from './localServer';

const limited = (retryAfterMs?: number): ApiError => new ApiError('rateLimited', { status: 429, retryAfterMs });
const broken = new ApiError('offline', { code: 'ECONNRESET' });

function setUp(options: { readonly skipUpToMs?: number } = {}) {
  const clock = new FakeClock({ now: 1_000_000, ...options });
  const traffic = new Traffic({ clock });
  const heard: (number | undefined)[] = [];
  traffic.pause.onDidChange((end) => heard.push(end === undefined ? undefined : end - 1_000_000));
  return { clock, traffic, heard };
}

/** A request that is answered with each of these in turn, and then with "done". */
function scripted(...answers: readonly Error[]) {
  const rest = [...answers];
  const job = {
    tries: 0,
    run: () => {
      job.tries += 1;
      const next = rest.shift();
      return next ? Promise.reject(next) : Promise.resolve('done');
    },
  };
  return job;
}

/** What is waited on top of what the server asks for, so that not all windows come back in the same moment. */
const apart = 250;

const turns = async (): Promise<void> => {
  for (let count = 0; count < 20; count += 1) await new Promise((resolve) => setImmediate(resolve));
};

describe('traffic: tries', () => {
  it('goes on until an answer comes', async () => {
    const { traffic } = setUp({ skipUpToMs: 5000 });
    const job = scripted(broken, new ApiError('server', { status: 503 }), broken, broken);
    assert.equal(await traffic.send(job.run, never()), 'done');
    assert.equal(job.tries, 5);
  });

  it('says which try it is', async () => {
    const { traffic } = setUp({ skipUpToMs: 5000 });
    const job = scripted(broken, broken);
    const tries: number[] = [];
    const run = (_: AbortSignal, count: number) => {
      tries.push(count);
      return job.run();
    };
    await traffic.send(run, never());
    assert.deepEqual(tries, [1, 2, 3]);
  });

  it('ends after five', async () => {
    const { traffic } = setUp({ skipUpToMs: 5000 });
    const job = scripted(...Array.from({ length: 9 }, () => broken));
    await assert.rejects(traffic.send(job.run, never()), (error) => error === broken);
    assert.equal(job.tries, 5);
  });

  it('does not repeat what is final, nor what is a bug', async () => {
    const { traffic } = setUp();
    for (const error of [new ApiError('auth', { status: 401 }), new TypeError('bug')]) {
      const job = scripted(error);
      await assert.rejects(traffic.send(job.run, never()), (thrown) => thrown === error);
      assert.equal(job.tries, 1);
    }
  });

  it('spends no more than the budget, whoever asks', async () => {
    const { traffic } = setUp({ skipUpToMs: 5000 });
    let tries = 0;
    const down = () => ((tries += 1), Promise.reject(broken));
    for (let count = 0; count < 20; count += 1) await assert.rejects(traffic.send(down, never()));
    assert.equal(tries, 20 + 10);
  });

  it('an attempt that goes on and on is ended when the time for all is over', async () => {
    const { traffic, clock } = setUp();
    let ended = false;
    const endless = (signal: AbortSignal) =>
      new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => {
          ended = true;
          reject(new DOMException('', 'AbortError'));
        });
      });
    const sent = traffic.send(endless, never());
    await turns();
    clock.pass(59_999);
    await turns();
    assert.equal(ended, false);
    clock.pass(1);
    await assert.rejects(sent, (error) => error instanceof ApiError && error.kind === 'timeout');
  });

  it('what failed while the machine was asleep is tried again', async () => {
    const { traffic, clock } = setUp({ skipUpToMs: 5000 });
    let tries = 0;
    const asleep = () => {
      tries += 1;
      if (tries > 1) return Promise.resolve('awake');
      clock.jump(3_600_000);
      return Promise.reject(broken);
    };
    assert.equal(await traffic.send(asleep, never()), 'awake');
  });

  it('a person does not wait for the next try of the background', async () => {
    const { traffic, clock } = setUp();
    const job = scripted(broken, new ApiError('server', { status: 503, retryAfterMs: 20_000 }));
    const sent = traffic.send(job.run, never());
    for (const tries of [1, 2]) {
      await turns();
      assert.deepEqual([job.tries, clock.sleeping], [tries, 1]);
      traffic.probe();
    }
    assert.equal(await sent, 'done');
    assert.equal(clock.sleeping, 0);
  });

  it('until when a server wants to be left alone is told where nobody waits that long', async () => {
    const { traffic, clock } = setUp();
    const down = scripted(new ApiError('server', { status: 503, retryAfterMs: 3_600_000 }));
    await assert.rejects(
      traffic.send(down.run, never()),
      (error) => error instanceof ApiError && error.retryAt === clock.now() + 3_600_000,
    );
    assert.equal(down.tries, 1);
  });

  it('an abort ends the waiting', async () => {
    const { traffic } = setUp();
    const controller = new AbortController();
    const sent = traffic.send(scripted(broken).run, controller.signal);
    await turns();
    controller.abort();
    await assert.rejects(sent, isAbort);
  });
});

describe('traffic: the pause after 429', () => {
  it('holds back every request, and is told once', async () => {
    const { traffic, clock, heard } = setUp();
    const [one, other] = [scripted(limited(30_000)), scripted()];
    const sent = traffic.send(one.run, never());
    await until('the pause began', () => traffic.pause.until !== undefined);
    const second = traffic.send(other.run, never());
    await turns();
    clock.pass(30_249);
    await turns();
    assert.deepEqual([one.tries, other.tries], [1, 0]);
    clock.pass(1);
    assert.deepEqual(await Promise.all([sent, second]), ['done', 'done']);
    assert.deepEqual([one.tries, other.tries], [2, 1]);
    assert.deepEqual(heard, [30_000 + apart, undefined]);
  });

  it('longer than a request may take is told at once, with its end', async () => {
    const { traffic, clock, heard } = setUp();
    const job = scripted(limited(600_000));
    const end = clock.now() + 600_000 + apart;
    const failsUntil = (error: unknown) =>
      error instanceof ApiError && error.kind === 'rateLimited' && error.retryAt === end;
    await assert.rejects(traffic.send(job.run, never()), failsUntil);
    await assert.rejects(traffic.send(job.run, never()), failsUntil);
    assert.equal(job.tries, 1);
    assert.deepEqual(heard, [600_000 + apart]);
    clock.pass(600_000 + apart);
    await turns();
    assert.equal(await traffic.send(job.run, never()), 'done');
    assert.deepEqual(heard, [600_000 + apart, undefined]);
  });

  it('a person may send one request ahead, and its answer frees all', async () => {
    const { traffic, heard } = setUp();
    await assert.rejects(traffic.send(scripted(limited(600_000)).run, never()));
    traffic.pause.probe();
    const jobs = [scripted(), scripted(), scripted()];
    await Promise.all(jobs.map((job) => traffic.send(job.run, never())));
    assert.deepEqual(
      jobs.map(({ tries }) => tries),
      [1, 1, 1],
    );
    assert.deepEqual(heard, [600_000 + apart, undefined]);
  });

  it('a person who is too early costs one request and not one for each row', async () => {
    const { traffic } = setUp();
    await assert.rejects(traffic.send(scripted(limited(600_000)).run, never()));
    traffic.pause.probe();
    const jobs = [scripted(limited(900_000)), scripted(), scripted()];
    const results = await Promise.allSettled(jobs.map((job) => traffic.send(job.run, never())));
    assert.deepEqual(
      results.map(({ status }) => status),
      ['rejected', 'rejected', 'rejected'],
    );
    assert.deepEqual(
      jobs.map(({ tries }) => tries),
      [1, 0, 0],
    );
  });

  it('a request that is sent ahead and meets no server leaves the pause as it is', async () => {
    const { traffic, heard } = setUp({ skipUpToMs: 5000 });
    await assert.rejects(traffic.send(scripted(limited(600_000)).run, never()));
    traffic.pause.probe();
    const notFound = scripted(new ApiError('offline', { code: 'ENOTFOUND' }));
    await assert.rejects(traffic.send(notFound.run, never()));
    await assert.rejects(
      traffic.send(scripted().run, never()),
      (error) => error instanceof ApiError && error.status === 429,
    );
    assert.deepEqual(heard, [600_000 + apart]);
  });

  it('a probe without a pause means nothing later', async () => {
    const { traffic } = setUp();
    traffic.pause.probe();
    await assert.rejects(traffic.send(scripted(limited(600_000)).run, never()));
    await assert.rejects(traffic.send(scripted().run, never()));
  });

  it('answers to what was under way neither end it nor make it longer', async () => {
    const { traffic, clock } = setUp();
    const late: ((error?: Error) => void)[] = [];
    const held = () =>
      new Promise<string>((resolve, reject) => late.push((error) => (error ? reject(error) : resolve('late'))));
    const sent = [traffic.send(held, never()), traffic.send(held, never()), traffic.send(held, never())];
    await until('three are under way', () => late.length === 3);
    clock.pass(10);
    late[0]?.(limited(600_000));
    await assert.rejects(sent[0] ?? Promise.resolve());
    late[1]?.();
    assert.equal(await sent[1], 'late');
    assert.equal(traffic.pause.until, clock.now() + 600_000 + apart);
    late[2]?.(limited());
    await assert.rejects(sent[2] ?? Promise.resolve());
    assert.deepEqual([traffic.pause.until, traffic.pause.strikes], [clock.now() + 600_000 + apart, 1]);
  });

  it('without Retry-After it doubles with each strike, and is not told while it is short', async () => {
    const { traffic, clock, heard } = setUp({ skipUpToMs: 5000 });
    const job = scripted(limited(), limited(), limited(), limited());
    assert.equal(await traffic.send(job.run, never()), 'done');
    assert.deepEqual(
      clock.waits.filter((wait) => wait <= 5000),
      [250, 500, 1000, 2000],
    );
    assert.deepEqual(heard.length, 2);
    assert.equal(traffic.pause.strikes, 0);
  });

  it('of no time at all grows all the same', async () => {
    const { traffic, clock } = setUp({ skipUpToMs: 5000 });
    const job = scripted(limited(0), limited(0), limited(0));
    assert.equal(await traffic.send(job.run, never()), 'done');
    assert.deepEqual(
      clock.waits.filter((wait) => wait <= 5000),
      [250, 500, 1000],
    );
  });

  it('who waits can turn away', async () => {
    const { traffic } = setUp();
    const controller = new AbortController();
    const sent = traffic.send(scripted(limited(30_000)).run, controller.signal);
    await until('the pause began', () => traffic.pause.until !== undefined);
    controller.abort();
    await assert.rejects(sent, isAbort);
  });
});
