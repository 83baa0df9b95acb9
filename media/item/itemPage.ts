import { render } from 'lit-html';
import type { MediaFound } from '../../src/shared/outputs';
import type { ItemEvents, ItemRequests, ItemSnapshot } from '../../src/shared/protocol';
import { words } from '../../src/shared/words/page';
import { KeyList } from './keys';
import { connect, type Host } from '../page/host';
import { debounced, startTicking } from '../page/ticker';
import { LogPanel } from '../log/logPanel';
import type { Deeds } from './deeds';
import { Pictures } from './pictures';
import { Scroll } from './scroll';
import {
  initial,
  isLive,
  isOpen,
  pictureKey,
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
  readonly #pictures: Pictures;
  readonly #scroll: Scroll;
  readonly #keys = new KeyList();
  readonly #deeds: Deeds;
  readonly #log: LogPanel;
  readonly #save = debounced(0.3 * second, () => this.#saveNow());
  readonly #uncopy = debounced(1.5 * second, () => this.#dispatch({ type: 'copied', key: undefined }));
  #state: State;
  #drawing = false;

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#host = connect<ItemRequests>((name, payload) => this.#onEvent(name, payload));
    const { open, scrollTop } = recall(this.#host.recall());
    this.#state = initial(open, Date.now());
    this.#scroll = new Scroll(scrollTop);
    this.#pictures = new Pictures(
      (place) => this.#host.request('readMedia', place),
      (key, picture) => this.#dispatch({ type: 'picture', key, picture }),
      (key) => this.#onSeen(key),
    );
    this.#deeds = this.#makeDeeds();
    this.#log = new LogPanel({
      host: this.#host,
      folds: this.#deeds.folds,
      kept: this.#host.recall(),
      onChange: this.#save,
      openDocument: () => this.#deeds.openDocument('logs'),
      complain: (error) => this.#complain(error),
    });
  }

  start(): void {
    this.#draw();
    this.#ready();
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.#ready();
      else this.#saveNow();
    });
    document.addEventListener('keydown', (event) => this.#keys.onKey(event));
    window.addEventListener('scroll', this.#save, { passive: true });
    window.addEventListener('pagehide', () => this.#saveNow());
    startTicking(
      () => (isLive(this.#state.snapshot) ? second : 30 * second),
      () => this.#dispatch({ type: 'clock', now: Date.now() }),
    );
  }

  #dispatch(action: Action): void {
    this.#state = reduce(this.#state, action);
    // What is unfolded is kept at once: a page that is hidden right after has no time to say so.
    if (action.type === 'toggle') this.#saveNow();
    else if (action.type === 'snapshot') this.#save();
    if (action.type === 'toggle' || action.type === 'more') this.#log.redraw();
    else if (action.type === 'clock') this.#log.tick(action.now);
    if (this.#drawing) return;
    this.#drawing = true;
    queueMicrotask(() => this.#draw());
  }

  #draw(): void {
    this.#drawing = false;
    render(page(this.#state, this.#deeds, this.#log.element), this.#root);
    this.#pictures.keep(this.#state.pictures);
    this.#pictures.watch(this.#root);
    this.#scroll.restore();
  }

  #saveNow(): void {
    const memory = remember(this.#state, Math.round(this.#scroll.top));
    if (memory !== undefined) this.#host.remember({ ...memory, log: this.#log.memory() });
  }

  #onEvent(name: string, payload: unknown): void {
    const expected: keyof ItemEvents = 'snapshot';
    if (name === expected) this.#show(payload as ItemSnapshot);
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
    if (before !== undefined && !sameAddress(before.address, snapshot.address)) this.#scroll.toTop();
    this.#log.show(snapshot, { id: runIdOf(snapshot), isLive: isLive(snapshot) });
  }

  #onSeen(key: string): void {
    const { output, input } = this.#state.sides;
    const media = [...output.media, ...input.media].find((found) => pictureKey(found) === key);
    if (media !== undefined && !this.#state.pictures.has(key)) this.#pictures.load(key, media);
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
      openMedia: ({ side, path }) => this.#ask(this.#host.request('openMedia', { side, path })),
      loadMedia: (media) => this.#pictures.load(pictureKey(media), media),
      mediaBroken: (media: MediaFound) =>
        this.#dispatch({
          type: 'picture',
          key: pictureKey(media),
          picture: { kind: 'failed', reason: words.notAPicture },
        }),
      copy: (key, text) => this.#copy(key, text),
      walk: (step) => this.#ask(this.#host.request('walk', { step })),
      showKeys: () => this.#keys.show(),
      // Links that were only signed anew are no change, so nobody sends them by itself.
      act: (action) => this.#ask(this.#host.request('act', { action }).then(() => this.#ready())),
      dismiss: () => this.#dispatch({ type: 'notice', text: undefined }),
    };
  }

  #copy(key: string, text: string): void {
    this.#host.request('copyText', { text }).then(
      () => {
        this.#dispatch({ type: 'copied', key });
        this.#uncopy();
      },
      (error: unknown) => this.#complain(error),
    );
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
