/** Looks for the API key everywhere a session could have left it. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import type { Session } from './session';

declare global {
  /** What an item page gave the editor to keep; see watchKeptState. */
  var keptStates: string[] | undefined;
}

/** From now on every page that opens takes notes of what it gives the editor to keep. */
export async function watchKeptState(page: Page): Promise<void> {
  await page.addInitScript(() => {
    type Acquire = () => { setState(state: unknown): unknown };
    let acquire: Acquire | undefined;
    globalThis.keptStates = [];
    Object.defineProperty(globalThis, 'acquireVsCodeApi', {
      configurable: true,
      get: () => acquire,
      set: (original: Acquire) => {
        acquire = () => {
          const editor = original();
          const setState = (state: unknown): unknown => {
            globalThis.keptStates?.push(JSON.stringify(state));
            return editor.setState(state);
          };
          return { ...editor, setState };
        };
      },
    });
  });
}

export async function assertKeyIsNowhere({ workbench, runflow }: Session, key: string): Promise<void> {
  const { page } = workbench;
  await workbench.runCommand('Runflow: Show Log');
  await page.locator('.part.panel').getByRole('combobox').first().waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  // The lines of the log, which this VS Code does not show in its panel, are in there.
  await workbench.runCommand('Runflow: Copy Diagnostics');
  await page.waitForFunction(async () => /^- Runflow Batches: /m.test(await navigator.clipboard.readText()));
  const places = new Map<string, string>();
  for (const [index, frame] of page.frames().entries()) {
    places.set(`frame ${index} ${frame.name()}`, await elementsOf(frame));
    places.set(`state kept by frame ${index}`, (await keptBy(frame)).join('\n'));
  }
  places.set('panel with the log', await page.locator('.part.panel').innerText());
  places.set('storage of the browser', await storageOf(page));
  places.set('printed by the server and the window', workbench.logs().join('\n'));
  places.set('clipboard', copied);
  places.set('diagnostics with the last lines of the log', await page.evaluate(() => navigator.clipboard.readText()));
  for (const [file, text] of filesBelow(workbench.serverDataDir)) places.set(file, text);
  for (const { url } of runflow.requests) places.set(`request ${url}`, url);

  const found = [...places].filter(([, text]) => holds(text, key)).map(([place]) => place);
  assert.deepEqual(found, [], 'The key is where it does not belong.');
  assert.ok(places.size > 15, 'Too little was searched.');
  assertKeyWentWithRequests({ workbench, runflow }, key);
}

/** The key goes to the API, and to no picture host. */
function assertKeyWentWithRequests({ runflow }: Session, key: string): void {
  const [media, api] = [true, false].map((isMedia) =>
    runflow.requests.filter(({ url }) => url.startsWith('/media/') === isMedia),
  );
  const carrying = media?.filter(({ headers }) => holds(JSON.stringify(headers), key) || headers.authorization);
  assert.deepEqual(carrying, [], 'A picture host received the key.');
  const without = api?.filter(({ headers }) => headers.authorization === undefined).map(({ url }) => url);
  assert.deepEqual(without, []);
  const used = api?.some(({ headers }) => headers.authorization === `Bearer ${key}`);
  assert.ok(used, 'The key was never used, so nothing was proven.');
}

function holds(text: string, key: string): boolean {
  const forms = [key, encodeURIComponent(key), Buffer.from(key).toString('base64').replace(/=+$/, '')];
  return forms.some((form) => text.includes(form));
}

/** The files of the server and of the browser; one that vanishes meanwhile holds nothing. */
function filesBelow(folder: string): [file: string, text: string][] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.flatMap(({ parentPath, name }) => {
    const file = join(parentPath, name);
    try {
      return [[relative(folder, file), readFileSync(file, 'latin1')]];
    } catch {
      return [];
    }
  });
}

/** Everything but what stands in a password box, which is where one types a key. */
async function elementsOf(frame: Frame): Promise<string> {
  return frame.evaluate(() => {
    const values = [...document.querySelectorAll('input, textarea')]
      .filter((box) => box.getAttribute('type') !== 'password')
      .map((box) => (box as HTMLInputElement).value);
    return [location.href, document.documentElement.outerHTML, ...values].join('\n');
  });
}

async function keptBy(frame: Frame): Promise<readonly string[]> {
  return frame.evaluate(() => globalThis.keptStates ?? []);
}

/** Where the window keeps its tabs with their addresses, the state of extensions and of their pages. */
async function storageOf(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('The storage cannot be read.'));
      });
    const found: string[] = [
      JSON.stringify(Object.entries(localStorage)),
      JSON.stringify(Object.entries(sessionStorage)),
      document.cookie,
    ];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const entries = database.transaction(store).objectStore(store);
        found.push(JSON.stringify([name, store, await done(entries.getAllKeys()), await done(entries.getAll())]));
      }
      database.close();
    }
    return found.join('\n');
  });
}
