import assert from 'node:assert/strict';
import { compare, type Compared } from '../../../src/shared/compare';
import { comparedNodes } from '../../../src/shared/comparedNodes';
import { picturePairs } from '../../../src/shared/comparedPictures';
import { jsonDifferences } from '../../../src/shared/jsonDifferences';
import type { Item, Json, JsonObject, NodeRun, Run } from '../../../src/shared/model';
import { findMedia } from '../../../src/shared/outputs';

const at = 1_760_000_000_000;

function item(change: Partial<Item> = {}, raw: JsonObject = {}): Item {
  return {
    id: 'item',
    batchId: 'batch',
    runId: 'run',
    sequenceIndex: 0,
    clientRef: 'sku',
    statusCode: 'succeeded',
    cost: '0.55',
    createdAt: at,
    startedAt: at + 2_000,
    completedAt: at + 32_000,
    failure: undefined,
    raw: { input: { prompt: 'a shoe', seed: 7 }, output: { url: 'https://x.test/a.png' }, ...raw },
    ...change,
  };
}

const one = (name: string, change: Partial<Item> = {}, raw: JsonObject = {}): Compared => ({
  name,
  item: item(change, raw),
  run: undefined,
  nodeRuns: undefined,
});

const failure = (code: string | undefined, message?: string) => ({ code, stage: 'preprocess', message });
const sentence = (left: Compared, right: Compared): string => compare(left, right).sentence;

describe('what differs between two items, in a sentence', () => {
  it('nothing', () => {
    assert.equal(sentence(one('a'), one('b')), 'Both succeeded; the inputs are the same, the outputs are the same.');
  });

  it('the seed and the prompt', () => {
    const other = { input: { seed: 8, prompt: 'a lamp' }, output: { url: 'https://x.test/b.png' } };
    assert.equal(sentence(one('a'), one('b', {}, other)), 'Both succeeded; the inputs differ in prompt and seed.');
  });

  it('one thing only, and what came out', () => {
    assert.equal(
      sentence(one('a'), one('b', {}, { output: { url: 'https://x.test/b.png' } })),
      'Both succeeded; the inputs are the same, the outputs are not.',
    );
    assert.equal(
      sentence(one('a'), one('b', {}, { input: { prompt: 'a shoe', seed: 8 } })),
      'Both succeeded; the inputs differ in seed, the outputs are the same.',
    );
  });

  it('many things: three are named', () => {
    const wide = (add: number): JsonObject => Object.fromEntries('vwxyz'.split('').map((key, n) => [key, n + add]));
    assert.match(
      sentence(one('a', {}, { input: wide(0) }), one('b', {}, { input: wide(1) })),
      /; the inputs differ in v, w, x and 2 more, the outputs/,
    );
    const huge = (add: number): JsonObject => Object.fromEntries([...Array(500).keys()].map((n) => [`k${n}`, n + add]));
    assert.match(
      sentence(one('a', {}, { input: huge(0) }), one('b', {}, { input: huge(1) })),
      /; the inputs differ in k0, k1, k2 and at least 97 more, the outputs/,
    );
  });

  it('one failed', () => {
    const failed = { statusCode: 'failed', failure: failure('INPUT_VALIDATION_FAILED', 'too large'), cost: undefined };
    assert.equal(
      sentence(one('a', failed, { output: null }), one('b')),
      'a failed with INPUT_VALIDATION_FAILED and b succeeded; the inputs are the same.',
    );
    assert.match(sentence(one('b'), one('a', { statusCode: 'failed' })), /^b succeeded and a failed; /);
    assert.match(
      sentence(one('a', { statusCode: 'failed', failure: failure(undefined, 'out of memory') }), one('b')),
      /^a failed with out of memory and b succeeded; /,
    );
  });

  it('both failed, of the same or of different causes', () => {
    const failed = (code: string) => ({ statusCode: 'failed', failure: failure(code) });
    assert.match(sentence(one('a', failed('X')), one('b', failed('X'))), /^Both failed with X; /);
    assert.match(sentence(one('a', failed('X')), one('b', failed('Y'))), /^Both failed, a with X and b with Y; /);
    assert.match(sentence(one('a', failed('X')), one('b', { statusCode: 'failed' })), /b with no reason given; /);
  });

  it('what is under way, cancelled or unknown', () => {
    const both = (status: string) => sentence(one('a', { statusCode: status }), one('b', { statusCode: status }));
    assert.match(both('queued'), /^Both are queued; /);
    assert.match(both('running'), /^Both are running; /);
    assert.match(both('canceled'), /^Both were cancelled; /);
    assert.match(both('partial_succeeded'), /^Both partly succeeded; /);
    assert.match(both('paused_for_review'), /^Both have the status Paused for review; /);
    assert.match(
      sentence(one('a', { statusCode: 'paused' }), one('b', { statusCode: 'waiting' })),
      /^a has the status Paused and b has the status Waiting; /,
    );
    assert.match(sentence(one('a', { statusCode: 'skipped' }), one('b')), /^a was skipped and b succeeded; /);
  });

  it('how much longer one ran and how much more it cost, exactly', () => {
    const slow = { completedAt: at + 35_500, cost: '0.57' };
    assert.match(sentence(one('a', slow), one('b')), /; a ran 3\.5 s longer and cost \$0\.02 more\.$/);
    assert.match(sentence(one('a'), one('b', slow)), /; b ran 3\.5 s longer and cost \$0\.02 more\.$/);
    assert.match(
      sentence(one('a', { completedAt: at + 35_500 }), one('b', { cost: '0.57' })),
      /; a ran 3\.5 s longer, b cost \$0\.02 more\.$/,
    );
    assert.match(sentence(one('a', { cost: '0.1' }), one('b', { cost: '0.3' })), /; b cost \$0\.20 more\.$/);
    assert.doesNotMatch(sentence(one('a', { completedAt: at + 32_099 }), one('b')), /longer/);
    assert.doesNotMatch(sentence(one('a', { cost: '0.550' }), one('b', { cost: ' 0.55 ' })), /cost/);
    for (const cost of ['free', '', '-', undefined])
      assert.doesNotMatch(sentence(one('a', { cost }), one('b')), /cost/);
  });

  it('a run knows better than its item', () => {
    const run = { statusCode: 'failed', failure: failure('LATE'), durationMs: 90_000, raw: {} } as unknown as Run;
    assert.match(sentence({ ...one('a'), run }, one('b')), /^a failed with LATE and b succeeded; .*; a ran 60 s|1 min/);
  });

  it('what has not been read', () => {
    const unread: Compared = { name: 'a', item: undefined, run: undefined, nodeRuns: undefined };
    assert.match(sentence(unread, one('b')), /^a has not been read yet; /);
    assert.equal(sentence(unread, { ...unread, name: 'b' }), 'a has not been read yet, b has not been read yet.');
  });

  it('where nearly everything is missing', () => {
    const bare = (name: string): Compared => ({
      name,
      item: item({
        statusCode: undefined,
        cost: undefined,
        createdAt: undefined,
        startedAt: undefined,
        completedAt: undefined,
      }),
      run: undefined,
      nodeRuns: undefined,
    });
    const { sentence: said, facts } = compare(bare('a'), bare('b'));
    assert.match(said, /^Both have the status Unknown; /);
    assert.deepEqual(
      facts.map(({ name }) => name),
      ['Status'],
    );
  });

  it('times that are no times say nothing', () => {
    const odd = { startedAt: at, completedAt: at - 5_000 };
    assert.doesNotMatch(sentence(one('a', odd), one('b', odd)), /NaN|Infinity|-/);
    assert.doesNotMatch(sentence(one('a', { startedAt: Number.NaN }), one('b')), /NaN/);
  });

  it('hostile text stays text, and in one line', () => {
    const code = '\u202Eevil\u0000\n<img src=x>';
    const key = `a\nb\u202E${'x'.repeat(500)}`;
    const said = sentence(
      one('a', { statusCode: 'failed', failure: failure(code) }, { input: { [key]: 1 } }),
      one('b', { statusCode: '$(trash)\u202E' }),
    );
    assert.doesNotMatch(said, /[\u202E\u0000\n]/);
    assert.ok(said.length < 400, said);
  });
});

