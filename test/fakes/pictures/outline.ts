/** SVG paths as straight lines. */

/** Where a drawing's units land in the picture. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export type Line = readonly [x0: number, y0: number, x1: number, y1: number];

/** Flattens an SVG path of the absolute commands M, L, C and Z. */
export function outlineOf(path: string, { x: left, y: top, scale }: Place): Line[] {
  const lines: Line[] = [];
  let [x, y, startX, startY] = [0, 0, 0, 0];
  const lineTo = (toX: number, toY: number): void => {
    lines.push([left + x * scale, top + y * scale, left + toX * scale, top + toY * scale]);
    [x, y] = [toX, toY];
  };
  for (const [, command = '', rest = ''] of path.matchAll(/([MLCZ])([^MLCZ]*)/g)) {
    const numbers = rest
      .trim()
      .split(/[\s,]+/)
      .map(Number);
    if (command === 'Z') lineTo(startX, startY);
    else if (command === 'M') {
      [x = 0, y = 0] = numbers;
      [startX, startY] = [x, y];
    } else if (command === 'L') for (const [toX, toY] of pairs(numbers)) lineTo(toX, toY);
    else for (const [toX, toY] of curve([x, y, ...numbers])) lineTo(toX, toY);
  }
  return lines;
}

function pairs(numbers: readonly number[]): (readonly [number, number])[] {
  return Array.from({ length: numbers.length >> 1 }, (_, at) => [numbers[2 * at] ?? 0, numbers[2 * at + 1] ?? 0]);
}

/** Points along one or more cubic curves. */
function curve(numbers: readonly number[]): (readonly [number, number])[] {
  const points: (readonly [number, number])[] = [];
  for (let at = 0; at + 7 < numbers.length; at += 6) {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0, x2 = 0, y2 = 0, x3 = 0, y3 = 0] = numbers.slice(at, at + 8);
    for (let step = 1; step <= 20; step++) {
      const t = step / 20;
      const [a, b, c, d] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3];
      points.push([a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3]);
    }
  }
  return points;
}

export function boxOf(outline: readonly Line[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x0, y0, x1, y1] of outline) {
    left = Math.min(left, x0, x1);
    right = Math.max(right, x0, x1);
    top = Math.min(top, y0, y1);
    bottom = Math.max(bottom, y0, y1);
  }
  return { left, top, right, bottom };
}

/** The box of a path where it is placed, for paints that follow its shape. */
export function extentOf(path: string, place: Place): Box {
  return boxOf(outlineOf(path, place));
}

export function ellipse(x: number, y: number, rx: number, ry: number): string {
  const [kx, ky] = [rx * 0.5523, ry * 0.5523];
  return (
    `M ${x - rx} ${y} C ${x - rx} ${y - ky} ${x - kx} ${y - ry} ${x} ${y - ry} ` +
    `C ${x + kx} ${y - ry} ${x + rx} ${y - ky} ${x + rx} ${y} C ${x + rx} ${y + ky} ${x + kx} ${y + ry} ${x} ${y + ry} ` +
    `C ${x - kx} ${y + ry} ${x - rx} ${y + ky} ${x - rx} ${y} Z`
  );
}

export function rectangle(x: number, y: number, width: number, height: number): string {
  return `M ${x} ${y} L ${x + width} ${y} L ${x + width} ${y + height} L ${x} ${y + height} Z`;
}
