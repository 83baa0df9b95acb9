import assert from 'node:assert/strict';
import sample from '../../fakes/sample.json';
import { asCount, asMoney, asNumber, asText, asTime, decodeOne, decodePage } from '../../../src/core/decode';
import { decodeBatch, decodeItem } from '../../../src/core/decodeBatch';
import { decodeAccount, decodeBalance, decodeFlow, decodeNamed } from '../../../src/core/decodeCatalog';
import { decodeLogLine, decodeNodeRun, decodeRun } from '../../../src/core/decodeRun';
import { ApiError } from '../../../src/core/errors';

const id = '3c90c3cc-0d44-4b50-8888-8dd25736052a';
const time = Date.UTC(2023, 10, 7, 5, 31, 56);

describe('decode: primitives', () => {
  const times: readonly (readonly [string, number])[] = [
    ['2023-11-07T05:31:56Z', time],
    ['2023-11-07T05:31:56+00:00', time],
    ['2023-11-07T05:31:56+0000', time],
    ['2023-11-07T05:31:56+00', time],
    ['2023-11-07T07:31:56+02:00', time],
    ['2023-11-07T01:01:56-04:30', time],
    ['2023-11-07T05:31:56.1Z', time + 100],
    ['2023-11-07T05:31:56.123456Z', time + 123],
    ['2023-11-07T05:31:56.123456789+00:00', time + 123],
    ['2023-11-07 05:31:56.5', time + 500],
    ['2023-11-07T05:31:56', time],
    ['2023-11-07T05:31Z', time - 56_000],
  ];
  for (const [text, expected] of times) {
    it(`${text} is a time`, () => {
      assert.equal(asTime(text), expected);
    });
  }

  it('what is no time is none', () => {
    for (const value of [null, undefined, 5, '', 'soon', '2023', '2023-11-07', '2023-13-40T05:31:56Z', {}, []]) {
      assert.equal(asTime(value), undefined);
    }
  });

  it('numbers may come as strings', () => {
    assert.equal(asNumber('12.5'), 12.5);
    assert.equal(asCount('12'), 12);
    for (const value of [null, '', ' ', 'x', Number.NaN, true, {}, [1]]) assert.equal(asNumber(value), undefined);
    for (const value of [-1, 1.5, '1e300', '-3']) assert.equal(asCount(value), undefined);
  });

  it('money is a decimal string, whatever it came as', () => {
    assert.equal(asMoney('0.5500'), '0.5500');
    assert.equal(asMoney(0.55), '0.55');
    for (const value of ['<string>', '', null, Number.POSITIVE_INFINITY, {}]) assert.equal(asMoney(value), undefined);
  });

  it('an empty text is none', () => {
    for (const value of ['', '  ', null, 5, {}]) assert.equal(asText(value), undefined);
  });
});

describe('decode: lists', () => {
  const decode = decodePage(decodeNamed);
  const row = { id: 'a', name: 'A' };

  it('rows without an id are left out, the others stay', () => {
    const items = [row, null, 5, 'x', [], {}, { id: null }, { id: '' }, { id: 7 }, { ...row, id: 'b' }];
    assert.deepEqual(
      decode({ items }).items.map((each) => each.id),
      ['a', 'b'],
    );
  });

  it('a bare array is a list without a cursor', () => {
    assert.deepEqual(decode([row]), { items: [row], next: undefined });
  });

  it('what holds no rows is a bad response', () => {
    for (const json of [{}, { items: null }, { items: {} }, { data: [] }, null, 'x', 5]) {
      assert.throws(
        () => decode(json),
        (error) => error instanceof ApiError && error.kind === 'badResponse',
      );
    }
  });

  const cursors: readonly (readonly [string, object, string | undefined])[] = [
    ['next', { next: 'abc' }, 'abc'],
    ['next_pq', { next_pq: 'abc' }, 'abc'],
    ['next before next_pq', { next: 'abc', next_pq: 'def' }, 'abc'],
    ['next_pq when next is null', { next: null, next_pq: 'def' }, 'def'],
    ['nothing', { next: null }, undefined],
    ['an empty text', { next: '' }, undefined],
    ['a number', { next: 5 }, undefined],
    ['a link', { next: 'https://api.runflow.io/v1/runs?limit=5&pq=a%2Bb%3D%3D&from_prev=false#x' }, 'a+b=='],
    ['a path', { next: '/v1/runs?pq=abc' }, 'abc'],
    ['a query', { next: '?pq=abc&limit=5' }, 'abc'],
    ['a query without its mark', { next: 'limit=5&pq=abc' }, 'abc'],
    ['base64 with equals signs', { next: 'eyJpZCI6MX0==' }, 'eyJpZCI6MX0=='],
  ];
  for (const [name, envelope, next] of cursors) {
    it(`the cursor is ${name}`, () => {
      assert.equal(decode({ items: [], ...envelope }).next, next);
    });
  }

  it('one object without an id is a bad response', () => {
    assert.throws(() => decodeOne(decodeRun)({ status_code: 'queued' }), ApiError);
    assert.throws(() => decodeOne(decodeRun)([]), ApiError);
  });
});

