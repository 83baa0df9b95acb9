import assert from 'node:assert/strict';
import { batchId } from '../fakes/demoIds';
import { ask, clipboard, itemPage, startOver, until, type Session } from './session';

interface Row {
  readonly id: string;
  readonly client_ref: string;
  readonly input: unknown;
  readonly status_code: string;
  readonly cost: string | null;
  readonly started_at: string | null;
  readonly completed_at: string | null;
}

const smartResize = batchId('smartResize');
const tookOf = ({ started_at, completed_at }: Row) => Date.parse(completed_at ?? '') - Date.parse(started_at ?? '');

async function itemsOf({ runflow }: Session): Promise<readonly Row[]> {
  const path = `/v1/batches/${smartResize}/items?limit=100&sort_by=sequence_index:asc`;
  return ((await ask(runflow, path)) as { readonly items: readonly Row[] }).items;
}

/** As much of the page as is used here, where the DOM's types are not known; what follows runs in it. */
interface Shown {
  readonly naturalWidth: number;
  readonly naturalHeight: number;
  readonly complete: boolean;
  readonly parentElement: Shown;
  readonly childNodes: Iterable<{ readonly nodeType: number; readonly textContent: string }>;
  getBoundingClientRect(): {
    readonly top: number;
    readonly bottom: number;
    readonly left: number;
    readonly right: number;
  };
}
interface ShownPage {
  readonly document: {
    querySelectorAll(selector: string): Iterable<Shown>;
    createRange(): { selectNodeContents(node: unknown): void; getClientRects(): { readonly length: number } };
  };
}

function areTilesLoaded(): boolean {
  const { document } = globalThis as unknown as ShownPage;
  const isWaiting = [...document.querySelectorAll('.tile .waiting')].length > 0;
  return !isWaiting && [...document.querySelectorAll('.tile img')].every(({ complete }) => complete);
}

/** Scrolls on by two rows, one after the other: how many tiles were moved, of how many, beside those that came in. */
async function movedTiles() {
  const page = globalThis as unknown as ScrollingPage;
  const tiles = () => [...page.document.querySelectorAll('.tile')].map(({ dataset }) => dataset['id']);
  const frame = () => new Promise<void>((resolve) => page.requestAnimationFrame(() => resolve()));
  const frames = async () => {
    for (let n = 0; n < 3; n++) await frame();
  };
  page.scrollTo(0, 600);
  await frames();
  const before = new Set(tiles());
  let added = 0;
  const observer = new page.MutationObserver((records) => {
    for (const { addedNodes } of records) added += [...addedNodes].length;
  });
  observer.observe(page.document.querySelector('.sheet'), { childList: true });
  for (let row = 0; row < 2; row++) {
    page.scrollBy(0, page.document.querySelector('.tile').getBoundingClientRect().height + 12);
    await frames();
  }
  observer.disconnect();
  const after = tiles();
  page.scrollTo(0, 0);
  await frames();
  return { added, came: after.filter((id) => !before.has(id)).length, there: after.length };
}

interface ScrollingPage {
  readonly document: {
    querySelectorAll(selector: string): Iterable<{ readonly dataset: Readonly<Record<string, string | undefined>> }>;
    querySelector(selector: string): { getBoundingClientRect(): { readonly height: number } };
  };
  readonly MutationObserver: new (then: (records: readonly { readonly addedNodes: Iterable<unknown> }[]) => void) => {
    observe(element: unknown, options: { readonly childList: boolean }): void;
    disconnect(): void;
  };
  scrollTo(x: number, y: number): void;
  scrollBy(x: number, y: number): void;
  requestAnimationFrame(then: () => void): void;
}

function pictureBoxes() {
  const { document } = globalThis as unknown as ShownPage;
  return [...document.querySelectorAll('.tile-picture img')].map((image) => {
    const [inner, outer] = [image.getBoundingClientRect(), image.parentElement.getBoundingClientRect()];
    const isWithin =
      inner.top >= outer.top && inner.bottom <= outer.bottom && inner.left >= outer.left && inner.right <= outer.right;
    return { isTall: image.naturalHeight > image.naturalWidth, isWithin, inner, outer };
  });
}

/** Words of codes that stand on two lines. */
function brokenWords(): readonly string[] {
  const { document } = globalThis as unknown as ShownPage;
  const texts = [...document.querySelectorAll('.stand-in > span')].flatMap(({ childNodes }) => [...childNodes]);
  return texts
    .filter(({ nodeType, textContent }) => nodeType === 3 && textContent !== '')
    .filter((text) => {
      const range = document.createRange();
      range.selectNodeContents(text);
      return range.getClientRects().length > 1;
    })
    .map(({ textContent }) => textContent);
}

