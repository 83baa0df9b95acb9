/**
 * How values read to a person, in English. All text of the API is hostile: it passes through `plain` or `oneLine`
 * before anyone sees it, so that nothing invisible can reorder, hide or colour what stands beside it.
 */

/** C0 (but newline and tab), DEL, C1, soft hyphen, bidi controls, lone surrogates, zero-width and other invisible characters. */
const invisible =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u2028-\u202E\u2060-\u206F\u3164\uFE00-\uFE0E\uFEFF\uFFA0\uFFF9-\uFFFB\uD800-\uDFFF\u{1D173}-\u{1D17A}\u{E0000}-\u{E0FFF}]/gu;

/** Text as it may be shown over several lines: what cannot be seen becomes visible, and it ends after `limit`. */
export function plain(text: string, limit = 2000): string {
  const start = text.length > limit ? text.slice(0, limit) : text;
  const visible = start.replaceAll('\r\n', '\n').replace(invisible, makeVisible);
  return text.length > limit || visible.length > limit ? cut(visible, limit) : visible;
}

/** The same for a place that has one line only. */
export function oneLine(text: string, limit = 200): string {
  return plain(text.slice(0, limit + 1).replace(/[\r\n\t\u2028\u2029]+/g, ' '), limit);
}

/**
 * Text for a place of the editor that gives some of it a meaning: quick picks and the status bar draw `$(name)` as an
 * icon, notifications make `[text](command:…)` a link that runs commands. A word joiner in between is not seen.
 */
export function inert(text: string): string {
  return text.replaceAll('$(', '$\u2060(').replaceAll('](', ']\u2060(');
}

function makeVisible(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  if (code >= 0xd800 && code <= 0xdfff) return '\uFFFD';
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

function cut(text: string, limit: number): string {
  const kept = text.slice(0, Math.max(0, limit - 1));
  return `${/[\uD800-\uDBFF]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
}

/** The end of an id: ids are time-ordered, so their beginnings look alike. */
export function shortId(id: string): string {
  return oneLine(id.replaceAll('-', '').slice(-8));
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** "0.4 s", "31 s", "4 min 12 s", "2 h 5 min": as much as one wants to know at that length. */
export function duration(ms: number): string {
  if (!Number.isFinite(ms)) return unknownTime;
  if (ms <= 0) return '0 s';
  if (ms < 100) return `${Math.max(1, Math.round(ms))} ms`;
  if (ms < 9950) return `${(Math.round(ms / 100) / 10).toFixed(1)} s`;
  const seconds = Math.round(ms / second);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return pair(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  const minutes = Math.round(ms / minute);
  if (minutes < 24 * 60) return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(ms / hour);
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

const unknownTime = 'unknown';
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "4 min ago", "yesterday", and a date once counting days stops helping. */
export function ago(thenMs: number, nowMs: number): string {
  const then = new Date(thenMs);
  const now = new Date(nowMs);
  const passed = nowMs - thenMs;
  if (Number.isNaN(passed) || isInvalid(then) || isInvalid(now)) return unknownTime;
  if (Math.abs(passed) < minute) return 'just now';
  if (passed < 0) return dateTime(thenMs, nowMs);
  if (passed < hour) return `${Math.floor(passed / minute)} min ago`;
  if (passed < day) return `${Math.floor(passed / hour)} h ago`;
  const days = Math.round((midnight(now) - midnight(then)) / day);
  if (days <= 1) return 'yesterday';
  return days < 7 ? `${days} days ago` : dateOf(then, now);
}

/** The same for a narrow place: "now", "4m", "5h", "3d", and a date once counting days stops helping. */
export function shortAgo(thenMs: number, nowMs: number): string {
  const passed = nowMs - thenMs;
  if (Number.isNaN(passed) || passed < -minute || passed >= 7 * day) return ago(thenMs, nowMs);
  if (passed < minute) return 'now';
  if (passed < hour) return `${Math.floor(passed / minute)}m`;
  return passed < day ? `${Math.floor(passed / hour)}h` : `${Math.floor(passed / day)}d`;
}

function midnight(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

function dateOf(date: Date, now: Date): string {
  const short = `${date.getDate()} ${months[date.getMonth()] ?? ''}`;
  return date.getFullYear() === now.getFullYear() ? short : `${short} ${date.getFullYear()}`;
}

/** Local time of day, "09:12:03" or "09:12:03.120". */
export function clockTime(ms: number, withMs = false): string {
  const date = new Date(ms);
  if (isInvalid(date)) return unknownTime;
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => digits(part, 2)).join(':');
  return withMs ? `${time}.${digits(date.getMilliseconds(), 3)}` : time;
}

/** "14:05", where seconds would only look exact. */
export function hourTime(ms: number): string {
  return clockTime(ms).slice(0, 5);
}

/** Local date and time, "20 Nov 09:12:03"; with the year when it is not the present one. */
export function dateTime(ms: number, nowMs = Date.now()): string {
  const date = new Date(ms);
  return isInvalid(date) ? unknownTime : `${dateOf(date, new Date(nowMs))} ${clockTime(ms)}`;
}

/** "2026-11-20 09:12:03 UTC" */
export function utc(ms: number): string {
  const date = new Date(ms);
  return isInvalid(date) ? unknownTime : `${date.toISOString().slice(0, -5).replace('T', ' ')} UTC`;
}

function isInvalid(date: Date): boolean {
  return Number.isNaN(date.getTime());
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

/** "512 B", "1.2 KB", "34 MB", counted in 1,024s as the editor does. */
export function byteSize(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let size = Math.max(0, bytes);
  let unit = 0;
  while (size >= 1023.5 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  const shown = unit > 0 && size < 9.95 ? size.toFixed(1) : String(Math.round(size));
  return `${shown} ${units[unit] ?? ''}`;
}

/** "30,000" */
export function whole(n: number): string {
  return n.toLocaleString('en-US');
}

/** "1 line", "100,000 lines" */
export function count(n: number, one: string, many: string): string {
  return `${whole(n)} ${n === 1 ? one : many}`;
}
