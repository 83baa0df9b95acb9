import assert from 'node:assert/strict';
import type { Frame, Locator } from 'playwright-core';
import { batchId, itemId } from '../fakes/demoIds';
import { everythingHostile, hostileKinds, hostileTexts, type HostileText } from '../fakes/demoHostile';
import type { Session } from './session';
import { ask, batches, documentText, itemPage, keepsTheKeyToItself, unsigned, until, useSession } from './session';

const batch = batchId('hostile');

describe('Text that wants to be more than text', () => {
  const session = useSession({
    runflow: { variants: { batchList: true } },
    workbench: () => ({
      settings: { 'runflow.refresh': 'manual' },
      viewport: { width: 1280, height: 1000 },
    }),
  });
  const batchRow = /^<b>bold<\/b> \[click\]/;
  const itemRow = (kind: HostileText): Locator =>
    session()
      .workbench.page.locator('.customview-tree .monaco-list-row[aria-level="2"]')
      .and(session().workbench.page.locator(`[aria-posinset="${hostileKinds.indexOf(kind) + 1}"]`));
  const pointedTo: string[] = [];

  /** At the icon: the middle of a label may be out of sight, and going there would scroll the label away. */
  const point = async (row: Locator): Promise<void> => {
    const { page } = session().workbench;
    await page.locator('.part.statusbar').hover();
    await page.locator('.monaco-hover:visible').waitFor({ state: 'detached' });
    await row.locator('.custom-view-tree-node-item-icon').hover();
  };
  const open = (kind: HostileText): Promise<void> => openItem(itemRow(kind), hostileKinds.indexOf(kind));
  const openAll = (): Promise<void> => openItem(session().workbench.treeRow(everythingHostile), hostileKinds.length);
  const openItem = async (row: Locator, index: number): Promise<void> => {
    const { workbench } = session();
    await row.locator('.custom-view-tree-node-item-icon').click();
    const id = itemId('hostile', index);
    await itemPage(workbench, '.id-text').getByText(id, { exact: true }).waitFor();
    await itemPage(workbench, '.log .line').nth(5).waitFor();
    await itemPage(workbench, '.node-row:not(.axis)').first().waitFor();
  };

  it('is text in the rows', async () => {
    const { workbench } = session();
    workbench.page.on('request', (request) => {
      if (/evil\.example|169\.254|etc\/passwd|assets\/0197/.test(request.url())) pointedTo.push(request.url());
    });
    await workbench.openContainer('Runflow');
    await workbench.expand(batchRow);
    await itemRow('formula').getByText(hostileTexts.formula).waitFor();
    assertShows(
      await workbench.treeRow(batchRow).locator('.label-name').innerText(),
      hostileTexts.command.slice(0, 50),
    );
    for (const kind of hostileKinds) {
      assertShows(await itemRow(kind).locator('.label-name').innerText(), hostileTexts[kind].slice(0, 50));
    }
    for (const { aria, description } of await workbench.treeRows(batches)) assertHarmless(`${aria} ${description}`);
    await assertNothingMade(session());
  });

  it('is text in the tooltips', async () => {
    const { workbench } = session();
    const tooltip = workbench.page.locator('.monaco-hover:visible');
    await point(workbench.treeRow(batchRow));
    await tooltip.getByText(batch).waitFor();
    assertShows(await tooltip.innerText(), hostileTexts.command);
    await assertNothingMade(session());
    for (const [index, kind] of hostileKinds.entries()) {
      await point(itemRow(kind));
      await tooltip.getByText(itemId('hostile', index)).waitFor();
      // A failure is told, with its message; the others have nothing of their own to tell.
      if (await itemRow(kind).getByText('HOSTILE_<b>').isVisible()) {
        assertShows(await tooltip.innerText(), hostileTexts[kind]);
      }
      assertHarmless(await tooltip.innerText());
      await assertNothingMade(session());
    }
  });

  it('is text in tabs, titles, logs and reasons of failures', async () => {
    const { workbench } = session();
    for (const kind of hostileKinds) {
      const text = hostileTexts[kind];
      await open(kind);
      for (const part of ['.log', 'main']) {
        const shown = await itemPage(workbench, part).innerText();
        assertShows(shown, part === '.log' ? inLog(kind) : text.slice(0, mostUnfolded));
        assertHarmless(shown);
      }
      assertShows(await itemPage(workbench, 'h1').innerText(), text.slice(0, 50));
      assertShows(
        await workbench.page.locator('.tab.active .monaco-icon-name-container').innerText(),
        text.slice(0, 50),
      );
      await assertNothingMade(session());
    }
  });

  it('is text everywhere on the page', async () => {
    const { workbench } = session();
    await openAll();
    await unfoldAll(itemPage(workbench, 'main'));
    for (const part of ['.sides', 'main']) {
      // What is out of sight is not drawn, and has no text until it is.
      await itemPage(workbench, part).scrollIntoViewIfNeeded();
      await until(`${part} is drawn`, async () => (await itemPage(workbench, part).innerText()) !== '');
      const shown = await itemPage(workbench, part).innerText();
      for (const text of Object.values(hostileTexts)) assertShows(shown, text);
      assertHarmless(shown);
    }
    await assertNothingMade(session());
  });

  it('is text in documents', async () => {
    const { workbench, runflow } = session();
    await workbench.runCommand('Runflow: Open Item JSON');
    await workbench.waitForTab('item.json');
    const item = await ask(runflow, `/v1/batches/${batch}/items/${itemId('hostile', hostileKinds.length)}?embed=run`);
    assert.deepEqual(unsigned(JSON.parse(await documentText(workbench))), unsigned(item));
    await assertNothingMade(session());

    await workbench.runCommand('Runflow: Open Logs');
    await workbench.waitForTab('logs.log');
    const log = await documentText(workbench);
    for (const text of Object.values(hostileTexts)) assertShows(log, text);
    assertHarmless(log);
    await assertNothingMade(session());
    await workbench.runCommand('View: Close All Editors');
  });

  it('says nothing where the ids of a document are pointed to', async () => {
    const { workbench } = session();
    const { page } = workbench;
    await open('autolink');
    await workbench.runCommand('Runflow: Open Item JSON');
    await workbench.waitForTab('item.json');
    const id = itemId('hostile', hostileKinds.indexOf('autolink'));
    const link = page.locator('.editor-group-container.active .view-line span span').getByText(id).first();
    const hover = page.locator('.monaco-hover:visible').filter({ hasText: 'in Runflow Batches' });
    // Again until it shows: the editor looks for links only a while after it drew a line.
    await until('the link says where it leads', async () => {
      await page.locator('.part.statusbar').hover();
      await link.hover();
      return hover
        .first()
        .waitFor({ timeout: 3_000 })
        .then(
          () => true,
          () => false,
        );
    });
    await assertNothingMade(session());
    await workbench.runCommand('View: Close All Editors');
  });

  it('is text in the box that finds items', async () => {
    const { workbench } = session();
    await workbench.runCommand('Runflow: Open Item…');
    await workbench.page.getByPlaceholder('Paste an id, a link or JSON').waitFor();
    for (const kind of ['handler', 'command', 'formula'] as const) {
      await workbench.typeInQuickInput(hostileTexts[kind].slice(0, 30));
      const offers = async (): Promise<boolean> =>
        (await workbench.quickPickRows()).some(({ label }) =>
          seen(label).startsWith(seen(hostileTexts[kind]).slice(0, 60)),
        );
      await until(`${kind} is offered`, offers);
      await assertNothingMade(session());
    }
    await workbench.cancelQuickInput();
  });

  it('leads nobody to where it points', () => {
    assert.deepEqual(pointedTo, []);
  });

  describe('that became more', () => {
    for (const [what, tag, attributes, text] of [
      ['a picture', 'img', { src: 'x' }, ''],
      ['a picture from elsewhere', 'img', { src: 'https://evil.example/x.png' }, ''],
      ['a script', 'script', { type: 'text/plain' }, 'globalThis.pwned=2'],
      ['a style', 'style', {}, 'body{display:none'],
      ['a link to a command', 'a', { href: 'command:workbench.action.quit' }, 'click'],
      ['a link to a command as the editor draws it', 'a', { 'data-href': 'command:workbench.action.quit' }, 'click'],
      ['a link to a script', 'a', { href: 'javascript:void 0' }, 'click'],
      ['a link elsewhere', 'a', { href: 'https://evil.example' }, 'open'],
      ['bold text', 'b', {}, 'bold'],
      ['bold text as the editor draws it', 'strong', {}, 'bold'],
      ['an icon', 'span', { class: 'codicon codicon-trash' }, ''],
    ] as const) {
      it(`would be noticed: ${what}`, async () => {
        const { workbench } = session();
        await open('handler');
        for (const place of [itemRow('handler').locator('.label-name'), itemPage(workbench, 'h1')]) {
          await place.evaluate(
            (parent, [tagName, attributesOf, textOf]) => {
              const made = document.createElement(tagName);
              made.id = 'made-by-the-test';
              for (const [name, value] of Object.entries(attributesOf)) made.setAttribute(name, value);
              made.textContent = textOf;
              parent.append(made);
            },
            [tag, attributes, text] as const,
          );
          await assert.rejects(assertNothingMade(session()), assert.AssertionError);
          const own = place.locator('#made-by-the-test');
          await own.evaluate((made) => made.remove());
          await assertNothingMade(session());
        }
      });
    }

    it('would be noticed: a script that ran', async () => {
      const { page } = session().workbench;
      await page.evaluate(() => Object.assign(globalThis, { pwned: 1 }));
      await assert.rejects(assertNothingMade(session()), assert.AssertionError);
      await page.evaluate(() => Reflect.deleteProperty(globalThis, 'pwned'));
      await assertNothingMade(session());
    });
  });

  keepsTheKeyToItself(session);
});

