import assert from 'node:assert/strict';
import { continuation, lineCount, wantsLines } from '../../../media/item/logs';
import {
  initial,
  isLive,
  isOpen,
  recall,
  reduce,
  remember,
  serverNow,
  type Action,
  type State,
} from '../../../media/item/state';
import { pictureKey } from '../../../media/item/mediaList';
import { partKey } from '../../../media/page/folds';
import type { Item, JsonObject, LogLine, Run } from '../../../src/shared/model';
import type { ItemSnapshot } from '../../../src/shared/protocol';

const now = Date.UTC(2026, 10, 20, 12);

const item = (raw: JsonObject = {}, more: Partial<Item> = {}): Item => ({
  id: 'item-1',
  batchId: 'batch-1',
  runId: 'run-1',
  sequenceIndex: 0,
  clientRef: undefined,
  statusCode: 'succeeded',
  cost: undefined,
  createdAt: undefined,
  startedAt: undefined,
  completedAt: undefined,
  failure: undefined,
  raw,
  ...more,
});

const snapshot = (more: Partial<ItemSnapshot> = {}): ItemSnapshot => ({
  address: { batchId: 'batch-1', itemId: 'item-1' },
  loading: false,
  problem: undefined,
  item: item(),
  run: undefined,
  nodeRuns: undefined,
  nodeRunsRefused: false,
  nodeNames: {},
  modelName: undefined,
  position: undefined,
  steps: { next: false, previous: false, nextFailed: false },
  clockSkewMs: 0,
  media: 'load',
  ...more,
});

const other = snapshot({
  address: { batchId: 'batch-1', itemId: 'item-2' },
  item: item({}, { id: 'item-2', runId: 'run-2' }),
});
const shown = (next: ItemSnapshot): Action => ({ type: 'snapshot', snapshot: next, now });
const after = (...actions: Action[]): State => actions.reduce(reduce, initial([], now));
const line = (id: string): LogLine => ({ id, levelCode: 'info', message: id, timestamp: now, meta: undefined });
const read = (cursor: string | undefined, ids: string[], next?: string, final = false, runId = 'run-1'): Action => ({
  type: 'logsRead',
  runId,
  cursor,
  lines: ids.map(line),
  next,
  final,
});
const lineIds = (state: State) => state.logs.pages.flatMap((page) => page.lines.map(({ id }) => id));

describe('item page: snapshots', () => {
  it('before the first one there is nothing to remember', () => {
    assert.equal(remember(after(), 0), undefined);
    assert.equal(isLive(undefined), false);
  });

  it('media are found on both sides, and not again in the same JSON', () => {
    const raw = { input: { image_url: 'https://s/a.png' }, output: { image_urls: ['https://s/b.png'] } };
    const first = after(shown(snapshot({ item: item(raw) })));
    assert.equal(first.sides.input.media.length, 1);
    assert.equal(first.sides.output.media[0]?.url, 'https://s/b.png');
    const second = reduce(first, shown(snapshot({ item: item(raw, { statusCode: 'running' }) })));
    assert.equal(second.sides.output, first.sides.output);
  });

  it('without an output of the item, that of the run is shown', () => {
    const run = { id: 'run-1', raw: { output: { url: 'https://s/a.png' } } } as unknown as Run;
    const state = after(shown(snapshot({ item: item({ output: null }), run })));
    assert.equal(state.sides.output.media.length, 1);
  });

  it('an unknown status is live until it has a completion time', () => {
    const live = (statusCode: string | undefined, completedAt?: number) =>
      isLive(snapshot({ item: item({}, { statusCode, completedAt }) }));
    assert.deepEqual(
      [live('running'), live('warming_up'), live('warming_up', now), live('canceled')],
      [true, true, false, false],
    );
  });

  it('a picture whose link had expired is loaded again once its link is renewed', () => {
    const signed = (signature: string) =>
      shown(snapshot({ item: item({ output: { url: `https://s/a.png?X-Amz-Signature=${signature}` } }) }));
    const first = after(signed('old'));
    const [media] = first.sides.output.media;
    assert.ok(media);
    const key = pictureKey(media);
    const loading = reduce(first, { type: 'picture', key, picture: { kind: 'loading' } });
    const failed = reduce(loading, {
      type: 'picture',
      key,
      picture: { kind: 'failed', failure: 'expired', reason: 'expired' },
    });
    assert.equal(reduce(failed, signed('old')).pictures.get(key)?.kind, 'failed', 'the same link would fail again');
    assert.equal(reduce(failed, signed('new')).pictures.has(key), false);
    const ready = reduce(loading, {
      type: 'picture',
      key,
      picture: { kind: 'ready', url: 'blob:1', type: 'image/png', bytes: 7 },
    });
    assert.equal(reduce(ready, signed('new')).pictures.get(key)?.kind, 'ready', 'what is there needs no link');
  });

  it('another item starts with its own log, and keeps the folds', () => {
    const state = after(shown(snapshot()), read(undefined, ['a']), { type: 'toggle', key: 'k' }, shown(other));
    assert.equal(state.logs.runId, 'run-2');
    assert.equal(lineCount(state.logs), 0);
    assert.equal(isOpen(state, 'k', false), true);
  });

  it('the same item keeps its log', () => {
    const state = after(shown(snapshot()), read(undefined, ['a']), shown(snapshot()));
    assert.deepEqual(lineIds(state), ['a']);
  });

  it('the clock is the server’s', () => {
    const state = after(shown(snapshot({ clockSkewMs: -5000 })), { type: 'clock', now: now + 1000 });
    assert.equal(serverNow(state), now - 4000);
  });
});

