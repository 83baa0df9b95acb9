import assert from 'node:assert/strict';
import { Poller } from '../../../src/core/poller';
import { until } from './localServer';
import { open, quiet } from './signedIn';

/** A poller whose rounds last until they are let go. */
function watched(waitMs?: number) {
  const rounds: ReturnType<typeof open>[] = [];
  const seen = { atOnce: 0, most: 0 };
  let signal: AbortSignal | undefined;
  const poller = new Poller(async (stopping) => {
    signal = stopping;
    const round = open();
    rounds.push(round);
    seen.most = Math.max(seen.most, (seen.atOnce += 1));
    await round.promise;
    seen.atOnce -= 1;
    return waitMs;
  });
  const end = async (round: number) => {
    rounds[round]?.resolve();
    await quiet();
  };
  return { poller, rounds, seen, end, signal: () => signal };
}

describe('poller', () => {
  it('does nothing before it is poked', async () => {
    const { rounds, poller } = watched(0);
    await quiet();
    assert.equal(rounds.length, 0);
    poller.dispose();
  });

  it('goes on by itself, one round at a time', async () => {
    const { poller, rounds, seen, end } = watched(0);
    poller.poke();
    for (let round = 0; round < 4; round++) {
      await until('the next round begins', () => rounds.length === round + 1);
      await end(round);
    }
    poller.dispose();
    assert.equal(seen.most, 1);
  });

  it('a poke during a round is a round right after it, however often it is poked', async () => {
    const { poller, rounds, seen, end } = watched();
    poller.poke();
    poller.poke();
    poller.poke();
    await quiet();
    assert.equal(rounds.length, 1);
    await end(0);
    assert.equal(rounds.length, 2);
    await end(1);
    assert.equal(rounds.length, 2);
    assert.equal(seen.most, 1);
  });

  it('waits for a poke where nothing is followed', async () => {
    const { poller, rounds, end } = watched();
    poller.poke();
    await end(0);
    assert.equal(rounds.length, 1);
    poller.poke();
    assert.equal(rounds.length, 2);
    await end(1);
  });

  it('a poke while it waits is a round at once, and no second one when the wait is over', async () => {
    const { poller, rounds, end } = watched(3_600_000);
    poller.poke();
    await end(0);
    poller.poke();
    assert.equal(rounds.length, 2);
    await end(1);
    poller.dispose();
    assert.equal(rounds.length, 2);
  });

  it('disposing it cancels the round and ends the repetition', async () => {
    const { poller, rounds, end, signal } = watched(0);
    poller.poke();
    assert.equal(signal()?.aborted, false);
    poller.dispose();
    assert.equal(signal()?.aborted, true);
    await end(0);
    poller.poke();
    await quiet();
    assert.equal(rounds.length, 1);
  });

  it('disposing it forgets a poke that waits for its round', async () => {
    const { poller, rounds, end } = watched(0);
    poller.poke();
    poller.poke();
    poller.dispose();
    await end(0);
    assert.equal(rounds.length, 1);
  });

  it('disposing it while it waits ends the repetition', async () => {
    const { poller, rounds, end } = watched(0);
    poller.poke();
    rounds[0]?.resolve();
    await Promise.resolve();
    poller.dispose();
    await end(0);
    assert.equal(rounds.length, 1);
  });
});