/** So much of a long text is shown before it is unfolded. */
const mostUnfolded = 200;

/** The log takes colours and links of terminals out of a line. */
function inLog(kind: HostileText): string {
  return kind === 'ansi' ? 'red link' : hostileTexts[kind].slice(0, mostUnfolded);
}

/** The same without what cannot be seen and without what stands for it: that may differ, the rest may not. */
function seen(text: string): string {
  return text
    .replaceAll(/⟨U\+[0-9A-F]{4,6}⟩|[\u2400-\u2421\ufffd]/g, '')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, '');
}

function assertShows(shown: string, text: string): void {
  assert.ok(seen(shown).includes(seen(text)), `Not shown as it is:\n${text.slice(0, 500)}\n${shown.slice(0, 2000)}`);
}

/** Nothing that reorders, hides or rings: neither controls (but new lines and tabs) nor invisible formatting. */
function assertHarmless(shown: string): void {
  const found = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/.exec(shown);
  const code = found?.[0].codePointAt(0)?.toString(16);
  assert.equal(code, undefined, `U+${code ?? ''} in ${JSON.stringify(shown.slice(0, 300))}`);
}

/** Clicks whatever is folded, until nothing is. */
async function unfoldAll(page: Locator): Promise<void> {
  await until('everything is unfolded', () =>
    page.evaluate((main) => {
      const buttons = [...main.querySelectorAll<HTMLElement>('button')];
      const folding = buttons.filter(
        (button) => button.ariaExpanded === 'false' || /^(Show [\d,]+ more|Load more)/.test(button.innerText),
      );
      for (const button of folding) button.click();
      return folding.length === 0;
    }),
  );
}

