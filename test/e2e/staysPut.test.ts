import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { assertAccessible } from './axe';
import { itemPage, keepsTheKeyToItself, until, useSession, waitForItemPage } from './session';

describe('The item page stays as one looks at it', () => {
  const session = useSession({
    runflow: { variants: { batchList: true } },
    workbench: () => ({ settings: { 'runflow.refresh': 'manual' }, viewport: { width: 1280, height: 700 } }),
  });
  const page = (selector: string): Locator => itemPage(session().workbench, selector);
  const press = (key: string): Promise<void> => session().workbench.page.keyboard.press(key);
  const node = (): Locator => page('button.node-row').nth(1);
  const scrolled = (): Promise<number> => page('main').evaluate(() => Math.round(window.scrollY));
  const isFocused = (what: Locator): Promise<boolean> => what.evaluate((element) => element === document.activeElement);

  /** What was chosen on the page before; how far it is scrolled is compared by the caller. */
  const isAsItWas = async (): Promise<void> => {
    await node().waitFor();
    assert.equal(await node().getAttribute('aria-expanded'), 'true');
    await until('the filter is there', async () => (await page('.log-filter').inputValue()) === 'tile');
    await page('.found-values').getByText('run.model.inputs[1].name').first().waitFor();
    await until('the node has the focus', () => isFocused(node()));
  };

  it('moved into another group', async () => {
    const { workbench } = session();
    await workbench.openContainer('Runflow');
    await workbench.expand('smart-resize');
    await workbench.click('sku-1000');
    await waitForItemPage(workbench, 'sku-1000');
    await page('.log .line').first().waitFor();
    await page('.log-filter').fill('tile');
    await page('.search input').fill('prompt');
    await page('.found-values').getByText('run.model.inputs[1].name').first().waitFor();
    await node().click();
    await page('.node-details').waitFor();
    await page('h2#nodes-title').hover();
    await workbench.page.mouse.wheel(0, 150);
    await until('it is scrolled', async () => (await scrolled()) > 100);
    const before = await scrolled();
    await isAsItWas();
    await workbench.runCommand('View: Move Editor into Right Group');
    await isAsItWas();
    await until('it is where it was', async () => Math.abs((await scrolled()) - before) < 2);
  });

  it('after a reload of the window', async () => {
    const { workbench } = session();
    const before = await scrolled();
    await workbench.reload();
    await waitForItemPage(workbench, 'sku-1000');
    await page('h1').waitFor();
    await workbench.runCommand('View: Focus Active Editor Group');
    await isAsItWas();
    await until('it is where it was', async () => Math.abs((await scrolled()) - before) < 2);
  });

  it('while J, K and N are pressed over the large view or the list of keys', async () => {
    const { workbench } = session();
    await page('.side .stage').first().click();
    await page('.viewer-stage img.measured').waitFor();
    for (const key of ['j', 'n', 'k']) await press(key);
    await press('+');
    await press('Escape');
    await page('dialog.viewer').waitFor({ state: 'detached' });
    await press('?');
    const frame = await workbench.webviewFrame('sku-1000');
    await assertAccessible(frame, 'with the list of keys');
    await press('j');
    await press('Escape');
    await page('dialog.keys').waitFor({ state: 'hidden' });
    assert.equal(await page('h1').innerText(), 'sku-1000');
  });

  it('with the focus where it was, at both ends of a batch', async () => {
    const previous = page('.steps [aria-label="Previous item"]');
    await until('there is none before', async () => (await previous.getAttribute('aria-disabled')) === 'true');
    await previous.focus();
    await press('Enter');
    assert.equal(await isFocused(previous), true);
  });

  it('with the focus on the picture that one loads', async () => {
    const { workbench } = session();
    await workbench.changeSettings({ 'runflow.media': 'onClick' });
    await workbench.openContainer('Runflow');
    await workbench.expand('smart-resize');
    await workbench.click('sku-1001');
    await page('h1').getByText('sku-1001', { exact: true }).waitFor();
    const frame = await workbench.webviewFrame('sku-1001');
    await page('.stage.file').getByText('Load picture').first().waitFor();
    await assertAccessible(frame, 'with pictures that wait for a click');
    await page('.stage.file').first().focus();
    await press('Enter');
    await page('.side .stage.picture img').first().waitFor();
    assert.equal(await isFocused(page('.side .stage.picture').first()), true);
  });

  it('with all of it in 300 pixels, and without motion where that is wanted', async () => {
    const { workbench } = session();
    const frame = await workbench.webviewFrame('sku-1001');
    const beside = 1280 - (await frame.evaluate(() => window.innerWidth));
    await workbench.page.setViewportSize({ width: beside + 300, height: 700 });
    await until('it is narrow', () => frame.evaluate(() => window.innerWidth <= 300));
    assert.deepEqual(await frame.evaluate(sticksOut), []);
    await workbench.page.emulateMedia({ reducedMotion: 'reduce' });
    assert.deepEqual(await frame.evaluate(moves), []);
    await workbench.page.emulateMedia({ reducedMotion: null });
  });

  keepsTheKeyToItself(session);
});

/** These run in the page. */
function sticksOut(): string[] {
  const { scrollWidth, clientWidth } = document.documentElement;
  return scrollWidth <= clientWidth + 1 ? [] : [`${scrollWidth} of ${clientWidth}`];
}

function moves(): string[] {
  return document.getAnimations().map((animation) => JSON.stringify(animation.effect?.getComputedTiming().iterations));
}
