import type { Item, Json, JsonObject } from '../../src/shared/model';
import { searchMedia, sideOf, type MediaFound } from '../../src/shared/outputs';
import type { ItemAddress, ItemPageMemory, ItemSnapshot, MediaSide } from '../../src/shared/protocol';
import type { JsonHits } from '../../src/shared/searchJson';
import { isTerminal } from '../../src/shared/status';
import { hitsOf } from './hits';
import { allMedia, nodeMediaOf, pictureKey, type NodeMedia, type Picture } from './mediaList';
import { recallViewer, type Viewer } from './viewer';

export interface State {
  readonly snapshot: ItemSnapshot | undefined;
  readonly sides: Readonly<Record<MediaSide, Side>>;
  readonly pictures: ReadonlyMap<string, Picture>;
  readonly nodeMedia: NodeMedia;
  /** All files of the item, each once. */
  readonly media: readonly MediaFound[];
  readonly viewer: Viewer | undefined;
  /** Lengths of files that were not loaded. */
  readonly lengths: ReadonlyMap<string, number>;
  /** What is looked for in the details. */
  readonly search: string;
  readonly hits: JsonHits | undefined;
  readonly deliveries: Deliveries;
  /** Whether to say who sees the viewer's address. */
  readonly tellOfMedia: boolean;
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

export type Deliveries =
  | { readonly kind: 'unread' | 'loading' }
  | { readonly kind: 'ready'; readonly deliveries: readonly JsonObject[]; readonly isOld?: boolean }
  | { readonly kind: 'failed'; readonly reason: string };

export interface Side {
  readonly json: Json | undefined;
  readonly media: readonly MediaFound[];
  /** There was too much to look at all of it. */
  readonly partly: boolean;
}

export type Action =
  | { readonly type: 'snapshot'; readonly snapshot: ItemSnapshot; readonly now: number }
  | { readonly type: 'clock'; readonly now: number }
  | { readonly type: 'toggle'; readonly key: string }
  | { readonly type: 'more'; readonly key: string }
  | { readonly type: 'copied'; readonly key: string | undefined }
  | { readonly type: 'notice'; readonly text: string | undefined }
  | { readonly type: 'picture'; readonly key: string; readonly picture: Picture }
  /** These are to be loaded again when they are looked at. */
  | { readonly type: 'forget'; readonly keys: readonly string[] }
  | { readonly type: 'length'; readonly key: string; readonly bytes: number }
  | { readonly type: 'viewer'; readonly viewer: Viewer | undefined }
  | { readonly type: 'search'; readonly text: string }
  | { readonly type: 'deliveries'; readonly runId: string | undefined; readonly deliveries: Deliveries }
  | { readonly type: 'tellOfMedia'; readonly tell: boolean };

const nothing: Side = { json: undefined, media: [], partly: false };

export function initial(open: readonly string[], now: number, viewer?: Viewer): State {
  return {
    snapshot: undefined,
    sides: { input: nothing, output: nothing },
    pictures: new Map(),
    nodeMedia: new Map(),
    media: [],
    viewer,
    lengths: new Map(),
    search: '',
    hits: undefined,
    deliveries: { kind: 'unread' },
    tellOfMedia: false,
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
      return {
        ...state,
        toggled: toggledBy(state.toggled, action.key),
        // Unfolded again, they are asked for again.
        deliveries: action.key === 'deliveries' ? { kind: 'unread' } : state.deliveries,
      };
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
    case 'forget':
      return { ...state, pictures: new Map([...state.pictures].filter(([key]) => !action.keys.includes(key))) };
    case 'length':
      return { ...state, lengths: new Map(state.lengths).set(action.key, action.bytes) };
    case 'viewer':
      return { ...state, viewer: action.viewer };
    case 'search':
      return { ...state, search: action.text, hits: hitsOf(state.snapshot, action.text) };
    case 'deliveries':
      if (state.snapshot === undefined || runIdOf(state.snapshot) !== action.runId) return state;
      return { ...state, deliveries: action.deliveries };
    case 'tellOfMedia':
      return { ...state, tellOfMedia: action.tell };
  }
}

function withSnapshot(state: State, snapshot: ItemSnapshot): State {
  const moved = state.snapshot !== undefined && !sameAddress(state.snapshot.address, snapshot.address);
  const isSame = snapshot.stamp !== undefined && snapshot.stamp === state.snapshot?.stamp;
  const sides = isSame ? state.sides : { input: sideAs('input', snapshot), output: sideAs('output', snapshot) };
  const nodeMedia = nodeMediaOf(snapshot.nodeRuns);
  const media = allMedia([sides.output.media, sides.input.media], nodeMedia);
  const keys = new Set(media.map(pictureKey));
  return {
    ...state,
    snapshot,
    sides,
    nodeMedia,
    media,
    pictures: stillThere(state.pictures, urlsOf(state.media), urlsOf(media)),
    // While nothing has been read, as after a reload of the window, nothing is gone.
    viewer: snapshot.loading || keys.has(state.viewer?.shown ?? '') ? state.viewer : undefined,
    deliveries: moved ? { kind: 'unread' } : deliveriesAt(state, snapshot),
    hits: hitsOf(snapshot, state.search),
    more: moved ? new Map() : state.more,
    notice: moved ? undefined : state.notice,
  };
}

/** Pictures of files that are gone are dropped, and failures where the link is another one by now. */
function stillThere(
  pictures: State['pictures'],
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
): State['pictures'] {
  const isRenewed = (key: string) => before.get(key) !== now.get(key);
  const kept = [...pictures].filter(([key, { kind }]) => now.has(key) && !(kind === 'failed' && isRenewed(key)));
  return kept.length === pictures.size ? pictures : new Map(kept);
}

function urlsOf(media: readonly MediaFound[]): ReadonlyMap<string, string> {
  return new Map(media.map((found) => [pictureKey(found), found.url]));
}

function sideAs(side: MediaSide, snapshot: ItemSnapshot): Side {
  const json = sideOf(snapshot, side);
  return { json, ...searchMedia(json, side) };
}

/** With the end of a run callbacks are sent; what was read before stays until then. */
function deliveriesAt({ deliveries, snapshot: before }: State, now: ItemSnapshot): Deliveries {
  const hasEnded = isLive(before) && !isLive(now);
  return hasEnded && deliveries.kind === 'ready' ? { ...deliveries, isOld: true } : deliveries;
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

/** The server's clock, as far as we know it. */
export function serverNow(state: State): number {
  return state.now + (state.snapshot?.clockSkewMs ?? 0);
}

/** More than anyone unfolds by hand; what was unfolded first is forgotten first. */
const mostRemembered = 300;

export function remember(state: State, scrollTop: number): ItemPageMemory | undefined {
  if (state.snapshot === undefined) return undefined;
  const { snapshot, toggled, viewer, search, more } = state;
  return {
    address: snapshot.address,
    isPreview: snapshot.isPreview,
    open: [...toggled].slice(-mostRemembered),
    scrollTop,
    search,
    more: [...more].slice(-mostRemembered),
    ...(viewer && { viewer: { ...viewer, stage: undefined } }),
  };
}

/** What the editor kept for us; it may come from another version of the page. */
export function recall(
  kept: unknown,
): Pick<ItemPageMemory, 'open' | 'scrollTop' | 'focus'> &
  Pick<State, 'search' | 'more'> & { readonly viewer?: Viewer } {
  const found = (typeof kept === 'object' ? (kept ?? {}) : {}) as Partial<JsonObject>;
  const { open, scrollTop, search, more, focus, viewer: large } = found;
  const viewer = recallViewer(large);
  return {
    open: Array.isArray(open) ? open.filter((key) => typeof key === 'string') : [],
    scrollTop: typeof scrollTop === 'number' ? scrollTop : 0,
    search: typeof search === 'string' ? search : '',
    more: new Map(Array.isArray(more) ? more.filter(isCount) : []),
    focus: typeof focus === 'string' ? focus : undefined,
    ...(viewer && { viewer }),
  };
}

function isCount(entry: unknown): entry is [string, number] {
  return Array.isArray(entry) && typeof entry[0] === 'string' && typeof entry[1] === 'number';
}
