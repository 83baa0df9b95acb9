import { render } from 'lit-html';
import type { ItemEvents, ItemPageMemory, ItemRequests, ItemSnapshot } from '../../src/shared/protocol';
import { KeyList } from './keys';
import { Focus } from '../page/focus';
import { connect, type Host } from '../page/host';
import { Keeper } from '../page/keeper';
import { keepOnLeaving } from '../page/leaving';
import { debounced, startTicking } from '../page/ticker';
import { timed } from '../page/timed';
import { LogPanel } from '../log/logPanel';
import { ContextMenu } from './contextMenu';
import type { Deeds } from './deeds';
import { MediaControl } from './mediaControl';
import { Scroll } from '../page/scroll';
import {
  initial,
  isLive,
  isOpen,
  recall,
  reduce,
  remember,
  runIdOf,
  sameAddress,
  type Action,
  type State,
} from './state';
import { page } from './view';

const second = 1000;

/** Holds the state of the page, draws it, and does what the views ask for. */
export class ItemPage {
  readonly #root: HTMLElement;
  readonly #host: Host<ItemRequests>;
  readonly #media: MediaControl;
  readonly #scroll: Scroll;
  readonly #focus: Focus;
  readonly #keys = new KeyList();
  readonly #menu: ContextMenu;
  readonly #deeds: Deeds;
  readonly #log: LogPanel;
  readonly #keeper: Keeper;
  readonly #uncopy = debounced(1.5 * second, () => this.#dispatch({ type: 'copied', key: undefined }));
  /** What was received may be 30 MB: it is searched once nobody types. */
  readonly #search = debounced(0.15 * second, () => this.#dispatch({ type: 'search', text: this.#typed }));
  #typed = '';
  #state: State;
  #drawing = false;

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#host = connect<ItemRequests>((name, payload) => this.#onEvent(name, payload));
    this.#keeper = new Keeper(this.#host.remember, () => this.#memory());
    const { open, scrollTop, viewer, search, more, focus } = recall(this.#host.recall());
    this.#state = { ...initial(open, Date.now(), viewer), search, more };
    this.#scroll = new Scroll(scrollTop);
    this.#focus = new Focus(root, focus, () => this.#keeper.soon());
    this.#media = new MediaControl({
      host: this.#host,
      state: () => this.#state,
      dispatch: (action) => this.#dispatch(action),
      complain: (error) => this.#complain(error),
      copied: () => this.#copied(''),
      refresh: () => this.#ready(),
    });
    this.#menu = new ContextMenu(root, (n) => this.#log.lineText(n));
    this.#deeds = this.#makeDeeds();
    this.#log = new LogPanel({
      host: this.#host,
      folds: this.#deeds.folds,
      kept: this.#host.recall(),
      keeper: this.#keeper,
      openDocument: () => this.#deeds.openDocument('logs'),
      complain: (error) => this.#complain(error),
    });
  }

  start(): void {
    this.#draw();
    this.#ready();
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.#ready();
    });
    document.addEventListener('keydown', (event) => this.#keys.onKey(event));
    keepOnLeaving(this.#keeper);
    startTicking(
      () => (isLive(this.#state.snapshot) ? second : 30 * second),
      () => this.#dispatch({ type: 'clock', now: Date.now() }),
    );
  }

  #dispatch(action: Action): void {
    this.#state = reduce(this.#state, action);
    if (action.type === 'toggle') this.#keeper.now();
    else if (['snapshot', 'viewer', 'search', 'more'].includes(action.type)) this.#keeper.soon();
    if (action.type === 'toggle' || action.type === 'more') this.#log.redraw();
    else if (action.type === 'clock') this.#log.tick(action.now);
    if (this.#drawing) return;
    this.#drawing = true;
    queueMicrotask(() => timed('page draw', () => this.#draw(), 0));
  }

  #draw(): void {
    this.#drawing = false;
    render(page(this.#state, this.#deeds, this.#log.element), this.#root);
    this.#media.attach(this.#root);
    const { deliveries } = this.#state;
    const isDue = deliveries.kind === 'unread' || (deliveries.kind === 'ready' && deliveries.isOld);
    if (isDue && isOpen(this.#state, 'deliveries', false)) this.#readDeliveries();
    this.#scroll.restore();
    this.#focus.restore();
  }

  #memory(): ItemPageMemory | undefined {
    const memory = remember(this.#state, Math.round(this.#scroll.top));
    return memory && { ...memory, focus: this.#focus.name, log: this.#log.memory() };
  }

  #onEvent(name: string, payload: unknown): void {
    const deeds: { readonly [Name in keyof ItemEvents]: (payload: ItemEvents[Name]) => void } = {
      snapshot: (snapshot) => timed('page update', () => this.#show(snapshot), 0),
      menu: (action) => this.#menu.run(action, this.#state, this.#deeds),
      look: () => this.#log.look(),
      firstLogs: (logs) => this.#log.source.put(logs),
    };
    (deeds as Partial<Record<string, (payload: unknown) => void>>)[name]?.(payload);
  }

  #ready(): void {
    this.#host.request('ready', null).then(
      (snapshot) => this.#show(snapshot),
      (error: unknown) => this.#complain(error),
    );
  }

  #show(snapshot: ItemSnapshot): void {
    const before = this.#state.snapshot;
    this.#dispatch({ type: 'snapshot', snapshot, now: Date.now() });
    if (before !== undefined && !sameAddress(before.address, snapshot.address)) this.#scroll.goTo(0);
    this.#log.show(snapshot, { id: runIdOf(snapshot), isLive: isLive(snapshot) });
  }

  #complain(error: unknown): void {
    this.#dispatch({ type: 'notice', text: messageOf(error) });
  }

  #ask(request: Promise<unknown>): void {
    request.catch((error: unknown) => this.#complain(error));
  }

  #makeDeeds(): Deeds {
    return {
      folds: {
        isOpen: (key, atFirst = false) => isOpen(this.#state, key, atFirst),
        toggle: (key) => this.#dispatch({ type: 'toggle', key }),
        more: (key) => this.#state.more.get(key) ?? 0,
        showMore: (key) => this.#dispatch({ type: 'more', key }),
      },
      openDocument: (name) => this.#ask(this.#host.request('openDocument', { name })),
      openNodeRun: (nodeRunId) => this.#ask(this.#host.request('openNodeRun', { nodeRunId })),
      media: this.#media.deeds,
      copy: (key, text) => this.#copy(key, text),
      search: (text) => {
        this.#typed = text;
        this.#search();
      },
      readDeliveries: () => this.#readDeliveries(),
      openBatch: () => this.#ask(this.#host.request('openBatch', null)),
      walk: (step) => this.#ask(this.#host.request('walk', { step })),
      showKeys: () => this.#keys.show(),
      // Links that were only signed anew are no change, so nobody sends them by itself.
      act: (action) => this.#ask(this.#host.request('act', { action }).then(() => this.#ready())),
      dismiss: () => this.#dispatch({ type: 'notice', text: undefined }),
    };
  }

  /** Asked once the fold is open, also where it was open before a reload of the window. */
  #readDeliveries(): void {
    const { snapshot } = this.#state;
    const runId = snapshot && runIdOf(snapshot);
    if (runId === undefined) return;
    const put = (deliveries: State['deliveries']) => this.#dispatch({ type: 'deliveries', runId, deliveries });
    const { deliveries: old } = this.#state;
    put(old.kind === 'ready' ? { ...old, isOld: false } : { kind: 'loading' });
    this.#host.request('readDeliveries', { runId }).then(
      (deliveries) => put({ kind: 'ready', deliveries }),
      (error: unknown) => put({ kind: 'failed', reason: messageOf(error) }),
    );
  }

  #copy(key: string, text: string): void {
    this.#host.request('copyText', { text }).then(
      () => this.#copied(key),
      (error: unknown) => this.#complain(error),
    );
  }

  #copied(key: string): void {
    this.#dispatch({ type: 'copied', key });
    this.#uncopy();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
