import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { ApiError } from '../../src/core/errors';
import { DiskProblem, type DiskProblemKind } from '../../src/core/takeHome/disk';
import type { FileToSave } from '../../src/core/takeHome/plan';
import { exportBatch, type ExportBatchContext } from '../../src/host/exportBatch';
import { describeSaving } from '../../src/host/saveProblem';
import { summary, type Saved } from '../../src/host/saveSummary';
import { anItem, uuid } from '../fakes/builders';
import { noting, replacing, Secrets, sessionOf } from './doubles';

const saved = (overrides: Partial<Saved>): Saved => ({
  total: 3,
  counts: { saved: 3, there: 0, skipped: 0 },
  savedBytes: 3 * 2 ** 20,
  failures: [],
  stoppedBy: undefined,
  manifestProblem: undefined,
  manifestKeptAs: undefined,
  without: 0,
  unread: [],
  ...overrides,
});
const file = {} as FileToSave;
const disk = (kind: DiskProblemKind, code = 'ECODE') => new DiskProblem(kind, code);

describe('why a file was not saved', () => {
  const sentences: readonly (readonly [error: ApiError | DiskProblem, sentence: RegExp])[] = [
    [disk('full', 'ENOSPC'), /^The disk is full\.$/],
    [disk('gone', 'ENOENT'), /^The folder is no longer there\.$/],
    [disk('readOnly', 'EACCES'), /^Nothing may be written there\.$/],
    [disk('inTheWay', 'EISDIR'), /^Something else is in the way\.$/],
    [disk('other', 'EIO'), /^The disk refused it \(EIO\)\.$/],
    [new ApiError('notFound', { code: 'LINK_EXPIRED' }), /^The link has expired\.$/],
    [new ApiError('badResponse', { code: 'CUT_SHORT' }), /^The host broke off before the file was whole\.$/],
    [new ApiError('badResponse', { code: 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' }), /^The host broke off before/],
    [new ApiError('offline', { code: 'UND_ERR_SOCKET' }), /^The host broke off before/],
    [new ApiError('badResponse', { code: 'EMPTY_FILE' }), /^The host sent an empty file\.$/],
    [new ApiError('tooLarge'), /^The file is larger than the 2(?:\.0)? GB that are saved here\.$/],
    [new ApiError('notFound', { status: 404 }), /^This file is no longer there\.$/],
    [new ApiError('timeout'), /^The host of this file did not answer in time\.$/],
    [new ApiError('offline', { code: 'ECONNREFUSED' }), /^The host of this file cannot be reached\.$/],
    [new ApiError('server', { status: 500 }), /^The host of this file had a problem of its own\.$/],
    [
      new ApiError('forbidden', {
        code: 'LINK_REFUSED',
        detail: 'The link was not followed: Only https links are read.',
      }),
      /^The link was not followed: Only https links are read\.$/,
    ],
    [new ApiError('badResponse'), /^The link leads to a web page, not to a file\.$/],
  ];
  for (const [error, sentence] of sentences) {
    it(`${error.message}: one sentence about the ${error instanceof ApiError ? 'host' : 'disk'}`, () => {
      assert.match(describeSaving(error), sentence);
    });
  }
});

describe('what came of saving', () => {
  const full = disk('full', 'ENOSPC');
  const gone = disk('gone', 'ENOENT');
  const expired = { file, error: new ApiError('notFound', { code: 'LINK_EXPIRED' }) };
  const late = { file, error: new ApiError('timeout') };
  const outcomes: readonly (readonly [what: string, Partial<Saved>, text: string])[] = [
    ['all', {}, 'Saved 3 files (3.0 MB) into /home/me.'],
    [
      'nothing new',
      { counts: { saved: 0, there: 3, skipped: 0 } },
      'Nothing new was saved into /home/me. 3 files were there already.',
    ],
    [
      'a file in the way that was left alone',
      { counts: { saved: 2, there: 0, skipped: 1 } },
      'Saved 2 files (3.0 MB) into /home/me. 1 file was skipped, as something else is there.',
    ],
    [
      'a disk that is full',
      { counts: { saved: 1, there: 0, skipped: 0 }, failures: [{ file, error: full }], stoppedBy: full },
      'The disk is full. 2 files are left; what was saved is whole. Saved 1 file (3.0 MB) into /home/me.',
    ],
    [
      'a folder that vanished, after a failure of another kind',
      {
        counts: { saved: 0, there: 0, skipped: 0 },
        failures: [expired, { file, error: gone }],
        stoppedBy: gone,
        manifestProblem: gone,
      },
      'The folder is no longer there. 2 files are left; what was saved is whole. ' +
        'Nothing new was saved into /home/me. 1 file failed: The link has expired.',
    ],
    [
      'a cancellation',
      { counts: { saved: 1, there: 0, skipped: 0 }, stoppedBy: 'cancelled' },
      'Cancelled with 2 files left; those that were saved are whole. Saved 1 file (3.0 MB) into /home/me.',
    ],
    [
      'failures for several reasons, the most frequent first',
      { counts: { saved: 0, there: 0, skipped: 0 }, failures: [late, expired, expired] },
      'Nothing new was saved into /home/me. 3 files failed: ' +
        'The link has expired. (2) The host of this file did not answer in time. (1)',
    ],
    [
      'more reasons than are told',
      {
        total: 4,
        counts: { saved: 0, there: 0, skipped: 0 },
        failures: [late, expired, expired, { file, error: disk('inTheWay') }],
      },
      'Nothing new was saved into /home/me. 4 files failed: ' +
        'The link has expired. (2) The host of this file did not answer in time. (1) And 1 other reason.',
    ],
    [
      'items and a batch that could not be read',
      {
        unread: [
          { source: { batchId: 'b' }, error: new ApiError('notFound') },
          { source: { batchId: 'c', itemId: 'i' }, error: new ApiError('notFound') },
          { source: { runId: 'r' }, error: new ApiError('notFound') },
        ],
      },
      'Saved 3 files (3.0 MB) into /home/me. 1 batch and 2 items could not be read: ' +
        'Runflow does not know this id. It does not exist, or it belongs to another organization.',
    ],
    [
      'items without files',
      { without: 2 },
      'Saved 3 files (3.0 MB) into /home/me. 2 items have no files, or none yet.',
    ],
    [
      'a manifest that somebody edited',
      { manifestKeptAs: 'runflow-manifest.unreadable-0.json' },
      'Saved 3 files (3.0 MB) into /home/me. ' +
        'The manifest there was not ours or was changed: it is kept as runflow-manifest.unreadable-0.json.',
    ],
    [
      'a manifest that could not be written',
      { manifestProblem: disk('other', 'EIO') },
      'Saved 3 files (3.0 MB) into /home/me. ' +
        'The manifest could not be written, so the next time fetches these files again.',
    ],
  ];
  for (const [what, overrides, text] of outcomes) {
    it(`${what}: in a few sentences`, () => assert.equal(summary(saved(overrides), '/home/me'), text));
  }
});

describe('exporting a batch', () => {
  const [one, other] = [uuid('export one'), uuid('export other')];
  let folder = '';
  let dispose: () => void = () => undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'runflow-export-'));
  });
  afterEach(() => {
    dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  interface Wishes {
    readonly target?: vscode.Uri;
    readonly selection?: readonly unknown[];
    readonly argument?: unknown;
    readonly all?: unknown;
    /** What is done once the person has said where to. */
    readonly meanwhile?: () => void;
    /** Which of the batches is named. */
    readonly which?: string;
  }

  /** Goes through all that is asked, and tells what was asked and said. */
  async function goThrough({ target, selection = [], argument, all, meanwhile, which }: Wishes) {
    const secrets = new Secrets();
    secrets.kept.set('runflow.key:https://api.runflow.io', 'rf_stored');
    const made = sessionOf({ secrets });
    dispose = made.dispose;
    made.transport.body = JSON.stringify({ items: [anItem({ id: uuid('exported'), batch_id: one })] });
    const warned: string[] = [];
    const context = {
      ...made,
      log: { warn: (line: string) => void warned.push(line) },
      view: { selection },
      panels: {},
      batchPanels: {},
    } as unknown as ExportBatchContext;
    const asked: (readonly string[])[] = [];
    const said: string[] = [];
    const pick = ((items: readonly (vscode.QuickPickItem & { readonly batchId?: string })[]) => {
      asked.push(items.map(({ label, description = '' }) => `${label} ${description}`.trim()));
      return Promise.resolve(items[0]?.batchId === undefined ? items[0] : items.find((item) => item.batchId === which));
    }) as unknown as typeof vscode.window.showQuickPick;
    const choose = (() => {
      meanwhile?.();
      return Promise.resolve(target ?? vscode.Uri.file(join(folder, 'a.csv')));
    }) as typeof vscode.window.showSaveDialog;
    const say = noting(said);
    await replacing(vscode.window, 'showQuickPick', pick, () =>
      replacing(vscode.window, 'showSaveDialog', choose, () =>
        replacing(vscode.window, 'showErrorMessage', say, () =>
          replacing(vscode.window, 'showInformationMessage', say, () => exportBatch(context, argument, all)),
        ),
      ),
    );
    return {
      asked,
      said,
      warned,
      sent: made.transport.sent.map(({ url }) => url.pathname).filter((path) => path.startsWith('/v1/batches/')),
    };
  }

  it('writes it, and says where', async () => {
    const { said, asked } = await goThrough({ argument: { batchId: one } });
    assert.deepEqual(said, [`Exported 1 item to ${join(folder, 'a.csv')}.`]);
    assert.equal(asked.length, 1);
    assert.match(readFileSync(join(folder, 'a.csv'), 'utf8'), /sku-1000/);
  });

  const rows = [
    { kind: 'batch', batchId: one },
    { kind: 'batch', batchId: other },
    { kind: 'item', batchId: other, itemId: uuid('x') },
  ];
  for (const [what, wishes] of [
    ['handed over by a menu', { argument: rows[0], all: rows }],
    ['selected in the view', { selection: rows }],
  ] as const) {
    it(`asks which one where several are ${what}`, async () => {
      const { asked, sent } = await goThrough({ ...wishes, which: other });
      assert.equal(asked[0]?.length, 2);
      assert.deepEqual([...new Set(sent)], [`/v1/batches/${other}/items`]);
    });

    it(`writes nothing where that is not answered and several are ${what}`, async () => {
      const { sent } = await goThrough(wishes);
      assert.deepEqual(sent, []);
      assert.deepEqual(readdirSync(folder), []);
    });
  }

  it('asks nothing where several items of one batch are selected', async () => {
    const items = [1, 2].map((n) => ({ kind: 'item', batchId: one, itemId: uuid(`i${n}`) }));
    assert.equal((await goThrough({ selection: items })).asked.length, 1);
  });

  it('says that the folder is gone, and does not make it again', async () => {
    const { said, warned } = await goThrough({
      argument: { batchId: one },
      meanwhile: () => rmSync(folder, { recursive: true }),
    });
    assert.deepEqual(said, ['The folder is no longer there. Nothing was exported.']);
    assert.equal(warned.length, 1);
    assert.equal(existsSync(folder), false);
  });

  it('says that something is in the way, and leaves it alone', async () => {
    mkdirSync(join(folder, 'a.csv'));
    writeFileSync(join(folder, 'a.csv', 'mine'), 'mine');
    const { said } = await goThrough({ argument: { batchId: one } });
    assert.deepEqual(said, ['Something else is in the way. Nothing was exported.']);
    assert.deepEqual(readdirSync(join(folder, 'a.csv')), ['mine']);
    assert.deepEqual(readdirSync(folder), ['a.csv']);
  });

  it('says that another file system of the editor refused it', async () => {
    const readOnly = vscode.workspace.registerFileSystemProvider('runflow-readonly', new ReadOnly(), {
      isReadonly: true,
    });
    const { said } = await goThrough({
      argument: { batchId: one },
      target: vscode.Uri.parse('runflow-readonly:/a.csv'),
    });
    readOnly.dispose();
    assert.match(said.join(), /^The disk refused it \(\w+\)\. Nothing was exported\.$/);
  });
});

/** Nothing can be written there, as in the file systems of archives. */
class ReadOnly implements vscode.FileSystemProvider {
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;
  watch = (): vscode.Disposable => new vscode.Disposable(() => undefined);
  stat = (uri: vscode.Uri): never => this.#refuse(uri);
  readDirectory = (): never[] => [];
  readFile = (uri: vscode.Uri): never => this.#refuse(uri);
  createDirectory = (uri: vscode.Uri): never => this.#refuse(uri);
  writeFile = (uri: vscode.Uri): never => this.#refuse(uri);
  delete = (uri: vscode.Uri): never => this.#refuse(uri);
  rename = (uri: vscode.Uri): never => this.#refuse(uri);

  #refuse(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }
}
