/** What a log of a hundred thousand lines costs: the extension host, the page, and whoever scrolls and filters. */
import type { Frame } from 'playwright-core';
import { bound } from '../../media/log/lines';
import { LogBook } from '../../media/log/logBook';
import type { LogRead } from '../../media/log/reader';
import { Regexps } from '../../media/log/regexps';
import { firstSettings } from '../../media/log/settings';
import { startRunflow } from '../fakes/runflow';
import { until } from '../workbench/until';
import { openWorkbench, type Workbench } from '../workbench/workbench';
import type { Figure } from './figure';
import { delayCommand, emptyCommand, makeProbe, watchCommand } from './probe';

const hosts = 7;
const name = 'manyLogs-1';

interface Costs {
  readonly readMs: number;
  readonly hostMs: number;
  readonly spanMs: number;
  readonly frameMs: number;
  readonly textMs: number;
  readonly regexpMs: number;
  readonly heapMB: number;
}

export async function logs(vsix: string): Promise<Figure[]> {
  const probe = makeProbe();
  const costs: Costs[] = [];
  try {
    for (let host = 0; host < hosts; host++) costs.push(await costsIn(vsix, probe.folder));
  } finally {
    probe.remove();
  }
  const figure = (what: string, value: (costs: Costs) => number, limit?: number): Figure => ({
    name: what,
    unit: 'ms',
    values: costs.map(value),
    ...(limit === undefined ? {} : { limit }),
  });
  return [
    figure('100,000 log lines: until all are read', ({ readMs }) => readMs),
    figure('… extension host blocked at a time, at most', ({ hostMs }) => hostMs, 50),
    figure('… our own code in the page at a time, at most', ({ spanMs }) => spanMs, 50),
    figure('… frame while scrolling from top to end, p95', ({ frameMs }) => frameMs, 20),
    figure('… filter by text, keystroke to result', ({ textMs }) => textMs, 100),
    figure('… filter by /regexp/, keystroke to result', ({ regexpMs }) => regexpMs, 100),
    {
      name: '… heap of the page above that of an empty webview',
      unit: 'MB',
      values: costs.map((c) => c.heapMB),
      limit: 80,
    },
  ];
}

/** A generator in place of the network: what is kept at most, whatever comes. */
export async function boundOfLogs(): Promise<Figure[]> {
  const count = 1_000_000;
  const read = (_: string, cursor: string | undefined): Promise<LogRead> => {
    const from = Number(cursor ?? 0);
    const lines = Array.from({ length: 500 }, (__, index) => ({
      id: String(from + index),
      levelCode: 'DEBUG',
      message: `step 1: tile ${from + index} took ${index} ms`.padEnd(80, '.'),
      timestamp: from + index,
      meta: undefined,
    }));
    const next = from + 500 < count ? String(from + 500) : undefined;
    return Promise.resolve({ lines, next, againMs: undefined });
  };
  const most = { lines: 0, characters: 0 };
  const pause = () => new Promise<void>((resolve) => setImmediate(resolve));
  const book: LogBook = new LogBook(
    {
      regexps: new Regexps(() => {
        throw new Error('No expression is tried here.');
      }),
      pause,
      read,
      readEnd: () => Promise.resolve([]),
      now: () => performance.now(),
      after: () => () => undefined,
      onChange: () => {
        most.lines = Math.max(most.lines, book.lines.size);
        most.characters = Math.max(most.characters, book.lines.characters);
      },
    },
    firstSettings,
  );
  book.show({ id: 'run', isLive: false, wantsEnd: false, news: '' });
  await until('a million lines are read', () => book.lines.last === count, 120_000);
  return [
    { name: '1,000,000 log lines: kept at a time', unit: 'lines', values: [most.lines], limit: bound.lines },
    { name: '… with so much text', unit: 'characters', values: [most.characters], limit: bound.characters },
  ];
}

