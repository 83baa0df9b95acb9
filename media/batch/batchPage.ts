import { render } from 'lit-html';
import type { BatchEvents, BatchItem, BatchRequests, BatchSnapshot } from '../../src/shared/batchProtocol';
import { batchNumbers } from '../../src/shared/batchNumbers';
import { groupFailures, type FailureGroup } from '../../src/shared/failureGroups';
import { batchWords as words } from '../../src/shared/words/batch';
import { connect, type Host } from '../page/host';
import { Keeper } from '../page/keeper';
import { keepOnLeaving } from '../page/leaving';
import { ownWorker } from '../page/ownWorker';
import { Scroll } from '../page/scroll';
import { debounced, startTicking } from '../page/ticker';
import { Covers } from './covers';
import type { Deeds } from './deeds';
import { recall, remember } from './memory';
import { mostWidth, Sheet } from './sheet';
import { isLive, namesOf, reduce, serverNow, shownItems, type Action, type State } from './state';
import { Table } from './table';
import { Thumbnails, type ThumbnailWorker } from './thumbnails';
import { work as thumbnailWork } from './thumbnailWorker';
import { page } from './view';

const second = 1000;
/** What the benchmark looks for (https://developer.mozilla.org/en-US/docs/Web/API/Performance/mark). */
const firstItems = 'runflow:first-items';

/** What is done once, and not many times a second. */
const kept: ReadonlySet<Action['type']> = new Set(['tab', 'status', 'group', 'showAll', 'sort', 'select', 'toggle']);

