import { render } from 'lit-html';
import type { CompareEvents, CompareRequests, CompareSnapshot } from '../../src/shared/compareProtocol';
import { splitByKey } from '../item/viewer';
import { connect, type Host } from '../page/host';
import { Keeper } from '../page/keeper';
import { keepOnLeaving } from '../page/leaving';
import { splitAtPointer } from '../page/slider';
import type { Deeds } from './deeds';
import { PictureStore } from './pictureStore';
import { canOverlay, clamped, initial, remember, shownPair, shownPlace, type State } from './state';
import { page } from './view';

/** Holds the state of the comparison, draws it, and does what the views ask for. */
export class ComparePage {
  readonly #root: HTMLElement;
  readonly #host: Host<CompareRequests>;
  readonly #pictures: PictureStore;
  readonly #deeds: Deeds;
  readonly #keeper: Keeper;
  #state: State;
  /** Where to scroll to once there is something to scroll in. */
  #scrollTop: number | undefined;
  #drawing = false;
  #told = false;

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#host = connect<CompareRequests>((name, payload) => {
      const expected: keyof CompareEvents = 'snapshot';
      if (name === expected) this.#show(payload as CompareSnapshot);
    });
    this.#keeper = new Keeper(this.#host.remember, () => remember(this.#state, Math.round(window.scrollY)));
    const { scrollTop, ...state } = initial(this.#host.recall());
    this.#state = state;
    this.#scrollTop = scrollTop;
    this.#pictures = new PictureStore({
      read: (hand, place) => this.#host.request('readPicture', { hand, place }),
      changed: (pictures) => this.#change({ pictures }),
    });
    this.#deeds = this.#makeDeeds();
  }

  start(): void {
    this.#draw();
    this.#ready();
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.#ready();
    });
    keepOnLeaving(this.#keeper);
  }

  #change(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    this.#keeper.soon();
    if (this.#drawing) return;
    this.#drawing = true;
    queueMicrotask(() => this.#draw());
  }

  #choose(change: Partial<State>): void {
    this.#change(change);
    this.#keeper.now();
  }

  #draw(): void {
    this.#drawing = false;
    render(page(this.#state, this.#deeds), this.#root);
    if (this.#state.snapshot === undefined) return;
    if (this.#state.snapshot.media === 'load') this.#wantShown();
    if (this.#scrollTop !== undefined) window.scrollTo({ top: this.#scrollTop });
    this.#scrollTop = undefined;
  }

  #wantShown(): void {
    const pair = shownPair(this.#state);
    if (pair === undefined) return;
    this.#tell();
    if (pair.left) this.#pictures.want('left', pair.left);
    if (pair.right) this.#pictures.want('right', pair.right);
  }

  /** The host knows whether it was ever said. */
  #tell(): void {
    if (this.#told) return;
    this.#told = true;
    this.#host.request('tellOfMedia', null).then(
      (tellOfMedia) => this.#change({ tellOfMedia }),
      (error: unknown) => this.#complain(error),
    );
  }

  #ready(): void {
    this.#host.request('ready', null).then(
      (snapshot) => this.#show(snapshot),
      (error: unknown) => this.#complain(error),
    );
  }

  #show(snapshot: CompareSnapshot): void {
    const isFirst = this.#state.snapshot === undefined;
    this.#change({ snapshot });
    // A reload of the window may follow at once, and then the host has to know which items these are.
    if (isFirst) this.#keeper.now();
  }

  #complain(error: unknown): void {
    this.#change({ notice: error instanceof Error ? error.message : String(error) });
  }

  #ask(request: Promise<unknown>): void {
    request.catch((error: unknown) => this.#complain(error));
  }

  #makeDeeds(): Deeds {
    const host = this.#host;
    return {
      openDiff: (part) => this.#ask(host.request('openDiff', { part })),
      openItem: (hand) => this.#ask(host.request('openItem', { hand })),
      act: (action) => this.#ask(host.request('act', { action }).then(() => this.#ready())),
      step: (by) => this.#choose({ shown: Math.max(0, shownPlace(this.#state) + by) }),
      overlay: (isOverlaid) => this.#choose({ isOverlaid: isOverlaid && canOverlay(shownPair(this.#state)) }),
      onSlider: (event) => {
        const split = splitAtPointer(event);
        if (split !== undefined) this.#change({ split: clamped(split) });
      },
      onSliderKey: (event) => {
        const split = splitByKey(event.key, this.#state.split, event.shiftKey);
        if (split === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        this.#choose({ split: clamped(split) });
      },
      load: (hand, place) => {
        this.#tell();
        this.#pictures.load(hand, place);
      },
      broken: (hand, place) => this.#pictures.broken(hand, place),
      understood: () => this.#change({ tellOfMedia: false }),
      onlyOnClick: () => {
        this.#change({ tellOfMedia: false });
        this.#ask(host.request('setMediaMode', { mode: 'onClick' }));
      },
      dismiss: () => this.#change({ notice: undefined }),
    };
  }
}
