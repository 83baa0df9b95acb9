import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { batchId, itemId } from '../fakes/demoIds';
import { projectRoot } from '../root';
import type { Session } from './session';
import { clipboard, keepsTheKeyToItself, until, useSession, waitForItemPage } from './session';

interface Line {
  /** What else a user does before, such as selecting a row. */
  readonly first?: (session: Session) => Promise<void>;
  /** How it is run where the palette does not offer it: from a row. */
  readonly fromRow?: (session: Session) => Promise<void>;
  /** What it must bring about: not so before, so afterwards. */
  readonly then: (session: Session, before: { readonly requestsBefore: number }) => boolean | Promise<boolean>;
  /** Closes what it asked. */
  readonly finally?: (session: Session) => Promise<void>;
}

const isShown = (locator: Locator): Promise<boolean> => locator.first().isVisible();

/** A box of this title that waits for an answer. */
const asks = (title: string | RegExp): Line => ({
  then: ({ workbench: { page } }) => isShown(page.locator('.quick-input-title').getByText(title, { exact: true })),
  finally: ({ workbench }) => workbench.cancelQuickInput(),
});

/** An active tab of this name. */
const opens = (name: string | RegExp): Line => ({
  then: ({ workbench: { page } }) => isShown(page.getByRole('tab', { name, selected: true })),
});

const hasRow = ({ workbench }: Session, label: string): Promise<boolean> => isShown(workbench.treeRow(label));
const saysHidden = ({ workbench: { page } }: Session): Promise<boolean> =>
  isShown(page.locator('.part.sidebar .composite.title').getByText('1 hidden'));

/** Every command, in an order in which each finds what it works on: at last an item is selected, then nobody is left. */
const table: Readonly<Record<string, Line>> = {
  'runflow.refresh': {
    then: ({ runflow }, { requestsBefore }) =>
      runflow.requests
        .slice(requestsBefore)
        .some(({ url, status }) => url.startsWith('/v1/batches?') && status === 200),
  },
  'runflow.loadMore': {
    fromRow: ({ workbench }) => workbench.click('Load more'),
    then: ({ workbench }) => isShown(workbench.page.locator('.monaco-list-row[aria-level="1"][aria-setsize="26"]')),
  },
  'runflow.pinBatch': {
    fromRow: ({ workbench }) => workbench.clickInline('tag-removal', 'Pin'),
    then: (session) => hasRow(session, '★ tag-removal'),
  },
  'runflow.unpinBatch': {
    fromRow: ({ workbench }) => workbench.clickInline('★ tag-removal', 'Unpin'),
    then: async (session) => !(await hasRow(session, '★ tag-removal')),
  },
  'runflow.removeBatch': {
    fromRow: ({ workbench }) => workbench.contextMenu('tag-removal', 'Remove from List'),
    then: saysHidden,
  },
  'runflow.clearFilter': { then: async (session) => !(await saysHidden(session)) },
  'runflow.filterBatches': asks('Filter batches'),
  'runflow.groupItems': asks('Group items by'),
  // Also where a row is selected: whoever wants that one has its button.
  'runflow.openBatch': {
    ...asks('Which batch?'),
    first: ({ workbench }) => workbench.click('tag-removal'),
    finally: async ({ workbench }) => {
      await workbench.cancelQuickInput();
      await workbench.collapse('tag-removal');
    },
  },
  'runflow.watchBatch': {
    ...asks(/^Notify about background-replace /),
    first: ({ workbench }) => workbench.click('background-replace'),
    finally: async ({ workbench }) => {
      await workbench.pickRow('When it is finished');
      await workbench.collapse('background-replace');
      await workbench.treeRow('background-replace').getByText('watching').waitFor();
    },
  },
  'runflow.unwatchBatch': {
    fromRow: ({ workbench }) => workbench.contextMenu('background-replace', 'Stop Notifying'),
    then: async ({ workbench }) => !(await isShown(workbench.treeRow('background-replace').getByText('watching'))),
  },
  'runflow.copyFailedInputs': {
    first: ({ workbench }) => workbench.click('smart-resize'),
    then: async ({ workbench }) => (await clipboard(workbench.page)).includes('"client_ref": "sku-1004"'),
    finally: ({ workbench }) => workbench.collapse('smart-resize'),
  },
  'runflow.addBatch': asks('Add a batch'),
  'runflow.openItem': asks('Open an item, run or batch'),
  'runflow.openItemInNewTab': {
    ...opens('sku-1009'),
    first: ({ workbench }) => workbench.expand('smart-resize'),
    fromRow: ({ workbench }) => workbench.contextMenu('sku-1009', 'Open in New Tab'),
  },
  'runflow.nextItem': opens('sku-1010'),
  'runflow.previousItem': opens('sku-1009'),
  'runflow.nextFailedItem': {
    ...opens(/^sku-10(?!09)\d\d/),
    finally: async ({ workbench }) => {
      // What the rest works on.
      await workbench.click('sku-1009');
      await waitForItemPage(workbench, 'sku-1009');
    },
  },
  'runflow.compareItems': asks('Compare sku-1009 with'),
  'runflow.openOutput': opens('output.json'),
  'runflow.openInput': opens('input.json'),
  'runflow.openError': opens('error.json'),
  'runflow.openItemJson': opens('item.json'),
  'runflow.openRunJson': opens('run.json'),
  'runflow.openNodeRunJson': asks('Which node run?'),
  'runflow.openLogs': opens('logs.log'),
  'runflow.saveOutputs': asks('Save outputs into a folder'),
  'runflow.exportBatch': asks(/^Export /),
  'runflow.copyId': {
    then: async ({ workbench }) => (await clipboard(workbench.page)) === itemId('smartResize', 9),
  },
  'runflow.copyLink': {
    then: async ({ workbench }) => {
      const path = `/batches/${batchId('smartResize')}/items/${itemId('smartResize', 9)}`;
      return (await clipboard(workbench.page)) === `code-oss://runflow-tools.runflow-batches${path}`;
    },
  },
  'runflow.copyCurl': {
    then: async ({ workbench, runflow }) =>
      new RegExp(`^curl .*\\$RUNFLOW_API_KEY.* '${runflow.origin}/v1/batches/`).test(await clipboard(workbench.page)),
  },
  'runflow.openOnRunflow': {
    then: ({ workbench: { page } }) =>
      isShown(
        page.locator('.monaco-dialog-box').getByText(`https://dashboard.example/items/${itemId('smartResize', 9)}`),
      ),
    finally: ({ workbench: { page } }) => page.keyboard.press('Escape'),
  },
  'runflow.copyDiagnostics': {
    then: async ({ workbench, runflow }) => {
      const text = await clipboard(workbench.page);
      return (
        /- Runflow Batches: \d/.test(text) && text.includes(`- origin: ${runflow.origin}`) && text.includes('GET /v1/')
      );
    },
  },
  // Of the log itself nothing is to be seen here: the server build comes without the module that writes it.
  'runflow.showLog': {
    then: ({ workbench: { page } }) =>
      page
        .locator('.part.panel')
        .getByRole('combobox')
        .evaluateAll((boxes) =>
          boxes.some((box) => box instanceof HTMLSelectElement && box.selectedOptions[0]?.text === 'Runflow Batches'),
        ),
  },
  'runflow.switchOrganization': asks('Switch organization'),
  'runflow.signIn': asks('Sign in to Runflow'),
  'runflow.signOut': {
    then: ({ workbench: { page } }) => isShown(page.locator('.monaco-dialog-box').getByText(/^Sign out of /)),
    finally: async ({ workbench }) => {
      await workbench.clickButton('Sign Out');
      await workbench.waitForNotification('Signed out of Runflow.');
    },
  },
};

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly menus: { readonly commandPalette: readonly { readonly command: string; readonly when: string }[] };
  };
}

