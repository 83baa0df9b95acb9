import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The project's folder, found from wherever a bundle ended up below it. */
export function projectRoot(): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'esbuild.mjs'))) return folder;
    if (folder === dirname(folder)) throw new Error(`No project around ${__dirname}`);
  }
}