describe('facts of two items', () => {
  it('say what differs', () => {
    const { facts } = compare(
      one('a'),
      one('b', { statusCode: 'failed', failure: failure('X', 'y'), cost: undefined }),
    );
    const told = facts.map(({ name, left, right, differs }) => [name, left, right, differs]);
    assert.deepEqual(told, [
      ['Status', 'Succeeded', 'Failed', true],
      ['Failure', '–', 'X at preprocess: y', true],
      ['Queued', '2.0 s', '2.0 s', false],
      ['Ran', '30 s', '30 s', false],
      ['Cost', '$0.55', '–', true],
    ]);
  });
});

describe('where two JSON values differ', () => {
  const paths = (left: Json | undefined, right: Json | undefined): readonly string[] =>
    jsonDifferences(left, right).found.map(({ path, left: one, right: other }) =>
      [path.join('.'), one ?? 'nothing', other ?? 'nothing'].join(' '),
    );

  it('not in the order of keys, nor in signatures of links', () => {
    const signed = (by: string): string => `https://s3.test/a.png?X-Amz-Date=1&X-Amz-Signature=${by}`;
    assert.deepEqual(paths({ a: 1, b: [signed('x')] }, { b: [signed('y')], a: 1 }), []);
    assert.deepEqual(paths({ a: 'https://x.test/?v=1' }, { a: 'https://x.test/?v=2' }), [
      'a https://x.test/?v=1 https://x.test/?v=2',
    ]);
  });

  it('in values, kinds and what is missing', () => {
    assert.deepEqual(paths({ a: 1, b: null, c: [1, 2], d: {} }, { a: 2, c: [1], d: [], e: 'x' }), [
      'a 1 2',
      'b null nothing',
      'c.1 2 nothing',
      'd 0 properties 0 values',
      'e nothing x',
    ]);
    assert.deepEqual(paths('5', 5), [' "5" 5']);
    assert.deepEqual(paths(undefined, { a: 1 }), [' nothing 1 property']);
    assert.deepEqual(paths(undefined, undefined), []);
  });

  it('names of properties are only names', () => {
    const left = JSON.parse('{"__proto__": 1, "constructor": 2, "hasOwnProperty": 3}') as Json;
    assert.deepEqual(paths(left, {}), ['__proto__ 1 nothing', 'constructor 2 nothing', 'hasOwnProperty 3 nothing']);
    assert.deepEqual(paths({}, left), ['__proto__ nothing 1', 'constructor nothing 2', 'hasOwnProperty nothing 3']);
  });

  it('at any depth, and no further than anybody reads', () => {
    const deep = (end: Json): Json => {
      let value = end;
      for (let level = 0; level < 20_000; level++) value = { a: value };
      return value;
    };
    assert.equal(jsonDifferences(deep(1), deep(1)).found.length, 0);
    assert.equal(jsonDifferences(deep(1), deep(2)).found[0]?.path.length, 20_000);
    const wide = (add: number): Json => Array.from({ length: 1000 }, (_, n) => n + add);
    const { found, isPartial } = jsonDifferences(wide(0), wide(1));
    assert.deepEqual([found.length, isPartial], [100, true]);
    const same = Array.from({ length: 300_000 }, (_, n) => n);
    assert.equal(jsonDifferences(same, [...same]).isPartial, true);
  });
});

