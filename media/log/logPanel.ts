import { render } from 'lit-html';
import type { ItemRequests, ItemSnapshot, LogMemory } from '../../src/shared/protocol';
import { statusKind } from '../../src/shared/status';
import { logWords as words } from '../../src/shared/words/log';
import type { Folds } from '../page/folds';
import type { Host } from '../page/host';
import { debounced } from '../page/ticker';
import { copyLines } from './copyLines';
import type { Line } from './line';
import { LogBook } from './logBook';
import type { LogDeeds } from './logDeeds';
import { keyIn } from './logKeys';
import { LogScroll } from './logScroll';
import { LogSelection } from './logSelection';
import { Marks } from './marks';
import { breathe, makeRegexpWorker, timed } from './surroundings';
import { Regexps } from './regexps';
import { recallLog, toMemory, type Settings, type Spot } from './settings';
import { foldKeys, spoken } from './viewRow';
import { logView } from './viewLog';

export interface LogPanelContext {
  readonly host: Pick<Host<ItemRequests>, 'request'>;
  readonly folds: Folds;
  readonly kept: unknown;
  /** Something that is to be remembered has changed. */
  readonly onChange: () => void;
  readonly openDocument: () => void;
  readonly complain: (error: unknown) => void;
}

/** The log on the page: an element of its own, which draws itself, so that scrolling it draws nothing else. */
export class LogPanel {
  readonly element = document.createElement('section');
  readonly #context: LogPanelContext;
  readonly #book: LogBook;
  readonly #scroll: LogScroll;
  readonly #selection: LogSelection;
  readonly #marks: Marks;
  readonly #deeds: LogDeeds;
  readonly #announce = debounced(800, () => this.#say(this.#matches()));
  #spot: Spot | undefined;
  #start: number | undefined;
  #now = Date.now();
  #version = 0;
  #seen = 0;
  #said = '';
  #isDue = false;

