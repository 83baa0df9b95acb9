import type { Locator, Page } from 'playwright-core';

export interface TreeRow {
  readonly label: string;
  readonly description: string;
  /** What a screen reader says. */
  readonly aria: string;
  /** 1 for the rows at the root. */
  readonly level: number;
  /** Absent on a row that cannot be expanded. */
  readonly expanded?: boolean;
  readonly selected: boolean;
}

/** Views of the side bar. Rows are those on the screen: VS Code draws no others. */
export interface TreeVerbs {
  /** Shows a container of views by clicking its icon in the activity bar. */
  openContainer(name: string): Promise<void>;
  /** The view whose title begins with this name ("Batches — Studio" is found as "Batches"), or matches. */
  view(name: string | RegExp): Locator;
  /** The rows of a view now. */
  treeRows(viewName: string | RegExp): Promise<readonly TreeRow[]>;
  /** The row of exactly this label, or of a label that matches. */
  treeRow(label: string | RegExp): Locator;
  /** Opens a row by its arrow, and waits until it is open. */
  expand(label: string | RegExp): Promise<void>;
  collapse(label: string | RegExp): Promise<void>;
  click(label: string | RegExp): Promise<void>;
  /** Clicks an icon that a row shows while the pointer is on it. */
  clickInline(label: string | RegExp, action: string): Promise<void>;
  /** Clicks an icon in a view's title. */
  clickViewAction(viewName: string | RegExp, action: string): Promise<void>;
  /** Opens a row's context menu and clicks an entry. */
  contextMenu(label: string | RegExp, entry: string): Promise<void>;
  /** The entries of a row's context menu. */
  contextMenuEntries(label: string | RegExp): Promise<readonly string[]>;
}

export function treeVerbs(page: Page): TreeVerbs {
  const menuEntries = page.locator('.monaco-menu .action-item:not(.disabled) .action-label:not(.separator)');
  const view = (name: string | RegExp): Locator => page.locator('.pane').filter({ has: headerOf(page, name) });
  const treeRow = (label: string | RegExp): Locator => {
    const name = page.locator('.label-name').getByText(label, { exact: true });
    return page.locator('.customview-tree .monaco-list-row').filter({ has: name }).first();
  };
  const setExpanded = async (label: string | RegExp, expanded: boolean): Promise<void> => {
    const row = treeRow(label);
    const done = page.locator(`.monaco-list-row[aria-expanded="${String(expanded)}"]`).and(row);
    await row.waitFor();
    // The list gives an element to another row as rows come and go, also between finding it and the click.
    for (let click = 0; click < 3 && !(await done.isVisible()); click++) {
      await row.locator('.monaco-tl-twistie').click();
      const isDone = await done.waitFor({ timeout: 3000 }).then(
        () => true,
        () => false,
      );
      if (isDone) return;
    }
    await done.waitFor();
  };

  return {
    view,
    treeRow,
    async openContainer(name) {
      const icon = page.locator('.activitybar .action-item').filter({ has: page.locator(`[aria-label^="${name}"]`) });
      await icon.waitFor();
      if ((await icon.getAttribute('aria-selected')) !== 'true' && !(await isShown(icon))) await icon.click();
      await page
        .locator('.part.sidebar .composite.title')
        .getByText(new RegExp(`^${name}`, 'i'))
        .waitFor();
    },
    async treeRows(viewName) {
      const rows = await view(viewName).locator('.monaco-list-row').all();
      return Promise.all(rows.map(readRow));
    },
    async expand(label) {
      await setExpanded(label, true);
    },
    async collapse(label) {
      await setExpanded(label, false);
    },
    async click(label) {
      await treeRow(label).locator('.label-name').click();
    },
    async clickInline(label, action) {
      await treeRow(label).hover();
      await treeRow(label).locator(`.actions .action-label[aria-label^="${action}"]`).click();
    },
    async clickViewAction(viewName, action) {
      await page.locator('.part.sidebar').hover();
      const inHeader = view(viewName).locator(`.pane-header .action-label[aria-label^="${action}"]`);
      const inTitle = page.locator(`.part.sidebar .composite.title .action-label[aria-label^="${action}"]`);
      await inHeader.or(inTitle).filter({ visible: true }).first().click();
    },
    async contextMenu(label, entry) {
      await treeRow(label).click({ button: 'right' });
      // A menu ignores the mouse button for its first tenth of a second, but not Enter on the entry under the pointer.
      await menuEntries.getByText(entry, { exact: true }).hover();
      await page.locator('.monaco-menu .action-item.focused').getByText(entry, { exact: true }).waitFor();
      await page.keyboard.press('Enter');
    },
    async contextMenuEntries(label) {
      await treeRow(label).click({ button: 'right' });
      await menuEntries.first().waitFor();
      const entries = await menuEntries.allInnerTexts();
      await page.keyboard.press('Escape');
      await menuEntries.first().waitFor({ state: 'detached' });
      return entries.map((entry) => entry.trim()).filter((entry) => entry !== '');
    },
  };
}

function headerOf(page: Page, name: string | RegExp): Locator {
  const begins = new RegExp(`^${String(name).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?!\\w)`);
  const matches = typeof name === 'string' ? begins : name;
  return page.locator('.pane-header').filter({ has: page.locator('h3.title').filter({ hasText: matches }) });
}

async function isShown(icon: Locator): Promise<boolean> {
  return ((await icon.getAttribute('class')) ?? '').split(' ').includes('checked');
}

async function readRow(row: Locator): Promise<TreeRow> {
  const expanded = await row.getAttribute('aria-expanded');
  return {
    label: (await row.locator('.label-name').allInnerTexts()).join(''),
    description: (await row.locator('.label-description').allInnerTexts()).join(''),
    aria: (await row.getAttribute('aria-label')) ?? '',
    level: Number(await row.getAttribute('aria-level')),
    selected: (await row.getAttribute('aria-selected')) === 'true',
    ...(expanded === null ? {} : { expanded: expanded === 'true' }),
  };
}
