import type { Item, Json, JsonObject } from '../../src/shared/model';
import { findMedia, sideOf, withoutSignature, type MediaFound } from '../../src/shared/outputs';
import type { ItemAddress, ItemPageMemory, ItemSnapshot, MediaSide } from '../../src/shared/protocol';
import { isTerminal } from '../../src/shared/status';

export interface State {
  readonly snapshot: ItemSnapshot | undefined;
  readonly sides: Readonly<Record<MediaSide, Side>>;
  readonly pictures: ReadonlyMap<string, Picture>;
  /** Folds that are not as they are drawn at first. */
  readonly toggled: ReadonlySet<string>;
  /** How often "show more" was asked for. */
  readonly more: ReadonlyMap<string, number>;
  /** Our own clock, in milliseconds since 1970. */
  readonly now: number;
  readonly copied: string | undefined;
  /** Why the last thing that was asked for did not work. */
  readonly notice: string | undefined;
}

export interface Side {
  readonly json: Json | undefined;
  readonly media: readonly MediaFound[];
}

export type Picture =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly url: string }
  | { readonly kind: 'failed'; readonly reason: string };

export type Action =
  | { readonly type: 'snapshot'; readonly snapshot: ItemSnapshot; readonly now: number }
  | { readonly type: 'clock'; readonly now: number }
  | { readonly type: 'toggle'; readonly key: string }
  | { readonly type: 'more'; readonly key: string }
  | { readonly type: 'copied'; readonly key: string | undefined }
  | { readonly type: 'notice'; readonly text: string | undefined }
  | { readonly type: 'picture'; readonly key: string; readonly picture: Picture };

const nothing: Side = { json: undefined, media: [] };

export function initial(open: readonly string[], now: number): State {
  return {
    snapshot: undefined,
    sides: { input: nothing, output: nothing },
    pictures: new Map(),
    toggled: new Set(open),
    more: new Map(),
    now,
    copied: undefined,
    notice: undefined,
  };
}

export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'snapshot':
      return withSnapshot({ ...state, now: action.now }, action.snapshot);
    case 'clock':
      return { ...state, now: action.now };
    case 'toggle':
      return { ...state, toggled: toggledBy(state.toggled, action.key) };
    case 'more':
      return { ...state, more: new Map(state.more).set(action.key, (state.more.get(action.key) ?? 0) + 1) };
    case 'copied':
      return { ...state, copied: action.key };
    case 'notice':
      return { ...state, notice: action.text };
    case 'picture':
      // What arrives for a file that is gone by now is not kept.
      if (action.picture.kind !== 'loading' && !state.pictures.has(action.key)) return state;
      return { ...state, pictures: new Map(state.pictures).set(action.key, action.picture) };
  }
}

function withSnapshot(state: State, snapshot: ItemSnapshot): State {
  const moved = state.snapshot !== undefined && !sameAddress(state.snapshot.address, snapshot.address);
  const media = { input: sideAs('input', state, snapshot), output: sideAs('output', state, snapshot) };
  return {
    ...state,
    snapshot,
    sides: media,
    pictures: stillThere(state.pictures, filesOf(state.sides), filesOf(media)),
    more: moved ? new Map() : state.more,
    notice: moved ? undefined : state.notice,
  };
}

/** Pictures of files that are gone are dropped, and failures where the link is another one by now. */
function stillThere(
  pictures: State['pictures'],
  before: ReadonlyMap<string, MediaFound>,
  now: ReadonlyMap<string, MediaFound>,
): State['pictures'] {
  const isRenewed = (key: string) => before.get(key)?.url !== now.get(key)?.url;
  const kept = [...pictures].filter(([key, { kind }]) => now.has(key) && !(kind === 'failed' && isRenewed(key)));
  return kept.length === pictures.size ? pictures : new Map(kept);
}

function filesOf({ input, output }: State['sides']): ReadonlyMap<string, MediaFound> {
  return new Map([...input.media, ...output.media].map((media) => [pictureKey(media), media]));
}

function sideAs(side: MediaSide, state: State, snapshot: ItemSnapshot): Side {
  const json = sideOf(snapshot, side);
  return json === state.sides[side].json ? state.sides[side] : { json, media: findMedia(json, side) };
}

function toggledBy(toggled: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(toggled);
  if (!next.delete(key)) next.add(key);
  return next;
}

export function sameAddress(a: ItemAddress, b: ItemAddress): boolean {
  const same = a.itemId === undefined && b.itemId === undefined ? a.runId === b.runId : a.itemId === b.itemId;
  return same && a.batchId === b.batchId;
}

export function runIdOf(snapshot: ItemSnapshot): string | undefined {
  return snapshot.run?.id ?? snapshot.item?.runId;
}

/** The item as it is drawn, or the run in its place where there is no item. */
export function subjectOf(snapshot: ItemSnapshot): Pick<Item, 'statusCode' | 'completedAt'> | undefined {
  return snapshot.item ?? snapshot.run;
}

/** Whether more is to come. */
export function isLive(snapshot: ItemSnapshot | undefined): boolean {
  const subject = snapshot && subjectOf(snapshot);
  return subject !== undefined && !isTerminal(subject);
}

export function isOpen(state: State, key: string, atFirst: boolean): boolean {
  return state.toggled.has(key) !== atFirst;
}

/** The same for the same file, however often its link is signed anew. */
export function pictureKey(media: MediaFound): string {
  return `${media.side} ${withoutSignature(media.url)}`;
}

/** The server's clock, as far as we know it. */
export function serverNow(state: State): number {
  return state.now + (state.snapshot?.clockSkewMs ?? 0);
}

/** More than anyone unfolds by hand; what was unfolded first is forgotten first. */
const mostRemembered = 300;

export function remember(state: State, scrollTop: number): ItemPageMemory | undefined {
  if (state.snapshot === undefined) return undefined;
  return { address: state.snapshot.address, open: [...state.toggled].slice(-mostRemembered), scrollTop };
}

/** What the editor kept for us; it may come from another version of the page. */
export function recall(kept: unknown): Pick<ItemPageMemory, 'open' | 'scrollTop'> {
  const { open, scrollTop } = (typeof kept === 'object' ? (kept ?? {}) : {}) as Partial<JsonObject>;
  return {
    open: Array.isArray(open) ? open.filter((key) => typeof key === 'string') : [],
    scrollTop: typeof scrollTop === 'number' ? scrollTop : 0,
  };
}
