import assert from 'node:assert/strict';
import { ApiError } from '../../../../src/core/errors';
import { gather, outputOf, type Source } from '../../../../src/core/takeHome/gather';
import { aBatch, anItem, aRun, media, uuid } from '../../../fakes/builders';
import type { Contents, Raw } from '../../../fakes/dataset';
import { never, Opened } from '../localServer';
import { signIn, type SignedIn } from '../signedIn';

const opened = new Opened();
const batchId = uuid('gathered batch');
const output = { outputs: [{ url: media('mug-1/after.png') }] };

const contents = (items: number, overrides: (index: number) => Raw = () => ({})): Contents => {
  const rows = Array.from({ length: items }, (_, index) => ({
    id: uuid(`gathered ${index}`, 2 + index),
    batch_id: batchId,
    run_id: uuid(`gathered run ${index}`, 2 + index),
    sequence_index: index + 1,
    client_ref: `sku-${index}`,
    output,
    ...overrides(index),
  }));
  return {
    batches: [aBatch({ id: batchId, items_total: items })],
    items: rows.map((row) => anItem(row)),
    runs: rows.map(({ run_id: id, client_ref }) => aRun({ id, batch_id: batchId, client_ref, output })),
  };
};

const gathered = (signedIn: SignedIn, sources: readonly Source[], onRead: (items: number) => void = () => undefined) =>
  gather(sources, { client: signedIn.access.client, signal: never(), onRead });
const read = async (...given: Parameters<typeof gathered>) => (await gathered(...given)).items;
const linkIn = (json: unknown): string => /"url":"([^"]+)"/.exec(JSON.stringify(json ?? null))?.[1] ?? '';