const read = (name: string): unknown => JSON.parse(readFileSync(join(projectRoot(), name), 'utf8'));
const { commands, menus } = (read('package.json') as Manifest).contributes;
const texts = read('package.nls.json') as Readonly<Record<string, string>>;
const inWords = (text: string): string => text.replace(/^%(.*)%$/, (whole, key: string) => texts[key] ?? whole);

/** The menu on what an item page shows; media.test.ts and details.test.ts choose from it. */
const onPages = ['copyImage', 'copyMediaLink', 'saveMedia', 'openMedia', 'copyValue', 'copyPath', 'copyLine'].map(
  (name) => `runflow.${name}`,
);

/** As the palette shows it. */
function titleOf(id: string): string {
  const found = commands.find(({ command }) => command === id);
  return found ? `${inWords(found.category)}: ${inWords(found.title)}` : id;
}

describe('Every command', () => {
  // Nothing is asked by itself, and all rows of the first page are on the screen.
  const session = useSession({
    runflow: { variants: { batchList: true } },
    workbench: () => ({
      settings: {
        'runflow.pageSize': 12,
        'runflow.refresh': 'manual',
        'runflow.dashboardUrl': 'https://dashboard.example/items/{itemId}',
      },
      viewport: { width: 1280, height: 1000 },
    }),
  });

  it('of package.json is in the table of this test, and no other', () => {
    const elsewhere = Object.keys(table).concat(onPages);
    assert.deepEqual(elsewhere.sort(), commands.map(({ command }) => command).sort());
  });

  it('is offered by the palette or, where that hides it, run from a row', () => {
    const hidden = menus.commandPalette.filter(({ when }) => when === 'false').map(({ command }) => command);
    const fromRows = Object.keys(table).filter((id) => table[id]?.fromRow);
    assert.deepEqual(fromRows.concat(onPages).sort(), hidden.sort());
  });

  it('of whoever may be signed in is offered in a window that was just opened', async () => {
    for (const name of ['filterBatches', 'groupItems', 'switchOrganization', 'signOut']) {
      const title = titleOf(`runflow.${name}`);
      assert.equal(await session().workbench.offersCommand(title), true, title);
    }
  });

  it('finds batches to work on', async () => {
    const { workbench } = session();
    await workbench.openContainer('Runflow');
    await workbench.treeRow('Load more').waitFor();
    await workbench.treeRow('tag-removal').waitFor();
  });

  for (const [id, line] of Object.entries(table)) {
    it(`${id} does something`, async () => {
      const { workbench, runflow } = session();
      await line.first?.(session());
      const before = { requestsBefore: runflow.requests.length };
      await workbench.page.evaluate(() => navigator.clipboard.writeText(''));
      assert.equal(await line.then(session(), before), false, `What ${id} shall bring about is there before it runs.`);
      await (line.fromRow?.(session()) ?? workbench.runCommand(titleOf(id)));
      await until(`${id} does something`, () => line.then(session(), before));
      await line.finally?.(session());
    });
  }

  keepsTheKeyToItself(session);
});
