import * as vscode from 'vscode';
import type { Access } from '../core/access';
import { ApiError } from '../core/errors';
import { checkLink, checkName } from '../core/mediaGuard';
import type { Network } from '../core/network';
import { isLoopback } from '../core/origin';
import { detailKey, type Store } from '../core/store';
import type { MediaAsked, MediaRead, MediaRequests } from '../shared/mediaProtocol';
import { findNodeMedia } from '../shared/nodeMedia';
import { findMedia, sideOf, type MediaFound } from '../shared/outputs';
import type { ItemAddress, MediaPlace } from '../shared/protocol';
import { RequestFailed, type Handlers } from '../shared/rpc';
import * as words from '../shared/words/media';
import { setMediaMode } from './config';
import { fetchFile, freshLink, readFile, type FileSource } from './freshFile';
import { describeMedia } from './mediaProblem';
import { saveFile } from './saveFile';
import type { Session } from './session';

export interface ItemMediaContext {
  readonly store: Store;
  readonly session: Session;
  readonly network: () => Promise<Network>;
  readonly globalState: vscode.Memento;
}

const toldKey = 'runflow.toldOfMediaHosts';

/** Fetches the files that pages show. A page names places only; the links stay here. */
export class ItemMedia {
  readonly #context: ItemMediaContext;
  /** Items that are read anew for fresh links, so that thirty expired pictures ask once. */
  readonly #renewing = new Map<string, Promise<void>>();
  readonly #found = new WeakMap<object, readonly MediaFound[]>();

  constructor(context: ItemMediaContext) {
    this.#context = context;
  }

  /** What a page shows is read until it shows something else, when `left` aborts; what a person asked for is done. */
  handlers(address: ItemAddress, left?: AbortSignal): Handlers<MediaRequests> {
    const on =
      <T>(work: (address: ItemAddress, place: MediaPlace) => Promise<T>, until?: AbortSignal) =>
      async (asked: MediaAsked): Promise<T> => {
        if (detailKey(asked.of) !== detailKey(address)) throw new RequestFailed('moved', words.notThere);
        try {
          return await asTold(() => work(address, asked));
        } catch (error) {
          throw until?.aborted ? new RequestFailed('moved', words.notThere) : error;
        }
      };
    return {
      readMedia: on((at, place) => this.#read(at, place, left), left),
      measureMedia: on((at, place) => this.#measure(at, place, left), left),
      openMedia: on((at, place) => this.#openOutside(at, place)),
      saveMedia: on((at, place) => this.#save(at, place)),
      copyMediaLink: on((at, place) => this.#copyLink(at, place)),
      tellOfMedia: () => tellOfMedia(this.#context.globalState),
      setMediaMode: async ({ mode }) => {
        await setMediaMode(mode);
        return null;
      },
    };
  }

  async #read(address: ItemAddress, place: MediaPlace, left?: AbortSignal): Promise<MediaRead> {
    return readFile(await this.#source(address, place, left));
  }

  async #measure(address: ItemAddress, place: MediaPlace, left?: AbortSignal): Promise<number | undefined> {
    const access = await this.#context.session.need();
    const fetcher = await this.#fetcher(access);
    return fetcher.measure(await this.#freshLink(access, address, place), either(access.signal, left));
  }

  async #openOutside(address: ItemAddress, place: MediaPlace): Promise<null> {
    const access = await this.#context.session.need();
    const link = await this.#freshLink(access, address, place);
    const options = { allowLoopback: isLocal(access) };
    const url = checkLink(link, undefined, options);
    await checkName(url, true, options);
    // As text: an Uri writes `%2F` and `%2B` of a signature differently, and then the signature is wrong.
    await vscode.env.openExternal(url.href as unknown as vscode.Uri);
    return null;
  }

  async #save(address: ItemAddress, place: MediaPlace): Promise<null> {
    const title = words.saving;
    const fetched = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
      this.#fetch(address, place),
    );
    await saveFile(this.#find(address, place).name, fetched, this.#context.session.memory?.saveFolder);
    return null;
  }

  async #copyLink(address: ItemAddress, place: MediaPlace): Promise<null> {
    const access = await this.#context.session.need();
    await vscode.env.clipboard.writeText(await this.#freshLink(access, address, place));
    return null;
  }

  async #fetch(address: ItemAddress, place: MediaPlace): Promise<Pick<MediaRead, 'bytes' | 'type' | 'renewed'>> {
    return fetchFile(await this.#source(address, place));
  }

  #freshLink(access: Access, address: ItemAddress, place: MediaPlace): Promise<string> {
    return freshLink(this.#place(access, address, place));
  }

  async #source(address: ItemAddress, place: MediaPlace, left?: AbortSignal): Promise<FileSource> {
    const access = await this.#context.session.need();
    const fetcher = await this.#fetcher(access);
    const signal = either(access.signal, left);
    return { ...this.#place(access, address, place), fetch: (url) => fetcher.fetch(url, signal) };
  }

  #place(access: Access, address: ItemAddress, place: MediaPlace): Omit<FileSource, 'fetch'> {
    return {
      find: () => this.#find(address, place),
      renew: () => this.#renew(access, address),
      now: () => this.#context.store.now(),
    };
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
    const json = detail && sideOf(detail, side);
    const all = nodeRunId === undefined ? this.#all(json, () => findMedia(json, side)) : this.#all(node, findNodeMedia);
    const found = all.find((media) => JSON.stringify(media.path) === place);
    if (found === undefined) throw new RequestFailed('notThere', words.notThere);
    return found;
  }

  /** Thirty pictures of one output ask for its files thirty times; what was read is never changed, only replaced. */
  #all<T>(of: T | undefined, find: (of: T) => readonly MediaFound[]): readonly MediaFound[] {
    if (typeof of !== 'object' || of === null) return of === undefined ? [] : find(of);
    const known = this.#found.get(of) ?? find(of);
    this.#found.set(of, known);
    return known;
  }
}

function either(signal: AbortSignal, other: AbortSignal | undefined): AbortSignal {
  return other ? AbortSignal.any([signal, other]) : signal;
}

/** What fails is told in words about a file and its host, not about the API. */
export async function asTold<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof ApiError ? describeMedia(error) : error;
  }
}

/** Whether to say who sees the viewer's address: once, ever. */
export async function tellOfMedia(globalState: vscode.Memento): Promise<boolean> {
  if (globalState.get(toldKey) === true) return false;
  await globalState.update(toldKey, true);
  return true;
}

/** Whether the API is on this machine, and its files may be so too. */
export function isLocal({ connection }: Access): boolean {
  return isLoopback(new URL(connection.origin).hostname);
}
