import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiError } from '../../../../src/core/errors';
import { csvColumns } from '../../../../src/core/takeHome/csv';
import { DiskProblem } from '../../../../src/core/takeHome/disk';
import { cutLinks, jsonLine } from '../../../../src/core/takeHome/withoutLinks';
import { itemsAsText, writeStreamed, type ExportFormat } from '../../../../src/core/takeHome/writeItems';
import { parseJson } from '../../../../src/core/exactJson';
import type { Json, JsonObject, Page } from '../../../../src/shared/model';
import { anItem, uuid } from '../../../fakes/builders';

/** RFC 4180, by the book, so that what we write is read by something that did not write it. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  const cells = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  while (cells.lastIndex < text.length) {
    const found = cells.exec(text);
    if (found === null) throw new Error(`No CSV at: ${text.slice(cells.lastIndex, cells.lastIndex + 40)}`);
    const [, quoted, bare = '', end] = found;
    rows.at(-1)?.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
  }
  assert.deepEqual(rows.pop(), []);
  return rows;
}

const signed = 'https://h.example/a.png?X-Amz-Signature=secret1';
const row = (overrides: Readonly<Record<string, unknown>> = {}): JsonObject =>
  anItem({ id: uuid('exported'), output: { outputs: [{ url: signed }] }, ...overrides }) as JsonObject;

async function written(format: ExportFormat, pagesOfRows: readonly (readonly JsonObject[])[]): Promise<string> {
  const read = (cursor: string | undefined): Promise<Page<JsonObject>> => {
    const at = Number(cursor ?? 0);
    return Promise.resolve({
      items: pagesOfRows[at] ?? [],
      next: at + 1 < pagesOfRows.length ? String(at + 1) : undefined,
    });
  };
  let text = '';
  for await (const piece of itemsAsText({ batchId: uuid('b'), format, read, onRead: () => undefined })) text += piece;
  return text;
}

describe('a batch as CSV', () => {
  it('has a line of names and a line for each item, over all pages', async () => {
    const rows = parseCsv(await written('csv', [[row({ sequence_index: 0 })], [row({ sequence_index: 1 })]]));
    assert.deepEqual(rows[0], csvColumns);
    assert.deepEqual(
      rows.slice(1).map(([index]) => index),
      ['1', '2'],
    );
    for (const cells of rows) assert.equal(cells.length, csvColumns.length);
  });

  it('says of an item what is known of it', async () => {
    const [names = [], cells = []] = parseCsv(await written('csv', [[row()]]));
    const of = (name: string) => cells[names.indexOf(name)];
    assert.equal(of('client_ref'), 'sku-1000');
    assert.equal(of('status'), 'succeeded');
    assert.equal(of('cost'), '0.55');
    assert.equal(of('created_at'), '2026-11-20T09:12:00.000Z');
    assert.equal(of('queued_seconds'), '2.1');
    assert.equal(of('run_seconds'), '31.2');
    assert.equal(of('output_files'), '1');
    assert.equal(of('output_links'), 'https://h.example/a.png');
    assert.equal(of('failure_code'), '');
  });

  it('keeps quotes, commas and line ends inside of what they are part of', async () => {
    const odd = ['a,b', 'say "hi"', 'two\nlines', 'two\r\nlines', 'cr\ralone', '"', ',', ' spaces '];
    const rows = parseCsv(await written('csv', [odd.map((text) => row({ client_ref: text }))]));
    assert.deepEqual(
      rows.slice(1).map((cells) => cells[1]),
      odd,
    );
  });

  it('holds nothing that a spreadsheet would take for a formula', async () => {
    const formulas = [
      '=1+1',
      '+1',
      '-1+cmd',
      '@SUM(A1)',
      '\t=1',
      '\r=1',
      '\n=1',
      '＝1+1',
      '＋1',
      '－1',
      '＠x',
      '=HYPERLINK("x")',
    ];
    const rows = parseCsv(await written('csv', [formulas.map((text) => row({ client_ref: text, status_code: text }))]));
    assert.deepEqual(
      rows.slice(1).map((cells) => cells[1]),
      formulas.map((text) => `'${text}`),
    );
    for (const cells of rows) for (const cell of cells) assert.doesNotMatch(cell, /^[=+\-@\t\r\n＝＋－＠]/);
  });

  it('holds no signature', async () => {
    assert.doesNotMatch(
      await written('csv', [[row({ input: { image_url: signed, callback_url: signed } })]]),
      /secret1/,
    );
  });

  it('holds no signature in any cell, whatever the API wrote there', async () => {
    const said = `cannot read ${signed}`;
    const failure = { failure_code: said, failure_stage_code: said, failure_message: said };
    const cells = { client_ref: signed, status_code: signed, run_id: signed, cost: signed, error: { message: said } };
    const text = await written('csv', [[row({ ...failure, ...cells, input: { [signed]: 1 } })]]);
    assert.doesNotMatch(text, /secret1/);
    assert.match(text, /cannot read https:\/\/h\.example\/a\.png/);
  });

  it('of a batch without items has the names only', async () => {
    assert.deepEqual(parseCsv(await written('csv', [[]])), [[...csvColumns]]);
  });
});

describe('a batch as NDJSON', () => {
  it('is what was received, a line for each item', async () => {
    const rows = [row({ extra: { deep: [1, null, 'x'] } }), row({ id: null })];
    const lines = (await written('ndjsonWhole', [rows])).split('\n');
    assert.equal(lines.pop(), '');
    assert.deepEqual(
      lines.map((line) => JSON.parse(line) as Json),
      rows,
    );
  });

  it('without queries of links and callback addresses where nobody asked for them', async () => {
    const raw = row({ callback_url: 'https://me.example/hook', input: { text: `see ${signed} and ${signed}` } });
    const line = JSON.parse(await written('ndjson', [[raw]])) as Record<string, unknown>;
    assert.equal('callback_url' in line, false);
    assert.deepEqual(line['input'], { text: 'see https://h.example/a.png and https://h.example/a.png' });
    assert.deepEqual(line['output'], { outputs: [{ url: 'https://h.example/a.png' }] });
    assert.equal(line['cost'], '0.55');
  });

  it('does not round the seed of a model', () => {
    const json = parseJson('{"seed":12345678901234567890,"url":"https://h.example/?a=1"}') as Json;
    const exact = process.versions.node.startsWith('20.')
      ? /"seed":12345678901234567000/
      : /"seed":12345678901234567890/;
    assert.match(jsonLine(json, { isWhole: true }), exact);
    assert.match(jsonLine(json, { isWhole: false }), exact);
  });

  it('keeps apart what only the signatures of its names kept apart', () => {
    const json: Json = { [`${signed}1`]: 1, [`${signed}2`]: { 'a b': 2 }, plain: 3, ['__proto__']: { [signed]: 4 } };
    assert.equal(
      jsonLine(json, { isWhole: false }),
      '{"https://h.example/a.png":1,"https://h.example/a.png (2)":{"a b":2},"plain":3,"__proto__":{"https://h.example/a.png":4}}',
    );
  });

  const texts: readonly (readonly [text: string, cut: string])[] = [
    ['a?b=1 https://u:p@h.example/x?y=z#q, then', 'a?b=1 https://h.example/x then'],
    ['s3://bucket/key?sig=1', 's3://bucket/key'],
    ['what? no link', 'what? no link'],
    ['and/or? yes', 'and/or? yes'],
    ["https://h/it's.png?X-Amz-Signature=secret", "https://h/it's.png"],
    ['https://h/my file.png?X-Amz-Signature=secret', 'https://h/my file.png'],
    ['https://h/a`b"c.png?X-Amz-Signature=secret', 'https://h/a`b"c.png'],
    [' https://h/a.png?secret ', ' https://h/a.png'],
    ["see 'https://h/it's.png?secret' there", "see 'https://h/it's.png there"],
    ['see https://h/my file.png?v=1&X-Amz-Signature=secret there', 'see https://h/my file.png?v=1 there'],
    ['https://h/a b.png?v=my name&X-Amz-Signature=secret', 'https://h/a b.png?v=my name'],
    ['//h.example/a.png?secret', '//h.example/a.png'],
    ['see //h.example/a.png?secret there', 'see //h.example/a.png there'],
    ['// is this a comment? yes', '// is this a comment? yes'],
    ['/files/a.png?X-Amz-Signature=secret', '/files/a.png'],
    ['{"url":"https://h/a.png?secret","n":1}', '{"url":"https://h/a.png","n":1}'],
    ['{\\"url\\":\\"https:\\/\\/u:p@h\\/a.png?secret\\"}', '{\\"url\\":\\"https:\\/\\/h\\/a.png\\"}'],
    ['https://one/a?secret https://two/b?secret', 'https://one/a https://two/b'],
    ['https://h/a?secret\nis broken? yes', 'https://h/a\nis broken? yes'],
  ];
  for (const [text, cut] of texts) {
    it(`${JSON.stringify(text)} becomes ${JSON.stringify(cut)}`, () => assert.equal(cutLinks(text), cut));
  }
});

describe('a file that is exported', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'runflow-export-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const text = async function* (...pieces: readonly (string | Error)[]) {
    for (const piece of pieces) {
      if (typeof piece !== 'string') throw piece;
      yield await Promise.resolve(piece);
    }
  };

  it('is there whole', async () => {
    await writeStreamed(join(folder, 'a.csv'), text('one\n', 'zwö\n'));
    assert.equal(readFileSync(join(folder, 'a.csv'), 'utf8'), 'one\nzwö\n');
    assert.deepEqual(readdirSync(folder), ['a.csv']);
  });

  it('is not there, and the one before still is, where reading fails on the way', async () => {
    writeFileSync(join(folder, 'a.csv'), 'before');
    await assert.rejects(writeStreamed(join(folder, 'a.csv'), text('one', new ApiError('offline'))), ApiError);
    assert.equal(readFileSync(join(folder, 'a.csv'), 'utf8'), 'before');
    assert.deepEqual(readdirSync(folder), ['a.csv']);
  });

  it('is not there where the disk is full', async () => {
    const full: typeof fs = {
      ...fs,
      open: async (...given: Parameters<typeof fs.open>) => {
        const handle = await fs.open(...given);
        handle.writev = () => Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' }));
        return handle;
      },
    };
    await assert.rejects(
      writeStreamed(join(folder, 'a.csv'), text('one'), full),
      (error) => error instanceof DiskProblem && error.kind === 'full',
    );
    assert.deepEqual(readdirSync(folder), []);
  });

  it('is not there where its folder is gone, or a folder has its name', async () => {
    await assert.rejects(
      writeStreamed(join(folder, 'gone', 'a.csv'), text('one')),
      (error) => error instanceof DiskProblem && error.kind === 'gone',
    );
    await fs.mkdir(join(folder, 'b.csv', 'inner'), { recursive: true });
    await assert.rejects(writeStreamed(join(folder, 'b.csv'), text('one')), DiskProblem);
    assert.deepEqual(readdirSync(folder), ['b.csv']);
  });

  it('takes away what an editor that was killed left there', async () => {
    const part = join(folder, '.runflow-0123456789ab.part');
    const old = new Date(Date.now() - 2 * 60 * 60_000);
    writeFileSync(part, 'half');
    await fs.utimes(part, old, old);
    await writeStreamed(join(folder, 'a.csv'), text('one'));
    assert.deepEqual(readdirSync(folder), ['a.csv']);
  });

  it('is not written from a list without an end', async () => {
    const read = () => Promise.resolve({ items: [row()], next: 'again' });
    const endless = itemsAsText({ batchId: uuid('b'), format: 'csv', read, onRead: () => undefined });
    await assert.rejects(writeStreamed(join(folder, 'a.csv'), endless), ApiError);
    assert.deepEqual(readdirSync(folder), []);
  });
});
