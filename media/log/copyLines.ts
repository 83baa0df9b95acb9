import { textBetween, type CopyStyle, type Place } from './copy';
import type { Line } from './line';
import { breathe } from './surroundings';

interface Clipboard {
  readonly atOnce: (text: string) => void;
  readonly later: (text: string) => void;
}

/** So many lines are made text at a time. */
const most = 5000;

/** Copies what is between two places. A whole long log is put together in slices, so that the page does not stop. */
export function copyLines(
  lines: readonly Line[],
  [from, to]: readonly [Place, Place],
  style: CopyStyle,
  clipboard: Clipboard,
): void {
  if (to.index - from.index < most) clipboard.atOnce(textBetween(lines, from, to, style));
  else void copySlowly(lines, [from, to], style, clipboard);
}

async function copySlowly(
  lines: readonly Line[],
  [from, to]: readonly [Place, Place],
  style: CopyStyle,
  { later }: Clipboard,
): Promise<void> {
  const parts: string[] = [];
  // What is copied is what was there, whatever leaves meanwhile.
  const selected = lines.slice(from.index, to.index + 1);
  for (let start = 0; start < selected.length; start += most) {
    const part = selected.slice(start, start + most);
    const isLast = start + most >= selected.length;
    const end = { index: part.length - 1, at: isLast ? to.at : (part.at(-1)?.text.length ?? 0) };
    parts.push(textBetween(part, { index: 0, at: start === 0 ? from.at : 0 }, end, style));
    await breathe();
  }
  later(parts.join('\n'));
}
