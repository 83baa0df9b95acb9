import assert from 'node:assert/strict';
import { parseLookup, type LookupTarget } from '../../../src/shared/lookup';
import { isUuid, normaliseUuid } from '../../../src/shared/uuid';

const b = '019e1a2b-0000-7000-8000-00000000000b';
const i = '019e1a2b-0000-7000-8000-000000000001';
const r = '019e1a2b-0000-7000-8000-0000000000a1';
const x = '019e1a2b-0000-7000-8000-0000000000ff';
const bare = (id: string) => id.replaceAll('-', '');

const item: LookupTarget = { kind: 'item', batchId: b, itemId: i };
const batch: LookupTarget = { kind: 'batch', batchId: b };
const run: LookupTarget = { kind: 'run', runId: r };
const anyId: LookupTarget = { kind: 'id', id: i };

describe('lookup: ids', () => {
  it('with or without dashes, in any case, spaces around', () => {
    for (const text of [i, bare(i), i.toUpperCase(), bare(i).toUpperCase(), `  ${i}\n`, `{${i}}`, `urn:uuid:${i}`]) {
      assert.deepEqual(parseLookup(text), anyId, text);
    }
  });

  it('are written in lower case with dashes', () => {
    assert.equal(normaliseUuid(bare(i).toUpperCase()), i);
    assert.equal(normaliseUuid('019e1a2b'), undefined);
    assert.equal(normaliseUuid(`${i}0`), undefined);
  });

  it('are whole UUIDs', () => {
    assert.equal(isUuid(i), true);
    assert.equal(isUuid(bare(i)), true);
    assert.equal(isUuid(`x${i}`), false);
    assert.equal(isUuid(`019e1a2b0000-7000-8000-000000000001`), false);
  });

  it('no part of a longer hash is an id', () => {
    const hash = 'a'.repeat(64);
    assert.deepEqual(parseLookup(hash), { kind: 'text', text: hash });
  });
});

describe('lookup: nothing known', () => {
  it('nothing is empty, words are text', () => {
    assert.deepEqual(parseLookup(''), { kind: 'empty' });
    assert.deepEqual(parseLookup(' \n\t'), { kind: 'empty' });
    assert.deepEqual(parseLookup(' sku-1004 '), { kind: 'text', text: 'sku-1004' });
    assert.deepEqual(parseLookup('a\\b%20c'), { kind: 'text', text: 'a\\b%20c' });
    const docs = 'https://docs.runflow.io/api-reference/batches/get-one-batch-item';
    assert.deepEqual(parseLookup(docs), { kind: 'text', text: docs });
  });
});

describe('lookup: links and paths', () => {
  const cases: readonly (readonly [string, LookupTarget])[] = [
    [`https://api.runflow.io/v1/batches/${b}/items/${i}`, item],
    [`https://api.runflow.io/v1/batches/${bare(b)}/items/${i.toUpperCase()}?embed=run`, item],
    [`https://api.runflow.io/v1/batches/${b}`, batch],
    [`https://api.runflow.io/v1/batches/${b}/items?limit=50`, batch],
    [`https://api.runflow.io/v1/runs/${r}`, run],
    [`https://api.runflow.io/v1/runs/${r}/logs?limit=500`, run],
    [`https://api.runflow.io/v1/runs/${r}/node-runs/${x}`, run],
    [`/v1/runs/${r}/logs/${x}`, run],
    [`https://docs.runflow.io/somewhere?batch_id=${b}&id=${i}`, item],
    [`vscode://runflow-tools.runflow-batches/batches/${b}/items/${i}`, item],
    [`code-oss://runflow-tools.runflow-batches/batches/${b}`, batch],
    [`vscodium://runflow-tools.runflow-batches/runs/${r}`, run],
    [`runflow:/batches/${b}/items/${i}/output.json`, item],
    [`runflow:/batches/${b}/items/${i}/node-runs/${x}.json`, item],
    [`runflow:/runs/${r}/logs.log`, run],
    [`https://elsewhere.example/open?u=https%3A%2F%2Fapi.runflow.io%2Fv1%2Fbatches%2F${b}%2Fitems%2F${i}`, item],
    [`curl -H 'X-Organization-Id: ${x}' https://api.runflow.io/v1/batches/${b}/items/${i}`, item],
    [`${b}/${i}`, item],
    [`${bare(b)}/${bare(i)}`, item],
    [`see ${b}/${i}, it failed`, item],
    [`batches/${b}/${i}`, item],
    [`${b} ${i}`, item],
    [`${b}\t${i}\n`, item],
    [`"${b}","${i}"`, item],
  ];
  for (const [text, target] of cases) {
    it(text, () => {
      assert.deepEqual(parseLookup(text), target);
    });
  }
});

