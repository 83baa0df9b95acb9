import assert from 'node:assert/strict';
import { RetryBudget } from '../../../src/core/budget';
import { ApiError, type ApiErrorDetails, type ErrorKind } from '../../../src/core/errors';
import { backoff, defaultPolicy, isTransient, nextWait, readRetryAfter } from '../../../src/core/retry';

const failed = (kind: ErrorKind, details: ApiErrorDetails = {}): ApiError => new ApiError(kind, details);
const first = { tries: 1, elapsedMs: 0, random: 0.5 };

describe('retry: what is tried again', () => {
  for (const status of [408, 429, 500, 502, 503, 504, 599]) {
    it(`${status} is`, () => assert.equal(isTransient(failed('server', { status })), true));
  }
  for (const status of [200, 302, 400, 401, 402, 403, 404, 407, 409, 410, 422]) {
    it(`${status} is not`, () => assert.equal(isTransient(failed('invalid', { status })), false));
  }
  for (const code of [
    'ECONNRESET',
    'EAI_AGAIN',
    'ETIMEDOUT',
    'ECONNREFUSED',
    'UND_ERR_SOCKET',
    'UND_ERR_CONNECT_TIMEOUT',
    'UND_ERR_HEADERS_TIMEOUT',
    'UND_ERR_BODY_TIMEOUT',
  ]) {
    it(`${code} is`, () => assert.equal(isTransient(failed('offline', { code })), true));
  }
  for (const code of [
    'ENOTFOUND',
    'CERT_HAS_EXPIRED',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'TOTAL_TIMEOUT',
    '',
    undefined,
  ]) {
    it(`${String(code)} is not`, () => assert.equal(isTransient(failed('offline', { code })), false));
  }
  it('a status counts, not a code of the API that looks like one of ours', () => {
    assert.equal(isTransient(failed('invalid', { status: 422, code: 'ECONNRESET' })), false);
  });
});

describe('retry: how long to wait', () => {
  it('anything up to 0.5, 1, 2 and 4 seconds, then the error is final', () => {
    const error = failed('server', { status: 503 });
    const waits = (random: number) =>
      [1, 2, 3, 4, 5].map((tries) => nextWait(error, { ...first, tries, random }, defaultPolicy));
    assert.deepEqual(waits(0), [0, 0, 0, 0, undefined]);
    assert.deepEqual(waits(0.5), [250, 500, 1000, 2000, undefined]);
    assert.deepEqual(waits(0.999), [499.5, 999, 1998, 3996, undefined]);
  });

  it('never more than 32 seconds', () => {
    assert.equal(backoff(7, 1, defaultPolicy), 32_000);
    assert.equal(backoff(2000, 1, defaultPolicy), 32_000);
  });

  it('nobody at home is tried once more only', () => {
    const error = failed('offline', { code: 'ECONNREFUSED' });
    assert.equal(nextWait(error, first, defaultPolicy), 250);
    assert.equal(nextWait(error, { ...first, tries: 2 }, defaultPolicy), undefined);
  });

  it('not less than the server asks for', () => {
    const error = failed('server', { status: 503, retryAfterMs: 7000 });
    assert.equal(nextWait(error, first, defaultPolicy), 7000);
    assert.equal(nextWait(failed('server', { status: 503, retryAfterMs: 1 }), first, defaultPolicy), 250);
  });

  it('not beyond the time for all tries', () => {
    const error = failed('server', { status: 503, retryAfterMs: 7000 });
    assert.equal(nextWait(error, { ...first, elapsedMs: 52_999 }, defaultPolicy), 7000);
    assert.equal(nextWait(error, { ...first, elapsedMs: 53_000 }, defaultPolicy), undefined);
  });
});

describe('retry: Retry-After', () => {
  const now = Date.UTC(2026, 10, 23, 12, 0, 0);
  const cases: readonly (readonly [string | undefined, number | undefined])[] = [
    ['120', 120_000],
    [' 0 ', 0],
    ['1.5', 1500],
    ['Mon, 23 Nov 2026 12:02:00 GMT', 120_000],
    ['Mon, 23 Nov 2026 11:00:00 GMT', 0],
    ['-5', undefined],
    ['soon', undefined],
    ['2026', 2_026_000],
    ['99999999999999999999', undefined],
    ['', undefined],
    [undefined, undefined],
  ];
  for (const [value, expected] of cases) {
    it(`${String(value)} is ${String(expected)}`, () => assert.equal(readRetryAfter(value, now), expected));
  }
});

describe('retry: the budget', () => {
  const spend = (budget: RetryBudget, now: number, tries = 1000) =>
    Array.from({ length: tries }, () => budget.retry(now)).filter(Boolean).length;

  it('is ten a minute where little is asked', () => {
    const budget = new RetryBudget();
    assert.equal(spend(budget, 1000), 10);
    assert.equal(spend(budget, 60_999), 0);
    assert.equal(spend(budget, 61_000), 10);
  });

  it('is a tenth of the requests where much is asked', () => {
    const budget = new RetryBudget();
    for (let count = 0; count < 1000; count += 1) budget.request(count);
    assert.equal(spend(budget, 1000), 100);
    assert.equal(spend(budget, 120_000), 10);
  });

  it('comes back after the clock was set back', () => {
    const budget = new RetryBudget();
    assert.equal(spend(budget, 7_200_000), 10);
    assert.equal(spend(budget, 0), 10);
  });
});
