import assert from 'node:assert/strict';
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
import type { Item, JsonObject, Run } from '../../../src/shared/model';
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
  alike: 0,
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

describe('item page: snapshots', () => {
  it('before the first one there is nothing to remember', () => {
    assert.equal(remember(after(), 0), undefined);
    assert.equal(isLive(undefined), false);
  });

  it('media are found on both sides, and not again in a copy of the same', () => {
    const raw = { input: { image_url: 'https://s/a.png' }, output: { image_urls: ['https://s/b.png'] } };
    const first = after(shown(snapshot({ stamp: 'a', item: item(raw) })));
    assert.equal(first.sides.input.media.length, 1);
    assert.equal(first.sides.output.media[0]?.url, 'https://s/b.png');
    const copy = structuredClone(raw);
    const second = reduce(first, shown(snapshot({ stamp: 'a', item: item(copy), alike: 3 })));
    assert.equal(second.sides.output, first.sides.output);
    copy.output.image_urls.push('https://s/c.png');
    const third = reduce(first, shown(snapshot({ stamp: 'b', item: item(copy) })));
    assert.equal(third.sides.output.media.length, 2);
  });

  it('callback deliveries are asked for again when the run ends, and when they are unfolded again', () => {
    const live = snapshot({ item: item({}, { statusCode: 'running' }) });
    const read: Action = { type: 'deliveries', runId: 'run-1', deliveries: { kind: 'ready', deliveries: [] } };
    const before = after(shown(live), read, shown(live));
    assert.deepEqual(before.deliveries, { kind: 'ready', deliveries: [] });
    const ended = reduce(before, shown(snapshot()));
    assert.deepEqual(
      ended.deliveries,
      { kind: 'ready', deliveries: [], isOld: true },
      'what is known stays until then',
    );
    assert.deepEqual(reduce(before, { type: 'toggle', key: 'deliveries' }).deliveries, { kind: 'unread' });
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

  it('another item keeps the folds', () => {
    const state = after(shown(snapshot()), { type: 'toggle', key: 'k' }, shown(other));
    assert.equal(isOpen(state, 'k', false), true);
  });

  it('the clock is the server’s', () => {
    const state = after(shown(snapshot({ clockSkewMs: -5000 })), { type: 'clock', now: now + 1000 });
    assert.equal(serverNow(state), now - 4000);
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
  it('folds, scroll, what is looked for and how much is shown survive a reload', () => {
    const state = after(
      shown(snapshot()),
      { type: 'toggle', key: 'a' },
      { type: 'toggle', key: 'b' },
      {
        type: 'toggle',
        key: 'a',
      },
      { type: 'search', text: 'seed' },
      { type: 'more', key: 'nodes' },
    );
    const kept = { open: ['b'], scrollTop: 120, search: 'seed' };
    const memory = remember(state, 120);
    assert.deepEqual(memory, {
      ...kept,
      address: { batchId: 'batch-1', itemId: 'item-1' },
      isPreview: undefined,
      more: [['nodes', 1]],
    });
    const recalled = recall(JSON.parse(JSON.stringify({ ...memory, focus: 'k1' })));
    assert.deepEqual(recalled, { ...kept, more: new Map([['nodes', 1]]), focus: 'k1' });
  });

  it('what was kept may be anything', () => {
    const odd = { open: [1, null], search: 7, more: [1, ['a'], ['a', 'b'], null], focus: {} };
    for (const kept of [undefined, null, 7, 'x', [], { open: 'x', scrollTop: 'y', more: 'z' }, odd]) {
      assert.deepEqual(recall(kept), { open: [], scrollTop: 0, search: '', more: new Map(), focus: undefined });
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
