import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { assertAccessible, assertAccessibleInAll, looksOf, type Look } from './axe';
import { compareWith, itemPage, startOver, waitForItemPage, type Session } from './session';

export function openToEveryone(session: () => Session): void {
  const part = (selector: string): Locator => itemPage(session().workbench, selector);
  const isFine = async (title: string, what: string): Promise<void> =>
    assertAccessibleInAll(looks, await session().workbench.webviewFrame(title), what);
  let looks: readonly Look[] = [];

  before('take down the themes', async function () {
    this.timeout(120_000);
    const { workbench } = session();
    await startOver(session());
    await workbench.click('sku-1000');
    await waitForItemPage(workbench, 'sku-1000');
    looks = await looksOf(workbench, 'sku-1000');
  });

  it('an item that failed, and one that did not, as they open', async () => {
    const { workbench } = session();
    for (const name of ['sku-1004', 'sku-1000']) {
      await workbench.click(name);
      await waitForItemPage(workbench, name);
      await part('.side .stage.picture img').first().waitFor();
      await isFine(name, name);
    }
  });

  it('a node run, the run as it was received, and what was found in it', async () => {
    await part('button.node-row').first().click();
    await part('.details ~ .fold > .twist.title').getByText('Run, as received').click();
    await part('.search input').fill('image');
    await part('.found-values .found-value').first().waitFor();
    await isFine('sku-1000', 'unfolded');
  });

  it('a log, its filter and its notes', async () => {
    await part('.level-toggle.info').click();
    await part('.log-filter').fill('stored');
    await part('.log .line button.meta').first().click();
    await part('.log .line .json').first().waitFor();
    await isFine('sku-1000', 'filtered, a level hidden and a line unfolded');
    await part('.log-filter').fill('/nothing like this/');
    await part('.log-matches').getByText('No match').waitFor();
    await isFine('sku-1000', 'with a filter that nothing matches');
    await part('.log-filter').fill('/(/');
    await part('.log-note').waitFor();
    await isFine('sku-1000', 'with an expression that is none');
    await part('.log-filter').fill('');
    await part('.level-toggle.info').click();
  });

  it('a picture in the large view, and over another one', async () => {
    await part('.side .stage.picture').first().click();
    await part('.viewer-stage img.measured').waitFor();
    await isFine('sku-1000', 'large');
    await part('dialog.viewer').getByTitle('Compare').click();
    await part('.compare img').nth(1).waitFor();
    await isFine('sku-1000', 'output and input under the slider');
    await session().workbench.page.keyboard.press('Escape');
    await part('dialog.viewer').waitFor({ state: 'detached' });
  });

  it('two items compared', async () => {
    const { workbench } = session();
    await compareWith(workbench, 'sku-1002');
    await workbench.waitForTab('sku-1000 ↔ sku-1002');
    for (const [name, pictures] of [
      ['Side by side', '.beside img'],
      ['Slider', '.compare img'],
    ] as const) {
      await part('.looks').getByRole('button', { name }).click();
      await part(pictures).nth(1).waitFor();
      await isFine('sku-1000 ↔ sku-1002', name);
    }
  });

  it('a batch', async () => {
    await session().workbench.clickInline('smart-resize', 'Open Batch…');
    await part('.tile img').first().waitFor();
    for (const name of ['Table', 'Failures', 'Run times', 'Pictures']) {
      await part('[role=tab]').filter({ hasText: name }).click();
      await part('[role=tab][aria-selected=true]').filter({ hasText: name }).waitFor();
      await isFine('smart-resize', name);
    }
  });

  it('words in place of pictures', async () => {
    const { workbench, runflow } = session();
    runflow.fault = ({ url }) =>
      url.startsWith('/media/')
        ? { status: 200, headers: { 'Content-Type': 'image/png' }, body: '<!DOCTYPE html><p>hello' }
        : undefined;
    await part('.sheet').press('End');
    await part('.tile .stand-in').getByText('The link leads to a web page').first().waitFor();
    await isFine('smart-resize', 'the sheet');
    await part('.tile.active').press('Enter');
    await part('.stage.failed').first().waitFor();
    await isFine('sku-1099', 'an item');
    runflow.fault = undefined;
    await workbench.runCommand('View: Close All Editors');
  });

  it('every control is reached with Tab, and shows that it has the focus', async () => {
    const { workbench } = session();
    const { page } = workbench;
    await workbench.click('sku-1004');
    await waitForItemPage(workbench, 'sku-1004');
    await part('button.node-row').first().click();
    await part('.node-details').waitFor();
    const frame = await workbench.webviewFrame('sku-1004');
    const count = (await frame.evaluate(controlsOf, '')).length;
    assert.ok(count > 20);
    await part('h1').click();
    const unseen: string[] = [];
    for (let step = 0; step < count; step += 1) {
      await page.keyboard.press('Tab');
      unseen.push(...(await frame.evaluate(markFocused)));
    }
    assert.deepEqual(await frame.evaluate(controlsOf, ':not([data-reached])'), []);
    assert.deepEqual(unseen, []);
  });

  it('with the page at 200 %, nothing has to be scrolled sideways', async () => {
    const { workbench } = session();
    const frame = await workbench.webviewFrame('sku-1004');
    await frame.evaluate(zoomTwice);
    assert.deepEqual(await frame.evaluate(sticksOut), []);
    await assertAccessible(frame, 'at 200 %');
  });
}

/** These run in the page. What Tab stops at, as far as it can be seen. */
function controlsOf(also: string): string[] {
  const controls = ['button', 'input', 'select', 'summary', 'a[href]', '[tabindex="0"]', '[contenteditable]'];
  return [...document.querySelectorAll<HTMLElement>(controls.map((control) => control + also).join(', '))]
    .filter((control) => control.tabIndex >= 0 && !control.matches(':disabled') && control.checkVisibility())
    .map((control) => control.outerHTML.slice(0, 120));
}

/** Answers with the focused control where nothing around it tells that it has the focus. */
function markFocused(): string[] {
  const control = document.activeElement;
  if (!(control instanceof HTMLElement) || control === document.body) return [];
  control.dataset['reached'] = '';
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.color = 'var(--vscode-focusBorder)';
  const focus = getComputedStyle(probe).color;
  probe.remove();
  const shows = (element: Element): boolean => {
    const { outlineStyle, outlineWidth, borderColor } = getComputedStyle(element);
    return (outlineStyle !== 'none' && outlineWidth !== '0px') || borderColor === focus;
  };
  // A box with buttons in it has its border around all of them.
  const around = [control, control.parentElement, control.parentElement?.parentElement];
  return around.some((element) => element && shows(element)) ? [] : [control.outerHTML.slice(0, 120)];
}

function zoomTwice(): void {
  document.documentElement.style.zoom = '2';
}

function sticksOut(): string[] {
  const { scrollWidth, clientWidth } = document.documentElement;
  return scrollWidth <= clientWidth + 1 ? [] : [`${scrollWidth} of ${clientWidth}`];
}