describe('decode: the sample of the docs', () => {
  it('an item with its run', () => {
    const item = decodeItem(sample);
    assert.equal(item?.id, id);
    assert.equal(item.batchId, id);
    assert.equal(item.runId, id);
    assert.equal(item.sequenceIndex, 123);
    assert.equal(item.createdAt, time);
    assert.equal(item.raw, sample);
    const run = decodeRun(sample.run);
    assert.equal(run?.statusCode, 'queued');
    assert.equal(run.targetType, 'model');
    assert.equal(run.durationMs, 123);
    assert.equal(run.nodesTotal, 123);
    assert.equal(run.hasLogs, true);
    assert.equal(run.nodeRuns?.[0]?.retryCount, 123);
    assert.equal(run.logs?.[0]?.timestamp, time);
    assert.equal(run.failure?.stage, 'dispatch');
  });
});

describe('decode: anything may be missing, null or of the wrong type', () => {
  const decoders = { decodeBatch, decodeItem, decodeRun, decodeNodeRun, decodeLogLine };
  const batch = {
    id,
    status_code: 'running',
    target_id: id,
    target_type: 'model',
    target_type_code: 'model',
    items_total: 3,
    items_succeeded: 1,
    items_failed: 1,
    items_cancelled: 0,
    cost: '1.50',
    created_at: '2023-11-07T05:31:56Z',
    started_at: '2023-11-07T05:31:56Z',
    completed_at: '2023-11-07T05:31:56Z',
    duration_ms: 5,
    failure_code: 'C',
    failure_message: 'm',
    failure_stage_code: 's',
    items: [{ id }],
  };
  const full: Readonly<Record<keyof typeof decoders, Readonly<Record<string, unknown>>>> = {
    decodeBatch: batch,
    decodeItem: sample,
    decodeRun: sample.run,
    decodeNodeRun: sample.run.node_runs[0] ?? {},
    decodeLogLine: sample.run.logs[0] ?? {},
  };
  const wrong = [null, undefined, true, -1, 1.5, '', 'text', [], [null, 5], {}, { id: {} }];

  // What a node did is worth seeing, whatever it is called.
  const { node_id = '', created_at = '' } = sample.run.node_runs[0] ?? {};
  const withoutId: Readonly<Record<string, string>> = { decodeNodeRun: `${node_id} ${created_at}` };

  for (const [name, decode] of Object.entries(decoders)) {
    it(`${name}: all but the id`, () => {
      assert.equal(decode({ id })?.id, id);
    });

    const row = full[name as keyof typeof decoders];
    for (const field of Object.keys(row)) {
      it(`${name}: ${field}`, () => {
        for (const value of wrong) {
          const decoded = decode({ ...row, [field]: value });
          if (field === 'id') assert.equal(decoded?.id, value === 'text' ? 'text' : withoutId[name]);
          else assert.equal(decoded?.id, id);
        }
      });
    }
  }

  it('each field that is wrong is undefined, and only that', () => {
    const good = decodeBatch(batch);
    assert.deepEqual(decodeBatch({ ...batch, cost: {} }), { ...good, cost: undefined, raw: { ...batch, cost: {} } });
    const run = decodeRun({ ...sample.run, has_logs: 'yes', model: 5, node_runs: 'none', duration_ms: '250' });
    assert.deepEqual(
      [run?.hasLogs, run?.modelName, run?.nodeRuns, run?.durationMs, run?.nodesTotal],
      [undefined, undefined, undefined, 250, 123],
    );
  });

  it('a line of a log without words is an empty line', () => {
    assert.equal(decodeLogLine({ id, message: null })?.message, '');
    assert.equal(decodeLogLine({ id, message: '  indented' })?.message, '  indented');
  });

  it('a line of a log that is no text is told as JSON', () => {
    assert.equal(decodeLogLine({ id, message: { step: 1, of: [2] } })?.message, '{"step":1,"of":[2]}');
    assert.equal(decodeLogLine({ id, message: 7 })?.message, '7');
    assert.equal(decodeLogLine({ id, message: false })?.message, 'false');
  });

  it('nothing that came with a line of a log is lost', () => {
    const meta = (more: object): unknown => decodeLogLine({ id, run_id: id, message: 'x', run: null, ...more })?.meta;
    assert.deepEqual(meta({ meta: { tile: 1 } }), { tile: 1 });
    assert.deepEqual(meta({ meta: ['a', 1] }), ['a', 1]);
    assert.equal(meta({ meta: 'painted' }), 'painted');
    assert.equal(meta({ meta: 0 }), 0);
    assert.deepEqual(meta({ meta: { tile: 1 }, worker: 'gpu-3' }), { worker: 'gpu-3', meta: { tile: 1 } });
    assert.deepEqual(meta({ meta: {}, constructor: 'gpu-3' }), { constructor: 'gpu-3' });
    // What could not be read is shown as it is.
    assert.deepEqual(meta({ level_code: 30, timestamp: 'noon' }), { level_code: 30, timestamp: 'noon' });
    for (const nothing of [undefined, null, {}, [], '']) assert.equal(meta({ meta: nothing }), undefined);
  });
});

