import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { Store } from '../../src/core/store';
import { decodeBatch } from '../../src/core/decodeBatch';
import { statusText } from '../../src/host/statusBar';
import { Watches } from '../../src/host/watches';
import { aBatch, uuid } from '../fakes/builders';
import { noLog, noting, replacing, sessionOf, until } from './doubles';

const batch = (name: string, status: string) => {
  const decoded = decodeBatch(aBatch({ id: uuid(name), status_code: status }));
  assert.ok(decoded);
  return decoded;
};

describe('the status bar', () => {
  it('says nothing while nothing runs and nothing failed', () => {
    const store = new Store();
    store.setList({ batches: [batch('a', 'succeeded')] });
    assert.equal(statusText(store.state, 0).text, '');
  });

  it('counts what runs and what failed unseen, in words too', () => {
    const store = new Store();
    store.setList({ batches: [batch('a', 'running'), batch('b', 'queued'), batch('c', 'failed')] });
    const { text, tooltip } = statusText(store.state, 3);
    assert.equal(text, '$(sync) 2 $(error) 3');
    assert.match(
      tooltip,
      /^Runflow Batches\n1 batch running\n1 batch waiting to start\n3 failures since you last looked\n/,
    );
  });

  it('shows the credit where the key may read it', () => {
    const store = new Store();
    store.setList({ batches: [batch('a', 'running')] });
    store.setBalance('412.3500');
    assert.match(statusText(store.state, 0).tooltip, /Credit: \$412\.35/);
  });
});

/** Watches over a store; what is notified, and what the user clicks on each notification. */
function watching() {
  const made = sessionOf({ environment: { RUNFLOW_API_KEY: 'rf_env' } });
  const shown: string[] = [];
  const watches = new Watches({ ...made, log: noLog, shown: () => shown });
  const told: string[] = [];
  const dispose = () => {
    watches.dispose();
    made.dispose();
  };
  return { ...made, watches, shown, told, dispose };
}

describe('watched batches', () => {
  let here: ReturnType<typeof watching>;
  beforeEach(async () => {
    here = watching();
    await here.session.need();
  });
  afterEach(() => here.dispose());

  /** Notes what is notified while `act` runs and until `done`. */
  const notified = (answer: string | undefined, act: () => Promise<void>) => {
    return replacing(vscode.window, 'showInformationMessage', noting(here.told, answer), act);
  };
  const reading = (status: string, failed: number): void => {
    const decoded = decodeBatch(aBatch({ id: uuid('a'), status_code: status, items_total: 9, items_failed: failed }));
    here.store.setBatch(decoded ?? assert.fail());
  };

  it('with "Both", the first failure is told once, also after a reload of the window', async () => {
    await here.session.memory?.watch(uuid('a'), 'both');
    await notified(undefined, async () => {
      reading('running', 1);
      await until(() => here.told.length === 1);
    });
    assert.deepEqual(here.session.memory?.watched, { [uuid('a')]: 'finish' });
    const reloaded = new Watches({ ...here, log: noLog, shown: () => [] });
    await notified(undefined, async () => {
      reading('running', 2);
      reading('failed', 9);
      await until(() => here.told.length > 1);
    });
    reloaded.dispose();
    assert.match(here.told[0] ?? '', /first failure/);
    assert.ok(
      here.told.slice(1).every((text) => text.includes('is finished')),
      here.told.join('\n'),
    );
  });

  it('several at once are one notification, and one that is on the screen is none', async () => {
    for (const name of ['a', 'b', 'c']) await here.session.memory?.watch(uuid(name), 'finish');
    here.shown.push(uuid('b'));
    await notified(undefined, async () => {
      for (const name of ['a', 'b', 'c']) {
        here.store.setBatch(batch(name, 'succeeded'));
        // Each comes with an answer of its own.
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      await until(() => here.told.length > 0);
    });
    assert.equal(here.told.length, 1);
    assert.equal(here.told[0]?.match(/is finished/g)?.length, 2);
  });

  it('a batch that does not exist any more is told of once, and then left alone', async () => {
    await here.session.memory?.watch(uuid('a'), 'finish');
    await notified(undefined, async () => {
      here.watches.gone(uuid('a'));
      here.watches.gone(uuid('a'));
      here.watches.gone(uuid('b'));
      await until(() => here.session.memory?.watched[uuid('a')] === undefined);
    });
    assert.equal(here.told.length, 1);
    assert.match(here.told[0] ?? '', /does not exist any more/);
  });

  it('what a batch of another organization did is not told after the switch', async () => {
    await here.session.memory?.watch(uuid('a'), 'finish');
    await notified(undefined, async () => {
      reading('succeeded', 0);
      here.session.restart({ isAnother: true });
      await here.session.need();
      await here.session.memory?.watch(uuid('b'), 'finish');
      here.store.setBatch(batch('b', 'succeeded'));
      await until(() => here.told.length > 0);
    });
    assert.equal(here.told.length, 1);
    assert.equal(here.told[0]?.match(/is finished/g)?.length, 1);
  });

  it('Show of a batch that cannot be opened any more says so instead of nothing', async () => {
    await here.session.memory?.watch(uuid('a'), 'finish');
    const run: unknown[][] = [];
    const execute = ((...call: unknown[]) => {
      run.push(call);
      return Promise.resolve();
    }) as unknown as typeof vscode.commands.executeCommand;
    await replacing(vscode.commands, 'executeCommand', execute, () =>
      notified('Show', async () => {
        reading('succeeded', 0);
        await until(() => run.length > 0);
      }),
    );
    // The command reports what fails, as when it is chosen from a menu.
    assert.deepEqual(run, [['runflow.openBatch', { batchId: uuid('a') }]]);
  });
});
