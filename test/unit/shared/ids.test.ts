import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  batchContext,
  commands,
  contextKeys,
  documentScheme,
  batchPageType,
  comparePageType,
  itemPageType,
  rowContext,
  settings,
  viewId,
  type ViewState,
} from '../../../src/shared/ids';
import { extensionId } from '../../../src/shared/links';
import { menuActions } from '../../../src/shared/menu';
import { projectRoot } from '../../root';

interface Command {
  readonly command: string;
  readonly title: string;
  readonly category: string;
  readonly enablement?: string;
}
interface MenuItem {
  readonly command?: string;
  readonly when?: string;
  readonly group?: string;
}
interface Manifest {
  readonly name: string;
  readonly publisher: string;
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string }[] };
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string; readonly when: string }[];
    readonly commands: readonly Command[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly keybindings?: readonly MenuItem[];
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly media: { readonly svg: string; readonly altText: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly scope: string }>> };
  };
}

const read = (name: string) => readFileSync(join(projectRoot(), name), 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const texts = JSON.parse(read('package.nls.json')) as Readonly<Record<string, string>>;
const { contributes } = manifest;
const menuItems = [...Object.values(contributes.menus).flat(), ...(contributes.keybindings ?? [])];

const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
const completions = steps.flatMap(({ completionEvents }) => completionEvents);

/** Every condition of the manifest. */
const conditions = [
  ...completions.filter((event) => event.startsWith('onContext:')).map((event) => event.replace('onContext:', '')),
  ...menuItems.map(({ when }) => when),
  ...contributes.viewsWelcome.map(({ when }) => when),
  ...contributes.commands.map(({ enablement }) => enablement),
].filter((condition) => condition !== undefined);

/** What a condition asks, as pairs of a key and what it is compared with. */
const asked = conditions.flatMap((condition) =>
  condition.split(/\s*(?:&&|\|\|)\s*/).map((term) => {
    const [, key = '', , value] = /^!?([\w.]+)(?:\s*(==|!=|=~)\s*(.+))?$/.exec(term.trim()) ?? [];
    return { term, key, value };
  }),
);

/** Every row of the tree, as conditions see it. */
const flags = [true, false];
const batchRows = flags.flatMap((isPinned) =>
  flags.flatMap((isWatched) => flags.map((isOver) => batchContext({ isPinned, isWatched, isOver }))),
);
const rows: readonly string[] = [...Object.values(rowContext), ...batchRows];

/** Every file of code as one text, to see what it uses. */
const code = readdirSync(join(projectRoot(), 'src'), { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.ts') && name !== join('shared', 'ids.ts'))
  .map((name) => read(join('src', name)))
  .join('\n');

describe('package.json', () => {
  it('its commands are those of the code', () => {
    assert.deepEqual(contributes.commands.map(({ command }) => command).toSorted(), Object.values(commands).toSorted());
  });

  it('every name of the code is used there', () => {
    for (const name of Object.keys(commands)) assert.match(code, new RegExp(`\\bcommands\\.${name}\\b`), name);
    for (const name of Object.keys(contextKeys)) assert.match(code, new RegExp(`\\bcontextKeys\\.${name}\\b`), name);
    for (const name of Object.keys(rowContext)) assert.match(code, new RegExp(`\\browContext\\.${name}\\b`), name);
    for (const name of Object.keys(settings)) assert.match(code, new RegExp(`\\bsettings\\.${name}\\b`), name);
  });

  it('menus and keys call commands that there are', () => {
    const known = new Set<string | undefined>(Object.values(commands));
    for (const { command } of menuItems) assert.ok(known.has(command), command);
  });

  it('its settings are those of the code, and no folder can set them', () => {
    const { properties } = contributes.configuration;
    assert.deepEqual(
      Object.keys(properties).toSorted(),
      Object.values(settings)
        .map((name) => `runflow.${name}`)
        .toSorted(),
    );
    for (const [name, { scope }] of Object.entries(properties)) assert.equal(scope, 'application', name);
  });

  it('its view, page, documents and name are those of the code', () => {
    const containers = contributes.viewsContainers.activitybar.map(({ id }) => id);
    assert.deepEqual(Object.keys(contributes.views), containers);
    assert.deepEqual(
      Object.values(contributes.views)
        .flat()
        .map(({ id }) => id),
      [viewId],
    );
    assert.deepEqual(manifest.activationEvents.toSorted(), [
      `onFileSystem:${documentScheme}`,
      'onUri',
      `onWebviewPanel:${batchPageType}`,
      `onWebviewPanel:${comparePageType}`,
      `onWebviewPanel:${itemPageType}`,
    ]);
    assert.equal(`${manifest.publisher}.${manifest.name}`, extensionId);
  });

  it('its conditions ask for keys that the code sets, and for nothing misspelt', () => {
    const ours = new Set<string>(Object.values(contextKeys));
    const editors = new Set([
      'view',
      'viewItem',
      'listMultiSelection',
      'activeWebviewPanelId',
      'webviewId',
      'webviewSection',
      'runflowMedia',
      `config.runflow.${settings.dashboardUrl}`,
      'false',
      'inputFocus',
      'listFocus',
      'sideBarFocus',
      'panelFocus',
      'auxiliaryBarFocus',
    ]);
    for (const { term, key } of asked) assert.ok(ours.has(key) || editors.has(key), term);
    const used = new Set(asked.map(({ key }) => key));
    for (const key of ours) assert.ok(used.has(key), `${key} is set and never asked for`);
  });

  it('its conditions compare with values that occur', () => {
    const views: Readonly<Record<ViewState, boolean>> = {
      unknown: true,
      signedOut: true,
      loading: true,
      empty: true,
      filtered: true,
      allRemoved: true,
      offline: true,
      keyRefused: true,
      problem: true,
      rows: true,
    };
    for (const { term, key, value } of asked) {
      if (key === 'view') assert.equal(value, viewId, term);
      if (key === 'activeWebviewPanelId') {
        assert.ok(value === `'${itemPageType}'` || isMatched(batchPageType, value ?? ''), term);
      }
      if (key === contextKeys.view) assert.ok(Object.hasOwn(views, value ?? ''), term);
      if (key === 'viewItem')
        assert.ok(
          rows.some((row) => isMatched(row, value ?? '')),
          term,
        );
    }
  });

  it('what stands in place of rows is said for every state that has none', () => {
    const said = contributes.viewsWelcome.map(({ when }) => when.replace(`${contextKeys.view} == `, ''));
    // Any other problem has a row of its own, with what can be done about it.
    const states: readonly ViewState[] = [
      'signedOut',
      'loading',
      'empty',
      'filtered',
      'allRemoved',
      'offline',
      'keyRefused',
    ];
    assert.deepEqual(said.toSorted(), states.toSorted());
    for (const { view } of contributes.viewsWelcome) assert.equal(view, viewId);
  });

  it('the steps of its walkthrough end with what they are about, and are drawn in few bytes', () => {
    const known = new Set<string>(Object.values(commands));
    for (const event of completions) {
      const [kind, what = ''] = event.split(':');
      assert.ok(kind === 'onContext' || (kind === 'onCommand' && known.has(what)), event);
    }
    const drawings = steps.map(({ media }) => read(media.svg));
    const bytes = drawings.reduce((sum, drawing) => sum + Buffer.byteLength(drawing), 0);
    assert.ok(bytes <= 40 * 1024, String(bytes));
    // The colours of the theme, and nothing that runs or is fetched.
    for (const drawing of drawings) assert.doesNotMatch(drawing, /#[0-9a-f]{3}|rgb|href|<script|<style| on\w+=/i);
    assert.deepEqual(
      readdirSync(join(projectRoot(), 'media', 'walkthrough')).toSorted(),
      steps.map(({ media }) => media.svg.replace('media/walkthrough/', '')).toSorted(),
    );
  });

  it('what only makes sense on a row is not in the palette', () => {
    const hidden = (contributes.menus['commandPalette'] ?? []).filter(({ when }) => when === 'false');
    const rowOnly = [
      commands.removeBatch,
      commands.pinBatch,
      commands.unpinBatch,
      commands.unwatchBatch,
      commands.loadMore,
      commands.openItemInNewTab,
      ...menuActions.map((action) => commands[action]),
    ];
    assert.deepEqual(hidden.map(({ command }) => command).toSorted(), rowOnly.toSorted());
  });

  const onRows = (contributes.menus['view/item/context'] ?? []).filter(({ group }) => !group?.startsWith('inline'));
  const isOn = (row: string) => (item: MenuItem) =>
    isMatched(row, /viewItem =~ (\S+)/.exec(item.when ?? '')?.[1] ?? '');

  it('a run outside batches has the menu of an item, but for what a run has not', () => {
    const [ofItem, ofRun] = [rowContext.item, rowContext.run].map((row) =>
      onRows.filter(isOn(row)).map(({ command }) => command),
    );
    assert.deepEqual(
      ofRun,
      ofItem?.filter((command) => command !== commands.openItemJson),
    );
  });

  it('what takes one row only is not offered on several', () => {
    const forSeveral = onRows
      .filter(({ when }) => !when?.includes('!listMultiSelection'))
      .map(({ command }) => command);
    const several: readonly string[] = [
      ...[
        commands.compareItems,
        commands.saveOutputs,
        commands.exportBatch,
        commands.copyId,
        commands.copyLink,
        commands.copyCurl,
      ],
      ...[commands.pinBatch, commands.unpinBatch, commands.unwatchBatch, commands.removeBatch],
    ];
    assert.deepEqual(forSeveral.toSorted(), several.toSorted());
  });
});

/** Whether a `viewItem` of the tree meets a value of a condition: a name, or an expression in slashes. */
function isMatched(row: string, value: string): boolean {
  const expression = /^\/(.*)\/$/.exec(value)?.[1];
  return expression === undefined ? row === value : new RegExp(expression).test(row);
}

describe('package.nls.json', () => {
  const used = [...JSON.stringify(manifest).matchAll(/"%([\w.]+)%"/g)].map(([, key = '']) => key);

  it('has a text for every key, and no text that nobody sees', () => {
    assert.deepEqual([...new Set(used)].toSorted(), Object.keys(texts).toSorted());
    for (const [key, text] of Object.entries(texts)) assert.ok(text.trim() !== '', key);
  });

  it('names every command under the category', () => {
    for (const { command, title, category } of contributes.commands) {
      assert.equal(title, `%${command.replace('runflow.', 'command.')}%`);
      assert.equal(category, '%category%');
    }
  });

  it('its links call commands that there are', () => {
    const known = new Set<string>([...Object.values(commands), `${viewId}.focus`]);
    const links = Object.values(texts).flatMap((text) => [...text.matchAll(/\(command:([\w.]+)/g)]);
    assert.ok(links.length > 0);
    for (const [, command = ''] of links) assert.ok(known.has(command), command);
  });
});
