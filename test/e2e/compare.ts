import assert from 'node:assert/strict';
import { clipboard, compareWith, itemPage, startOver, until, waitForItemPage, type Session } from './session';

export function comparing(session: () => Session): void {
  const part = (selector: string) => itemPage(session().workbench, selector);
  const slider = () => part('[role="slider"]');
  const percent = async () => Number(await slider().getAttribute('aria-valuenow'));

  async function select({ workbench }: Session, ...names: readonly string[]): Promise<void> {
    const [first = '', ...others] = names;
    await workbench.click(first);
    await waitForItemPage(workbench, first);
    for (const name of others) {
      await workbench
        .treeRow(name)
        .locator('.label-name')
        .click({ modifiers: ['ControlOrMeta'] });
    }
  }

  async function compared(...names: readonly [string, string]): Promise<void> {
    const { workbench } = session();
    // The one that is clicked last is not the one that stands first in the batch.
    await select(session(), names[1]);
    await compareWith(workbench, names[0]);
    await workbench.waitForTab(names.join(' ↔ '));
    await part('.sentence').waitFor();
  }

  /** The text of one half of the diff editor that is shown, also what is not on the screen. */
  async function halfOfDiff(half: 'original' | 'modified'): Promise<string> {
    const { page } = session().workbench;
    await page.locator(`.monaco-diff-editor .editor.${half} .view-line`).first().click();
    await page.evaluate(() => navigator.clipboard.writeText(''));
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.press('ControlOrMeta+C');
    let text = '';
    await until('half of the comparison is on the clipboard', async () => {
      text = await clipboard(page);
      return text !== '';
    });
    return text;
  }

  before(() => startOver(session()));

  it('two selected rows: a sentence, facts, pictures, inputs and node runs, in the order of the batch', async () => {
    await compared('sku-1000', 'sku-1002');
    assert.match(
      await part('.sentence').innerText(),
      /^Both succeeded; the inputs differ in image_url, aspect_ratio and prompt; sku-100\d ran [\d.]+ s longer/,
    );
    assert.deepEqual(await part('.facts thead th').allInnerTexts(), ['Fact', 'sku-1000', 'sku-1002']);
    assert.match((await part('.facts tr').allInnerTexts()).join('\n'), /Cost\s+\$0\.55\s+\$0\.55/);
    await part('.beside img').nth(1).waitFor();
    assert.match(
      (await part('.differences tr').allInnerTexts()).join('\n'),
      /prompt\s+soft daylight, pale wall\s+warm studio/,
    );
    const nodes = await part('.nodes tbody tr').allInnerTexts();
    assert.equal(nodes.length, 4);
    assert.match(nodes.join('\n'), /Extend the canvas\s+Succeeded\s*[\d.]+ s\s+Succeeded\s*[\d.]+ s\s+[+−][\d.]+ s/);
  });

  it('the line between two pictures is moved with keys and with the pointer', async () => {
    await part('.looks').getByRole('button', { name: 'Slider' }).click();
    await part('.compare img').nth(1).waitFor();
    assert.equal(await percent(), 50);
    await slider().focus();
    for (const [key, expected] of [
      ['ArrowLeft', 48],
      ['Shift+ArrowRight', 58],
      ['End', 100],
      ['ArrowRight', 100],
      ['Home', 0],
      ['PageUp', 10],
    ] as const) {
      await slider().press(key);
      await until(`${key} moves the line to ${expected} %`, async () => (await percent()) === expected);
    }
    assert.match((await slider().getAttribute('aria-valuetext')) ?? '', /^10 % sku-1000, 90 % sku-1002$/);
    const box = await part('.compare').boundingBox();
    assert.ok(box);
    await part('.compare').click({ position: { x: box.width * 0.75, y: 40 } });
    await until('a click moves the line', async () => (await percent()) === 75);
  });

  it('walks to the other pictures, and shows them side by side again', async () => {
    await part('.steps').getByRole('button', { name: 'Next pictures' }).click();
    await part('.steps').getByText('2 of 2').waitFor();
    await part('.section-head .path').getByText('input image_url').waitFor();
    await part('.looks').getByRole('button', { name: 'Side by side' }).click();
    await part('.beside img').nth(1).waitFor();
    await part('.steps').getByRole('button', { name: 'Previous pictures' }).click();
    await part('.steps').getByText('1 of 2').waitFor();
  });

  it("outputs in the editor's own comparison: keys in order, links without signatures", async () => {
    const { workbench } = session();
    await part('.diffs').getByRole('button', { name: 'Output diff' }).click();
    await workbench.waitForTab('sku-1000 ↔ sku-1002 (output)');
    const [left, right] = [await halfOfDiff('original'), await halfOfDiff('modified')];
    for (const text of [left, right]) {
      const keys = Object.keys(JSON.parse(text) as object);
      assert.deepEqual(keys, keys.toSorted());
      assert.match(text, /"url": "http:.*\.png"/);
      assert.doesNotMatch(text, /X-Amz/);
    }
    assert.notEqual(left, right);
  });

  it('inputs likewise, and both comparisons and the page come back after a reload of the window', async () => {
    const { workbench } = session();
    await workbench.page.getByRole('tab', { name: 'sku-1000 ↔ sku-1002', exact: true }).click();
    await part('.looks').getByRole('button', { name: 'Slider' }).click();
    await part('.diffs').getByRole('button', { name: 'Input diff' }).click();
    await workbench.waitForTab('sku-1000 ↔ sku-1002 (input)');
    assert.match(await halfOfDiff('original'), /"prompt": "soft daylight, pale wall"/);
    await workbench.reload();
    await workbench.waitForTab('sku-1000 ↔ sku-1002 (input)');
    assert.match(await halfOfDiff('modified'), /"prompt": "warm studio"/);
    await workbench.page.getByRole('tab', { name: /^sku-1000 ↔ sku-1002(?! \()/ }).click();
    await part('.sentence').getByText('Both succeeded').waitFor();
    await part('.compare img').nth(1).waitFor();
    assert.equal(await percent(), 75);
  });

  it('one that failed says so, and a name leads to its page', async () => {
    const { workbench } = session();
    await workbench.expand('smart-resize');
    await compared('sku-1000', 'sku-1004');
    await part('.sentence')
      .getByText(/^sku-1000 succeeded and sku-1004 failed with INPUT_VALIDATION_FAILED; the inputs differ in /)
      .waitFor();
    await part('.picture').getByText('No picture here.').waitFor();
    assert.equal(await part('.looks').count(), 0);
    await part('h1').getByRole('button', { name: 'sku-1004' }).click();
    await waitForItemPage(workbench, 'sku-1004');
  });

  it('one item: the others of its batch are offered first', async () => {
    const { workbench } = session();
    await select(session(), 'sku-1004');
    await workbench.runCommand('Runflow: Compare with…');
    const { title } = await workbench.quickInputTexts();
    assert.equal(title, 'Compare sku-1004 with');
    const rows = await workbench.quickPickRows();
    assert.deepEqual(
      rows.slice(0, 4).map(({ label }) => label),
      ['sku-1000', 'sku-1001', 'sku-1002', 'sku-1003'],
    );
    assert.ok(!rows.some(({ label }) => label === 'sku-1004'));
    await workbench.pickRow('sku-1001');
    await workbench.waitForTab('sku-1004 ↔ sku-1001');
    await part('.sentence')
      .getByText(/^sku-1004 failed with .* and sku-1001 succeeded/)
      .waitFor();
  });

  it('more than two are too many', async () => {
    const { workbench } = session();
    await select(session(), 'sku-1000', 'sku-1001', 'sku-1002');
    await workbench.contextMenu('sku-1001', 'Compare with…');
    await workbench.waitForNotification('Two items can be compared at a time. Select two of them.');
    await workbench.runCommand('Notifications: Clear All Notifications');
  });
}
