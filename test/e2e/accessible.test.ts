import assert from 'node:assert/strict';
import { assertAccessible, themes } from './axe';
import { itemPage, keepsTheKeyToItself, useSession, waitForItemPage } from './session';

describe('The item page for everyone', () => {
  const session = useSession({
    runflow: { variants: { batchList: true } },
    workbench: () => ({ settings: { 'runflow.refresh': 'manual' }, viewport: { width: 1280, height: 900 } }),
  });

  for (const theme of themes) {
    it(`axe finds nothing to complain about in ${theme}`, async function () {
      this.timeout(120_000);
      const { workbench } = session();
      await workbench.setTheme(theme);
      await workbench.openContainer('Runflow');
      await workbench.expand('smart-resize');
      for (const name of ['sku-1004', 'sku-1000']) {
        await workbench.click(name);
        await waitForItemPage(workbench, name);
        const frame = await workbench.webviewFrame(name);
        await itemPage(workbench, '.side .stage.picture img').first().waitFor();
        await assertAccessible(frame, `${name}, as it opens`);
      }
      const frame = await workbench.webviewFrame('sku-1000');
      await itemPage(workbench, 'button.node-row').first().click();
      await itemPage(workbench, '.details ~ .fold > .twist.title').getByText('Run, as received').click();
      await itemPage(workbench, '.search input').fill('image');
      await itemPage(workbench, '.found-values .found-value').first().waitFor();
      await assertAccessible(frame, 'with a node run, the run and hits unfolded');
      await itemPage(workbench, '.level-toggle.info').click();
      await itemPage(workbench, '.log-filter').fill('stored');
      await itemPage(workbench, '.log .line button.meta').first().click();
      await itemPage(workbench, '.log .line .json').first().waitFor();
      await assertAccessible(frame, 'with its log filtered, a level hidden and a line unfolded');
      await itemPage(workbench, '.log-filter').fill('');
      await itemPage(workbench, '.level-toggle.info').click();
      await itemPage(workbench, '.side .stage.picture').first().click();
      await itemPage(workbench, '.viewer-stage img.measured').waitFor();
      await assertAccessible(frame, 'with a picture in the large view');
      await itemPage(workbench, 'dialog.viewer').getByTitle('Compare').click();
      await itemPage(workbench, '.compare img').nth(1).waitFor();
      await assertAccessible(frame, 'with output and input under the slider');
      await workbench.page.keyboard.press('Escape');
      await itemPage(workbench, 'dialog.viewer').waitFor({ state: 'detached' });
      await workbench.runCommand('View: Close All Editors');
    });
  }

  it('axe finds nothing to complain about in a log, its filter and its notes', async () => {
    const { workbench } = session();
    await workbench.setTheme('Dark Modern');
    await workbench.collapse('smart-resize');
    await workbench.expand('tag-removal');
    await workbench.click('manyLogs-1');
    const frame = await workbench.webviewFrame('manyLogs-1');
    await itemPage(workbench, '.log-progress').getByText('100,000 lines', { exact: true }).waitFor();
    await itemPage(workbench, '.log-filter').fill('/cuda/');
    await itemPage(workbench, '.log-matches').getByText('No match').waitFor();
    await assertAccessible(frame, 'with a filter that nothing matches');
    await itemPage(workbench, '.log-filter').fill('/(/');
    await itemPage(workbench, '.log-note').waitFor();
    await assertAccessible(frame, 'with an expression that is none');
    await itemPage(workbench, '.log-filter').fill('CUDA');
    await itemPage(workbench, '.log-matches').getByText('4 matches').waitFor();
    await assertAccessible(frame, 'with hits');
    await itemPage(workbench, '.log-filter').fill('');
    await itemPage(workbench, '.log .line button.meta').first().click();
    await itemPage(workbench, '.log .json').first().waitFor();
    await assertAccessible(frame, 'with an unfolded line');
    await workbench.collapse('tag-removal');
    await workbench.expand('smart-resize');
  });

  it('every control is reached with Tab, and shows that it has the focus', async () => {
    const { workbench } = session();
    const { page } = workbench;
    await workbench.click('sku-1004');
    await waitForItemPage(workbench, 'sku-1004');
    await itemPage(workbench, 'button.node-row').first().click();
    await itemPage(workbench, '.node-details').waitFor();
    const frame = await workbench.webviewFrame('sku-1004');
    const count = (await frame.evaluate(controlsOf, '')).length;
    assert.ok(count > 20);
    await itemPage(workbench, 'h1').click();
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

  keepsTheKeyToItself(session);
});

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