/** Holds the state of the page, draws it, and does what the views ask for. */
export class BatchPage {
  readonly #root: HTMLElement;
  readonly #host: Host<BatchRequests>;
  readonly #covers: Covers;
  readonly #sheet: Sheet;
  readonly #table: Table;
  readonly #deeds: Deeds;
  readonly #scroll: Scroll;
  /** How far each part was scrolled when it was last shown. */
  readonly #tops: Map<string, number>;
  readonly #keeper: Keeper;
  readonly #quiet = debounced(3 * second, () => this.#dispatch({ type: 'done', text: undefined }));
  #state: State;
  #items: readonly BatchItem[] = [];
  #names: ReadonlyMap<string, string> = new Map();
  #groups: readonly FailureGroup[] = [];
  #drawing = false;
  #painting = false;
  #told = false;
  #isThere = false;

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#host = connect<BatchRequests>((name, payload) => this.#onEvent(name, payload));
    this.#keeper = new Keeper(this.#host.remember, () => this.#memory());
    const { state, tops } = recall(this.#host.recall());
    this.#state = { ...state, now: Date.now() };
    this.#tops = new Map(Object.entries(tops));
    this.#scroll = new Scroll(tops[state.tab] ?? 0);
    const thumbnails = new Thumbnails(() => ownWorker(thumbnailWork) as ThumbnailWorker, mostWidth());
    this.#covers = new Covers({
      read: (itemId) => this.#host.request('readCover', { itemId }),
      small: (read) => thumbnails.of(read),
      changed: () => this.#repaint(),
    });
    this.#deeds = this.#makeDeeds();
    const options = {
      state: () => this.#state,
      items: () => this.#items,
      dispatch: this.#deeds.dispatch,
      open: this.#deeds.open,
      covered: () => this.#root.querySelector('.bar')?.getBoundingClientRect().height ?? 0,
      nameOf: ({ id }: BatchItem) => this.#names.get(id) ?? '',
    };
    this.#sheet = new Sheet({
      ...options,
      coverOf: (item) => this.#covers.stateOf(item),
      seen: (items) => this.#onSeen(items),
    });
    this.#table = new Table(options);
  }

  start(): void {
    this.#draw();
    this.#ready();
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.#ready();
    });
    window.addEventListener('scroll', () => this.#onScroll(), { passive: true });
    window.addEventListener('resize', () => this.#onScroll(), { passive: true });
    keepOnLeaving(this.#keeper);
    // The editor hears every key of a page and runs what is bound to it; letters typed into a text field are text.
    document.addEventListener('keydown', (event) => {
      const isText = event.target instanceof HTMLInputElement && event.target.type === 'text';
      if (isText && event.key.length === 1 && !event.ctrlKey && !event.metaKey) event.stopPropagation();
    });
    startTicking(
      () => (isLive(this.#state) ? second : 30 * second),
      () => this.#dispatch({ type: 'clock', now: Date.now() }),
    );
  }

  #dispatch(action: Action): void {
    const before = this.#state;
    this.#state = reduce(before, action);
    if (this.#state.tab !== before.tab) this.#changeTab(before);
    if (this.#state.query !== before.query) this.#search();
    if (kept.has(action.type)) this.#keeper.now();
    else if (action.type !== 'clock') this.#keeper.soon();
    this.#later();
  }

  /** However much happens at once, it is drawn once. */
  #later(): void {
    if (this.#drawing) return;
    this.#drawing = true;
    queueMicrotask(() => this.#draw());
  }

  /** A picture came: nothing else has to be drawn, and several of them at once are one drawing. */
  #repaint(): void {
    if (this.#painting) return;
    this.#painting = true;
    requestAnimationFrame(() => {
      this.#painting = false;
      if (this.#state.tab === 'pictures') this.#sheet.pictured();
    });
  }

  #draw(): void {
    this.#drawing = false;
    const state = this.#state;
    const { snapshot } = state;
    this.#items = shownItems(state);
    const numbers = batchNumbers(snapshot?.batch, snapshot?.items ?? [], serverNow(state));
    const summary = { numbers, names: this.#names, groups: this.#groups.length };
    const { element: sheet } = this.#sheet;
    const parts = { summary, groups: this.#groups, shown: this.#items.length, sheet, table: this.#table.element };
    render(page(state, parts, this.#deeds), this.#root);
    if (state.tab === 'pictures') this.#sheet.draw(this.#items);
    if (state.tab === 'table') this.#table.draw(this.#items);
    if (!this.#isThere && this.#items.length > 0) {
      this.#isThere = true;
      requestAnimationFrame(() => performance.mark(firstItems));
    }
    this.#scroll.restore();
  }

  #onScroll(): void {
    this.#covers.scrolled();
    if (this.#state.tab === 'pictures') this.#sheet.scrolled();
    if (this.#state.tab === 'table') this.#table.scrolled();
  }

  /** Each part comes back as it was left, but never with its beginning out of sight behind the tools. */
  #changeTab(before: State): void {
    this.#tops.set(before.tab, Math.round(this.#scroll.top));
    const bar = this.#root.querySelector<HTMLElement>('.bar');
    const most = bar?.offsetTop ?? 0;
    this.#scroll.goTo(this.#tops.get(this.#state.tab) ?? Math.min(window.scrollY, most));
  }

  #onSeen(items: readonly BatchItem[]): void {
    const { snapshot, asked } = this.#state;
    const wanted = snapshot?.media === 'load' || asked ? items : [];
    if (!this.#told && wanted.some(({ cover }) => cover !== undefined)) this.#tell();
    this.#covers.want(wanted);
  }

  /** The host knows whether it was ever said. */
  #tell(): void {
    this.#told = true;
    this.#host.request('tellOfMedia', null).then(
      (tell) => tell && this.#dispatch({ type: 'tellOfMedia', tell }),
      (error: unknown) => this.#complain(error),
    );
  }

  #memory(): ReturnType<typeof remember> {
    const tops = { ...Object.fromEntries(this.#tops), [this.#state.tab]: Math.round(this.#scroll.top) };
    return remember(this.#state, tops);
  }

  #onEvent(name: string, payload: unknown): void {
    const snapshot: keyof BatchEvents = 'snapshot';
    if (name === snapshot) this.#show(payload as BatchSnapshot);
  }

  /** Also when the page comes back: then what failed may be tried again. */
  #ready(): void {
    this.#covers.forgetFailed();
    this.#host.request('ready', null).then(
      (snapshot) => this.#show(snapshot),
      (error: unknown) => this.#complain(error),
    );
  }

  #show(snapshot: BatchSnapshot): void {
    const isFirst = this.#state.snapshot === undefined;
    this.#names = namesOf(snapshot.items);
    this.#groups = groupFailures(snapshot.items);
    this.#dispatch({ type: 'snapshot', snapshot, now: Date.now() });
    // Newer readings may hold what is looked for, and a search that was kept has not been made yet.
    if (isFirst || this.#state.query.trim() !== '') this.#search();
  }

  #search(): void {
    const { query } = this.#state;
    if (query.trim() === '') return;
    this.#host.request('search', { text: query }).then(
      ({ itemIds }) => this.#dispatch({ type: 'found', query, itemIds }),
      (error: unknown) => this.#complain(error),
    );
  }

  #complain(error: unknown): void {
    this.#dispatch({ type: 'notice', text: error instanceof Error ? error.message : String(error) });
  }

  #ask(request: Promise<unknown>): void {
    request.catch((error: unknown) => this.#complain(error));
  }

  #say(text: string): void {
    this.#dispatch({ type: 'done', text });
    this.#quiet();
  }

  #makeDeeds(): Deeds {
    const host = this.#host;
    return {
      dispatch: (action) => this.#dispatch(action),
      open: (itemId) => {
        this.#keeper.now();
        this.#ask(host.request('openItem', { itemId }));
      },
      showInTree: (itemId) => this.#ask(host.request('showInTree', { itemId })),
      copy: (text, what) => this.#ask(host.request('copyText', { text }).then(() => this.#say(what))),
      copyInputs: (itemIds) =>
        this.#ask(host.request('copyInputs', { itemIds }).then(({ count }) => this.#say(words.copiedInputs(count)))),
      run: (action, itemIds) => this.#ask(host.request('run', { action, itemIds })),
      loadPictures: () => this.#dispatch({ type: 'asked' }),
      onlyOnClick: () => {
        this.#dispatch({ type: 'tellOfMedia', tell: false });
        this.#ask(host.request('setMediaMode', { mode: 'onClick' }));
      },
      act: (action) => this.#ask(host.request('act', { action }).then(() => this.#ready())),
    };
  }
}
