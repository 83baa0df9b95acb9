import type { MenuAction } from '../../src/shared/menu';
import { partAt, type FoundPart } from '../page/part';
import type { Deeds } from './deeds';
import { pictureKey } from './mediaList';
import type { State } from './state';

interface Target {
  readonly mediaKey: string | undefined;
  readonly part: FoundPart | undefined;
  /** The number of a line of the log. */
  readonly line: string | undefined;
}

/** What the editor's menu was opened on, and what its commands do with that. */
export class ContextMenu {
  readonly #lineText: (n: number) => string | undefined;
  #target: Target | undefined;

  constructor(root: HTMLElement, lineText: (n: number) => string | undefined) {
    this.#lineText = lineText;
    root.addEventListener('contextmenu', ({ target }) => this.#note(target), { capture: true });
  }

  #note(target: EventTarget | null): void {
    if (!(target instanceof Element)) return;
    const line = target.closest<HTMLElement>('.line');
    // Only now: a hundred thousand lines need not carry it.
    line?.setAttribute('data-vscode-context', lineMenu);
    this.#target = {
      mediaKey: target.closest<HTMLElement>('[data-media]')?.dataset['media'],
      part: partAt(target),
      line: line?.dataset['n'],
    };
  }

  run(action: MenuAction, { media }: State, deeds: Deeds): void {
    const { mediaKey, part, line } = this.#target ?? {};
    const found = media.find((one) => pictureKey(one) === mediaKey);
    switch (action) {
      case 'copyImage':
        if (found) deeds.media.copyImage(found);
        return;
      case 'copyMediaLink':
        if (found) deeds.media.copyLink(found);
        return;
      case 'saveMedia':
        if (found) deeds.media.save(found);
        return;
      case 'openMedia':
        if (found) deeds.media.openOutside(found);
        return;
      case 'copyValue':
        if (part) deeds.copy('', textOf(part));
        return;
      case 'copyPath':
        if (part) deeds.copy('', part.path);
        return;
      case 'copyLine': {
        const text = this.#lineText(Number(line));
        if (text) deeds.copy('', text);
      }
    }
  }
}

/** What the editor's menu on a line of the log is told. */
const lineMenu = JSON.stringify({ webviewSection: 'line' });

/** Text as it is, everything else as JSON. */
function textOf({ value }: FoundPart): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