export function batchPage(session: () => Session): void {
  const part = (selector: string) => itemPage(session().workbench, selector);
  const tab = (name: string) => part('[role=tab]').filter({ hasText: name }).click();
  const number = (name: string) => part('.number').filter({ hasText: name }).locator('dd');
  const selected = () => part('.selection b').innerText();

  it('opens from the icon of its row, with two requests before its pictures', async () => {
    const { workbench, runflow } = session();
    await startOver(session());
    await until('the view has asked for everything', () => runflow.requests.some(({ url }) => url.includes('/models')));
    const before = runflow.requests.length;
    await workbench.clickInline('smart-resize', 'Open Batch…');
    await part('h1').getByText('smart-resize', { exact: true }).waitFor();
    await part('.tile img').first().waitFor();
    const asked = runflow.requests.slice(before).map(({ url }) => url.split('?')[0]);
    const path = `/v1/batches/${smartResize}`;
    assert.deepEqual(asked.filter((url) => url?.startsWith('/v1/')).toSorted(), [path, `${path}/items`]);
    await part('.banner.note').getByRole('button', { name: 'OK' }).click();
  });

  it('says what the API says: how many, how much, how long', async () => {
    const items = await itemsOf(session());
    const good = items.filter(({ status_code }) => status_code === 'succeeded');
    const cents = items.reduce((sum, { cost }) => sum + Math.round(100 * Number(cost ?? 0)), 0);
    const [slowest] = items.toSorted((a, b) => tookOf(b) - tookOf(a));
    assert.equal(await part('.progress').getAttribute('aria-valuetext'), '100 of 100 items finished');
    await part('.legend').getByText(`${good.length} succeeded`).waitFor();
    await part('.legend')
      .getByText(`${100 - good.length} failed`)
      .waitFor();
    assert.equal(await number('Cost').first().innerText(), `$${(cents / 100).toFixed(2)}`);
    assert.equal(await number('Per succeeded item').innerText(), `$${(cents / 100 / good.length).toFixed(4)}`);
    assert.ok(slowest);
    await number('Longest').getByText(slowest.client_ref).waitFor();
    assert.equal((await number('Failures').innerText()).trim(), '3 kinds');
  });

  it('shows each picture whole, also one that is taller than wide', async () => {
    const frame = await session().workbench.webviewFrame('smart-resize');
    await frame.waitForFunction(areTilesLoaded);
    const tiles = await frame.evaluate(pictureBoxes);
    assert.ok(tiles.length > 8);
    assert.ok(tiles.some(({ isTall }) => isTall));
    assert.deepEqual(
      tiles.filter(({ isWithin }) => !isWithin),
      [],
    );
  });

  it('shows only items of a status, and all of them again', async () => {
    await part('.legend').getByText('12 failed').click();
    await part('.filtered').getByText('12 of 100 items').waitFor();
    await until('only those are there', async () => (await part('.tile').count()) === 12);
    const frame = await session().workbench.webviewFrame('smart-resize');
    assert.deepEqual(await frame.evaluate(brokenWords), []);
    assert.equal(await part('.tile .tile-status:not(.failed)').count(), 0);
    await part('.filtered').getByRole('button', { name: 'Show all' }).click();
    await part('.tile').getByText('sku-1000').waitFor();
  });

  it('draws only pictures in sight, and loads the others as one scrolls', async () => {
    assert.ok((await part('.tile').count()) < 80);
    await part('.sheet').press('End');
    await part('.tile.active').getByText('sku-1099').waitFor();
    await part('.tile.active img').waitFor();
    await part('.sheet').press('Home');
    await part('.tile.active').getByText('sku-1000').waitFor();
  });

  it('touches only tiles that come and go while one scrolls', async () => {
    const frame = await session().workbench.webviewFrame('smart-resize');
    const { added, came, there } = await frame.evaluate(movedTiles);
    assert.ok(came > 0 && came < there, `${came} of ${there} tiles came.`);
    assert.equal(added, came);
  });

  it('selects with the keyboard, and copies ids', async () => {
    const { workbench } = session();
    const items = await itemsOf(session());
    const sheet = part('.sheet');
    await sheet.focus();
    await sheet.press('Home');
    await sheet.press(' ');
    await until('one is selected', async () => (await selected()) === '1 selected');
    await sheet.press('ArrowRight');
    await sheet.press('Shift+ArrowRight');
    await sheet.press('Shift+ArrowRight');
    await until('a range is selected', async () => (await selected()) === '3 selected');
    const active = await sheet.getAttribute('aria-activedescendant');
    assert.equal(await part(`#${active ?? 'none'}`).getAttribute('aria-selected'), 'true');
    await part('.selection').getByRole('button', { name: 'Copy IDs' }).click();
    const wanted = items
      .slice(1, 4)
      .map(({ id }) => id)
      .join('\n');
    await until('the ids are on the clipboard', async () => (await clipboard(workbench.page)) === wanted);
    await sheet.press('Escape');
    await part('.selection').waitFor({ state: 'detached' });
  });

  it('makes pictures larger and smaller', async () => {
    const width = async () => (await part('.tile').first().boundingBox())?.width ?? 0;
    const before = await width();
    await part('.size').press('PageUp');
    await part('.size').press('PageUp');
    await until('they are larger', async () => (await width()) > before);
  });

  it('opens an item with Enter, and is as it was when one comes back', async () => {
    const { workbench } = session();
    const width = (await part('.tile').first().boundingBox())?.width;
    const sheet = part('.sheet');
    await sheet.press('Home');
    await sheet.press('ArrowRight');
    await sheet.press(' ');
    await sheet.press('Enter');
    await workbench.page.getByRole('tab', { name: 'sku-1001', selected: true }).waitFor();
    await workbench.page.getByRole('tab', { name: 'smart-resize' }).click();
    await until('it is selected', async () => (await selected()) === '1 selected');
    assert.equal((await part('.tile').first().boundingBox())?.width, width);
    await part('.tile.active').getByText('sku-1001').waitFor();
  });

  it('groups failures: how many of which kind, and a sample to open', async () => {
    const { workbench } = session();
    await tab('Failures');
    const groups = part('.group');
    await groups.first().waitFor();
    const heads = await groups.locator('h2').allInnerTexts();
    assert.deepEqual(
      heads.map((text) => text.replaceAll(/\s+/g, ' ').trim()),
      ['INPUT_VALIDATION_FAILED at preprocess', 'PROVIDER_TIMEOUT at dispatch', 'CONTENT_REJECTED at postprocess'],
    );
    assert.deepEqual(await groups.locator('.how-many').allInnerTexts(), ['6', '4', '2']);
    await groups.first().getByRole('button', { name: 'Copy Inputs as New Batch' }).click();
    let body: { readonly input?: readonly { readonly client_ref?: string }[] } = {};
    await until('the body is on the clipboard', async () => {
      const text = await clipboard(workbench.page);
      if (!text.startsWith('{')) return false;
      body = JSON.parse(text) as typeof body;
      return true;
    });
    assert.equal(body.input?.length, 6);
    assert.equal(body.input[0]?.client_ref, 'sku-1004');
    await groups.first().getByRole('button', { name: 'Show in Tree' }).click();
    await workbench.treeRow('sku-1004').waitFor();
    await groups.first().getByRole('button', { name: 'Open Sample' }).click();
    await workbench.page.getByRole('tab', { name: 'sku-1004', selected: true }).waitFor();
    await workbench.page.getByRole('tab', { name: 'smart-resize' }).click();
    await part('.group').first().getByRole('button', { name: 'Show Items' }).click();
    await part('.filtered').getByText('6 of 100 items').waitFor();
    await part('.filtered').getByRole('button', { name: 'Show all' }).click();
  });

  it('sorts the table, and searches in inputs', async () => {
    const items = await itemsOf(session());
    const [slowest] = items.toSorted((a, b) => tookOf(b) - tookOf(a));
    await tab('Table');
    await part('.head').getByRole('button', { name: 'Run time' }).click();
    const head = part('[role=columnheader]').filter({ hasText: 'Run time' });
    await until('it says how it is sorted', async () => (await head.getAttribute('aria-sort')) === 'descending');
    const first = part('.body > .row').first();
    await until('the slowest is first', async () => (await first.innerText()).includes(slowest?.client_ref ?? 'none'));
    const warm = items.filter(({ input }) => JSON.stringify(input).includes('warm studio'));
    await part('.find input').fill('Warm Studio');
    await part('.filtered').getByText(`${warm.length} of 100 items`).waitFor();
    await part('.find input').fill('no such thing');
    await part('.part').getByText('No item is like that.').waitFor();
    await part('.find input').press('Escape');
    await part('.body > .row').nth(10).waitFor();
  });

  it('draws run times, and opens the item of a bar with the keyboard', async () => {
    const { workbench } = session();
    await tab('Run times');
    const pointer = part('[role=slider]');
    assert.equal(await part('.bar-of').count(), 100);
    await pointer.press('Home');
    await until('the first is told', async () =>
      ((await pointer.getAttribute('aria-valuetext')) ?? '').startsWith('sku-1000:'),
    );
    await pointer.press('ArrowRight');
    await pointer.press('Enter');
    await workbench.page.getByRole('tab', { name: 'sku-1001', selected: true }).waitFor();
    await workbench.page.getByRole('tab', { name: 'smart-resize' }).click();
    await part('summary').click();
    await part('details tbody button').first().click();
    await until('the items of the bin are selected', async () => /^\d+ selected$/.test(await selected()));
  });

  it('comes back after a reload of the window as it was', async () => {
    const { workbench } = session();
    await part('.head').waitFor();
    const before = await selected();
    await workbench.reload();
    await part('h1').getByText('smart-resize', { exact: true }).waitFor();
    await until('the same is selected', async () => (await selected()) === before);
    const head = part('[role=columnheader]').filter({ hasText: 'Run time' });
    assert.equal(await head.getAttribute('aria-sort'), 'descending');
  });

  it('fits into 300 pixels', async () => {
    const { workbench } = session();
    await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
    await workbench.page.setViewportSize({ width: 360, height: 800 });
    for (const name of ['Pictures', 'Table', 'Failures', 'Run times']) {
      await tab(name);
      await part('[role=tab][aria-selected=true]').filter({ hasText: name }).waitFor();
      const over = await part('html').evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
      assert.ok(over <= 0, `${name} is ${over} pixels too wide.`);
    }
    await workbench.page.setViewportSize({ width: 1280, height: 900 });
    await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
  });
}
