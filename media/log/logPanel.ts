import { render } from 'lit-html';
import type { ItemRequests, ItemSnapshot, LogMemory } from '../../src/shared/protocol';
import type { Folds } from '../page/folds';
import type { Host } from '../page/host';
import type { Keeper } from '../page/keeper';
import { debounced } from '../page/ticker';
import { lineText, type CopyStyle } from './copy';
import { farMargin, nearMargin, type Frame } from './frame';
import { LogBook } from './logBook';
import type { LogDeeds } from './logDeeds';
import { LogHands } from './logHands';
import { LogPlace } from './logPlace';
import { LogScroll } from './logScroll';
import { LogSelection } from './logSelection';
import { Marks } from './marks';
import { RowList } from './rowList';
import { runToRead } from './runToRead';
import { LogSource } from './source';
import { after, breathe, firstLinesMark, makeRegexpWorker } from './surroundings';
import { timed } from '../page/timed';
import { Regexps } from './regexps';
import type { Clock } from './times';
import { recallLog, type Settings } from './settings';
import { spokenMatches } from './viewBar';
import { logView, type LogView } from './viewLog';

export interface LogPanelContext {
  readonly host: Pick<Host<ItemRequests>, 'request'>;
  readonly folds: Folds;
  readonly kept: unknown;
  readonly keeper: Pick<Keeper, 'now' | 'soon'>;
  readonly openDocument: () => void;
  readonly complain: (error: unknown) => void;
}

/** The log on the page: an element of its own, which draws itself, so that scrolling it draws nothing else. */
export class LogPanel {
  readonly element = document.createElement('section');
  readonly source: LogSource;
  readonly #context: LogPanelContext;
  readonly #book: LogBook;
  readonly #scroll: LogScroll;
  readonly #selection: LogSelection;
  readonly #place: LogPlace;
  readonly #marks: Marks;
  readonly #rowList = new RowList();
  readonly #markFirst = firstLinesMark();
  readonly #hands: LogHands;
  readonly #deeds: LogDeeds;
  readonly #announce = debounced(800, () => this.#say(spokenMatches(this.#book)));
  readonly #fill = debounced(100, () => this.#drawSoon());
  #start: number | undefined;
  #now = Date.now();
  #version = 0;
  #said = '';
  #isDue = false;

  constructor(context: LogPanelContext) {
    this.#context = context;
    this.source = new LogSource(context.host);
    const { settings, spot } = recallLog(context.kept);
    const regexps = new Regexps(makeRegexpWorker);
    this.#book = new LogBook(
      {
        read: this.source.read,
        readEnd: this.source.readEnd,
        regexps,
        after,
        pause: breathe,
        now: () => performance.now(),
        onChange: () => this.#drawSoon(),
      },
      settings,
    );
    this.#scroll = new LogScroll(this.#book.rows, this.element, settings.wrap);
    this.#place = new LogPlace(this.#book, this.#scroll, spot);
    this.#selection = new LogSelection(this.#book.rows, () => this.#scroll.scroller);
    this.#marks = new Marks(regexps, () => this.#drawSoon());
    this.#hands = this.#makeHands();
    this.#deeds = this.#makeDeeds();
    this.element.className = 'logs';
    this.element.setAttribute('aria-labelledby', 'logs-title');
    new ResizeObserver(() => this.#drawSoon()).observe(this.element);
  }

  /** The run to show, with what is known of it. */
  show(snapshot: ItemSnapshot, run: { readonly id: string | undefined; readonly isLive: boolean }): void {
    this.#start = snapshot.run?.startedAt ?? snapshot.run?.createdAt ?? snapshot.item?.createdAt;
    this.element.hidden = run.id === undefined;
    const wanted = runToRead(snapshot, run);
    if (wanted?.id !== this.#book.reader.runId) {
      this.#place.begin(wanted?.id, run.isLive);
      this.#selection.all = false;
    }
    this.#book.show(wanted);
    this.#drawSoon();
  }

  /** Somebody wants to see how it is now. */
  look(): void {
    this.#book.reader.look();
  }

