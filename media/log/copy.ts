import { lineTime, type Clock, type TimeStyle } from './times';
import type { Line } from './line';

/** A place in what is shown: a row, and how many characters of its message stand before it. */
export interface Place {
  readonly index: number;
  readonly at: number;
}

export interface CopyStyle {
  readonly times: TimeStyle;
  readonly clock: Clock;
}

/** A line as it is copied: as it is read. */
export function lineText({ time, level, text }: Line, { times, clock }: CopyStyle): string {
  return [lineTime(time, times, clock), level, text].filter((part) => part !== '').join(' ');
}

/** The text between two places. Of one line, only what is selected; of several, each with its time and level. */
export function textBetween(lines: readonly Line[], from: Place, to: Place, style: CopyStyle): string {
  const [first, last] = [lines[from.index], lines[to.index]];
  if (first === undefined || last === undefined) return '';
  if (first === last) return first.text.slice(from.at, to.at);
  const head = from.at === 0 ? lineText(first, style) : first.text.slice(from.at);
  const middle = lines.slice(from.index + 1, to.index).map((line) => lineText(line, style));
  // A selection that ends before the first character of a line has nothing of it.
  const tail = to.at === 0 ? [] : [cutLine(last, to.at, style)];
  return [head, ...middle, ...tail].join('\n');
}

function cutLine(line: Line, at: number, style: CopyStyle): string {
  return lineText({ ...line, text: line.text.slice(0, at) }, style);
}