async function costsIn(vsix: string, probe: string): Promise<Costs> {
  const runflow = await startRunflow();
  const env = { RUNFLOW_API_URL: runflow.origin, RUNFLOW_API_KEY: runflow.key };
  const settings = { 'runflow.refresh': 'manual' };
  const code = await openWorkbench({ vsix, extensionPath: probe, env, settings });
  try {
    await code.openContainer('Runflow');
    await code.runCommand(emptyCommand);
    await (await code.webviewFrame('empty')).getByText('empty').waitFor();
    const before = await heapOf(code);
    await code.runCommand('View: Close All Editors');
    // What is read with the first page of all is not what a log costs.
    await code.expand('smart-resize');
    await openLog(code, 'sku-1000');
    await code.collapse('smart-resize');
    await code.expand('tag-removal');
    await code.runCommand(watchCommand);
    const start = performance.now();
    const frame = await openLog(code, name);
    await frame.locator('.log-progress').getByText('100,000 lines', { exact: true }).waitFor({ timeout: 120_000 });
    const readMs = performance.now() - start;
    await code.runCommand(delayCommand);
    const hostMs = Number((await code.waitForNotification('delay')).replace(/[^\d.]/g, ''));
    await frame.locator('.log').scrollIntoViewIfNeeded();
    const frameMs = await frame.evaluate(scrollThrough);
    const textMs = await typed(frame, ['c', 'cu', 'cud', 'cuda', 'cuda o']);
    const regexpMs = await typed(frame, [
      '/tile 3/',
      '/tile 33/',
      '/tile 33[0-4]/',
      '/took (2|3)\\d/',
      '/lost|took 5/',
    ]);
    const spanMs = await frame.evaluate(longestSpan);
    await frame.locator('.log-filter').fill('');
    return { readMs, hostMs, spanMs, frameMs, textMs, regexpMs, heapMB: (await heapOf(code)) - before };
  } finally {
    await code.close();
    await runflow.close();
  }
}

async function openLog(code: Workbench, item: string): Promise<Frame> {
  await code.click(item);
  const frame = await code.webviewFrame(item);
  await frame.getByRole('heading', { name: item, exact: true }).waitFor();
  await frame.locator('.log .line').first().waitFor();
  return frame;
}

/** Page and workbench share a process, and its heap: only the growth says something. */
async function heapOf({ page }: Workbench): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / 1e6;
}

/** The median of several, as one types on. */
async function typed(frame: Frame, texts: readonly string[]): Promise<number> {
  const times: number[] = [];
  for (const text of texts) times.push(await frame.evaluate(typeAndWait, text));
  times.sort((one, other) => one - other);
  return times[Math.floor(times.length / 2)] ?? Number.NaN;
}

/** As much of the page's world as the functions below use: they run in the page, where each stands alone. */
interface Box {
  scrollTop: number;
  value: string;
  readonly scrollHeight: number;
  readonly clientHeight: number;
  readonly textContent: string;
  dispatchEvent(event: unknown): void;
}
interface World {
  readonly document: { querySelector(selector: string): Box };
  readonly Event: new (name: string) => unknown;
  readonly requestAnimationFrame: (next: (now: number) => void) => void;
}

async function scrollThrough(): Promise<number> {
  const { document, requestAnimationFrame } = globalThis as unknown as World;
  const log = document.querySelector('.log');
  const frames: number[] = [];
  const steps = 300;
  const step = (log.scrollHeight - log.clientHeight) / steps;
  await new Promise<void>((resolve) => {
    let last = 0;
    const next = (now: number): void => {
      if (last > 0) frames.push(now - last);
      last = now;
      log.scrollTop += step;
      if (frames.length < steps) requestAnimationFrame(next);
      else resolve();
    };
    requestAnimationFrame(next);
  });
  frames.sort((one, other) => one - other);
  return frames[Math.floor(frames.length * 0.95)] ?? Number.NaN;
}

/** From the key to the frame in which the number of matches stands there. */
async function typeAndWait(text: string): Promise<number> {
  const { document, Event, requestAnimationFrame } = globalThis as unknown as World;
  const frame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()));
  const box = document.querySelector('.log-filter');
  const matches = (): string => document.querySelector('.log-matches').textContent;
  box.value = '';
  box.dispatchEvent(new Event('input'));
  while (matches() !== '') await frame();
  const start = performance.now();
  box.value = text;
  box.dispatchEvent(new Event('input'));
  while (!/match/i.test(matches())) await frame();
  return performance.now() - start;
}

function longestSpan(): number {
  const spans = performance.getEntriesByType('measure').filter((entry) => entry.name.startsWith('runflow '));
  return Math.max(0, ...spans.map(({ duration }) => duration));
}
