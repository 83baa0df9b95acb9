import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect, isDeepStrictEqual } from 'node:util';
import { describe as told } from '../../src/core/describe';
import { processListeners, resources } from '../fakes/leftovers';
import { projectRoot } from '../root';
import { until } from '../unit/core/localServer';
import { refresh, settle, stage, type Row } from './row';
import { groups, toMarkdown } from './table';
import { secrets, type World } from './world';

const file = join(projectRoot(), 'test', 'FAULTS.md');

for (const { title, rows } of groups) {
  describe(`faults: ${title}`, () => {
    for (const row of rows) {
      it(row.fault, async () => {
        await settle();
        const before = left();
        const unhandled: unknown[] = [];
        const collect = (reason: unknown): void => void unhandled.push(reason);
        process.on('unhandledRejection', collect);
        const world = await stage(row);
        try {
          await play(row, world);
        } finally {
          await world.close();
          await settle();
          process.off('unhandledRejection', collect);
        }
        assert.deepEqual(unhandled, []);
        assert.equal(world.clock.sleeping, 0, 'somebody still waits');
        assert.equal(getEventListeners(world.access.signal, 'abort').length, 0, 'somebody still listens');
        // What was hung up is gone a moment later.
        await until('no socket, timer or listener is left', () => isDeepStrictEqual(left(), before)).catch(
          () => undefined,
        );
        assert.deepEqual(left(), before);
      });
    }
  });
}

async function play(row: Row, world: World): Promise<void> {
  await row.plant?.(world);
  await (row.act ?? refresh)(world);
  await settle();
  await row.check?.(world);
  const problem = world.shown();
  const view = problem && told(problem);
  assert.deepEqual(view?.action.label, row.button, `the button of "${view?.sentence ?? 'nothing'}"`);
  if (row.said instanceof RegExp) assert.match(view?.sentence ?? '', row.said);
  else assert.equal(view?.sentence, row.said);
  const shown = world.store.state.list.batches.length;
  assert.equal({ 0: 'none', 3: 'old', 4: 'new' }[shown], row.rows, `${shown} rows`);
  const asked = world.server.requests.map(({ url }) => url).join('\n');
  assert.equal(world.requests(), row.requests, `requests: ${asked}`);
  assertNoLeak('the log', world.lines.join('\n'));
  assertNoLeak('the error', inspect(problem, { depth: 9, showHidden: true, maxStringLength: null }));
  assertNoLeak('the problem', JSON.stringify(view ?? {}));
}

/** What the process holds. */
const left = () => ({ ...resources(), Immediate: 0, listeners: processListeners() });

function assertNoLeak(where: string, text: string): void {
  const { key, proxyPassword, signature } = secrets;
  const packed = Buffer.from(`me:${proxyPassword}`).toString('base64');
  for (const secret of [key, proxyPassword, packed, signature]) {
    assert.ok(!text.includes(secret), `${where} holds ${secret}:\n${text}`);
  }
}

describe('faults: the table', () => {
  it('has at least sixty rows, each with a name of its own', () => {
    const names = groups.flatMap(({ title, rows }) => rows.map(({ fault }) => `${title}: ${fault}`));
    assert.ok(names.length >= 60);
    assert.equal(new Set(names).size, names.length);
  });

  it('is written down in test/FAULTS.md as it is here', () => {
    if (process.env['UPDATE_FAULTS'] === '1') writeFileSync(file, toMarkdown());
    assert.equal(readFileSync(file, 'utf8'), toMarkdown(), 'Run the tests with UPDATE_FAULTS=1.');
  });
});
