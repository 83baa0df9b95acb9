/** Measures the packaged extension: prints a table, writes it to README.md, and exits with 1 when a limit is missed. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { projectRoot } from '../root';
import { install } from '../vscode/install';
import { makeVsix, type Vsix } from '../workbench/vsix';
import { atRest } from '../atRest';
import { batchPage, grouping } from './batchPage';
import { isMet, median, type Figure } from './figure';
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
    const paces: number[] = [];
    for (const [name, measure] of Object.entries(parts)) {
      if (!only.includes(name)) continue;
      console.log(`measuring ${name} …`);
      await atRest();
      paces.push(pace());
      figures.push(...(await measure(vsix)));
    }
    figures.push({
      name: 'How fast the machine was before each of these parts: 1.2 MB of JSON read and written',
      unit: 'ms',
      values: paces,
    });
    const readme = join(projectRoot(), 'test', 'bench', 'README.md');
    const text = await format(markdown(figures, about), { ...(await resolveConfig(readme)), filepath: readme });
    if (values.only === undefined) writeFileSync(readme, text);
    console.log(text);
    return figures.every(isMet) ? 0 : 1;
  } finally {
    vsix.remove();
  }
}

/** One and the same piece of work, as other machines share the processors: limits that are missed may be theirs. */
function pace(): number {
  const text = JSON.stringify(
    Array.from({ length: 20_000 }, (_, n) => ({ id: `row ${n}`, place: n, parts: [n, { n }] })),
  );
  const times = Array.from({ length: 7 }, () => {
    const start = performance.now();
    JSON.stringify(JSON.parse(text));
    return performance.now() - start;
  });
  return median(times);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
