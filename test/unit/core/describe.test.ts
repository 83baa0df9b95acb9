import assert from 'node:assert/strict';
import { describe as told } from '../../../src/core/describe';
import { ApiError, type ApiErrorDetails, type ErrorKind } from '../../../src/core/errors';

const view = (kind: ErrorKind, details: ApiErrorDetails = {}) => told(new ApiError(kind, details));

/** Errors that must not be taken for one another. */
const errors: readonly (readonly [ErrorKind, ApiErrorDetails])[] = [
  ['auth', { status: 401 }],
  ['auth', {}],
  ['auth', { code: 'KEY_MALFORMED' }],
  ['credit', { status: 402 }],
  ['forbidden', { status: 403 }],
  ['forbidden', { status: 403, code: 'PERMISSION_DENIED' }],
  ['forbidden', { status: 403, code: 'EMAIL_NOT_VERIFIED' }],
  ['forbidden', { status: 403, code: 'ORGANIZATION_MEMBERSHIP_REQUIRED' }],
  ['forbidden', { code: 'LINK_REFUSED' }],
  ['notFound', { status: 404 }],
  ['notFound', { status: 404, code: 'NOT_RUNFLOW' }],
  ['invalid', { status: 409 }],
  ['invalid', { status: 422 }],
  ['rateLimited', { status: 429 }],
  ['rateLimited', { status: 429, retryAt: 0 }],
  ['server', { status: 500 }],
  ['server', { status: 503 }],
  ['server', { status: 503, retryAt: 0 }],
  ['timeout', { code: 'UND_ERR_HEADERS_TIMEOUT' }],
  ['timeout', { code: 'UND_ERR_CONNECT_TIMEOUT' }],
  ['timeout', { code: 'TOTAL_TIMEOUT' }],
  ['offline', {}],
  ['offline', { code: 'ENOTFOUND' }],
  ['offline', { code: 'ECONNREFUSED' }],
  ['offline', { code: 'ECONNRESET' }],
  ['proxy', { status: 502 }],
  ['proxy', { status: 407 }],
  ['proxy', { code: 'ECONNREFUSED' }],
  ['proxy', { code: 'PROXY_ADDRESS' }],
  ['proxy', { code: 'CERT_HAS_EXPIRED' }],
  ['certificate', { code: 'CERT_HAS_EXPIRED' }],
  ['certificate', { code: 'CERT_NOT_YET_VALID' }],
  ['certificate', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }],
  ['certificate', { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }],
  ['certificate', { code: 'EPROTO' }],
  ['badResponse', {}],
  ['badResponse', { code: 'HTML_ANSWER' }],
  ['badResponse', { code: 'WRONG_SHAPE' }],
  ['badResponse', { code: 'REDIRECT' }],
  ['tooLarge', {}],
  ['address', { detail: 'is not https' }],
  ['address', { code: 'ENVIRONMENT', detail: 'is not https' }],
];

describe('describe', () => {
  it('every problem has a sentence of its own', () => {
    const sentences = errors.map(([kind, details]) => view(kind, details).sentence);
    assert.equal(new Set(sentences).size, errors.length);
    for (const sentence of sentences) assert.match(sentence, /^[A-Z][^\n]*\.$/);
  });

  it('what the server says about fields is told, on one line and not for ever', () => {
    const detail = `Invalid\nquery.limit: too large.\n${'x'.repeat(5000)}`;
    const { sentence } = view('invalid', { status: 422, detail });
    assert.match(sentence, /^Runflow did not accept the request: Invalid; query\.limit: too large\.; x+…\.$/);
    assert.ok(sentence.length < 300);
  });

  it('what can be read into text does not become part of it', () => {
    const hostile = 'a\u202egnp.exe\u0007 <b>';
    for (const text of [view('invalid', { detail: hostile }), view('server', { code: hostile, requestId: hostile })]) {
      assert.doesNotMatch(JSON.stringify(text), /\u202e|\\u0007/);
    }
  });

  it('support gets kind, status, code and the id of the request', () => {
    const { details } = view('server', { status: 503, code: 'MODEL_UNAVAILABLE', requestId: 'req_1' });
    assert.equal(details, 'server 503 MODEL_UNAVAILABLE · request req_1');
  });

  it('what is not an ApiError is a bug of ours, and keeps its words to the log', () => {
    const bug = told(new TypeError('x is undefined'));
    assert.deepEqual([bug.kind, bug.action.id], ['bug', 'copyDiagnostics']);
    assert.doesNotMatch(bug.sentence, /undefined/);
  });
});
