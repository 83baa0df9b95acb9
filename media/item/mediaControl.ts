import type { ItemRequests, MediaSide } from '../../src/shared/protocol';
import type { MediaFound } from '../../src/shared/outputs';
import type { MediaAsked, MediaMode } from '../../src/shared/mediaProtocol';
import * as words from '../../src/shared/words/media';
import type { Host } from '../page/host';
import { copyImage } from './copyImage';
import type { MediaDeeds } from './mediaDeeds';
import { pictureKey } from './mediaList';
import { Pictures } from './pictures';
import type { Action, State } from './state';
import { shownMedia, shownPair, ViewerControl } from './viewerControl';

export interface MediaControlOptions {
  readonly host: Host<ItemRequests>;
  readonly state: () => State;
  readonly dispatch: (action: Action) => void;
  /** Shows why something that was asked for did not work. */
  readonly complain: (error: unknown) => void;
  /** Says that something is on the clipboard. */
  readonly copied: () => void;
  /** Asks for the snapshot: what the host knows of links is newer. */
  readonly refresh: () => void;
}

/** All that the page does with files: loads them, shows them large, and hands them to the host to be kept. */
export class MediaControl {
  readonly #options: MediaControlOptions;
  readonly #pictures: Pictures;
  readonly #viewer: ViewerControl;
  readonly deeds: MediaDeeds;
  #told = false;
  #mode: MediaMode | undefined;

  constructor(options: MediaControlOptions) {
    const { host, state, dispatch, refresh } = options;
    this.#options = options;
    this.#pictures = new Pictures({
      read: (media) => host.request('readMedia', this.#asked(media)),
      changed: (key, picture) => dispatch({ type: 'picture', key, picture }),
      seen: (key) => this.#onSeen(key),
      renewed: refresh,
      dropped: (keys) => dispatch({ type: 'forget', keys }),
    });
    this.#viewer = new ViewerControl(state, (viewer) => dispatch({ type: 'viewer', viewer }));
    this.deeds = this.#makeDeeds();
  }

  /** After each drawing. */
  attach(root: ParentNode): void {
    const state = this.#options.state();
    const pair = state.viewer?.split === undefined ? undefined : shownPair(state);
    const shown = shownMedia(state);
    const needed = [shown, pair?.before, pair?.after].filter((media) => media !== undefined);
    this.#pictures.keep(state.pictures, new Set([...needed.map(pictureKey), ...playing(root)]));
    this.#pictures.watch(root);
    this.#viewer.attach(root);
    // What is looked at in the large view may be far from what is in sight.
    const mode = state.snapshot?.media;
    if (mode === 'load') for (const media of needed) this.#loadPicture(media);
    if (mode === 'load' && this.#mode === 'onClick') this.#pictures.seeAgain();
    this.#mode = mode;
  }

  #onSeen(key: string): void {
    const { media, snapshot, lengths } = this.#options.state();
    const found = media.find((one) => pictureKey(one) === key);
    if (found === undefined || snapshot?.media !== 'load') return;
    this.#tell();
    if (found.kind !== 'file') this.#loadPicture(found);
    else if (!lengths.has(key)) this.#measure(key, found);
  }

  #loadPicture(media: MediaFound): void {
    const key = pictureKey(media);
    if (media.kind === 'image' && !this.#options.state().pictures.has(key)) this.#pictures.load(key, media);
  }

  #measure(key: string, media: MediaFound): void {
    const { host, dispatch } = this.#options;
    host.request('measureMedia', this.#asked(media)).then(
      (bytes) => {
        if (bytes !== undefined) dispatch({ type: 'length', key, bytes });
      },
      // A size is an ornament: what is wrong with the link is said when somebody wants the file.
      () => undefined,
    );
  }

  #asked({ side, path, nodeRunId }: MediaFound): MediaAsked {
    return { side, path, nodeRunId, of: this.#options.state().snapshot?.address ?? {} };
  }

  /** The host knows whether it was ever said. */
  #tell(): void {
    if (this.#told) return;
    this.#told = true;
    const { host, dispatch, complain } = this.#options;
    host.request('tellOfMedia', null).then((tell) => {
      if (tell) dispatch({ type: 'tellOfMedia', tell });
    }, complain);
  }

  #load(media: MediaFound): void {
    this.#tell();
    this.#pictures.load(pictureKey(media), media);
  }

  #makeDeeds(): MediaDeeds {
    const { host, state, dispatch, complain, copied } = this.#options;
    const ask = (method: 'saveMedia' | 'openMedia') => (media: MediaFound) => {
      host.request(method, this.#asked(media)).catch(complain);
    };
    const fail = (media: MediaFound, reason: string) =>
      dispatch({ type: 'picture', key: pictureKey(media), picture: { kind: 'failed', failure: 'notMedia', reason } });
    return {
      load: (media) => this.#load(media),
      loadAll: (side) => this.#loadAll(side),
      broken: fail,
      measured: (media, size) => {
        const picture = state().pictures.get(pictureKey(media));
        if (picture?.kind !== 'ready') return;
        dispatch({ type: 'picture', key: pictureKey(media), picture: { ...picture, size } });
      },
      save: ask('saveMedia'),
      openOutside: ask('openMedia'),
      copyLink: (media) => void host.request('copyMediaLink', this.#asked(media)).then(copied, complain),
      copyImage: (media) => this.#copyImage(media),
      renew: () => this.#renew(),
      understood: () => dispatch({ type: 'tellOfMedia', tell: false }),
      onlyOnClick: () => {
        dispatch({ type: 'tellOfMedia', tell: false });
        host.request('setMediaMode', { mode: 'onClick' }).catch(complain);
      },
      viewer: this.#viewer.deeds,
    };
  }

  #loadAll(side: MediaSide): void {
    const { sides, pictures } = this.#options.state();
    for (const media of sides[side].media) {
      if (media.kind === 'image' && !pictures.has(pictureKey(media))) this.#load(media);
    }
  }

  #copyImage(media: MediaFound): void {
    const picture = this.#options.state().pictures.get(pictureKey(media));
    if (picture?.kind !== 'ready') return;
    const { copied, complain } = this.#options;
    copyImage(picture.url).then(copied, () => complain(new Error(words.cannotCopy)));
  }

  #renew(): void {
    const { host, state, dispatch, complain, refresh } = this.#options;
    host.request('act', { action: 'retry' }).then(() => {
      const failed = [...state().pictures].filter(([, { kind }]) => kind === 'failed').map(([key]) => key);
      dispatch({ type: 'forget', keys: failed });
      refresh();
      this.#pictures.seeAgain();
    }, complain);
  }
}

/** What somebody watches or hears is kept, wherever it was scrolled to. */
function playing(root: ParentNode): readonly string[] {
  const players = [...root.querySelectorAll<HTMLMediaElement>('video, audio')];
  return players.filter(({ paused }) => !paused).map(({ dataset }) => dataset['picture'] ?? '');
}
