import type { Item } from './model';
import { statusKind } from './status';

/** Failures that look like one and the same mistake. */
export interface FailureGroup {
  /** The same for the same mistake in every reading. It holds the API's words: hash it where it is remembered. */
  readonly key: string;
  readonly code: string | undefined;
  readonly stage: string | undefined;
  /** What all messages have in common: `image dimensions #x# exceed #x#`. Hostile text like all of the API's. */
  readonly message: string | undefined;
  /** The first of them in the order given; its own message says what is left out of the common one. */
  readonly sample: Item;
  readonly itemIds: readonly string[];
  /** When the first and the last of them ended, as far as that is known. */
  readonly firstAt: number | undefined;
  readonly lastAt: number | undefined;
}

/** Groups the failed items by code, stage and what their messages have in common; the largest group comes first. */
export function groupFailures(items: readonly Item[]): readonly FailureGroup[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    if (statusKind(item.statusCode) !== 'failed') continue;
    const key = failureKey(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups].map(([key, members]) => toGroup(key, members)).sort((a, b) => b.itemIds.length - a.itemIds.length);
}

/** What items of one group have in common and others do not. */
export function failureKey({ failure }: Pick<Item, 'failure'>): string {
  const { code, stage, message } = failure ?? {};
  return JSON.stringify([code ?? null, stage ?? null, message === undefined ? null : commonMessage(message)]);
}

/** How many others failed of the same. */
export function countAlike(item: Item | undefined, others: readonly Item[]): number {
  if (item?.failure === undefined) return 0;
  const key = failureKey(item);
  return others.filter(({ id, failure }) => id !== item.id && failure && failureKey({ failure }) === key).length;
}

function toGroup(key: string, members: readonly Item[]): FailureGroup {
  const [sample] = members;
  if (sample === undefined) throw new Error('A group without members.');
  const times = members.map(({ completedAt }) => completedAt).filter((time) => time !== undefined);
  const { code, stage, message } = sample.failure ?? {};
  return {
    key,
    code,
    stage,
    message: message === undefined ? undefined : commonMessage(message),
    sample,
    itemIds: members.map(({ id }) => id),
    firstAt: times.length === 0 ? undefined : times.reduce((a, b) => Math.min(a, b)),
    lastAt: times.length === 0 ? undefined : times.reduce((a, b) => Math.max(a, b)),
  };
}

/** A message may be a whole page of HTML; its beginning tells one mistake from another. */
const longestRead = 400;
const longestKept = 240;

/**
 * A message without numbers, ids, paths, links and quoted values, so that those of one mistake are the same text. A
 * quoted name stays: that `prompt` is required is another mistake than that `image_url` is.
 */
export function commonMessage(message: string): string {
  const start = message.slice(0, longestRead);
  const unquoted = /["'“«`]/.test(start)
    ? start.replace(quoted, (found) => (isName(found.slice(1, -1)) ? found : '…'))
    : start;
  return eachSuspicious(/\s\s|[^\S ]/.test(unquoted) ? unquoted.replace(/\s+/g, ' ') : unquoted)
    .replace(/([#…])(?:, ?\1)+/g, '$1')
    .slice(0, longestKept)
    .trim();
}

/** Most words have nothing that varies: only the others are looked at any closer. */
function eachSuspicious(text: string): string {
  const suspicious = /[\d/\\.]/g;
  let common = '';
  let end = 0;
  for (let found = suspicious.exec(text); found !== null; found = suspicious.exec(text)) {
    const start = text.lastIndexOf(' ', found.index) + 1;
    const space = text.indexOf(' ', found.index);
    common += text.slice(end, start);
    end = space < 0 ? text.length : space;
    const word = text.slice(start, end);
    // The one number that tells one mistake from another.
    const isStatus = httpStatus.test(word) && beforeStatus.test(text.slice(Math.max(0, start - 12), start));
    common += isStatus ? word : commonWord(word);
    suspicious.lastIndex = end;
  }
  return common + text.slice(end);
}

/** Quoted values; an apostrophe inside a word is none. */
const quoted = /"[^"\n]{0,200}"|“[^”\n]{0,200}”|«[^»\n]{0,200}»|`[^`\n]{0,200}`|(?<!\w)'[^'\n]{0,200}'(?!\w)/g;

/** One short word that stands for something, not a value of one item. */
function isName(text: string): boolean {
  return /^[\p{L}_$][\p{L}\p{M}_$.[\]-]{0,39}$/u.test(text) && commonWord(text) === text;
}

const wholeNumber = /^\d{1,20}$/;
const httpStatus = /^[1-5]\d\d(?!\w)/;
const beforeStatus = /(?:^|\W)(?:http(?:\/[\d.]+)?|status|code)[:=]? $/i;

function commonWord(word: string): string {
  if (wholeNumber.test(word)) return '#';
  return word.replace(varying, (found: string, status: string | undefined) => status ?? (isNumber(found) ? '#' : '…'));
}

/** What differs from one failure to the next though the mistake is the same; it never sees a space. */
const varying = new RegExp(
  [
    String.raw`((?:http|status|code)[:=][1-5]\d\d(?!\w)|http\/\d\.\d)`,
    String.raw`\b[a-z][a-z\d+.-]{1,20}:\/\/[^"'<>]+`,
    String.raw`(?<![\w/\\])(?:[a-z]:|~|\.{1,2})?[\\/][^"'<>:,;()]+`,
    String.raw`(?<![\w./-])[\w-][\w.-]*(?:\/[\w.-]+)+\.\w{1,8}\b`,
    String.raw`(?<![\w.-])[\w-]+\.(?:png|jpe?g|webp|gif|avif|bmp|svg|tiff?|mp4|webm|mov|mp3|wav|zip|json|txt|glb)\b`,
    String.raw`\b(?:req|run|item|batch|job|task|node|asset)_[a-z\d]{4,}\b`,
    String.raw`\b(?:[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}|0x(?=\d*[a-f])[\da-f]+|[\da-f]{12,})\b`,
    String.raw`\b(?=[a-z]*\d)(?:[\da-f]{8,}|[a-z\d]{16,})\b`,
    String.raw`[+-]?\d+(?:[.,:]\d+)*`,
  ].join('|'),
  'gi',
);

function isNumber(text: string): boolean {
  return text.length < 20 && /^[+-]?\d[\d.,:]*$/.test(text);
}