  /** A line as it is copied; undefined where it has left. */
  lineText(n: number): string | undefined {
    const { rows } = this.#book;
    const line = rows.at(rows.indexOf(n));
    return line?.n === n ? lineText(line, this.#copyStyle) : undefined;
  }

  /** What the clock says, for times told from now. */
  tick(now: number): void {
    this.#now = now;
    if (this.#book.settings.times === 'ago') this.redraw();
  }

  /** Drawn rows look different. */
  redraw(): void {
    this.#version++;
    this.#drawSoon();
  }

  memory(): LogMemory {
    return this.#place.memory();
  }

  #drawSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => this.#isDue && timed('log draw', () => this.#draw()));
  }

  #draw(): void {
    this.#isDue = false;
    // Where nothing is laid out, every row would be measured as 0 high; the observer draws once there is room again.
    if (this.element.getClientRects().length === 0) return;
    this.#place.goBack();
    const isInside = this.element.contains(document.activeElement);
    // Far from what was drawn, as while the scroll bar is dragged, the rows out of sight wait until it rests.
    const isFar = this.#rowList.isAllNew(this.#book.rows, this.#scroll.frame(0));
    if (isFar) this.#fill();
    for (let round = 0; round < 4; round++) {
      const frame = this.#scroll.frame(isFar ? nearMargin : farMargin);
      // Asked before anything is drawn, as the browser lays out what is new to answer it.
      const { pinned, nodes } = this.#selection;
      render(logView(this.#view(frame), this.#deeds), this.element);
      this.#drawRows(frame, pinned, nodes);
      if (!this.#scroll.settle(frame)) break;
    }
    // A button that has done its work, or a row that has left, takes the focus with it.
    if (isInside && !this.element.contains(document.activeElement)) this.#scroll.scroller?.focus();
    if (this.#book.rows.count > 0) this.#markFirst(this.#book.reader.runId);
  }

  get #clock(): Clock {
    return { start: this.#start ?? this.#book.lines.oldest?.time, now: this.#now };
  }

  get #copyStyle(): CopyStyle {
    return { times: this.#book.settings.times, clock: this.#clock };
  }

  #view(frame: Frame): LogView {
    const [book, { following }] = [this.#book, this.#scroll];
    return { book, frame, following, unseen: this.#place.look(), allSelected: this.#selection.all, said: this.#said };
  }

  #drawRows(frame: Frame, pinned: readonly number[], selected: readonly Node[]): void {
    const host = this.element.querySelector<HTMLElement>('.log-rows');
    if (host === null) return;
    const { rows, query, current, reader } = this.#book;
    this.#marks.want(query, rows.lines.slice(frame.from, frame.to));
    this.#rowList.draw(host, {
      rows,
      frame,
      current,
      pinned,
      selected,
      style: {
        ...this.#copyStyle,
        folds: this.#context.folds,
        ranges: (line) => this.#marks.of(line),
      },
      version: this.#version,
      isStopped: reader.stopped,
    });
  }

  #makeDeeds(): LogDeeds {
    const { reader } = this.#book;
    return {
      openDocument: this.#context.openDocument,
      stop: () => this.#mine(() => reader.stop()),
      resume: () => this.#mine(() => reader.resume()),
      follow: () => this.#mine(() => (this.#scroll.following = !this.#scroll.following)),
      change: (settings) => timed('log change', () => this.#mine(() => this.#change(settings))),
      nextHit: (step) => this.#hands.nextHit(step),
      nextError: () => this.#hands.nextError(),
      scrolled: () => timed('log scroll', () => this.#scrolled()),
      key: this.#hands.key,
      pointed: () => this.#hands.selectAll(false),
    };
  }

  #makeHands(): LogHands {
    const { host, folds, complain } = this.#context;
    return new LogHands({
      element: this.element,
      host,
      folds,
      complain,
      book: this.#book,
      scroll: this.#scroll,
      selection: this.#selection,
      copyStyle: () => this.#copyStyle,
      moved: () => this.#mine(() => this.#place.leave()),
      say: (text) => this.#say(text),
      draw: () => this.#drawSoon(),
    });
  }

  /** The user did something: from here on, the place is theirs. */
  #mine(act: () => void): void {
    act();
    this.#context.keeper.now();
    this.#drawSoon();
  }

  #change(settings: Partial<Settings>): void {
    const { times } = this.#book.settings;
    this.#book.change(settings);
    if (settings.wrap !== undefined) this.#scroll.setWrap(settings.wrap);
    if (settings.times !== undefined && settings.times !== times) this.#version++;
    if (settings.typed !== undefined || settings.hidden !== undefined) this.#announce();
  }

  #scrolled(): void {
    const scrolled = this.#scroll.scrolled();
    if (scrolled === undefined) return;
    this.#place.leave();
    this.#scroll.following = scrolled.atEnd && this.#book.reader.isLive;
    this.#context.keeper.soon();
    this.#draw();
  }

  #say(text: string): void {
    this.#said = text;
    this.#drawSoon();
  }
}
