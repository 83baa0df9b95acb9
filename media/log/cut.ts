import type { Line } from './line';

/** What is longer is folded: so much of it is shown. */
const longest = 1000;
const mostBreaks = 24;

export function isLong({ text, breaks }: Line): boolean {
  return text.length > longest || breaks > mostBreaks + 4;
}

/** Where a folded line ends. */
export function cutOf(line: Line): number {
  if (!isLong(line)) return line.text.length;
  let at = -1;
  for (let breaks = 0; breaks < mostBreaks; breaks++) {
    const next = line.text.indexOf('\n', at + 1);
    if (next < 0 || next > longest) {
      at = longest;
      break;
    }
    at = next;
  }
  const end = Math.min(at, longest, line.text.length);
  // Not between the two halves of a character.
  return /[\uD800-\uDBFF]/.test(line.text.charAt(end - 1)) ? end - 1 : end;
}
