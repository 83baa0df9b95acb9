import assert from 'node:assert/strict';
import { composeDiagnostics, type Diagnostics } from '../../../src/core/diagnostics';
import { writeLog } from '../../../src/core/logWriter';

const key = 'odd/key+with"quotes=9f8e7d';
const secrets = [
  'rf_live_Sup3rS3cretKey',
  'hunter2-proxy',
  'c0ffee5ignature',
  'cb-t0ken-31337',
  'bWU6aHVudGVyMi1wcm94eQ==',
];
const [apiKey = '', password = '', signature = '', token = '', packed = ''] = secrets;

const nothing: Diagnostics = {
  versions: {},
  state: {},
  settings: {},
  network: {
    proxy: { enabled: true, address: undefined, bypass: [], authorization: undefined, strictTls: true },
    systemCertificates: true,
  },
  environment: {},
  recent: [],
  key: undefined,
};

/** Ways in which a secret may stand in any value. */
const hostile: readonly string[] = [
  `Bearer ${apiKey}`,
  apiKey,
  `http://me:${password}@proxy.corp:8080`,
  `me:${password}@proxy.corp:8080`,
  `Proxy-Authorization: Basic ${packed}`,
  `https://bucket.test/o.webp?X-Amz-Signature=${signature}`,
  `https://hooks.test/done?token=${token}#${token}`,
  `the key ${key} itself`,
  JSON.stringify(`the key ${key} itself`),
];

describe('diagnostics', () => {
  for (const text of hostile) {
    it(`hold no secret, wherever it stands: ${text.slice(0, 40)}`, () => {
      const facts = { name: text, list: [text], nested: { of: text } };
      const composed = composeDiagnostics({
        versions: facts,
        state: facts,
        settings: facts,
        network: {
          proxy: { enabled: true, address: text, bypass: [text], authorization: text, strictTls: false },
          systemCertificates: false,
        },
        environment: { HTTPS_PROXY: text, no_proxy: text, RUNFLOW_API_KEY: text, RUNFLOW_API_URL: text },
        recent: [text, `warn ${text}`],
        key,
      });
      for (const secret of [...secrets, key, JSON.stringify(key).slice(1, -1)]) {
        assert.ok(!composed.includes(secret), `${secret} is in ${composed}`);
      }
    });
  }

  it('tell what somebody who helps would ask for', () => {
    const composed = composeDiagnostics({
      ...nothing,
      versions: { Node: '22.19.0' },
      state: { origin: 'https://api.runflow.io', 'signed in': true },
      settings: { 'runflow.refreshInterval': 4, 'runflow.apiUrl': '' },
      network: { ...nothing.network, proxy: { ...nothing.network.proxy, address: 'http://proxy.corp:8080' } },
      environment: { https_proxy: 'http://proxy.corp:8080' },
      recent: ['GET /v1/batches 503 12 ms req_1'],
    });
    for (const line of [
      '- Node: 22.19.0',
      '- origin: https://api.runflow.io',
      '- signed in: true',
      '- runflow.refreshInterval: 4',
      '- runflow.apiUrl: not set',
      '- http.proxy: http://proxy.corp:8080',
      '- http.proxyAuthorization: not set',
      '- HTTPS_PROXY: set',
      '- RUNFLOW_API_KEY: not set',
      '- GET /v1/batches 503 12 ms req_1',
    ]) {
      assert.ok(composed.split('\n').includes(line), `${line}\nis not in\n${composed}`);
    }
  });

  it('say so where the log is empty', () => {
    assert.match(composeDiagnostics(nothing), /log\n\n- nothing yet\n/);
  });

  it('hold the last lines of the log and no more, without their secrets', () => {
    const lines: string[] = [];
    const write = (line: string): void => void lines.push(line);
    const log = writeLog({ debug: write, info: write, warn: write, error: write });
    for (let count = 0; count < 500; count += 1) log.info(`line ${count}. Bearer ${apiKey}`);
    const recent = log.recent();
    assert.equal(recent.length, 60);
    assert.match(recent.at(-1) ?? '', /^\d{4}-.*Z info line 499\. Bearer \[removed\]/);
    assert.match(recent[0] ?? '', /line 440\./);
    assert.ok(!recent.join('\n').includes(apiKey));
    assert.equal(lines.length, 500);
  });
});