describe('node runs of two runs', () => {
  const node = (id: string | undefined, change: Partial<NodeRun> = {}): NodeRun =>
    ({ id: `run of ${id ?? ''}`, nodeId: id, stateCode: 'succeeded', durationMs: 1000, ...change }) as NodeRun;

  it('stand beside each other by their node, also when one ran again', () => {
    const found = comparedNodes(
      [node('aaaa', { durationMs: 1000 }), node('bbbb'), node('aaaa', { durationMs: 3000 })],
      [
        node('bbbb', { durationMs: undefined, startedAt: 10, completedAt: 260, retryCount: 2 }),
        node('aaaa'),
        node('cccc'),
      ],
      { aaaa: 'Upscale\u202E', bbbb: ' ' },
    );
    assert.deepEqual(
      found.map(({ name, left, right }) => [name, left?.ms, right?.ms, right?.retries]),
      [
        ['Upscale⟨U+202E⟩', 1000, 1000, 0],
        ['bbbb', 1000, 250, 2],
        ['Upscale⟨U+202E⟩', 3000, undefined, undefined],
        ['cccc', undefined, 1000, 0],
      ],
    );
    assert.equal(new Set(found.map(({ key }) => key)).size, 4);
  });

  it('without ids stand by their place, and names are own properties only', () => {
    const found = comparedNodes([node(undefined), node('constructor')], [node(undefined)], {});
    assert.deepEqual(
      found.map(({ name, left, right }) => [name, left !== undefined, right !== undefined]),
      [
        ['#1', true, true],
        ['structor'.slice(-8), true, false],
      ],
    );
    assert.deepEqual(comparedNodes(undefined, undefined, {}), []);
  });

  it('times that are no times are not told', () => {
    const [found] = comparedNodes([node('a', { durationMs: Number.NaN })], [node('a', { durationMs: -5 })], {});
    assert.deepEqual([found?.left?.ms, found?.right?.ms], [undefined, 0]);
  });
});

describe('pictures of two items', () => {
  const sides = (output: Json, input: Json = null) => ({
    output: findMedia(output, 'output'),
    input: findMedia(input, 'input'),
  });
  const url = (name: string, by = ''): string => `https://x.test/${name}.png${by && `?X-Amz-Signature=${by}`}`;
  const told = (...of: Parameters<typeof picturePairs>) =>
    picturePairs(...of).map(({ label, side, left, right }) => [label, side, left?.path, right?.path]);

  it('stand beside each other by their place, else in their order; one alone stands alone', () => {
    assert.deepEqual(
      told(
        sides({ outputs: [{ url: url('a') }, { url: url('b') }], mask: url('m') }),
        sides({ outputs: [{ url: url('c') }], preview: url('p') }),
      ),
      [
        ['outputs[0].url', 'output', ['outputs', 0, 'url'], ['outputs', 0, 'url']],
        ['outputs[1].url', 'output', ['outputs', 1, 'url'], ['preview']],
        ['mask', 'output', ['mask'], undefined],
      ],
    );
  });

  it('of the input only where they are not the same file; films are none', () => {
    const input = (by: string, other: string): Json => ({
      image: url('same', by),
      mask: url(other),
      clip: 'https://x.test/a.mp4',
    });
    assert.deepEqual(told(sides(null, input('x', 'm1')), sides(null, input('y', 'm2'))), [
      ['mask', 'input', ['mask'], ['mask']],
    ]);
    assert.deepEqual(told(sides(null), sides(null)), []);
  });

  it('carry places and never a link', () => {
    assert.doesNotMatch(JSON.stringify(picturePairs(sides([url('a')]), sides([url('b')]))), /https/);
  });
});
