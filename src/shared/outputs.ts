import type { Json, JsonObject } from './model';
import type { MediaPlace, MediaSide } from './protocol';

export type MediaKind = 'image' | 'video' | 'audio' | 'file';

/** A picture, film, sound or other file found in free-form JSON. The page names its place; the host resolves it. */
export interface MediaFound extends MediaPlace {
  readonly kind: MediaKind;
  readonly url: string;
  /** The last part of the URL's path, decoded; hostile text like all else. */
  readonly name: string;
  /** When a presigned link stops working, in milliseconds since 1970. */
  readonly expiresAt?: number;
}

const mostValues = 200_000;
const mostMedia = 1000;
const longestUrl = 16_384;

/** A place on the way down; its path is the chain of parents, put together only for what is found. */
interface Place {
  readonly key: string | number | undefined;
  readonly parent: Visit | undefined;
}

interface Visit extends Place {
  readonly value: Json;
  /** Of an object; those of an array are its indexes. */
  readonly keys: readonly string[] | undefined;
  readonly count: number;
  next: number;
}

export interface MediaSearch {
  readonly media: readonly MediaFound[];
  /** There was too much to look at all of it. */
  readonly partly: boolean;
}

export function findMedia(json: Json | undefined, side: MediaSide, everyLink?: boolean): readonly MediaFound[] {
  return searchMedia(json, side, everyLink).media;
}

/**
 * Finds media anywhere in an output or input, the likeliest results first, without recursion and within bounds. With
 * `everyLink` all that starts with `https:` counts, and there are no bounds but those of the JSON.
 */
export function searchMedia(json: Json | undefined, side: MediaSide, everyLink = false): MediaSearch {
  const found = new Map<string, MediaFound>();
  const seen = new WeakSet();
  const keep = (url: string, place: Place) => {
    const media = mediaAt(url, place, side, everyLink);
    if (media === undefined) return;
    const file = withoutSignature(url);
    if (!found.has(file)) found.set(file, media);
  };
  if (typeof json === 'string') keep(json, { key: undefined, parent: undefined });
  let visit = enter(json, undefined, undefined, seen);
  for (let left = mostValues; visit !== undefined && (everyLink || (left > 0 && found.size < mostMedia)); left--) {
    const key: string | number | undefined = visit.keys === undefined ? visit.next : visit.keys[visit.next];
    if (visit.next++ >= visit.count || key === undefined) {
      visit = visit.parent;
      continue;
    }
    const child = childOf(visit.value, key);
    if (typeof child === 'string') keep(child, { key, parent: visit });
    else visit = enter(child, key, visit, seen) ?? visit;
  }
  return { media: [...found.values()].sort((a, b) => rank(a.path) - rank(b.path)), partly: visit !== undefined };
}

/** Nothing to enter where there are no parts, or where we have been. */
function enter(
  value: Json | undefined,
  key: string | number | undefined,
  parent: Visit | undefined,
  seen: WeakSet<object>,
): Visit | undefined {
  if (typeof value !== 'object' || value === null || seen.has(value)) return undefined;
  seen.add(value);
  const keys = Array.isArray(value) ? undefined : Object.keys(value);
  return { value, key, parent, keys, count: keys?.length ?? (value as readonly Json[]).length, next: 0 };
}

/** What stands at a path, looking at own properties only. */
export function valueAt(json: Json | undefined, path: readonly (string | number)[]): Json | undefined {
  let value = json;
  for (const key of path) value = childOf(value, key);
  return value;
}

function childOf(value: Json | undefined, key: string | number): Json | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string | number, Json>>)[key];
}

/** `outputs[0].url`, as a person would write it. */
export function pathText(path: readonly (string | number)[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '');
}

/** The order in which Runflow's own SDK looks for results. */
const order = [/^outputs\[\d+\]\.url$/, /^image_urls\[\d+\]$/, /^image\.url$/, /^url$/, /^output_url$/];

function rank(path: readonly (string | number)[]): number {
  if (path.length > 3) return order.length;
  const text = pathText(path);
  const place = order.findIndex((pattern) => pattern.test(text));
  return place < 0 ? order.length : place;
}