describe('item page: log lines', () => {
  it('a run without logs does not go on saying that reading them failed', () => {
    const failed = after(shown(snapshot()), { type: 'logsFailed', runId: 'run-1', reason: 'unknown id' });
    assert.equal(failed.logs.failure, 'unknown id');
    const run = { id: 'run-1', hasLogs: false, raw: {} } as unknown as Run;
    assert.equal(reduce(failed, shown(snapshot({ run }))).logs.failure, undefined);
  });

  it('the first page is wanted at once, unless the run has no logs or no id', () => {
    assert.equal(wantsLines(after(shown(snapshot())).logs, undefined), true);
    assert.equal(wantsLines(after(shown(snapshot())).logs, false), false);
    assert.equal(wantsLines(after(shown(snapshot({ item: item({}, { runId: undefined }) }))).logs, true), false);
    assert.equal(wantsLines(after(shown(snapshot()), { type: 'logsAsked' }).logs, true), false);
  });

  it('a live log is read on from its last page, and no line comes twice', () => {
    const first = after(shown(snapshot()), read(undefined, ['a', 'b']));
    assert.equal(wantsLines(first.logs, true), true);
    assert.equal(continuation(first.logs), undefined);
    const second = reduce(first, read(undefined, ['a', 'b', 'c'], 'page2'));
    assert.deepEqual(lineIds(second), ['a', 'b', 'c']);
    assert.equal(continuation(second.logs), 'page2');
    const third = reduce(second, read('page2', ['c', 'd']));
    assert.deepEqual(lineIds(third), ['a', 'b', 'c', 'd']);
    assert.equal(continuation(third.logs), 'page2');
    assert.equal(third.logs.pages[0], second.logs.pages[0]);
  });

  it('reading again without anything new changes no page', () => {
    const first = after(shown(snapshot()), read(undefined, ['a']));
    assert.equal(reduce(first, read(undefined, ['a'])).logs.pages, first.logs.pages);
  });

  it('once the run is over and read, nothing more is wanted by itself', () => {
    const state = after(shown(snapshot()), read(undefined, ['a'], 'page2', true));
    assert.equal(wantsLines(state.logs, true), false);
    assert.equal(continuation(state.logs), 'page2');
  });

  it('a cursor that leads back to itself ends the log', () => {
    assert.equal(after(shown(snapshot()), read('x', ['a'], 'x')).logs.next, undefined);
  });

  it('lines of an item that was left are dropped', () => {
    const state = after(shown(snapshot()), shown(other), read(undefined, ['a'], undefined, false, 'run-1'));
    assert.equal(lineCount(state.logs), 0);
  });

  it('a failure says why, keeps the lines and may be repeated', () => {
    const state = after(
      shown(snapshot()),
      read(undefined, ['a'], 'page2'),
      { type: 'logsAsked' },
      {
        type: 'logsFailed',
        runId: 'run-1',
        reason: 'offline',
      },
    );
    assert.equal(state.logs.failure, 'offline');
    assert.deepEqual(lineIds(state), ['a']);
    assert.equal(reduce(state, { type: 'logsAsked' }).logs.failure, undefined);
  });
});

describe('item page: pictures', () => {
  const withPicture = (query: string) =>
    snapshot({ item: item({ output: { image_urls: [`https://s/a.png?X-Amz-Date=${query}`] } }) });
  const [media] = after(shown(withPicture('1'))).sides.output.media;
  const key = media === undefined ? '' : pictureKey(media);
  const loading: Action = { type: 'picture', key, picture: { kind: 'loading' } };
  const ready = {
    type: 'picture',
    key,
    picture: { kind: 'ready', url: 'blob:1', type: 'image/png', bytes: 7 },
  } as const;

  it('a link that was signed anew is the same picture', () => {
    const state = after(shown(withPicture('1')), loading, ready, shown(withPicture('2')));
    assert.equal(state.pictures.get(key), ready.picture);
  });

  it('a picture whose file is gone is dropped, also when it arrives late', () => {
    assert.equal(after(shown(withPicture('1')), loading, ready, shown(other)).pictures.size, 0);
    assert.equal(after(shown(withPicture('1')), loading, shown(other), ready).pictures.size, 0);
  });
});

describe('item page: what is remembered', () => {
  it('folds and scroll survive a reload', () => {
    const state = after(
      shown(snapshot()),
      { type: 'toggle', key: 'a' },
      { type: 'toggle', key: 'b' },
      {
        type: 'toggle',
        key: 'a',
      },
    );
    const memory = remember(state, 120);
    assert.deepEqual(memory, { address: { batchId: 'batch-1', itemId: 'item-1' }, open: ['b'], scrollTop: 120 });
    assert.deepEqual(recall(JSON.parse(JSON.stringify(memory))), { open: ['b'], scrollTop: 120 });
  });

  it('what was kept may be anything', () => {
    for (const kept of [undefined, null, 7, 'x', [], { open: 'x', scrollTop: 'y' }, { open: [1, null] }]) {
      assert.deepEqual(recall(kept), { open: [], scrollTop: 0 });
    }
  });

  it('it stays small', () => {
    const toggles = Array.from({ length: 1000 }, (_, n): Action => ({ type: 'toggle', key: String(n) }));
    assert.equal(remember(after(shown(snapshot()), ...toggles), 0)?.open.length, 300);
  });

  it('keys of folds hold no data and differ', () => {
    const keys = Array.from({ length: 20_000 }, (_, n) => partKey('run', `property ${n}`));
    assert.equal(new Set(keys).size, keys.length);
    assert.ok(keys.every((key) => /^[0-9a-z]{1,11}$/.test(key)));
    assert.notEqual(partKey('a', 'b/c'), partKey('a/b', 'd'));
  });
});