  constructor(context: LogPanelContext) {
    this.#context = context;
    const { settings, spot } = recallLog(context.kept);
    this.#spot = spot;
    const regexps = new Regexps(makeRegexpWorker);
    const { host } = context;
    this.#book = new LogBook(
      {
        regexps,
        pause: breathe,
        now: () => performance.now(),
        onChange: () => this.#drawSoon(),
        read: (runId, cursor) => host.request('readLogs', { runId, cursor }),
        readEnd: async (runId) => (await host.request('readLogEnd', { runId })).lines,
      },
      settings,
    );
    this.#scroll = new LogScroll(this.#book.rows, this.element, settings.wrap);
    this.#selection = new LogSelection(this.#book.rows, () => this.#scroll.scroller);
    this.#marks = new Marks(regexps, () => this.#drawSoon());
    this.#deeds = this.#makeDeeds();
    this.element.className = 'logs';
    this.element.setAttribute('aria-labelledby', 'logs-title');
    this.#listen();
  }

  /** The run to show, with what is known of it. */
  show(snapshot: ItemSnapshot, run: { readonly id: string | undefined; readonly isLive: boolean }): void {
    this.#start = snapshot.run?.startedAt ?? snapshot.run?.createdAt ?? snapshot.item?.createdAt;
    const hasLog = run.id !== undefined && snapshot.run?.hasLogs !== false;
    if (run.id !== this.#book.reader.runId) this.#begin(run.id, run.isLive);
    const wantsEnd = statusKind(snapshot.run?.statusCode ?? snapshot.item?.statusCode) === 'failed';
    this.#book.show(hasLog && run.id !== undefined ? { id: run.id, isLive: run.isLive, wantsEnd } : undefined);
    this.#drawSoon();
  }

  /** What the clock says, for times told from now. */
  tick(now: number): void {
    this.#now = now;
    if (this.#book.settings.times !== 'ago') return;
    this.redraw();
  }

  /** Folds or times of drawn rows have changed. */
  redraw(): void {
    this.#version++;
    this.#drawSoon();
  }

  memory(): LogMemory | undefined {
    const { runId, stopped } = this.#book.reader;
    if (runId === undefined) return undefined;
    const { anchor, following } = this.#scroll;
    const line = anchor && this.#book.rows.at(this.#book.rows.indexOf(anchor.n));
    const place = line && { id: line.id, offset: Math.round(anchor.offset) };
    // A place that has not been read again yet is still the one to go back to.
    const kept = this.#spot?.anchor ?? place;
    return toMemory(this.#book.settings, { runId, stopped, following, anchor: kept });
  }

  #begin(runId: string | undefined, isLive: boolean): void {
    if (this.#spot?.runId !== runId) this.#spot = undefined;
    this.#scroll.toTop();
    this.#scroll.following = this.#spot?.following ?? isLive;
    this.#selection.all = false;
    this.#seen = 0;
  }

  #drawSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => timed('log draw', () => this.#draw()));
  }

  #draw(): void {
    this.#isDue = false;
    this.element.hidden = this.#book.reader.runId === undefined;
    if (this.element.hidden) return;
    this.#goBack();
    if (this.#scroll.following) this.#seen = this.#book.arrived;
    // Heights that turn out other than estimated move what is below; twice is enough for that to settle.
    for (let round = 0; round < 4; round++) {
      const frame = this.#scroll.frame();
      render(logView(this.#view(frame), this.#deeds), this.element);
      if (!this.#scroll.settle(frame)) break;
    }
  }

  #view(frame: ReturnType<LogScroll['frame']>) {
    const { folds } = this.#context;
    const book = this.#book;
    const drawn = book.rows.lines.slice(frame.from, frame.to);
    this.#marks.want(book.query, drawn);
    return {
      book,
      frame,
      pinned: this.#selection.pinned,
      style: {
        times: book.settings.times,
        clock: { start: this.#start ?? book.lines.oldest?.time, now: this.#now },
        folds,
        ranges: (line: Line) => this.#marks.of(line),
      },
      version: this.#version,
      following: this.#scroll.following,
      unseen: book.reader.isLive && !this.#scroll.following ? book.arrived - this.#seen : 0,
      allSelected: this.#selection.all,
      said: this.#said,
    };
  }

  /** After a reload of the window: once the line that was at the top is here again, it is there again. */
  #goBack(): void {
    const spot = this.#spot;
    if (spot === undefined || this.#book.lines.size === 0) return;
    const { anchor } = spot;
    const line = anchor && this.#book.rows.lines.find(({ id }) => id === anchor.id);
    if (anchor && line) this.#scroll.to({ n: line.n, offset: anchor.offset });
    if (spot.stopped && !this.#book.reader.stopped && (line !== undefined || !anchor)) this.#book.reader.stop();
    if (line !== undefined || anchor === undefined || !this.#book.reader.hasMore) this.#spot = undefined;
  }

  #makeDeeds(): LogDeeds {
    const { openDocument } = this.#context;
    const { reader } = this.#book;
    return {
      openDocument,
      stop: () => this.#mine(() => reader.stop()),
      resume: () => this.#mine(() => reader.resume()),
      follow: () => this.#mine(() => (this.#scroll.following = !this.#scroll.following)),
      change: (settings) => this.#mine(() => this.#change(settings)),
      nextHit: (step) => this.#goTo(this.#book.nextHit(step, this.#scroll.topRow)),
      nextError: () => this.#goTo(this.#book.nextError(this.#scroll.topRow)),
      scrolled: () => timed('log scroll', () => this.#scrolled()),
      key: (event) => keyIn(event, this.#keys),
      pointed: () => this.#selectAll(false),
    };
  }

  readonly #keys = {
    move: (step: number) => this.#move(step),
    unfold: () => this.#unfold(),
    selectAll: () => this.#selectAll(true),
    nextError: () => this.#deeds.nextError(),
    leave: () => this.#selectAll(false),
  };

  /** The user did something: from here on, the place is theirs. */
  #mine(act: () => void): void {
    act();
    this.#context.onChange();
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
    const { byUser, atEnd } = this.#scroll.scrolled();
    if (!byUser) return;
    this.#spot = undefined;
    this.#scroll.following = atEnd && this.#book.reader.isLive;
    this.#context.onChange();
    this.#draw();
  }

  #goTo(line: Line | undefined): void {
    if (line === undefined) return;
    this.#spot = undefined;
    this.#book.goTo(line);
    this.#scroll.reveal(this.#book.rows.indexOf(line.n));
    this.#say(spoken(line));
    this.#mine(() => undefined);
  }

  #move(step: number): void {
    const { rows, current } = this.#book;
    const index = current ? rows.indexOf(current.n) + step : this.#scroll.topRow;
    this.#goTo(rows.at(Math.max(0, Math.min(rows.count - 1, index))));
  }

  /** What is folded in the current line: its long text first, then its meta. */
  #unfold(): void {
    const { current } = this.#book;
    const scroller = this.#scroll.scroller;
    if (current === undefined || scroller === undefined) return;
    const row = scroller.querySelector(`.line[data-n="${current.n}"]`);
    const keys = foldKeys(current);
    const isLong = row?.querySelector('.log-message > .link') !== null;
    if (current.meta !== undefined) this.#context.folds.toggle(keys.meta);
    else if (isLong) this.#context.folds.toggle(keys.text);
  }

  #selectAll(all: boolean): void {
    if (this.#selection.all === all) return;
    this.#selection.all = all;
    if (all) document.getSelection()?.removeAllRanges();
    this.#drawSoon();
  }

  #matches(): string {
    const { query, sieve } = this.#book;
    if (query.kind === 'broken') return words.broken(query.reason);
    if (sieve.tooSlow) return words.tooSlow;
    if (query.kind === 'none') return words.count(this.#book.rows.count);
    return sieve.hits.length === 0 ? words.nothingMatches : words.matching(sieve.hits.length);
  }

  #say(text: string): void {
    this.#said = text;
    this.#drawSoon();
  }

  #listen(): void {
    new ResizeObserver(() => this.#drawSoon()).observe(this.element);
    window.addEventListener('keydown', (event) => this.#onKey(event));
    document.addEventListener('copy', (event) => this.#copy(event));
  }

  /** Keys that work wherever the focus is on the page. */
  #onKey(event: KeyboardEvent): void {
    const isFind = event.key === 'f' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (isFind && this.element.contains(document.activeElement)) {
      this.element.querySelector<HTMLInputElement>('.log-filter')?.select();
    } else if (event.key === 'F3' && this.#book.sieve.hits.length > 0) this.#deeds.nextHit(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
  }

  #copy(event: ClipboardEvent): void {
    const places = this.#selection.places;
    if (places === undefined || event.target instanceof HTMLInputElement) return;
    const { lines, settings } = { lines: this.#book.rows.lines, settings: this.#book.settings };
    const clock = { start: this.#start ?? this.#book.lines.oldest?.time, now: this.#now };
    event.preventDefault();
    copyLines(lines, places, { times: settings.times, clock }, {
      atOnce: (text) => event.clipboardData?.setData('text/plain', text),
      later: (text) => void this.#context.host.request('copyText', { text }).catch(this.#context.complain),
    });
  }
}
