/** How long a page takes from the click to what one came for, and what an update of it costs while its run goes on. */
import type { Locator } from 'playwright-core';
import { request } from 'undici';
import { smartResizeFailures } from '../fakes/demoIds';
import { startRunflow, type Runflow, type RunflowOptions } from '../fakes/runflow';
import { openWorkbench, type Workbench } from '../workbench/workbench';
import { atRest } from '../atRest';
import { median, type Figure } from './figure';
import { emptyPage, makeProbe, watchCommand } from './probe';

/** From top to bottom, as rows are looked for by scrolling down. */
const names = Object.values(smartResizeFailures)
  .flat()
  .toSorted((one, other) => one - other)
  .map((index) => `sku-${1000 + index}`);
const pages = 7;
const updates = 7;

export async function opening(vsix: string): Promise<Figure[]> {
  return [
    ...(await inWorkbench(vsix, {}, inOpenPage)),
    ...(await inWorkbench(vsix, {}, inOwnPages)),
    ...(await inWorkbench(vsix, { speed: 4 }, liveItem)),
  ];
}

async function inWorkbench(
  vsix: string,
  options: RunflowOptions,
  measure: (code: Workbench, runflow: Runflow) => Promise<Figure[]>,
): Promise<Figure[]> {
  const probe = makeProbe();
  const runflow = await startRunflow(options);
  const env = { RUNFLOW_API_URL: runflow.origin, RUNFLOW_API_KEY: runflow.key };
  const code = await openWorkbench({
    vsix,
    extensionPath: probe.folder,
    env,
    settings: { 'runflow.refreshInterval': 2 },
  });
  try {
    await code.openContainer('Runflow');
    return await measure(code, runflow);
  } finally {
    await code.close();
    await runflow.close();
    probe.remove();
  }
}

/** Answers with the items that are yet to be opened. What the editor itself needs for a page comes with the first one. */
async function firstPage(code: Workbench, runflow: Runflow): Promise<readonly string[]> {
  await code.expand('smart-resize');
  await code.click('sku-1000');
  await code.webviewFrame('sku-1000');
  const [first = '', ...others] = names;
  await open(code, runflow, first);
  return others.slice(0, pages);
}

async function inOpenPage(code: Workbench, runflow: Runflow): Promise<Figure[]> {
  const opened: Opened[] = [];
  for (const name of await firstPage(code, runflow)) opened.push(await open(code, runflow, name));
  return [
    {
      name: 'An item in the page that is open: shown, above what its requests take',
      unit: 'ms',
      values: opened.map(({ shownMs, bareMs }) => shownMs - bareMs),
      limit: 250,
    },
    { name: '… its requests alone', unit: 'ms', values: opened.map(({ bareMs }) => bareMs) },
  ];
}

/** The editor takes its time to make a page, whatever is on it: a page with nothing on it tells how long. */
async function inOwnPages(code: Workbench, runflow: Runflow): Promise<Figure[]> {
  const others = await firstPage(code, runflow);
  // The probe starts with its first command.
  await code.runCommand(watchCommand);
  const opened: Opened[] = [];
  const empty: number[] = [];
  for (const name of others) {
    await code.runCommand('View: Close All Editors');
    await atRest();
    empty.push(await openEmpty(code));
    await code.runCommand('View: Close All Editors');
    opened.push(await open(code, runflow, name));
  }
  return [
    {
      name: 'An item in a page of its own: shown, above what its requests and an empty page take',
      unit: 'ms',
      values: opened.map(({ shownMs, bareMs }) => shownMs - bareMs - median(empty)),
      limit: 250,
    },
    { name: '… an empty page of the same editor', unit: 'ms', values: empty },
    { name: '… its requests alone', unit: 'ms', values: opened.map(({ bareMs }) => bareMs) },
  ];
}

/** How long after a click a page with nothing on it is there. */
export async function openEmpty(code: Workbench): Promise<number> {
  await code.page.evaluate(noteClick);
  await code.page.locator('.part.statusbar').getByText(emptyPage).click();
  const frame = await code.webviewFrame(emptyPage);
  await frame.waitForFunction(isNoted, emptyPage);
  return (await frame.evaluate(notedAt, emptyPage)) - (await code.page.evaluate(clickedLast));
}

interface Opened {
  /** From the click to status, failure and first log lines on the screen. */
  readonly shownMs: number;
  /** The same requests, made by undici alone. */
  readonly bareMs: number;
}

async function open(code: Workbench, runflow: Runflow, name: string): Promise<Opened> {
  await bringIntoSight(code, name);
  await atRest();
  // The server's own work is the same for all; what came before is over.
  runflow.requests.length = 0;
  await code.page.evaluate(noteClick);
  await code.click(name);
  const frame = await code.webviewFrame(name);
  const clickedAt = await code.page.evaluate(clickedLast);
  await frame.waitForFunction(isShownSince, clickedAt);
  const shownAt = await frame.evaluate(linesShownAt);
  const asked = runflow.requests.map(({ url }) => url).filter((url) => url.startsWith('/v1/'));
  return { shownMs: shownAt - clickedAt, bareMs: await bare(runflow, asked) };
}

/** VS Code draws the rows that are in sight only. */
async function bringIntoSight(code: Workbench, name: string): Promise<void> {
  await code.page.locator('.customview-tree').hover();
  const isInSight = (): Promise<boolean> =>
    code
      .treeRow(name)
      .waitFor({ timeout: 1000 })
      .then(() => true)
      .catch(() => false);
  for (let turn = 0; turn < 20 && !(await isInSight()); turn += 1) await code.page.mouse.wheel(0, 200);
  // A row that is cut off at the bottom is drawn, but cannot be clicked.
  const bottomOf = async (locator: Locator): Promise<number> => {
    const box = await locator.boundingBox();
    return box === null ? 0 : box.y + box.height;
  };
  const isCut = async () =>
    (await bottomOf(code.treeRow(name))) > (await bottomOf(code.page.locator('.customview-tree')));
  for (let turn = 0; turn < 20 && (await isCut()); turn += 1) await code.page.mouse.wheel(0, 50);
}

