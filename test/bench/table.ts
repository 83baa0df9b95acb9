/** The figures as text, for the terminal and for README.md. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../root';
import type { Installed } from '../vscode/install';
import { isMet, median, type Figure } from './figure';

export interface Surroundings {
  readonly commit: string;
  readonly machine: string;
  readonly versions: string;
}

export function surroundings(installed: Installed): Surroundings {
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: projectRoot(), encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', '--', 'src', 'media', 'package.json', 'esbuild.mjs') !== '';
  const vscode = JSON.parse(readFileSync(join(installed.serverMain, '..', '..', 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  const [cpu] = cpus();
  const node = execFileSync(installed.node, ['--version'], { encoding: 'utf8' }).trim();
  const memory = `${(totalmem() / 2 ** 30).toFixed(0)} GiB`;
  return {
    commit: `${git('rev-parse', '--short', 'HEAD')}${changed ? ' with local changes' : ''}`,
    machine: [
      cpu?.model.trim() ?? 'unknown processor',
      `${cpus().length} cores`,
      memory,
      `${process.platform} ${process.arch}`,
      `load ${(loadavg()[0] ?? 0).toFixed(1)} before the start`,
    ].join(', '),
    versions: `VS Code ${vscode.version}, its extension host on Node ${node.slice(1)}`,
  };
}

export function markdown(figures: readonly Figure[], { commit, machine, versions }: Surroundings): string {
  const rows = figures.map((figure) => {
    const { name, values, limit, unit } = figure;
    const cells = [name, values.map(shown).join(' '), `${shown(median(values))} ${unit}`];
    const verdict = limit === undefined ? ['', ''] : [shown(limit), isMet(figure) ? 'ok' : '**missed**'];
    return `| ${[...cells, ...verdict].join(' | ')} |`;
  });
  return [
    '# Benchmarks',
    '',
    'Written by `npm run bench`, which packages the extension, installs it into a real VS Code and exits with 1 when a limit is missed. It is no part of `npm test`: times differ between machines.',
    '',
    `- Commit: ${commit}`,
    `- Machine: ${machine}`,
    `- ${versions}`,
    '',
    '| figure | measured | median | limit | |',
    '| --- | --- | ---: | ---: | --- |',
    ...rows,
    '',
    'Times are from VS Code’s own marks, each in a fresh extension host; what starts both extensions is a command. Requests are counted by the server: `GET /v1/auth/me`, which only gives the view its title, runs beside the first list. Round trips are counted while every answer takes 150 ms: those that start before another has ended are one. The log of a run and the files of an output are read after the page is there. The page of a batch is timed from the click until its first items are drawn; its thousand thumbnails have an address each, the server has painted them before, and all were seen before they are scrolled through again.',
    '',
    'Requests in five minutes are those of five simulated minutes from the first rows on, three times with another jitter each: poller, follower, readers, retries and connections are the real ones, the server is on 127.0.0.1, only the clock is not; `bytes` are those of the unpacked bodies. An unfolded batch is two requests a look, one for the batch and one for its rows. Processor time is that of the whole extension host with the view shown, less that with it hidden, 20 seconds each, in percent of one core; both hold whatever else the editor does. Whatever is timed begins once the machine rests.',
    '',
  ].join('\n');
}

function shown(value: number): string {
  return (Number.isInteger(value) ? value : Number(value.toFixed(1))).toLocaleString('en-US');
}
