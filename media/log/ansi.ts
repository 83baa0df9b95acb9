import { plain } from '../../src/shared/format';

/** A stretch of a line's text, and the classes that draw it. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly style: string;
}

export interface Painted {
  readonly text: string;
  readonly spans: readonly Span[];
}

/**
 * Control sequences of terminals: CSI (group 1: parameters, group 2: final byte), OSC such as the links of OSC 8 with
 * their ends, other strings that end in ST, and what else is an escape. Lengths are bounded, so that text which only
 * looks like the beginning of one costs little, and stays visible.
 */
const sequence =
  /(?:\u001b\[|\u009b)([0-9;:<=>?]{0,64})[ -/]{0,4}([@-~])|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]{0,4096}(?:\u0007|\u001b\\|\u009c)|\u001b[ -/]{1,4}[0-~]|\u001b[0-Z\\^-~]/g;

const starts = /[\u001b\u0090\u0098\u009b\u009d-\u009f]/;

interface Pen {
  readonly front?: number | undefined;
  readonly back?: number | undefined;
  readonly marks: ReadonlySet<string>;
}

const noPen: Pen = { marks: new Set() };

/** Text as it may be shown, with the colours it asks for as classes; nothing of it becomes a link or moves a cursor. */
export function paint(raw: string): Painted {
  if (!starts.test(raw)) return { text: plain(raw, Infinity), spans: [] };
  const spans: Span[] = [];
  let [text, pen, at] = ['', noPen, 0];
  const write = (end: number) => {
    const piece = plain(raw.slice(at, end), Infinity);
    const style = styleOf(pen);
    if (piece !== '' && style !== '') spans.push({ from: text.length, to: text.length + piece.length, style });
    text += piece;
  };
  for (const match of raw.matchAll(sequence)) {
    write(match.index);
    at = match.index + match[0].length;
    if (match[2] === 'm') pen = penAfter(pen, match[1] ?? '');
  }
  write(raw.length);
  return { text, spans };
}

function styleOf({ front, back, marks }: Pen): string {
  const [ink, ground] = marks.has('inverse') ? [back, front] : [front, back];
  const colours = [ink === undefined ? '' : `ink${ink}`, ground === undefined ? '' : `ground${ground}`];
  // Without a colour of its own, text that is inverse has the ground of all such text.
  const others = [...marks].filter((mark) => mark !== 'inverse' || ground === undefined);
  return [...colours, ...others].filter((name) => name !== '').join(' ');
}

const on: Readonly<Record<number, string>> = {
  1: 'bold',
  2: 'dim',
  3: 'italic',
  4: 'underline',
  7: 'inverse',
  9: 'strike',
};
const off: Readonly<Record<number, readonly string[]>> = {
  22: ['bold', 'dim'],
  23: ['italic'],
  24: ['underline'],
  27: ['inverse'],
  29: ['strike'],
};

/** https://invisible-island.net/xterm/ctlseqs/ctlseqs.html, "Character Attributes (SGR)". */
function penAfter(pen: Pen, parameters: string): Pen {
  const codes = parameters.split(/[;:]/).map(Number);
  let next = pen;
  for (let index = 0; index < codes.length; index++) {
    const code = codes[index] ?? 0;
    if (code === 38 || code === 48) {
      const { colour, used } = extended(codes.slice(index + 1));
      next = code === 38 ? { ...next, front: colour } : { ...next, back: colour };
      index += used;
    } else next = afterCode(next, code);
  }
  return next;
}

function afterCode(pen: Pen, code: number): Pen {
  if (code === 0) return noPen;
  const mark = on[code];
  if (mark !== undefined) return { ...pen, marks: new Set([...pen.marks, mark]) };
  const gone = off[code];
  if (gone !== undefined) return { ...pen, marks: new Set([...pen.marks].filter((name) => !gone.includes(name))) };
  if (code === 39) return { ...pen, front: undefined };
  if (code === 49) return { ...pen, back: undefined };
  const [base, digit] = [Math.floor(code / 10), code % 10];
  if (digit > 7) return pen;
  if (base === 3 || base === 9) return { ...pen, front: base === 9 ? digit + 8 : digit };
  if (base === 4 || base === 10) return { ...pen, back: base === 10 ? digit + 8 : digit };
  return pen;
}

/** A colour of 256 or of 16 million, as the nearest of the sixteen that a theme has. */
function extended([kind, ...rest]: readonly number[]): { readonly colour: number | undefined; readonly used: number } {
  if (kind === 5) return { colour: ofPalette(rest[0] ?? 0), used: 2 };
  if (kind === 2) return { colour: nearest(rest[0] ?? 0, rest[1] ?? 0, rest[2] ?? 0), used: 4 };
  return { colour: undefined, used: 1 };
}

function ofPalette(index: number): number | undefined {
  if (index < 16) return index;
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return nearest(grey, grey, grey);
  }
  const level = (step: number) => (step === 0 ? 0 : 55 + step * 40);
  const cube = index - 16;
  return nearest(level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6));
}

function nearest(red: number, green: number, blue: number): number {
  const most = Math.max(red, green, blue);
  if (most - Math.min(red, green, blue) < 32) return most < 64 ? 0 : most < 128 ? 8 : most < 208 ? 7 : 15;
  const half = most / 2;
  const colour = (red > half ? 1 : 0) + (green > half ? 2 : 0) + (blue > half ? 4 : 0);
  return most > 190 ? colour + 8 : colour;
}
