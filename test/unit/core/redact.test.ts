import assert from 'node:assert/strict';
import { redact } from '../../../src/core/redact';

describe('redact', () => {
  const key = 'secret/key+with=signs';

  it('the key is gone, also written for a URL or in JSON', () => {
    const text = `a ${key} b ${encodeURIComponent(key)} c ${JSON.stringify({ key: `x"${key}` })}`;
    assert.ok(!/secret/.test(redact(text, key)));
    assert.equal(redact('k"1 k\\"1', 'k"1'), '[removed] [removed]');
  });

  it('of several keys, each is gone', () => {
    assert.equal(redact('one, two and three', 'one', undefined, 'three'), '[removed], two and [removed]');
  });

  it('without a key, nothing is taken for it', () => {
    assert.equal(redact('plain text', ''), 'plain text');
    assert.equal(redact('plain text'), 'plain text');
  });

  const cases: readonly (readonly [string, string])[] = [
    ['Authorization: Bearer abc.def', 'Authorization: [removed]'],
    ['{"authorization":"Bearer abc","accept":"x"}', '{"authorization":[removed],"accept":"x"}'],
    ['Authorization: Digest username="me", response="abc"', 'Authorization: [removed]'],
    ['cookie: a=b, c=d\nnext', 'cookie: [removed]\nnext'],
    ['{"set-cookie":["a=b","c=d"]}', '{"set-cookie":[removed]'],
    ['?a=1\\u0026sig=abc\\u0026b=2', '?a=1\\u0026sig=[removed]\\u0026b=2'],
    [
      '\\u0026Signature=abc \\u0026token=abc %26sig%3Dabc',
      '\\u0026Signature=[removed] \\u0026token=[removed] %26sig%3D[removed]',
    ],
    ['"https://host/a?b=1\\u0026sig=abc"', '"https://host/a?…"'],
    ['"https:\\/\\/me:pass@host\\/a?b=1"', '"https:\\/\\/[removed]@host\\/a?…"'],
    [
      'client_secret=a&refresh_token=b&id_token=c',
      'client_secret=[removed]&refresh_token=[removed]&id_token=[removed]',
    ],
    ['accessToken=a clientSecret=b apiKey=c', 'accessToken=[removed] clientSecret=[removed] apiKey=[removed]'],
    ['{"api_key":"a","name":"b"}', '{"api_key":[removed],"name":"b"}'],
    ['{"token": "a\\"b", "name": "c"}', '{"token": [removed], "name": "c"}'],
    ["{ refreshToken: 'a', name: 'b' }", "{ refreshToken: [removed], name: 'b' }"],
    ['connect ECONNREFUSED me:pass@proxy:8080', 'connect ECONNREFUSED [removed]@proxy:8080'],
    ['me:p@ss@proxy', '[removed]@proxy'],
    ['rf_live_ab-cd', 'rf_live_[removed]'],
    ['sort_by=created_at:desc at 12:30, monkey=1', 'sort_by=created_at:desc at 12:30, monkey=1'],
    ['Unexpected token: < is no JSON', 'Unexpected token: < is no JSON'],
    ['at get (C:\\x\\node_modules\\@y\\z.js:1:2)', 'at get (C:\\x\\node_modules\\@y\\z.js:1:2)'],
    ['at file:///x/node_modules/@y/z.js:1:2', 'at file:///x/node_modules/@y/z.js:1:2'],
    ['proxy-authorization=Basic dXNlcg==\nnext', 'proxy-authorization=[removed]\nnext'],
    ['x-api-key: abc', 'x-api-key: [removed]'],
    ['set-cookie: a=b; c', 'set-cookie: [removed]'],
    ['curl with bearer abc123', 'curl with bearer [removed]'],
    ['keys rf_live_abc, rf_svc_def and rfk_ghi', 'keys rf_live_[removed], rf_svc_[removed] and rfk_[removed]'],
    ['http://user:pass@proxy:8080 refused', 'http://[removed]@proxy:8080 refused'],
    ['https://me@host/a@b', 'https://[removed]@host/a@b'],
    ['https://host/a@b is kept', 'https://host/a@b is kept'],
    ['see https://s3.example/o.webp?X-Amz-Signature=abc&x=1, then', 'see https://s3.example/o.webp?… then'],
    ['<https://host/a#token=abc>', '<https://host/a?…>'],
    ['"https://host/a?b"', '"https://host/a?…"'],
    ['vscode://ext/path?windowId=1', 'vscode://ext/path?…'],
    ['runflow:/batches/1/items/2', 'runflow:/batches/1/items/2'],
    ['GET /v1/runs 200 in 31 ms', 'GET /v1/runs 200 in 31 ms'],
  ];
  for (const [text, expected] of cases) {
    it(text, () => {
      assert.equal(redact(text), expected);
    });
  }

  // An expression that goes back and forth in it would take minutes, and the test would not end in time.
  it('a megabyte of any sort comes to its end', () => {
    const million = 1_000_000;
    for (const part of [
      'a',
      'http://',
      '://',
      'http://a@',
      'authorization: ',
      'bearer ',
      'rf_live_',
      'x-amz-',
      'Basic ',
      'Basic aaaaaaaa',
      'key=',
      'a%3a%2f%2f',
      '%3f',
      '? ',
      'a.',
      '@',
      'a:',
      '=a:',
      '"token":"',
      'token: "\\',
      'token:\\',
      'access_api_',
      'https:\\/\\/\\',
      'cookie:"',
      'cookie: "a" ',
    ]) {
      const text = part.repeat(million / part.length);
      assert.notEqual(redact(text, key), '', part);
    }
  });
});
