import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ApiError, type ErrorKind } from '../../src/core/errors';
import { actionCommands, describe as wording, report } from '../../src/host/report';
import { noLog, noting, replacing } from './doubles';

/** A table, so that a kind that is added to the type is missing here. */
const statuses: Readonly<Record<ErrorKind, number | undefined>> = {
  auth: 401,
  forbidden: 403,
  credit: 402,
  notFound: 404,
  invalid: 422,
  rateLimited: 429,
  timeout: 408,
  offline: undefined,
  proxy: 407,
  certificate: undefined,
  server: 503,
  badResponse: undefined,
  address: undefined,
  tooLarge: undefined,
};
const kinds = Object.entries(statuses) as [ErrorKind, number | undefined][];
const hostile = '<img src=x>\u202egnp.exe [a](command:x)';

describe('report', () => {
  for (const [kind, status] of kinds) {
    it(`${kind}: says what happened and offers one thing to do`, async () => {
      const view = wording(new ApiError(kind, { status, detail: kind === 'address' ? 'is not https' : hostile }));
      assert.equal(view.kind, kind);
      assert.match(view.sentence, /^[A-Z].*\.$/s);
      assert.doesNotMatch(view.sentence, /undefined|\[object|\u202e|\n/);
      assert.notEqual(view.action.label, '');
      await assertCommandExists(actionCommands[view.action.id][0]);
    });
  }

  it('the sentences differ, so that two problems are never taken for one', () => {
    const sentences = kinds.map(([kind, status]) => wording(new ApiError(kind, { status })).sentence);
    assert.equal(new Set(sentences).size, kinds.length);
  });

  it('without a key it says so instead of blaming the key', () => {
    assert.match(wording(new ApiError('auth')).sentence, /signed out/);
    assert.match(wording(new ApiError('auth', { status: 401 })).sentence, /refused the API key/);
  });

  it('what is not an ApiError is a bug of ours, and its text stays in the log', () => {
    const view = wording(new TypeError('x is not a function'));
    assert.equal(view.kind, 'bug');
    assert.equal(view.action.id, 'copyDiagnostics');
    assert.doesNotMatch(view.sentence, /x is not/);
  });

  it('pops up once, with the action and the log; a cancellation pops up nothing', async () => {
    const shown: string[][] = [];
    const show = ((sentence: string, ...buttons: string[]) => {
      shown.push([sentence, ...buttons]);
      return Promise.resolve(undefined);
    }) as unknown as typeof vscode.window.showErrorMessage;
    await replacing(vscode.window, 'showErrorMessage', show, async () => {
      await report(new ApiError('rateLimited', { status: 429 }), noLog);
      await report(new ApiError('proxy'), noLog);
      await report(new DOMException('aborted', 'AbortError'), noLog);
      await report(new vscode.CancellationError(), noLog);
    });
    assert.deepEqual(
      shown.map(([, ...buttons]) => buttons),
      [['Try Again', 'Show Log'], ['Show Log']],
    );
  });

  it('"Try Again" does what failed once more, where that is known', async () => {
    let times = 0;
    const again = (): Promise<void> => {
      times++;
      return Promise.resolve();
    };
    const run = (() => assert.fail()) as unknown as typeof vscode.commands.executeCommand;
    await replacing(vscode.window, 'showErrorMessage', noting([], 'Try Again'), () =>
      replacing(vscode.commands, 'executeCommand', run, () =>
        report(new ApiError('server', { status: 503 }), noLog, again),
      ),
    );
    assert.equal(times, 1);
  });

  it('the button runs the command', async () => {
    const ran: unknown[] = [];
    const run = ((...args: unknown[]) => {
      ran.push(args);
      return Promise.resolve(undefined);
    }) as typeof vscode.commands.executeCommand;
    await replacing(vscode.window, 'showErrorMessage', noting([], 'Open Settings'), () =>
      replacing(vscode.commands, 'executeCommand', run, () => report(new ApiError('address'), noLog)),
    );
    assert.deepEqual(ran, [['workbench.action.openSettings', 'runflow.apiUrl']]);
  });
});

async function assertCommandExists(command: string): Promise<void> {
  await vscode.extensions.getExtension('runflow-tools.runflow-batches')?.activate();
  assert.ok((await vscode.commands.getCommands()).includes(command), command);
}