/** One after the other what depends on the item, side by side what does not, as the page asks. */
async function bare(runflow: Runflow, urls: readonly string[]): Promise<number> {
  const read = async (url: string): Promise<void> => {
    const { body } = await request(new URL(url, runflow.origin), {
      headers: { authorization: `Bearer ${runflow.key}` },
    });
    JSON.parse(await body.text());
  };
  const [first, ...others] = urls;
  const start = performance.now();
  if (first !== undefined) await read(first);
  await Promise.all(others.map(read));
  return performance.now() - start;
}

/** Items whose runs go on: what each update of the page costs, and whether anything else moves with it. */
async function liveItem(code: Workbench): Promise<Figure[]> {
  await code.expand('background-replace');
  const running = code.page.locator('.customview-tree .monaco-list-row[aria-level="2"][aria-label*="Running"]').first();
  const values: number[] = [];
  let moved = 0;
  for (let item = 0; item < 8 && values.length < updates; item += 1) {
    const name = await running.locator('.label-name').innerText();
    await running.click();
    const frame = await code.webviewFrame(name);
    await frame.locator('.log .line').first().waitFor();
    await frame.evaluate(watch);
    await frame.locator('.status.succeeded, .status.failed').first().waitFor({ timeout: 120_000 });
    values.push(...(await frame.evaluate(updateCosts)));
    moved += await frame.evaluate(movedAbove);
  }
  return [
    { name: 'Update of a running item, our own code in the page', unit: 'ms', values, limit: 8 },
    { name: '… the longest', unit: 'ms', values: [Math.max(...values)] },
    { name: '… parts moved that had not changed', unit: 'parts', values: [moved], limit: 0 },
  ];
}

interface Shifted {
  readonly node: { readonly parentElement: { closest(selector: string): unknown } | null } | null;
  readonly previousRect: { readonly y: number };
  readonly currentRect: { readonly y: number };
}

interface Watching {
  observe(options: { readonly type: string }): void;
  disconnect(): void;
}

/** As much of the browser as is used here, where its types are not known; what follows runs in the page. */
interface Noted {
  shownAt?: Record<string, number>;
  clickedAt?: number;
  shifts?: { readonly sources?: readonly Shifted[] }[];
  readonly document: {
    querySelector(selector: string): { readonly textContent: string } | null;
    addEventListener(name: string, then: () => void, options: { readonly capture: true; readonly once: true }): void;
  };
  watching?: Watching;
  readonly PerformanceObserver: new (then: (list: { getEntries(): never[] }) => void) => Watching;
  requestAnimationFrame(then: () => void): void;
}

/** Whether status, failure and first log lines are there that were not at that time. */
function isShownSince(clickedAt: number): boolean {
  const { document } = globalThis as unknown as Noted;
  const [last] = performance.getEntriesByName('runflow:first-lines').toReversed();
  const isNew = last !== undefined && performance.timeOrigin + last.startTime > clickedAt;
  return isNew && ['.status.failed', '.banner.failure', '.log .line'].every((part) => document.querySelector(part));
}

/** By the mark that the page leaves one frame after its log has lines; whoever looks from outside looks late. */
function linesShownAt(): number {
  const [last] = performance.getEntriesByName('runflow:first-lines').toReversed();
  return performance.timeOrigin + (last?.startTime ?? Number.NaN);
}

function isNoted(name: string): boolean {
  return (globalThis as unknown as Noted).shownAt?.[name] !== undefined;
}

function notedAt(name: string): number {
  return (globalThis as unknown as Noted).shownAt?.[name] ?? Number.NaN;
}

/** Runs in the window: when somebody clicks next. */
export function noteClick(): void {
  const page = globalThis as unknown as Noted;
  const note = () => (page.clickedAt = performance.timeOrigin + performance.now());
  page.document.addEventListener('mousedown', note, { capture: true, once: true });
}

export function clickedLast(): number {
  return (globalThis as unknown as Noted).clickedAt ?? Number.NaN;
}

function watch(): void {
  const page = globalThis as unknown as Noted;
  performance.clearMeasures();
  page.shifts = [];
  // The page is reused for the next item, and each movement counts once.
  page.watching?.disconnect();
  page.watching = new page.PerformanceObserver((list) => page.shifts?.push(...list.getEntries()));
  page.watching.observe({ type: 'layout-shift' });
}

/** An update and the drawing that follows it, each. */
function updateCosts(): number[] {
  const spans = performance.getEntriesByType('measure').toSorted((one, other) => one.startTime - other.startTime);
  return spans
    .filter(({ name }) => name === 'runflow page update')
    .map(({ startTime, duration }) => {
      const draw = spans.find((span) => span.name === 'runflow page draw' && span.startTime >= startTime);
      return duration + (draw?.duration ?? 0);
    });
}

function movedAbove(): number {
  const { shifts = [] } = globalThis as unknown as Noted;
  // Below the node runs and the log all may go down when these grow; above them nothing has to.
  const still = 'header, .banner, .sides, #nodes-title';
  return shifts
    .flatMap(({ sources = [] }) => sources)
    .filter(({ previousRect, currentRect }) => previousRect.y !== currentRect.y)
    .filter(({ node }) => node?.parentElement?.closest(still)).length;
}
