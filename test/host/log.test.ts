import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { createLog } from '../../src/host/log';
import { report } from '../../src/host/report';
import { replacing, Secrets, sessionOf } from './doubles';

const origin = 'https://api.runflow.io';
/** Without the prefix by which any key would be known. */
const key = 'of0a1kind2that3nobody4knows';

/** The log over a channel whose lines can be read as they arrive at the editor. */
function captured() {
  const lines: string[] = [];
  const take = (line: string): void => void lines.push(line);
  const channel = { debug: take, info: take, warn: take, error: take, show: () => undefined, dispose: () => undefined };
  const create = (() => channel) as unknown as typeof vscode.window.createOutputChannel;
  return { lines, log: replacing(vscode.window, 'createOutputChannel', create, createLog) };
}

describe('the output channel', () => {
  it('never holds the key, whatever a session meets', async () => {
    const { lines, log } = captured();
    const secrets = new Secrets();
    secrets.kept.set(`runflow.key:${origin}`, key);
    const { session, transport, dispose } = sessionOf({ secrets, log });
    const access = (await session.access()) ?? assert.fail();
    await access.list.newest();
    Object.assign(transport, {
      status: 422,
      body: JSON.stringify({ code: key, message: `Bearer ${key}`, errors: [key] }),
    });
    await access.list.newest();
    const problem: unknown = await access.client.whoAmI(access.signal).catch((error: unknown) => error);
    await replacing(
      vscode.window,
      'showErrorMessage',
      () => Promise.resolve(undefined),
      () => report(problem, log),
    );
    log.bug(new Error(`fetch failed with ${key}`));
    log.bug({ headers: key, toString: () => key });
    await session.signOut();
    dispose();
    log.info(`after the sign-out: ${key}`);
    assert.ok(lines.length >= 6, lines.join('\n'));
    for (const line of [...lines, ...log.recent()]) assert.ok(!line.includes(key), line);
    log.dispose();
  });
});
