import type { ItemRequests } from '../../src/shared/protocol';
import * as words from '../../src/shared/words/log';
import type { Folds } from '../page/folds';
import type { Host } from '../page/host';
import type { CopyStyle } from './copy';
import { copyLines } from './copyLines';
import { isLong } from './cut';
import type { Line } from './line';
import type { LogBook } from './logBook';
import { keyIn } from './logKeys';
import type { LogScroll } from './logScroll';
import type { LogSelection } from './logSelection';
import { foldKeys, spoken } from './viewRow';

export interface LogHandsContext {
  readonly element: HTMLElement;
  readonly host: Pick<Host<ItemRequests>, 'request'>;
  readonly folds: Folds;
  readonly book: LogBook;
  readonly scroll: LogScroll;
  readonly selection: LogSelection;
  readonly copyStyle: () => CopyStyle;
  /** A person went somewhere: what was remembered of an earlier place does not matter any more. */
  readonly moved: () => void;
  readonly say: (text: string) => void;
  readonly draw: () => void;
  readonly complain: (error: unknown) => void;
}

/** Moving about in the log, selecting and copying, by mouse and keyboard. */
export class LogHands {
  readonly #context: LogHandsContext;
  readonly #keys = {
    move: (step: number) => this.#move(step),
    unfold: (isText: boolean) => this.#unfold(isText),
    selectAll: () => this.selectAll(true),
    nextError: () => this.nextError(),
    leave: () => this.selectAll(false),
  };

  constructor(context: LogHandsContext) {
    this.#context = context;
    window.addEventListener('keydown', (event) => this.#onKey(event));
    document.addEventListener('copy', (event) => this.#copy(event));
  }

  readonly key = (event: KeyboardEvent): void => keyIn(event, this.#keys);

  nextHit(step: 1 | -1): void {
    const { book, scroll } = this.#context;
    this.#goTo(book.nextHit(step, scroll.topRow));
  }

  nextError(): void {
    const { book, scroll, say } = this.#context;
    const line = book.nextError(scroll.topRow);
    if (line === undefined) say(words.noError);
    else this.#goTo(line);
  }

  selectAll(all: boolean): void {
    const { selection, draw } = this.#context;
    if (selection.all === all) return;
    selection.all = all;
    if (all) document.getSelection()?.removeAllRanges();
    draw();
  }

  #goTo(line: Line | undefined): void {
    if (line === undefined) return;
    const { book, scroll, say, moved } = this.#context;
    book.goTo(line);
    scroll.reveal(book.rows.indexOf(line.n));
    say(spoken(line));
    moved();
  }

  #move(step: number): void {
    const { book, scroll } = this.#context;
    const { rows, current } = book;
    const at = current ? rows.indexOf(current.n) : -1;
    // Who has scrolled away goes on from where they are.
    const index = scroll.isSeen(at) ? at + step : scroll.topRow;
    this.#goTo(rows.at(Math.max(0, Math.min(rows.count - 1, index))));
  }

  /** What is folded in the current line: its meta, else its long text; or that at once. */
  #unfold(isText: boolean): void {
    const { book, folds } = this.#context;
    const { current } = book;
    if (current === undefined) return;
    const keys = foldKeys(current);
    if (current.meta !== undefined && !isText) folds.toggle(keys.meta);
    else if (isLong(current)) folds.toggle(keys.text);
  }

  /** Keys that work wherever the focus is on the page. */
  #onKey(event: KeyboardEvent): void {
    const { element, book } = this.#context;
    const isFind = event.key === 'f' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (isFind && element.contains(document.activeElement)) {
      element.querySelector<HTMLInputElement>('.log-filter')?.select();
    } else if (event.key === 'F3' && book.sieve.hits.length > 0) this.nextHit(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
  }

  #copy(event: ClipboardEvent): void {
    const { selection, book, host, copyStyle, complain } = this.#context;
    const places = selection.places;
    if (places === undefined || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    copyLines(book.rows.lines, places, copyStyle(), {
      atOnce: (text) => event.clipboardData?.setData('text/plain', text),
      later: (text) => void host.request('copyText', { text }).catch(complain),
    });
  }
}
