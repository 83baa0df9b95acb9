import { commands, type CommandId } from '../shared/ids';
import type { MenuAction } from '../shared/menu';
import type { ItemPanels } from './panels';

/** Commands of the menu on a page: they act on what was clicked there. */
export function pageHandlers({ panels }: { readonly panels: ItemPanels }) {
  const tell = (action: MenuAction) => () => panels.tell(action);
  return {
    [commands.copyImage]: tell('copyImage'),
    [commands.copyMediaLink]: tell('copyMediaLink'),
    [commands.saveMedia]: tell('saveMedia'),
    [commands.openMedia]: tell('openMedia'),
    [commands.copyValue]: tell('copyValue'),
    [commands.copyPath]: tell('copyPath'),
    [commands.copyLine]: tell('copyLine'),
  } satisfies Partial<Record<CommandId, () => void>>;
}
