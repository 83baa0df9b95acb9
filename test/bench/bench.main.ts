/** Measures the packaged extension: prints a table, writes it to README.md, and exits with 1 when a limit is missed. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { projectRoot } from '../root';
import { install } from '../vscode/install';
import { makeVsix } from '../workbench/vsix';
import { batchPage, grouping } from './batchPage';
import { isMet } from './figure';
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

async function main(): Promise<number> {
  const about = surroundings(await install());
  const vsix = await makeVsix();
  try {
    const figures = [
      ...sizes(vsix),
      ...(await startup(vsix.path)),
      ...(await traffic(vsix.path)),
      ...(await opening(vsix.path)),
      ...(await thumbnails(vsix.path)),
      ...(await batchPage(vsix.path)),
      ...grouping(),
      ...rows(),
      ...(await live(vsix.path)),
      ...(await polling()),
      ...(await logs(vsix.path)),
      ...(await boundOfLogs()),
      ...(await takeHome()),
    ];
    const readme = join(projectRoot(), 'test', 'bench', 'README.md');
    const text = await format(markdown(figures, about), { ...(await resolveConfig(readme)), filepath: readme });
    writeFileSync(readme, text);
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
