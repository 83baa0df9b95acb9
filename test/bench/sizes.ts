/** How large the build is. A kilobyte has 1,000 bytes. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Vsix } from '../workbench/vsix';
import type { Figure } from './figure';

/** Names of undici's diagnostics channels: they survive minifying, and nobody else has them. */
const undici = /undici:(?:client|request):/;

export function sizes({ dist, path }: Vsix): Figure[] {
  const scripts = readdirSync(dist).filter((name) => name.endsWith('.js'));
  const bytes = (names: readonly string[]): number =>
    names.reduce((sum, name) => sum + statSync(join(dist, name)).size, 0);
  const copies = (names: readonly string[]): number =>
    names.filter((name) => undici.test(readFileSync(join(dist, name), 'utf8'))).length;
  const entry = withChunks(dist, 'extension.js');
  const start = scripts.filter((name) => name.startsWith('start-')).flatMap((name) => withChunks(dist, name));
  if (start.length === 0) throw new Error('What is built at first use is not known by its name any more.');
  const both = [...new Set([...entry, ...start])];
  const everywhere = copies(scripts);
  if (everywhere === 0) throw new Error('undici is not known by its channels any more.');
  return [
    { name: 'Entry bundle, minified', unit: 'bytes', values: [bytes(entry)], limit: 120_000 },
    { name: '… with what it builds at first use', unit: 'bytes', values: [bytes(both)], limit: 120_000 },
    { name: 'undici in these', unit: 'copies', values: [copies(both)], limit: 0 },
    { name: 'undici in the whole package', unit: 'copies', values: [everywhere], limit: 1 },
    { name: 'undici in the item page', unit: 'copies', values: [copies(['item.js'])], limit: 0 },
    { name: 'Script of the item page, minified', unit: 'bytes', values: [bytes(['item.js'])], limit: 120_000 },
    { name: 'Script of the batch page, minified', unit: 'bytes', values: [bytes(['batch.js'])], limit: 120_000 },
    { name: 'VSIX', unit: 'bytes', values: [statSync(path).size], limit: 600_000 },
  ];
}

/** A file with those that are read whenever it is: chunks. What is read on first use has a name of its own. */
function withChunks(dist: string, name: string): readonly string[] {
  const files = new Set([name]);
  // A set hands out what is added to it on the way.
  for (const file of files) {
    const text = readFileSync(join(dist, file), 'utf8');
    for (const [, chunk] of text.matchAll(/require\("\.\/(chunk-\w+\.js)"\)/g)) if (chunk) files.add(chunk);
  }
  return [...files];
}
