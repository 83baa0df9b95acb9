import assert from 'node:assert/strict';
import { ApiError } from '../../../src/core/errors';
import { defaultOrigin, isLoopback, parseOrigin } from '../../../src/core/origin';

describe('API address', () => {
  const accepted = {
    [defaultOrigin]: defaultOrigin,
    'https://api.runflow.io/': defaultOrigin,
    '  https://api.runflow.io/v1?x=1#y  ': defaultOrigin,
    'HTTPS://API.RUNFLOW.IO:443': defaultOrigin,
    'https://proxy.example:8443/v1/': 'https://proxy.example:8443',
    'https://192.0.2.1': 'https://192.0.2.1',
    'http://localhost:3000': 'http://localhost:3000',
    'http://127.0.0.1:3000/v1': 'http://127.0.0.1:3000',
    'http://127.8.9.1': 'http://127.8.9.1',
    'http://127.1:80': 'http://127.0.0.1',
    'http://[::1]:3000': 'http://[::1]:3000',
  };
  for (const [address, origin] of Object.entries(accepted)) {
    it(`${address.trim()} is asked at ${origin}`, () => {
      assert.equal(parseOrigin(address), origin);
    });
  }

  const refused = {
    'http://api.runflow.io': 'is not https',
    'http://localhost.evil.example': 'is not https',
    'http://127.0.0.1.evil.example': 'is not https',
    'http://0.0.0.0:3000': 'is not https',
    'http://10.0.0.1': 'is not https',
    'http://[::ffff:10.0.0.1]': 'is not https',
    'https://mara@api.runflow.io': 'holds a user name or password',
    'https://:secret@api.runflow.io': 'holds a user name or password',
    'https://api.runflow.io@evil.example': 'holds a user name or password',
    'http://localhost:x@evil.example': 'holds a user name or password',
    'api.runflow.io': 'is not a web address',
    'localhost:3000': 'is not a web address',
    'ftp://api.runflow.io': 'is not a web address',
    'file:///etc/passwd': 'is not a web address',
    'javascript:alert(1)': 'is not a web address',
    'https://': 'is not a web address',
    '': 'is not a web address',
    'not an address': 'is not a web address',
    'https://proxy.example:8443/runflow': 'holds a path',
    'https://api.runflow.io/v1/batches': 'holds a path',
  };
  for (const [address, detail] of Object.entries(refused)) {
    it(`"${address}" ${detail}`, () => {
      assert.throws(
        () => parseOrigin(address),
        (error) => error instanceof ApiError && error.kind === 'address' && error.detail === detail,
      );
    });
  }

  it('this machine is known by its names only', () => {
    for (const name of ['localhost', '127.0.0.1', '127.255.255.254', '[::1]']) assert.ok(isLoopback(name), name);
    for (const name of ['', 'localhost.example', '127.0.0.1.example', 'x127.0.0.1', '127.0.0', '[::2]', '128.0.0.1']) {
      assert.ok(!isLoopback(name), name);
    }
  });
});