describe('decode: batches', () => {
  it('lean items get the id of their batch', () => {
    const batch = decodeBatch({
      id,
      items: [{ id: 'i', sequence_index: 0, run_id: 'r', status_code: 'queued' }, null],
    });
    assert.deepEqual(
      batch?.leanItems?.map((item) => [item.id, item.batchId, item.runId]),
      [['i', id, 'r']],
    );
  });

  it('absent counters are 0, but no counters at all are none', () => {
    assert.deepEqual(decodeBatch({ id, items_total: 4 })?.counts, { total: 4, succeeded: 0, failed: 0, cancelled: 0 });
    assert.equal(decodeBatch({ id })?.counts, undefined);
    assert.equal(decodeBatch({ id, items_failed: 2, items: [{ id }] })?.counts?.total, 2);
  });
});

describe('decode: failures', () => {
  const failureOf = (row: object) => {
    const { code, stage, message } = decodeItem({ id, ...row })?.failure ?? {};
    return [code, stage, message];
  };
  const cases: readonly (readonly [string, object, readonly (string | undefined)[]])[] = [
    ['none', {}, [undefined, undefined, undefined]],
    ['an empty error', { error: {} }, [undefined, undefined, undefined]],
    ['an empty list', { error: [] }, [undefined, undefined, undefined]],
    ['its own fields', { failure_code: 'C', failure_message: 'm', failure_stage_code: 's' }, ['C', 's', 'm']],
    ['the other name of the stage', { failure_code: 'C', failure_stage: 's' }, ['C', 's', undefined]],
    ['a code and a message', { error: { code: 'C', message: 'm' } }, ['C', undefined, 'm']],
    ['failure fields in the error', { error: { failure_code: 'C', failure_stage_code: 's' } }, ['C', 's', undefined]],
    ['a sentence', { error: 'it broke' }, [undefined, undefined, 'it broke']],
    ['an error in the error', { error: { error: { message: 'm', type: 'T' } } }, ['T', undefined, 'm']],
    ['a detail in the error', { error: { code: 'C', detail: [{ msg: 'm' }] } }, ['C', undefined, 'm']],
    ['a list of sentences', { error: ['m', 'n'] }, [undefined, undefined, 'm']],
    [
      'the run, for what the item leaves open',
      { error: { message: 'm' }, run: { failure_code: 'C', failure_message: 'other', failure_stage_code: 's' } },
      ['C', 's', 'm'],
    ],
    ['the run alone', { error: null, run: { failure_code: 'C' } }, ['C', undefined, undefined]],
    ['an error that says nothing we know', { error: { why: 5 } }, [undefined, undefined, '{"why":5}']],
    ['the run before that', { error: { why: 5 }, run: { failure_message: 'm' } }, [undefined, undefined, 'm']],
  ];
  for (const [name, row, expected] of cases) {
    it(name, () => {
      assert.deepEqual(failureOf(row), expected);
    });
  }

  it('an error nested deeper than the stack is a failure without words', () => {
    const error: unknown = JSON.parse('{"error":'.repeat(100_000) + '1' + '}'.repeat(100_000));
    assert.deepEqual(failureOf({ error }), [undefined, undefined, undefined]);
  });

  it('a long error is cut', () => {
    assert.equal(failureOf({ error: { x: 'y'.repeat(5000) } })[2]?.length, 1000);
  });
});

