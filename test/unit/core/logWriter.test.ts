import assert from 'node:assert/strict';
import { writeLog, type LogChannel, type LogWriter } from '../../../src/core/logWriter';

function logged() {
  const lines: string[] = [];
  const to =
    (level: keyof LogChannel) =>
    (line: string): void =>
      void lines.push(`${level}: ${line}`);
  return { lines, log: writeLog({ debug: to('debug'), info: to('info'), warn: to('warn'), error: to('error') }) };
}

type Entry = Parameters<LogWriter['request']>[0];
const good: Entry = {
  ...{ method: 'GET', path: '/v1/runs', status: 200, durationMs: 12.4, tries: 1, requestId: 'r1' },
  ...{ failure: undefined, isAborted: false },
};

describe('the log', () => {
  it('holds what went well, and what nobody wanted any more, for those who look closely', () => {
    const { lines, log } = logged();
    log.request(good);
    log.request({ ...good, status: undefined, requestId: undefined, failure: 'aborted', isAborted: true });
    assert.deepEqual(lines, ['debug: GET /v1/runs 200 12 ms try 1 r1', 'debug: GET /v1/runs aborted 12 ms try 1']);
  });

  it('says what became of an answer that began well', () => {
    const { lines, log } = logged();
    log.request({ ...good, failure: 'offline ECONNRESET' });
    log.request({ ...good, status: 503, failure: 'server' });
    log.request({ ...good, status: undefined, failure: 'timeout UND_ERR_HEADERS_TIMEOUT', tries: 2 });
    assert.deepEqual(lines, [
      'warn: GET /v1/runs 200 offline ECONNRESET 12 ms try 1 r1',
      'warn: GET /v1/runs 503 server 12 ms try 1 r1',
      'warn: GET /v1/runs timeout UND_ERR_HEADERS_TIMEOUT 12 ms try 2 r1',
    ]);
  });

  it('has one line for a pause, however often its end is put off', () => {
    const { lines, log } = logged();
    const end = Date.UTC(2026, 10, 23, 14, 5);
    for (const until of [undefined, end, end + 1000, end + 2000, undefined, undefined]) log.pause(until);
    assert.deepEqual(lines, ['warn: Paused until 2026-11-23T14:05:00.000Z.']);
    log.pause(end + 60_000);
    assert.equal(lines.length, 2);
  });

  it('holds no key that was ever used, whatever it looks like, also in lines from before', () => {
    const { lines, log } = logged();
    const keys = ['no prefix at all', 'another/key+with"quotes'];
    log.info(`early: ${keys[0] ?? ''}`);
    for (const key of keys) log.hide(key);
    log.bug(new Error(keys.join(' and ')));
    log.debug(keys.map(encodeURIComponent).join(' '));
    for (const text of [...lines.slice(1), ...log.recent()]) {
      for (const key of keys) {
        for (const form of [key, encodeURIComponent(key)]) assert.ok(!text.includes(form), `${form} is in ${text}`);
      }
    }
    assert.match(log.recent()[0] ?? '', /early: \[removed\]$/);
  });

  it('takes nothing out of words for a key that is none', () => {
    const { lines, log } = logged();
    for (const key of ['', 'a', 'GET']) log.hide(key);
    log.request(good);
    assert.equal(lines[0], 'debug: GET /v1/runs 200 12 ms try 1 r1');
  });
});
