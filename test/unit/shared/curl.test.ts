import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { curlOf } from '../../../src/shared/curl';
import type { PageTarget } from '../../../src/shared/links';
import { uuid } from '../../fakes/builders';

const [b, i, r, o] = [uuid('batch'), uuid('item'), uuid('run'), uuid('organization')];
const origin = 'https://api.runflow.io';
const targets: readonly (readonly [PageTarget, string])[] = [
  [{ kind: 'batch', batchId: b }, `/v1/batches/${b}`],
  [{ kind: 'item', batchId: b, itemId: i }, `/v1/batches/${b}/items/${i}`],
  [{ kind: 'run', runId: r }, `/v1/runs/${r}`],
];

/** What a shell hands to a program that is called in place of curl. */
function wordsOf(command: string): readonly string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  const env = { RUNFLOW_API_KEY: 'rf_live_of_the_environment' };
  return execFileSync('/bin/sh', ['-c', script], { env, encoding: 'utf8' }).split('\0').slice(0, -1);
}

describe('a request as a command of a shell', () => {
  for (const [target, path] of targets) {
    it(`asks for the ${target.kind} with the key of the environment`, () => {
      const command = curlOf({ origin, organizationId: undefined }, target);
      assert.equal(command, `curl -sS -H "Authorization: Bearer $RUNFLOW_API_KEY" '${origin}${path}'`);
      const key = 'Authorization: Bearer rf_live_of_the_environment';
      assert.deepEqual(wordsOf(command), ['-sS', '-H', key, origin + path]);
    });
  }

  it('names the organization that was chosen', () => {
    const command = curlOf({ origin, organizationId: o }, { kind: 'run', runId: r });
    assert.ok(wordsOf(command).includes(`X-Organization-Id: ${o}`));
  });

  const hostile = [
    "'; touch pwned; '",
    '$(touch pwned)',
    '`touch pwned`',
    'a\nb',
    '"',
    '\\',
    "'",
    '\uD800',
    '../../x?y#z',
  ];
  for (const text of hostile) {
    it(`${JSON.stringify(text)} in place of an id is one word and one line`, () => {
      for (const target of [
        { kind: 'batch', batchId: text },
        { kind: 'item', batchId: b, itemId: text },
        { kind: 'run', runId: text },
      ] as const) {
        const command = curlOf({ origin, organizationId: text }, target);
        const words = wordsOf(command);
        assert.equal(command.split('\n').length, 1);
        assert.equal(words.length, 6);
        assert.match(
          words[5] ?? '',
          /^https:\/\/api\.runflow\.io\/v1\/(?:batches|runs)\/[^/?#\s]+(?:\/items\/[^/?#\s]+)?$/,
        );
      }
    });
  }
});
