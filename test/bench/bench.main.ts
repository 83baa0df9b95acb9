/** Measures the packaged extension: prints a table, writes it to README.md, and exits with 1 when a limit is missed. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { projectRoot } from '../root';
import { install } from '../vscode/install';
import { makeVsix, type Vsix } from '../workbench/vsix';
import { atRest } from './atRest';
import { batchPage, grouping } from './batchPage';
import { isMet, type Figure } from './figure';
import { live } from './live';
import { polling } from './polling';
import { boundOfLogs, logs } from './logs';
import { opening } from './opening';
import { rows } from './rows';
import { sizes } from './sizes';
import { startup } from './startup';
import { markdown, surroundings } from './table';
import { takeHome } from './takeHome';
import { thumbnails } from './thumbnails';
import { traffic } from './traffic';

/** In this order in the table. */
const parts: Readonly<Record<string, (vsix: Vsix) => Figure[] | Promise<Figure[]>>> = {
  sizes,
  startup: ({ path }) => startup(path),
  traffic: ({ path }) => traffic(path),
  opening: ({ path }) => opening(path),
  thumbnails: ({ path }) => thumbnails(path),
  batchPage: async ({ path }) => [...(await batchPage(path)), ...(await grouping())],
  rows: () => rows(),
  live: ({ path }) => live(path),
  polling: () => polling(),
  logs: async ({ path }) => [...(await logs(path)), ...(await boundOfLogs())],
  takeHome: () => takeHome(),
};

/** `-- --only startup,rows` measures some of them, and leaves README.md as it is. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const only = values.only?.split(',').map((name) => name.trim()) ?? Object.keys(parts);
  const unknown = only.filter((name) => !Object.hasOwn(parts, name));
  if (unknown.length > 0) throw new Error(`No part ${unknown.join(', ')}: there are ${Object.keys(parts).join(', ')}.`);
  const about = surroundings(await install());
  const vsix = await makeVsix();
  try {
    const figures: Figure[] = [];
    for (const [name, measure] of Object.entries(parts)) {
      if (!only.includes(name)) continue;
      console.log(`measuring ${name} …`);
      await atRest();
      figures.push(...(await measure(vsix)));
    }
    const readme = join(projectRoot(), 'test', 'bench', 'README.md');
    const text = await format(markdown(figures, about), { ...(await resolveConfig(readme)), filepath: readme });
    if (values.only === undefined) writeFileSync(readme, text);
    console.log(text);
    return figures.every(isMet) ? 0 : 1;
  } finally {
    vsix.remove();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
