import assert from 'node:assert/strict';
import { describe as told } from '../../../src/core/describe';
import { errorWords as words } from '../../../src/shared/words/errors';
import { answers, problem, refresh, type Group } from '../row';
import type { World } from '../world';

const said = (status: number, code: string, more: object = {}) =>
  answers(problem(status, { code, message: 'It is so.', errors: null, ...more }));

export const refusals: Group = {
  title: 'The API says no',
  rows: [
    {
      fault: '400',
      said: words.invalid(': It is so'),
      button: words.showLog,
      rows: 'old',
      requests: 1,
      plant: said(400, 'BAD_REQUEST'),
    },
    {
      fault: '401',
      said: words.auth,
      button: words.signIn,
      rows: 'old',
      requests: 1,
      plant: said(401, 'UNAUTHORIZED'),
    },
    {
      fault: '402',
      said: words.credit,
      button: words.showLog,
      rows: 'old',
      requests: 1,
      plant: said(402, 'INSUFFICIENT_CREDITS'),
    },
    {
      fault: '403 PERMISSION_DENIED',
      said: words.permission,
      button: words.signIn,
      rows: 'old',
      requests: 1,
      plant: said(403, 'PERMISSION_DENIED'),
    },
    {
      fault: '403 EMAIL_NOT_VERIFIED',
      said: words.email,
      button: words.retry,
      rows: 'old',
      requests: 1,
      plant: said(403, 'EMAIL_NOT_VERIFIED'),
    },
    {
      fault: '403 ORGANIZATION_MEMBERSHIP_REQUIRED',
      said: words.membership,
      button: words.switchOrganization,
      rows: 'old',
      requests: 1,
      plant: said(403, 'ORGANIZATION_MEMBERSHIP_REQUIRED'),
    },
    {
      fault: '403 with a code of tomorrow',
      said: words.forbidden(': It is so'),
      button: words.showLog,
      rows: 'old',
      requests: 1,
      plant: said(403, 'MOON_PHASE'),
    },
    {
      fault: '404',
      said: words.notFound,
      button: words.findItem,
      rows: 'old',
      requests: 1,
      plant: said(404, 'NOT_FOUND'),
    },
    { fault: '409', said: words.conflict, button: words.retry, rows: 'old', requests: 1, plant: said(409, 'CONFLICT') },
    {
      fault: '422 with `errors[]`',
      said: words.invalid(': It is so.; query.limit: too large'),
      button: words.showLog,
      rows: 'old',
      requests: 1,
      plant: said(422, 'INVALID', { errors: [{ loc: ['query', 'limit'], msg: 'too large' }] }),
    },
    {
      fault: '422 with a list in `detail`',
      said: words.invalid(': path.id: not a UUID'),
      button: words.showLog,
      rows: 'old',
      requests: 1,
      plant: answers(problem(422, { detail: [{ loc: ['path', 'id'], msg: 'not a UUID' }] })),
    },
    {
      fault: '422 with a sentence in `detail`',
      said: words.invalid(': Nope'),
      button: words.showLog,
      rows: 'old',
      requests: 1,
      plant: answers(problem(422, { detail: 'Nope' })),
    },
    {
      fault: '422 with nothing',
      said: words.invalid(''),
      button: words.showLog,
      rows: 'old',
      requests: 1,
      plant: answers({ status: 422 }),
    },
    {
      fault: '407 from the server itself',
      said: words.proxy(''),
      button: words.showLog,
      rows: 'old',
      requests: 1,
      plant: answers({ status: 407 }),
    },
    {
      fault: 'an error that repeats the key, a signed link and proxy credentials',
      said: /^Runflow did not accept the request: .*\[removed\]/,
      button: words.showLog,
      rows: 'old',
      requests: 1,
      note: 'all of them are removed',
      plant: answers(
        problem(422, {
          detail:
            'rf_live_5ecretKey0123456789 https://me:pr0xyPassw0rd@proxy/ https://s3/x?X-Amz-Signature=deadbeefsignature',
        }),
      ),
    },
  ],
};

const busy = (status: number, times?: number, headers = {}) => answers(problem(status, { code: 'X' }, headers), times);

/** Once, until then. */
const busyUntil = (time: number) => busy(503, 1, { 'Retry-After': new Date(time).toUTCString() });

/** What a question to support needs. */
const namesRequest = ({ store }: World): void => {
  const { problem: shown } = store.state.list;
  assert.match((shown && told(shown).details) ?? '', /^server 500 X · request req_\d{6}$/);
};

export const outages: Group = {
  title: 'The API is in trouble',
  rows: [
    { fault: '408 for good', said: words.timeout, button: words.retry, rows: 'old', requests: 5, plant: busy(408) },
    {
      fault: '500 for good',
      note: 'the id of the request is in the details',
      check: namesRequest,
      said: words.server(' (500)'),
      button: words.retry,
      rows: 'old',
      requests: 5,
      plant: busy(500),
    },
    { fault: '500 once', rows: 'new', requests: 2, plant: busy(500, 1) },
    {
      fault: '502 with a web page',
      said: words.server(' (502)'),
      button: words.retry,
      rows: 'old',
      requests: 5,
      plant: answers({ status: 502, headers: { 'Content-Type': 'text/html' }, body: '<html>Bad gateway</html>' }),
    },
    {
      fault: '503 for good',
      said: words.server(' (503)'),
      button: words.retry,
      rows: 'old',
      requests: 5,
      plant: busy(503),
    },
    { fault: '503 four times', rows: 'new', requests: 5, plant: busy(503, 4) },
    {
      fault: '503, Retry-After: 7',
      rows: 'new',
      requests: 2,
      note: 'waits 7 s',
      plant: busy(503, 1, { 'Retry-After': '7' }),
      check: ({ clock }) => mustInclude(clock.waits, 7000),
    },
    {
      fault: '503, Retry-After as a date, clock two hours ahead',
      rows: 'new',
      requests: 2,
      note: 'by the clock of the server',
      world: { aheadMs: 7_200_000 },
      plant: (world) => busyUntil(Date.now() + 7_200_000 + 9000)(world),
      check: ({ clock }) =>
        assert.ok(
          clock.waits.some((wait) => wait > 6000 && wait <= 9500),
          String(clock.waits),
        ),
    },
    {
      fault: '503, Retry-After as a date that is over',
      rows: 'new',
      requests: 2,
      note: 'waits as without it',
      plant: (world) => busyUntil(0)(world),
      check: ({ clock }) => assert.ok(clock.waits.includes(250), String(clock.waits)),
    },
    {
      fault: '503, Retry-After: 3600',
      said: /^Runflow had a problem of its own \(503\)\. It is not your request\. It asks not to be asked again before [\w ]*\d\d:\d\d\.$/,
      button: words.retry,
      rows: 'old',
      requests: 1,
      note: 'said, not waited for',
      plant: busy(503, 1, { 'Retry-After': '3600' }),
    },
    {
      fault: '504 for good',
      said: words.server(' (504)'),
      button: words.retry,
      rows: 'old',
      requests: 5,
      plant: busy(504),
    },
    {
      fault: '503 for 20 refreshes',
      said: words.server(' (503)'),
      button: words.retry,
      rows: 'old',
      requests: 30,
      note: 'ten retries a minute, whoever asks',
      plant: busy(503),
      act: async (world) => {
        for (let count = 0; count < 20; count += 1) await refresh(world);
      },
    },
  ],
};

function mustInclude(waits: readonly number[], expected: number): void {
  if (!waits.includes(expected)) throw new Error(`Waited ${waits.join(', ')}, not ${expected}`);
}