describe('lookup: JSON', () => {
  const itemRow = { id: i, batch_id: b, sequence_index: 4, run_id: r, status_code: 'failed' };
  const runRow = { id: r, flow_id: null, model_id: x, target_type: 'model', batch_id: b, has_logs: true };

  it('an item, with and without its run embedded', () => {
    assert.deepEqual(parseLookup(JSON.stringify(itemRow)), item);
    assert.deepEqual(parseLookup(JSON.stringify({ ...itemRow, run: runRow }, null, 2)), item);
    const sorted = `{"batch_id":"${b}","id":"${i}","run":{"batch_id":"${b}","has_logs":true,"id":"${r}"},"run_id":"${r}"}`;
    assert.deepEqual(parseLookup(sorted), item);
  });

  it('a fragment of an item', () => {
    assert.deepEqual(parseLookup(`"id": "${i}",\n  "batch_id": "${b}",\n  "sequence_index": 4,`), item);
    assert.deepEqual(parseLookup(`"batch_id": "${b}", "run_id": "${r}"`), run);
    assert.deepEqual(parseLookup(`"batch_id": "${b}"`), batch);
    assert.deepEqual(parseLookup(`"item_id": "${i}"`), anyId);
    assert.deepEqual(parseLookup(`"id": "${i}"`), anyId);
    assert.deepEqual(parseLookup(`{'batch_id': '${b}', 'id': '${i}'}`), item);
    assert.deepEqual(parseLookup(`batchId: "${b}", itemId: "${i}"`), item);
  });

  it('the sample of the docs, where one id stands for all', () => {
    const sample = { id: b, batch_id: b, sequence_index: 123, run_id: b, run: { id: b, batch_id: b, has_logs: true } };
    assert.deepEqual(parseLookup(JSON.stringify(sample)), { kind: 'item', batchId: b, itemId: b });
  });

  it('a run is a run, although it has an id and a batch', () => {
    assert.deepEqual(parseLookup(JSON.stringify(runRow)), run);
    const full = { ...runRow, node_runs: [{ id: x, run_id: r }], logs: [{ id: x, run_id: r }] };
    assert.deepEqual(parseLookup(JSON.stringify(full)), run);
  });

  it('a batch is a batch, although its items have ids and runs', () => {
    const row = { id: b, items_total: 2, items: [{ id: i, run_id: r, sequence_index: 0 }] };
    assert.deepEqual(parseLookup(JSON.stringify(row)), batch);
  });

  it('a row of a log or of the node runs leads to its run', () => {
    assert.deepEqual(parseLookup(JSON.stringify({ id: x, run_id: r, message: 'hello' })), run);
    assert.deepEqual(parseLookup(JSON.stringify({ id: x, run_id: r, node_id: x, flow_id: x })), run);
  });

  it('of a whole list, the first row', () => {
    assert.deepEqual(parseLookup(JSON.stringify({ items: [itemRow, { ...itemRow, id: x }], next: null })), item);
  });

  it('JSON inside a string of JSON', () => {
    assert.deepEqual(parseLookup(JSON.stringify(JSON.stringify(itemRow, null, 2))), item);
    assert.deepEqual(parseLookup(`"https:\\/\\/api.runflow.io\\/v1\\/batches\\/${b}\\/items\\/${i}"`), item);
  });
});

describe('lookup: lines of logs', () => {
  const cases: readonly (readonly [string, LookupTarget])[] = [
    [`2026-11-20T09:12:03Z INFO run=${r} step 1`, run],
    [`batch=${b} item=${i} status=failed`, item],
    [`[run ${r}] started`, run],
    [`Run ID: ${r}`, run],
    [`Batch ID ${b}`, batch],
    [`GET /v1/batches/${b}/items/${i} 200 request_id=${x}`, item],
    [`request_id=${x} run_id=${r}`, run],
    [`run ${r} of batch ${b}`, run],
    [`run-${r}.log`, run],
    [`batch_${b}.ndjson`, batch],
    [`error for ${i}: no such thing`, anyId],
    [`https://bucket.s3.amazonaws.com/outputs/${i}/result.webp?X-Amz-Signature=${'f'.repeat(64)}`, anyId],
  ];
  for (const [text, target] of cases) {
    it(text, () => {
      assert.deepEqual(parseLookup(text), target);
    });
  }
});

describe('lookup: a megabyte', () => {
  const million = 1_000_000;
  const texts: Readonly<Record<string, string>> = {
    'of hexadecimal digits': 'a'.repeat(million),
    'of dashes': '-'.repeat(million),
    'of backslashes': '\\'.repeat(million),
    'of quotes and spaces': '" '.repeat(million / 2),
    'of almost ids': '019e1a2b-0000-7000-8000-00000000000 '.repeat(million / 36),
    'of ids': `${x} `.repeat(million / 37),
    'of keys of a run': '"run"  '.repeat(million / 7),
    'of slashes': '/'.repeat(million),
    'of percent signs': '%2'.repeat(million / 2),
  };
  for (const [name, text] of Object.entries(texts)) {
    it(name, () => {
      // An expression that goes back and forth in it would take minutes, and the test would not end in time.
      assert.ok(parseLookup(`${text} batches/${b}/items/${i}`));
    });
  }
});
