/** A small painter: fills SVG paths with colour, smooth at the edges, and blurs them into shadows. */
import type { Box, Line, Place } from './outline';
import { boxOf, outlineOf } from './outline';

export type Color = readonly [red: number, green: number, blue: number];

/** The colour at a point of the picture, in pixels. */
export type Paint = Color | ((x: number, y: number) => Color);

export interface Look {
  readonly alpha?: number;
  /** Radius of the blur in pixels. */
  readonly blur?: number;
}

export class Canvas {
  readonly pixels: Uint8ClampedArray;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.pixels = new Uint8ClampedArray(width * height * 3);
  }

  fill(path: string, place: Place, paint: Paint, { alpha = 1, blur = 0 }: Look = {}): void {
    const outline = outlineOf(path, place);
    const margin = Math.ceil(blur * 2) + 2;
    const box = this.clip(boxOf(outline), margin);
    const mask = new Mask(box);
    mask.trace(outline);
    if (blur > 0) mask.soften(blur);
    mask.each((x, y, coverage) => this.blend(x, y, paint, coverage * alpha));
  }

  /** Paints everything. */
  flood(paint: Paint, alpha = 1): void {
    for (let y = 0; y < this.height; y++) for (let x = 0; x < this.width; x++) this.blend(x, y, paint, alpha);
  }

  private blend(x: number, y: number, paint: Paint, alpha: number): void {
    const color = typeof paint === 'function' ? paint(x, y) : paint;
    const { pixels } = this;
    const at = (y * this.width + x) * 3;
    const [red = 0, green = 0, blue = 0] = [pixels[at], pixels[at + 1], pixels[at + 2]];
    pixels[at] = red + (color[0] - red) * alpha;
    pixels[at + 1] = green + (color[1] - green) * alpha;
    pixels[at + 2] = blue + (color[2] - blue) * alpha;
  }

  private clip({ left, top, right, bottom }: Box, margin: number): Box {
    return {
      left: Math.max(0, Math.floor(left) - margin),
      top: Math.max(0, Math.floor(top) - margin),
      right: Math.min(this.width, Math.ceil(right) + margin),
      bottom: Math.min(this.height, Math.ceil(bottom) + margin),
    };
  }
}

/** How much of each pixel a path covers; paths that turn the other way cut holes. */
class Mask {
  private readonly width: number;
  private readonly height: number;
  private cover: Float32Array;

  constructor(private readonly box: Box) {
    this.width = Math.max(0, box.right - box.left);
    this.height = Math.max(0, box.bottom - box.top);
    this.cover = new Float32Array(this.width * this.height);
  }

  /** Each edge adds its signed area to the pixels it crosses; summed along a row that is the coverage. */
  trace(outline: readonly Line[]): void {
    for (const line of outline) this.edge(line);
    for (let y = 0; y < this.height; y++) {
      let sum = 0;
      for (let x = 0; x < this.width; x++) {
        const at = y * this.width + x;
        sum += this.cover[at] ?? 0;
        this.cover[at] = Math.min(1, Math.abs(sum));
      }
    }
  }

  /** Two box blurs each way come close to a Gaussian. */
  soften(radius: number): void {
    const reach = Math.max(1, Math.round(radius));
    for (let pass = 0; pass < 2; pass++) {
      this.cover = boxBlur(this.cover, this.width, this.height, reach);
      this.cover = boxBlur(this.cover, this.height, this.width, reach);
    }
  }

  each(visit: (x: number, y: number, coverage: number) => void): void {
    for (let y = 0; y < this.height; y++) {
      for (let x = 0; x < this.width; x++) {
        const coverage = this.cover[y * this.width + x] ?? 0;
        if (coverage > 0.002) visit(x + this.box.left, y + this.box.top, coverage);
      }
    }
  }

  private edge([x0, y0, x1, y1]: Line): void {
    if (y0 === y1) return;
    const down = y0 < y1;
    const [topX, topY, lowX, lowY] = down ? [x0, y0, x1, y1] : [x1, y1, x0, y0];
    const slope = (lowX - topX) / (lowY - topY);
    const first = Math.max(this.box.top, Math.floor(topY));
    const last = Math.min(this.box.bottom, Math.ceil(lowY));
    for (let y = first; y < last; y++) {
      const from = Math.max(topY, y);
      const to = Math.min(lowY, y + 1);
      const area = (to - from) * (down ? 1 : -1);
      if (area !== 0) this.span(y, topX + (from - topY) * slope, topX + (to - topY) * slope, area);
    }
  }

  /** The part of an edge inside one row of pixels, from `a` to `b`. */
  private span(y: number, a: number, b: number, area: number): void {
    const limit = (x: number): number => Math.min(Math.max(x - this.box.left, 0), this.width - 1e-4);
    const [from, to] = a < b ? [limit(a), limit(b)] : [limit(b), limit(a)];
    const row = (y - this.box.top) * this.width;
    const last = Math.floor(to);
    let covered = 0;
    for (let x = Math.floor(from); x <= last; x++) {
      // The share of the edge left of the pixel's right side, and how far right of it the edge lies on average.
      const here = to > from ? (Math.min(to, x + 1) - Math.max(from, x)) / (to - from) : 1;
      const middle = (Math.min(to, x + 1) + Math.max(from, x)) / 2 - x;
      this.add(row + x, area * here * (1 - middle));
      if (x + 1 < this.width) this.add(row + x + 1, area * here * middle);
      covered += here;
      if (covered >= 1) break;
    }
  }

  private add(at: number, amount: number): void {
    this.cover[at] = (this.cover[at] ?? 0) + amount;
  }
}

/** Blurs along rows and returns the picture turned on its diagonal, so that a second call blurs the columns. */
function boxBlur(source: Float32Array, width: number, height: number, reach: number): Float32Array {
  const turned = new Float32Array(source.length);
  const weight = 1 / (2 * reach + 1);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    let sum = 0;
    for (let x = 0; x < Math.min(reach, width); x++) sum += source[row + x] ?? 0;
    for (let x = 0; x < width; x++) {
      if (x + reach < width) sum += source[row + x + reach] ?? 0;
      if (x - reach > 0) sum -= source[row + x - reach - 1] ?? 0;
      turned[x * height + y] = sum * weight;
    }
  }
  return turned;
}

export function mix(a: Color, b: Color, share: number): Color {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}

export const white: Color = [255, 255, 255];
export const black: Color = [0, 0, 0];

/** `#d95f3b` as a colour. */
export function rgb(text: string): Color {
  const value = Number.parseInt(text.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** From the top of a box to its bottom. */
export function downwards(top: number, bottom: number, from: Color, to: Color): Paint {
  return byRow(top, bottom, (share) => mix(from, to, share));
}

/** A paint that changes from row to row only; `share` runs from 0 at the top to 1 at the bottom. */
export function byRow(top: number, bottom: number, colorAt: (share: number) => Color): Paint {
  const colors = steps(bottom - top, colorAt);
  return (_, y) => colors[clamp(Math.floor(y - top), colors.length)] ?? black;
}

/** A paint that changes from column to column only. */
export function byColumn(left: number, right: number, colorAt: (share: number) => Color): Paint {
  const colors = steps(right - left, colorAt);
  return (x) => colors[clamp(Math.floor(x - left), colors.length)] ?? black;
}

function steps(length: number, colorAt: (share: number) => Color): Color[] {
  const count = Math.max(1, Math.ceil(length));
  return Array.from({ length: count }, (_, step) => colorAt((step + 0.5) / count));
}

function clamp(index: number, length: number): number {
  return index < 0 ? 0 : index >= length ? length - 1 : index;
}
