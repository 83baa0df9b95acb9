import * as vscode from 'vscode';
import type { Access } from '../core/access';
import { ApiError } from '../core/errors';
import { checkLink, checkName } from '../core/mediaGuard';
import type { Network } from '../core/network';
import { isLoopback } from '../core/origin';
import { pictureSize } from '../core/pictureSize';
import { soundCodec } from '../core/soundCodec';
import { detailKey, type Store } from '../core/store';
import type { MediaRead, MediaRequests } from '../shared/mediaProtocol';
import { findNodeMedia } from '../shared/nodeMedia';
import { findMedia, sideOf, withoutSignature, type MediaFound } from '../shared/outputs';
import type { ItemAddress, MediaPlace } from '../shared/protocol';
import { RequestFailed, type Handlers } from '../shared/rpc';
import { mediaWords as words } from '../shared/words/media';
import { setMediaMode } from './config';
import { describeMedia } from './mediaProblem';
import { saveFile } from './saveFile';
import type { Session } from './session';

export interface ItemMediaContext {
  readonly store: Store;
  readonly session: Session;
  readonly network: () => Promise<Network>;
  readonly globalState: vscode.Memento;
}

/** A few kilobytes can hold a picture that takes all memory there is: 100 million pixels take 400 MB. */
const mostPixels = 100_000_000;
const toldKey = 'runflow.toldOfMediaHosts';

/** Fetches the files that pages show. A page names places only; the links stay here. */
export class ItemMedia {
  readonly #context: ItemMediaContext;
  /** Items that are read anew for fresh links, so that thirty expired pictures ask once. */
  readonly #renewing = new Map<string, Promise<void>>();

  constructor(context: ItemMediaContext) {
    this.#context = context;
  }

  handlers(address: ItemAddress): Handlers<MediaRequests> {
    return {
      readMedia: (place) => this.#asTold(() => this.#read(address, place)),
      measureMedia: (place) => this.#asTold(() => this.#measure(address, place)),
      openMedia: (place) => this.#asTold(() => this.#openOutside(address, place)),
      saveMedia: (place) => this.#asTold(() => this.#save(address, place)),
      copyMediaLink: (place) => this.#asTold(() => this.#copyLink(address, place)),
      tellOfMedia: () => this.#tell(),
      setMediaMode: async ({ mode }) => {
        await setMediaMode(mode);
        return null;
      },
    };
  }

  /** What fails is told in words about a file and its host, not about the API. */
  async #asTold<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw error instanceof ApiError ? describeMedia(error) : error;
    }
  }

  async #read(address: ItemAddress, place: MediaPlace): Promise<MediaRead> {
    const { bytes, type, renewed } = await this.#fetch(address, place);
    const size = pictureSize(bytes, type);
    if (size && size.width * size.height > mostPixels) {
      throw new RequestFailed('tooManyPixels', words.tooManyPixels(size, mostPixels));
    }
    return { bytes, type, size, sound: soundCodec(bytes, type), renewed };
  }

  async #measure(address: ItemAddress, place: MediaPlace): Promise<number | undefined> {
    const access = await this.#context.session.need();
    const fetcher = await this.#fetcher(access);
    return fetcher.measure(await this.#freshLink(access, address, place), access.signal);
  }

  async #openOutside(address: ItemAddress, place: MediaPlace): Promise<null> {
    const access = await this.#context.session.need();
    const link = await this.#freshLink(access, address, place);
    const options = { allowLoopback: isLocal(access) };
    const url = checkLink(link, undefined, options);
    await checkName(url, options);
    // As text: an Uri writes `%2F` and `%2B` of a signature differently, and then the signature is wrong.
    await vscode.env.openExternal(url.href as unknown as vscode.Uri);
    return null;
  }

  async #save(address: ItemAddress, place: MediaPlace): Promise<null> {
    const title = words.saving;
    const fetched = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
      this.#fetch(address, place),
    );
    await saveFile(this.#find(address, place).name, fetched);
    return null;
  }

  async #copyLink(address: ItemAddress, place: MediaPlace): Promise<null> {
    const access = await this.#context.session.need();
    await vscode.env.clipboard.writeText(await this.#freshLink(access, address, place));
    return null;
  }

  async #tell(): Promise<boolean> {
    const { globalState } = this.#context;
    if (globalState.get(toldKey) === true) return false;
    await globalState.update(toldKey, true);
    return true;
  }

  /** Reads a file; where its link has expired, reads the item anew and tries once more. */
  async #fetch(address: ItemAddress, place: MediaPlace): Promise<Pick<MediaRead, 'bytes' | 'type' | 'renewed'>> {
    const access = await this.#context.session.need();
    const fetcher = await this.#fetcher(access);
    const { url, expiresAt } = this.#find(address, place);
    const isSigned = withoutSignature(url) !== url;
    if (!this.#isPast(expiresAt)) {
      try {
        return { ...(await fetcher.fetch(url, access.signal)), renewed: false };
      } catch (error) {
        const mayBeOld = error instanceof ApiError && error.kind === 'notFound' && isSigned;
        if (!mayBeOld) throw error;
      }
    }
    // Another picture may have brought a new link while this one was on its way.
    if (this.#find(address, place).url === url) await this.#renew(access, address);
    const renewed = this.#find(address, place);
    if (renewed.url === url || this.#isPast(renewed.expiresAt)) throw new RequestFailed('expired', words.linkExpired);
    return { ...(await fetcher.fetch(renewed.url, access.signal)), renewed: true };
  }

  async #freshLink(access: Access, address: ItemAddress, place: MediaPlace): Promise<string> {
    if (this.#isPast(this.#find(address, place).expiresAt)) await this.#renew(access, address);
    return this.#find(address, place).url;
  }

  #isPast(expiresAt: number | undefined): boolean {
    return expiresAt !== undefined && expiresAt <= this.#context.store.now();
  }

  /** A failure of it lands in the store, where the page shows it. */
  #renew(access: Access, address: ItemAddress): Promise<void> {
    const key = detailKey(address);
    const known = this.#renewing.get(key);
    if (known) return known;
    const reading = access.details.read(address).finally(() => this.#renewing.delete(key));
    this.#renewing.set(key, reading);
    return reading;
  }

  async #fetcher(access: Access) {
    return (await this.#context.network()).media(isLocal(access));
  }

  /** The file at a place of what was read; a page cannot name one that is not there. */
  #find(address: ItemAddress, { side, path, nodeRunId }: MediaPlace): MediaFound {
    const place = JSON.stringify(path);
    const detail = this.#context.store.state.details.get(detailKey(address));
    const nodes = detail?.nodeRuns ?? detail?.run?.nodeRuns;
    const node = nodeRunId === undefined ? undefined : nodes?.find(({ id }) => id === nodeRunId);
    const all = nodeRunId === undefined ? detail && findMedia(sideOf(detail, side), side) : node && findNodeMedia(node);
    const found = all?.find((media) => JSON.stringify(media.path) === place);
    if (found === undefined) throw new RequestFailed('notThere', words.notThere);
    return found;
  }
}

function isLocal({ connection }: Access): boolean {
  return isLoopback(new URL(connection.origin).hostname);
}
