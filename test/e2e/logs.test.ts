import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { manyLogsCount, manyLogsErrors } from '../fakes/demoOdd';
import { clipboard, itemPage, keepsTheKeyToItself, until, useSession } from './session';

/** The texts of the lines on the screen. */
async function textsOn(log: Locator): Promise<readonly string[]> {
  return log.evaluate((scroller) => {
    const { top, bottom } = scroller.getBoundingClientRect();
    return [...scroller.querySelectorAll<HTMLElement>('.line')]
      .filter((line) => line.getBoundingClientRect().bottom > top && line.getBoundingClientRect().top < bottom)
      .map((line) => line.querySelector('.text')?.textContent ?? '');
  });
}

/** What the demo's server says in the line of this index. */
function lineText(index: number): string {
  const tile = `step ${1 + Math.floor(index / 40_000)}: tile ${(index % 640) + 1} of 640`;
  return manyLogsErrors.includes(index)
    ? `${tile} lost: CUDA out of memory, will be painted again`
    : `${tile} took ${20 + (index % 71)} ms`;
}

const all = Array.from({ length: manyLogsCount }, (_, index) => lineText(index));

describe('A log of a hundred thousand lines', () => {
  const session = useSession({
    workbench: () => ({ settings: { 'runflow.refresh': 'manual' }, viewport: { width: 1280, height: 1000 } }),
  });
  const part = (selector: string): Locator => itemPage(session().workbench, selector);
  const log = (): Locator => part('.log');
  const first = async (): Promise<string> => (await textsOn(log()))[0] ?? '';
  const type = (text: string): Promise<void> => part('.log-filter').fill(text);
  const matches = (text: string | RegExp): Promise<void> => part('.log-matches').getByText(text).waitFor();
  const home = async (): Promise<void> => {
    await log().focus();
    await session().workbench.page.keyboard.press('Home');
    await until('the first line is on the screen', async () => (await first()) === lineText(0));
  };
  const goneTo = async (index: number | undefined): Promise<void> => {
    const text = lineText(index ?? -1);
    await until(`the line is the current one: ${text}`, async () => {
      return (await part('.line.current .text').allInnerTexts()).join() === text;
    });
  };

  it('shows its first lines at once, and can be stopped while the rest comes', async () => {
    const { workbench, runflow } = session();
    let pages = 0;
    runflow.fault = ({ url }) => {
      if (!url.includes('/logs')) return undefined;
      // After ten pages the rest takes its time, until the test has seen what it wanted.
      return ++pages > 10 ? { delayMs: 1000 } : undefined;
    };
    await workbench.openContainer('Runflow');
    await workbench.expand('tag-removal');
    await workbench.click('manyLogs-1');
    await log().getByText(lineText(0), { exact: true }).waitFor();
    await part('.log-progress').getByText('Stop').click();
    await part('.log-progress').getByText('Resume').waitFor();
    runflow.fault = undefined;
    const stopped = await part('.log-progress').innerText();
    assert.match(stopped, /^[\d,]+ lines so far/);
    assert.doesNotMatch(stopped, /100,000/);
    await log().scrollIntoViewIfNeeded();
    assert.equal(await first(), lineText(0));
  });

  it('goes on where it was stopped, and counts to the end', async () => {
    await part('.log-progress button').focus();
    await session().workbench.page.keyboard.press('Enter');
    await part('.log-progress').getByText('Stop').and(part(':focus')).waitFor();
    await part('.log-progress').getByText('100,000 lines', { exact: true }).waitFor();
    // The button has gone; the keyboard goes on in the log.
    await part('.log:focus').waitFor();
    await part('.level-toggle.error').getByText('4').waitFor();
    assert.equal(
      await part('.level-toggle')
        .allInnerTexts()
        .then((all) => all.length),
      4,
    );
  });

  it('has few lines in the page, wherever it is scrolled to', async () => {
    const { page } = session().workbench;
    await log().focus();
    await page.keyboard.press('End');
    await until('the last line is on the screen', async () =>
      (await textsOn(log())).includes(lineText(manyLogsCount - 1)),
    );
    assert.ok((await part('.line').count()) < 200);
    await home();
  });

  it('draws what is in sight first where it jumps to, in the elements that are there, and the rest once it rests', async () => {
    await home();
    const inSight = (await textsOn(log())).length;
    await until('rows out of sight are there', async () => (await part('.line').count()) > inSight + 20);
    const { before, atOnce, kept } = await log().evaluate(async (scroller) => {
      const rows = (): Element[] => [...scroller.querySelectorAll('.line:not(.pinned)')];
      const before = rows();
      scroller.scrollTop = 600_000;
      await new Promise((resolve) => scroller.addEventListener('scroll', resolve, { once: true }));
      const atOnce = rows();
      return {
        before: before.length,
        atOnce: atOnce.length,
        kept: atOnce.filter((row) => before.includes(row)).length,
      };
    });
    assert.ok(atOnce < before, `${atOnce} of ${before} rows`);
    assert.equal(kept, atOnce);
    const seen = await textsOn(log());
    await until('rows out of sight are there', async () => (await part('.line').count()) > atOnce + 20);
    assert.deepEqual(await textsOn(log()), seen);
  });

  it('has the same lines after a time in which nothing was laid out', async () => {
    await home();
    const before = await textsOn(log());
    assert.ok(before.length > 5);
    await part('.log-filter').evaluate(async (input: HTMLInputElement) => {
      const frames = async (count: number): Promise<void> => {
        for (let frame = 0; frame < count; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
      };
      document.body.style.display = 'none';
      await frames(2);
      // Draws the log, were there room for it.
      input.value = 'tile';
      input.dispatchEvent(new InputEvent('input', { bubbles: true }));
      await frames(2);
      document.body.style.display = '';
    });
    await matches(/matches/);
    assert.deepEqual(await textsOn(log()), before);
    await type('');
  });

  it('is filtered by text as one types, and by level', async () => {
    await home();
    await type('cuda OUT');
    await matches('4 matches');
    assert.deepEqual(await textsOn(log()), manyLogsErrors.map(lineText));
    assert.equal(await part('.hit').first().innerText(), 'CUDA out');
    await type('nothing like this');
    await matches('No match');
    await log().getByText('No line matches.').waitFor();
    await type('');
    await part('.level-toggle.debug').click();
    await until('lines of that level are gone', async () => (await textsOn(log()))[1] === lineText(17));
    await part('.level-toggle.debug').click();
    await until('they are back', async () => (await textsOn(log()))[1] === lineText(1));
  });

  it('is filtered by an expression, and one that never ends is ended', async () => {
    await type('/^step 2: tile 5[0-9] /');
    const expected = all.filter((line) => /^step 2: tile 5[0-9] /.test(line));
    await matches(`${expected.length} matches`);
    assert.equal(await first(), expected[0]);
    await until('what matches is marked', async () => (await part('.hit').count()) > 0);
    await type('/(/');
    await part('.log-note').getByText('This is no regular expression').waitFor();
    await type('/^(([a-z0-9: ]+)+)+$$$/');
    await part('.log-note').getByText('stopped after 250 ms').waitFor();
    await type('');
    await part('.log-note').waitFor({ state: 'detached' });
  });

  it('is searched with F3, forwards and back, and counts', async () => {
    const { page } = session().workbench;
    const onlyMatches = part('.log-tool[aria-pressed="true"]');
    if (await onlyMatches.isVisible()) await onlyMatches.click();
    await type('CUDA');
    await matches('4 matches');
    await home();
    await page.keyboard.press('F3');
    await matches('1 of 4');
    await goneTo(manyLogsErrors[0]);
    await page.keyboard.press('F3');
    await page.keyboard.press('F3');
    await matches('3 of 4');
    await page.keyboard.press('Shift+F3');
    await matches('2 of 4');
    await goneTo(manyLogsErrors[1]);
    assert.ok((await textsOn(log())).includes(lineText((manyLogsErrors[1] ?? 0) - 1)));
    await type('');
    await part('.next-error').click();
    await goneTo(manyLogsErrors[2]);
  });

  it('copies what is selected, also lines that are not in the page', async () => {
    const { page } = session().workbench;
    const text = (index: number): Locator => log().locator('.text').getByText(lineText(index), { exact: true }).first();
    await home();
    await text(2).click({ position: { x: 1, y: 5 } });
    await log().hover();
    for (let turn = 0; turn < 10; turn++) await page.mouse.wheel(0, 600);
    await until('it is scrolled', async () => (await first()) === lineText(300) || (await first()) === lineText(299));
    const end = await text(310).boundingBox();
    assert.ok(end);
    await page.keyboard.down('Shift');
    await page.mouse.click(end.x + end.width + 20, end.y + end.height / 2);
    await page.keyboard.up('Shift');
    await page.evaluate(() => navigator.clipboard.writeText(''));
    await page.keyboard.press('ControlOrMeta+C');
    let copied: readonly string[] = [];
    await until('it is on the clipboard', async () => (copied = (await clipboard(page)).split('\n')).length > 1);
    assert.equal(copied.length, 309);
    for (const [offset, line] of copied.entries()) assert.ok(line.endsWith(lineText(offset + 2)), `${offset}: ${line}`);
    assert.match(copied[0] ?? '', /^\d\d:\d\d:\d\d\.\d{3} DEBUG step 1/);
  });

  it('copies everything that the filter shows', async () => {
    const { page } = session().workbench;
    await part('.log-tool').first().click();
    await type('tile 7 of');
    await matches('157 matches');
    await log().focus();
    await page.keyboard.press('ControlOrMeta+A');
    await part('.log.all-selected').waitFor();
    await page.evaluate(() => navigator.clipboard.writeText(''));
    await page.keyboard.press('ControlOrMeta+C');
    let copied: readonly string[] = [];
    await until('it is on the clipboard', async () => (copied = (await clipboard(page)).split('\n')).length > 1);
    assert.equal(copied.length, 157);
    await page.keyboard.press('Escape');
    await type('');
  });

  it('unfolds the meta of a line by keyboard', async () => {
    const { page } = session().workbench;
    await log().focus();
    await page.keyboard.press('Home');
    await until('the first line is back', async () => (await first()) === lineText(0));
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await goneTo(0);
    await page.keyboard.press('Enter');
    await part('.line.current .json').getByText('tile').waitFor();
    await page.keyboard.press('Enter');
    await part('.line.current .json').waitFor({ state: 'detached' });
  });

  it('tells times in four ways', async () => {
    const time = part('.line[data-n="0"] .time');
    const times = new Map<string, string>();
    for (const style of ['local', 'utc', 'start', 'ago']) {
      await part('.log-select').selectOption(style);
      await until(
        `times are told as ${style}`,
        async () => ![...times.values()].includes(await time.innerText()) || style === 'utc',
      );
      times.set(style, await time.innerText());
    }
    assert.match(times.get('local') ?? '', /^\d\d:\d\d:\d\d\.\d{3}$/);
    assert.match(times.get('start') ?? '', /^[+−]\d:\d\d\.\d{3}$/);
    assert.equal(times.get('ago'), '3 h ago');
    await part('.log-select').selectOption('utc');
  });

  describe('stays where it was, with its filter,', () => {
    let before = '';
    const isBack = async (): Promise<void> => {
      await part('.log-filter').waitFor();
      await until('it is where it was', async () => {
        return (await part('.log-filter').inputValue()) === 'tile 3' && (await first()) === before;
      });
      assert.equal(await part('.log-select').inputValue(), 'utc');
    };
    const hideAndShow = async (): Promise<void> => {
      const { workbench } = session();
      await workbench.runCommand('File: New Untitled Text File');
      await workbench.waitForTab('Untitled-1');
      await workbench.runCommand('View: Close Editor');
    };

    it('when the page was hidden', async () => {
      const { page } = session().workbench;
      await type('tile 3');
      await matches(/matches/);
      await log().hover();
      for (let turn = 0; turn < 5; turn++) await page.mouse.wheel(0, 4001);
      await until('it is scrolled', async () => (await first()) !== lineText(2));
      before = await first();
      await until('it has come to rest', async () => before === (before = await first()));
      await hideAndShow();
      await isBack();
    });

    it('after a reload of the window', async () => {
      await session().workbench.reload();
      await isBack();
    });

    it('when the page is hidden while it is still read again', async () => {
      const { workbench, runflow } = session();
      runflow.fault = () => ({ delayMs: 5000 });
      await workbench.reload();
      await part('.loading').waitFor();
      await hideAndShow();
      runflow.fault = undefined;
      await isBack();
    });
  });

  keepsTheKeyToItself(session);
});
