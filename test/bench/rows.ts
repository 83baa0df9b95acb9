/** What a refresh of a long list takes in a real extension host, where a test draws it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { orders } from '../mochaRun';
import { projectRoot } from '../root';
import type { Figure } from './figure';

export function rows(): Figure[] {
  const folder = mkdtempSync(join(tmpdir(), 'runflow-rows-'));
  const figures = join(folder, 'figures.json');
  try {
    execFileSync(process.execPath, [join(projectRoot(), 'out', 'test', 'host.main.js')], {
      env: {
        ...process.env,
        [orders.grep]: 'five thousand rows',
        [orders.figures]: figures,
        [orders.log]: join(folder, 'host.log'),
      },
      stdio: 'ignore',
    });
    const values = JSON.parse(readFileSync(figures, 'utf8')) as number[];
    return [{ name: 'Refresh of 500 batches, 50 of them with 100 items each', unit: 'ms', values, limit: 60 }];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