describe('decode: account, models and flows', () => {
  it('memberships and organizations are joined', () => {
    const account = decodeAccount({
      id: 'u',
      email: 'a@b.c',
      memberships: [
        { org: { id: 'o1', name: 'One' } },
        { org_id: 'o2' },
        { organization: { id: 'o3', slug: 'three' } },
        5,
      ],
      organizations: [{ id: 'o2', name: 'Two' }, { id: 'o1' }, null],
    });
    assert.deepEqual(account.organizations, [
      { id: 'o1', name: 'One' },
      { id: 'o2', name: 'Two' },
      { id: 'o3', name: 'three' },
    ]);
  });

  it('an account may be nobody, but not a list', () => {
    assert.deepEqual(decodeAccount({ memberships: null }), { userId: undefined, email: undefined, organizations: [] });
    assert.throws(() => decodeAccount([]), ApiError);
    assert.throws(() => decodeAccount(null), ApiError);
  });

  it('a model without a name goes by its slug', () => {
    assert.deepEqual(decodeNamed({ id, name: null, slug: 'smart-resize' }), { id, name: 'smart-resize' });
    assert.equal(decodeNamed({ id }), undefined);
  });

  it('nodes of a flow, wherever it keeps them', () => {
    const node = { id: 'n', label: 'Upscale' };
    const named = [{ id: 'n', name: 'Upscale' }];
    for (const flow of [
      { id, nodes: [node] },
      { id, nodes: { n: { label: 'Upscale' } } },
      { id, graph: { nodes: [node] } },
      { id, versions: [{ nodes: [node, null, { id: 'x' }] }] },
      { id, nodes: [{ node_id: 'n', label: '', slug: 'Upscale' }] },
    ]) {
      assert.deepEqual(decodeFlow(flow)?.nodes, named);
    }
    assert.deepEqual(decodeFlow({ id, nodes: 'none', graph: 5, versions: [[], null] })?.nodes, []);
  });
});

describe('decode: the credit', () => {
  const cases: readonly (readonly [string, unknown, string | undefined])[] = [
    ['as the reference has it', { id: 'x', balance: '412.3500', low_balance_threshold: '50' }, '412.3500'],
    ['as the concept page has it', { balance_cents: 12450, currency: 'USD' }, '124.50'],
    ['as the official tools read it', { items: [{ balance_usd: '7.10' }] }, '7.10'],
    ['of a list with the name of the reference', { items: [{ balance: '7.20' }] }, '7.20'],
    ['that is none', { items: [] }, undefined],
    ['that is not even an object', 'much', undefined],
  ];
  for (const [name, json, expected] of cases) {
    it(name, () => {
      assert.equal(decodeBalance(json), expected);
    });
  }
});