function mediaAt(url: string, visit: Place, side: MediaSide, everyLink: boolean): MediaFound | undefined {
  if (url.length > longestUrl || !/^https?:/i.test(url)) return undefined;
  const parts = /^https?:\/\/[^\s/?#\\]+(\/[^\s?#\\]*)?(\?[^\s#]*)?(#\S*)?$/i.exec(url);
  if (parts === null) return undefined;
  const [, path = '', query = ''] = parts;
  const kind = kindOf(path, query, visit) ?? (everyLink && /^https:/i.test(url) ? 'file' : undefined);
  if (kind === undefined) return undefined;
  const expiresAt = expiryOf(query);
  const found = { side, path: pathOf(visit), kind, url, name: nameOf(path) };
  return expiresAt === undefined ? found : { ...found, expiresAt };
}

function pathOf(visit: Place): readonly (string | number)[] {
  const path: (string | number)[] = [];
  for (let at: Place | undefined = visit; at?.key !== undefined; at = at.parent) path.push(at.key);
  return path.reverse();
}

const extensions: readonly (readonly [MediaKind, RegExp])[] = [
  ['image', /\.(png|jpe?g|jfif|webp|gif|avif|bmp|svg|tiff?|heic|ico)$/i],
  ['video', /\.(mp4|m4v|webm|mov|mkv|avi|ogv)$/i],
  ['audio', /\.(mp3|wav|ogg|oga|opus|flac|aac|m4a)$/i],
  [
    'file',
    /\.(zip|tar|t?gz|7z|rar|gl(b|tf)|obj|fbx|usdz|ply|stl|pdf|psd|exr|safetensors|ckpt|npy|csv|bin|onnx|srt|vtt)$/i,
  ],
];

/** By its extension, by a type that stands beside it, by the name of its key, or because it is a signed link. */
function kindOf(path: string, query: string, visit: Place): MediaKind | undefined {
  const byExtension = extensions.find(([, pattern]) => pattern.test(path))?.[0];
  if (byExtension !== undefined) return byExtension;
  const besides = visit.parent?.value;
  for (const key of ['type', 'mime_type', 'content_type', 'media_type', 'asset_type', 'preview_type']) {
    const type = childOf(besides, key);
    const named = typeof type === 'string' ? /^(image|video|audio|file)\b/i.exec(type)?.[1] : undefined;
    if (named !== undefined) return named.toLowerCase() as MediaKind;
  }
  return kindByKey(nearestName(visit)) ?? (/[?&]X-(Amz|Goog)-Signature=/i.test(query) ? 'file' : undefined);
}

/** Words that name media inside a key such as `image_urls`, `file_reference` or `startFrame`. */
const keyWords: readonly (readonly [MediaKind, RegExp])[] = [
  ['image', /(^|_)(images?|img|picture|photo|thumbnail|mask|frame|preview|cover|icon)(_|\d|$)/],
  ['video', /(^|_)(videos?|movie|clip)(_|\d|$)/],
  ['audio', /(^|_)(audios?|sound|music|voice|speech)(_|\d|$)/],
  ['file', /(^|_)(files?|zip|archive|asset|attachment|mesh|output_url|download_url)(_|\d|$)|^(url|urls|uri|src)$/],
];

function kindByKey(name: string | undefined): MediaKind | undefined {
  const words = name?.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase();
  return words === undefined ? undefined : keyWords.find(([, pattern]) => pattern.test(words))?.[0];
}

/** The name of the nearest property: in `images[2]` that is `images`, in `image.url` it is `image`. */
function nearestName(visit: Place): string | undefined {
  let generic: string | undefined;
  for (let at: Place | undefined = visit; at !== undefined; at = at.parent) {
    if (typeof at.key !== 'string') continue;
    if (generic !== undefined || !/^(urls?|uri|src)$/i.test(at.key)) return kindByKey(at.key) ? at.key : generic;
    generic = at.key;
  }
  return generic;
}

function nameOf(path: string): string {
  const last = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

function expiryOf(query: string): number | undefined {
  const date = /[?&]X-(?:Amz|Goog)-Date=(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/i.exec(query);
  const lifetime = /[?&]X-(?:Amz|Goog)-Expires=(\d{1,9})(?:&|$)/i.exec(query);
  if (date === null || lifetime === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = date.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) + Number(lifetime[1]) * 1000;
}

/** The same file keeps this part when its link is signed anew. */
export function withoutSignature(url: string): string {
  return /[?&]X-(Amz|Goog)-/i.test(url) ? url.replace(/[?#].*$/s, '') : url;
}

interface Received {
  readonly item: { readonly raw: JsonObject } | undefined;
  readonly run: { readonly raw: JsonObject } | undefined;
}

/** The input or output that places in it refer to: the item's, else that of its run. */
export function sideOf({ item, run }: Received, side: MediaSide): Json | undefined {
  return item?.raw[side] ?? run?.raw[side] ?? valueAt(item?.raw, ['run', side]) ?? undefined;
}
