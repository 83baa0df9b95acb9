import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './root';

/** The built test files of a suite, found by name: nobody lists them by hand. */
export function testFiles(suite: string): string[] {
  const folder = join(projectRoot(), 'out', 'test', suite);
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true }).map(String);
  return names
    .filter((name) => name.endsWith('.test.js'))
    .map((name) => join(folder, name))
    .sort();
}