describe('what is taken home', () => {
  afterEach(() => opened.close());

  it('of a batch: every item with its output and its place, page by page', async () => {
    const signedIn = await signIn(opened, { holds: [contents(120)] });
    const told: number[] = [];
    const items = await read(signedIn, [{ batchId }], (count) => void told.push(count));
    assert.equal(items.length, 120);
    assert.deepEqual(told, [50, 100, 120]);
    assert.deepEqual([items[0]?.place, items[119]?.place], [1, 120]);
    assert.deepEqual([items[0]?.clientRef, items[0]?.id], ['sku-0', uuid('gathered 0', 2)]);
    for (const item of items) assert.match(linkIn(item.output), /mug-1\/after\.png\?X-Amz-/);
  });

  it('of an item: the same place as in its batch, wherever the API counts from', async () => {
    const signedIn = await signIn(opened, { holds: [contents(3)] });
    const itemId = uuid('gathered 2', 4);
    const [item] = await read(signedIn, [{ batchId, itemId }]);
    assert.equal(item?.place, 3);
    assert.deepEqual(item.address, { batchId, itemId });
    assert.match(linkIn(item.output), /after\.png/);
  });

  it('of several items: each once, and only they', async () => {
    const signedIn = await signIn(opened, { holds: [contents(5)] });
    const one = { batchId, itemId: uuid('gathered 1', 3) };
    const items = await read(signedIn, [one, { batchId, itemId: uuid('gathered 4', 6) }, one]);
    assert.deepEqual(
      items.map(({ place }) => place),
      [2, 5],
    );
  });

  it('of many items of a batch: read page by page, and only they', async () => {
    const signedIn = await signIn(opened, { holds: [contents(60)] });
    const sources = [1, 3, 5, 7, 55].map((index) => ({ batchId, itemId: uuid(`gathered ${index}`, 2 + index) }));
    signedIn.server.requests.length = 0;
    const items = await read(signedIn, sources);
    assert.deepEqual(
      items.map(({ place }) => place),
      [2, 4, 6, 8, 56],
    );
    assert.equal(signedIn.server.requests.length, 2);
  });

  it('of a batch and of items of it: each item once', async () => {
    const signedIn = await signIn(opened, { holds: [contents(3)] });
    const items = await read(signedIn, [{ batchId, itemId: uuid('gathered 1', 3) }, { batchId }]);
    assert.equal(items.length, 3);
  });

  it('of a run outside any batch', async () => {
    const run = aRun({ id: uuid('lone'), batch_id: null, client_ref: 'lone', output });
    const signedIn = await signIn(opened, { holds: [{ runs: [run] }] });
    const [item] = await read(signedIn, [{ runId: uuid('lone') }]);
    assert.deepEqual([item?.id, item?.place, item?.clientRef], [uuid('lone'), undefined, 'lone']);
    assert.match(linkIn(item?.output), /after\.png/);
  });

  it('of an item whose output only its run has', async () => {
    const signedIn = await signIn(opened, {
      holds: [contents(1, () => ({ output: null }))],
      variants: { embed: 'refused' },
    });
    const [item] = await read(signedIn, [{ batchId, itemId: uuid('gathered 0', 2) }]);
    assert.match(linkIn(item?.output), /after\.png/);
  });

  for (const [what, overrides] of [
    ['a row that says when it was completed', { status_code: 'succeeded' }],
    ['a row that says only that it succeeded', { status_code: 'succeeded', completed_at: null }],
    ['a row that says only that it failed', { status_code: 'failed', completed_at: null }],
    ['a row that says nothing at all', { status_code: undefined, completed_at: null }],
  ] as const) {
    it(`of an item whose list has ${what}: what the item itself says`, async () => {
      const signedIn = await signIn(opened, { holds: [contents(1)] });
      const lean = { ...(contents(1, () => overrides).items?.[0] as Raw), output: undefined };
      signedIn.server.fault = ({ url }) =>
        /\/items\?/.test(url) ? { status: 200, body: JSON.stringify({ items: [lean] }) } : undefined;
      assert.match(linkIn((await read(signedIn, [{ batchId }]))[0]?.output), /after\.png/);
    });
  }

  it('of an item that succeeded and whose list has no output for it: that of its run', async () => {
    const signedIn = await signIn(opened, { holds: [contents(1, () => ({ output: null }))] });
    assert.match(linkIn((await read(signedIn, [{ batchId }]))[0]?.output), /after\.png/);
  });

  it('but for one item that cannot be read', async () => {
    const signedIn = await signIn(opened, { holds: [contents(3)] });
    const broken = { batchId, itemId: uuid('gathered 1', 3) };
    signedIn.server.fault = ({ url }) => (url.includes(broken.itemId) ? { status: 500, body: '' } : undefined);
    const sources = [0, 1, 2].map((index) => ({ batchId, itemId: uuid(`gathered ${index}`, 2 + index) }));
    const { items, unread } = await gathered(signedIn, [...sources, broken]);
    assert.deepEqual(
      items.map(({ place }) => place),
      [1, 3],
    );
    assert.deepEqual(
      unread.map(({ source, error }) => [source, error.kind]),
      [[broken, 'server']],
    );
  });

  it('not at all where one after another gets no answer: each would take as long', async () => {
    const signedIn = await signIn(opened, { holds: [contents(9)] });
    const sources = [0, 1, 2, 3].map((index) => ({ batchId, itemId: uuid(`gathered ${index}`, 2 + index) }));
    const asked = new Set<string>();
    signedIn.server.fault = ({ url }) => {
      const source = sources.find(({ itemId }) => url.includes(itemId));
      if (source === undefined || source === sources[0]) return undefined;
      asked.add(source.itemId);
      return { status: 500, body: '' };
    };
    await assert.rejects(read(signedIn, sources), (error: ApiError) => error.kind === 'server');
    assert.equal(asked.size, 3);
  });

  it('but for one batch that cannot be read', async () => {
    const signedIn = await signIn(opened, { holds: [contents(3)] });
    const { items, unread } = await gathered(signedIn, [{ batchId: uuid('nowhere') }, { batchId }]);
    assert.equal(items.length, 3);
    assert.deepEqual(
      unread.map(({ source, error }) => [source, error.kind]),
      [[{ batchId: uuid('nowhere') }, 'notFound']],
    );
  });

  it('not at all where the key is refused on the way', async () => {
    const signedIn = await signIn(opened, { holds: [contents(3)] });
    const [first, second] = [0, 1].map((index) => ({ batchId, itemId: uuid(`gathered ${index}`, 2 + index) }));
    signedIn.server.fault = ({ url }) => (url.includes(second?.itemId ?? '') ? { status: 401, body: '' } : undefined);
    await assert.rejects(read(signedIn, [first ?? {}, second ?? {}]), (error: ApiError) => error.kind === 'auth');
  });

  it('nothing of what failed', async () => {
    const signedIn = await signIn(opened, { holds: [contents(1, () => ({ output: null, status_code: 'failed' }))] });
    assert.equal((await read(signedIn, [{ batchId }]))[0]?.output, undefined);
  });

  it('anew with other links', async () => {
    const signedIn = await signIn(opened, { holds: [contents(1)] });
    const [item] = await read(signedIn, [{ batchId }]);
    const options = { client: signedIn.access.client, signal: never(), onRead: () => undefined };
    const again = await outputOf({ batchId, itemId: uuid('gathered 0', 2) }, options);
    assert.notEqual(linkIn(again), linkIn(item?.output));
  });

  it('not where a batch is not there', async () => {
    const signedIn = await signIn(opened, { holds: [contents(1)] });
    await assert.rejects(read(signedIn, [{ batchId: uuid('nowhere') }]), ApiError);
  });
});
