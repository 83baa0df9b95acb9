/** How large the build is. A kilobyte has 1,000 bytes. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Vsix } from '../workbench/vsix';
import type { Figure } from './figure';

/** Names of undici's diagnostics channels: they survive minifying, and nobody else has them. */
const undici = /undici:(?:client|request):/;

export function sizes({ dist, path }: Vsix): Figure[] {
  const bytes = (name: string): number => statSync(join(dist, name)).size;
  const has = (name: string): number => (undici.test(readFileSync(join(dist, name), 'utf8')) ? 1 : 0);
  if (has('transport.js') === 0) throw new Error('undici is not known by its channels any more.');
  return [
    { name: 'Entry bundle, minified', unit: 'bytes', values: [bytes('extension.js')], limit: 120_000 },
    { name: 'undici in the entry bundle', unit: 'copies', values: [has('extension.js')], limit: 0 },
    { name: 'undici in the item page', unit: 'copies', values: [has('item.js')], limit: 0 },
    { name: 'Script of the item page, minified', unit: 'bytes', values: [bytes('item.js')], limit: 60_000 },
    { name: 'VSIX', unit: 'bytes', values: [statSync(path).size], limit: 600_000 },
  ];
}