/** No element came out of any text, in the window, its hovers and its pages; and no script ran. */
async function assertNothingMade({ workbench: { page } }: Session): Promise<void> {
  const found = await Promise.all(
    page.frames().map((frame) =>
      madeIn(frame).catch((error: unknown) => {
        // A page that was just hidden is not there any more.
        if (frame.isDetached()) return [];
        throw error;
      }),
    ),
  );
  assert.deepEqual(found.flat(), []);
}

async function madeIn(frame: Frame): Promise<readonly string[]> {
  return frame.evaluate(() => {
    const never = [
      'img[src="x"]',
      ...['src', 'href', 'data-href', 'action', 'data-src'].flatMap((name) =>
        ['javascript:', 'command:workbench.action.quit', 'https://evil.example', 'file:///etc', 'data:text/html'].map(
          (start) => `[${name}^="${start}" i]`,
        ),
      ),
      '[src*="169.254."], [src^="runflow:"]',
      '[onerror], [onload]',
      '.codicon-trash',
    ];
    const withText: readonly (readonly [selector: string, text: RegExp])[] = [
      ['script', /pwned/],
      ['style', /body\s*\{\s*display/],
      ['b, strong, i, em', /^(bold|LEVEL)$/],
    ];
    const made = [
      ...document.querySelectorAll(never.join(', ')),
      ...withText.flatMap(([selector, text]) =>
        [...document.querySelectorAll(selector)].filter((element) => text.test(element.textContent)),
      ),
    ].map(({ outerHTML }) => outerHTML.slice(0, 200));
    const isVisible = getComputedStyle(document.body).display !== 'none';
    return [
      ...made,
      ...('pwned' in globalThis ? ['globalThis.pwned'] : []),
      ...('pwned' in {} ? ['Object.prototype.pwned'] : []),
      ...(isVisible ? [] : ['A body that is hidden.']),
    ];
  });
}
