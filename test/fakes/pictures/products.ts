/** The products on the demo's pictures, drawn in a box of 100 by 100 whose floor is at 90. */
import type { Canvas, Color, Paint } from './canvas';
import { black, byColumn, byRow, mix, rgb, white } from './canvas';
import type { Box, Place } from './outline';
import { ellipse, extentOf, rectangle } from './outline';
import type { Product } from './productNames';

export interface Palette {
  readonly main: Color;
  readonly accent: Color;
  readonly pale: Color;
}

/** How light falls on a part: across a cylinder, from above, or not at all. */
type Shade = 'round' | 'above' | 'flat';

interface Part {
  readonly path: string;
  readonly color: keyof Palette | Color;
  readonly shade?: Shade;
  readonly alpha?: number;
  readonly blur?: number;
}

const steel = rgb('#8b8f94');
const dark = rgb('#25262b');
const wood = rgb('#b98552');

const parts: Readonly<Record<Product, readonly Part[]>> = {
  mug: [
    {
      path: 'M 66 42 C 92 34 96 76 64 77 L 65 70 C 84 70 83 44 66 50 Z',
      color: 'main',
      shade: 'above',
    },
    {
      path: 'M 20 32 L 70 32 C 70 62 69 78 65 86 C 62 91 28 91 25 86 C 21 78 20 62 20 32 Z',
      color: 'main',
      shade: 'round',
    },
    { path: 'M 20.4 52 C 30 57 60 57 69.7 52 L 69.1 64 C 60 69 31 69 21.3 64 Z', color: 'accent', shade: 'round' },
    { path: ellipse(45, 32, 25, 6), color: 'pale', shade: 'above' },
    { path: ellipse(45, 32.6, 22.4, 4.7), color: rgb('#3a2318'), shade: 'flat' },
    { path: ellipse(41, 33.4, 15, 2.6), color: rgb('#6b4227'), alpha: 0.8, blur: 2 },
    { path: 'M 28 42 C 27 60 28 72 31 82 L 34 82 C 31 70 31 58 32 43 Z', color: white, alpha: 0.35, blur: 3 },
  ],
  bottle: [
    {
      path: 'M 41 26 L 59 26 C 59 36 71 38 71 50 L 71 85 C 71 90 67 90.5 50 90.5 C 33 90.5 29 90 29 85 L 29 50 C 29 38 41 36 41 26 Z',
      color: 'main',
      shade: 'round',
    },
    { path: rectangle(42.5, 18, 15, 9), color: 'pale', shade: 'round' },
    {
      path: 'M 40 4 L 60 4 C 61.5 4 62 5 62 6 L 62 18 C 62 20 60 20 50 20 C 40 20 38 20 38 18 L 38 6 C 38 5 38.5 4 40 4 Z',
      color: dark,
      shade: 'round',
    },
    { path: 'M 29 54 C 36 56.5 64 56.5 71 54 L 71 78 C 64 80.5 36 80.5 29 78 Z', color: 'pale', shade: 'round' },
    { path: 'M 38 62.5 C 44 63.5 56 63.5 62 62.5 L 62 65 C 56 66 44 66 38 65 Z', color: 'accent', shade: 'round' },
    { path: 'M 42 69 C 46 69.6 54 69.6 58 69 L 58 70.4 C 54 71 46 71 42 70.4 Z', color: dark, alpha: 0.6 },
    { path: 'M 43 73 C 46 73.6 54 73.6 57 73 L 57 74 C 54 74.6 46 74.6 43 74 Z', color: dark, alpha: 0.4 },
    {
      path: 'M 34 50 C 34 44 40 40 42 36 L 44 37 C 42 42 37.5 46 37.5 52 L 37.5 84 L 34 83 Z',
      color: white,
      alpha: 0.5,
      blur: 3,
    },
  ],
  lamp: [
    { path: ellipse(50, 86.5, 21, 4.6), color: dark, shade: 'above' },
    { path: ellipse(50, 84.8, 21, 4.4), color: steel, shade: 'round' },
    { path: 'M 48.4 46 L 51.6 46 L 51.6 85 L 48.4 85 Z', color: steel, shade: 'round' },
    { path: ellipse(50, 65, 7.5, 9), color: 'accent', shade: 'round' },
    {
      path: 'M 36 9 L 64 9 C 69 24 74 38 78 50 C 66 55 34 55 22 50 C 26 38 31 24 36 9 Z',
      color: 'pale',
      shade: 'round',
    },
    { path: 'M 40 30 C 46 22 54 22 60 30 L 68 51 C 58 54 42 54 32 51 Z', color: rgb('#ffe9b0'), alpha: 0.75, blur: 16 },
    { path: 'M 36 9 L 64 9 L 64.8 12 C 56 14 44 14 35.2 12 Z', color: 'main', shade: 'round' },
    { path: 'M 22.8 47.4 C 34 52.4 66 52.4 77.2 47.4 L 78 50 C 66 55 34 55 22 50 Z', color: 'main', shade: 'round' },
  ],
  chair: [
    { path: 'M 31 60 L 35 60 L 27 90 L 24.5 90 Z', color: wood, shade: 'round' },
    { path: 'M 72 60 L 76 60 L 83 90 L 80.5 90 Z', color: wood, shade: 'round' },
    { path: 'M 38 62 L 41 62 L 37 86 L 35 86 Z', color: mix(wood, black, 0.35), shade: 'flat' },
    { path: 'M 66 62 L 69 62 L 72 86 L 70 86 Z', color: mix(wood, black, 0.35), shade: 'flat' },
    {
      path: 'M 30 16 C 31 9 36 8 53 8 C 70 8 75 9 76 16 C 78 30 78 42 76 54 L 30 54 C 28 42 28 30 30 16 Z',
      color: 'main',
      shade: 'round',
    },
    { path: 'M 52.4 12 L 53.6 12 L 53.6 50 L 52.4 50 Z', color: black, alpha: 0.16, blur: 1.5 },
    { path: 'M 41.4 13 L 42.4 13 L 42.4 50 L 41.4 50 Z', color: black, alpha: 0.13, blur: 1.5 },
    { path: 'M 63.6 13 L 64.6 13 L 64.6 50 L 63.6 50 Z', color: black, alpha: 0.13, blur: 1.5 },
    {
      path: 'M 26 52 C 34 48 72 48 80 52 C 84 55 84 62 80 65 C 70 68 36 68 26 65 C 22 62 22 55 26 52 Z',
      color: 'main',
      shade: 'above',
    },
    { path: 'M 29 53 C 36 50 70 50 77 53 C 70 57 36 57 29 53 Z', color: white, alpha: 0.22, blur: 4 },
    {
      path: 'M 38 34 C 44 32 62 32 68 34 C 70 40 70 48 68 54 C 60 56 46 56 38 54 C 36 48 36 40 38 34 Z',
      color: 'accent',
      shade: 'above',
    },
  ],
  sneaker: [
    {
      path: 'M 12 40 C 14 34 22 33 27 37 C 32 42 38 41 43 37 C 50 46 60 55 74 60 C 86 63 92 68 92 77 L 10 79 C 8 66 9 50 12 40 Z',
      color: 'main',
      shade: 'above',
    },
    { path: 'M 74 60 C 86 63 92 68 92 77 L 70 78 C 68 70 70 64 74 60 Z', color: 'pale', shade: 'above' },
    {
      path: 'M 11.5 42 C 14 34 20 33 24 35.4 C 22 48 22 64 24 78.6 L 10 79 C 8 66 9 52 11.5 42 Z',
      color: 'accent',
      shade: 'above',
    },
    { path: 'M 14 36.6 C 18 32 24 34 27 37 C 32 42 38 41 43 37 C 36 47 22 48 14 36.6 Z', color: dark, alpha: 0.85 },
    { path: 'M 30 76 C 38 72 44 62 46 52 L 54 57 C 52 67 46 75 40 78 Z', color: 'pale', shade: 'above' },
    { path: 'M 46 42 L 56 38.4 L 57 40.6 L 48 44.4 Z', color: white, shade: 'flat' },
    { path: 'M 51 47.6 L 61.4 43.6 L 62.4 45.8 L 53 50 Z', color: white, shade: 'flat' },
    { path: 'M 57 52.6 L 67 48.6 L 68 50.8 L 59 55 Z', color: white, shade: 'flat' },
    { path: 'M 63 57 L 72.4 53.4 L 73.4 55.6 L 65 59.4 Z', color: white, shade: 'flat' },
    {
      path: 'M 43 37 C 48 39.5 61 49.5 75 57.6 C 75.6 58.8 75 59.8 74 60 C 60 55 50 46 43 37 Z',
      color: 'accent',
      shade: 'above',
      alpha: 0.7,
    },
    {
      path: 'M 8 76 C 30 80 60 74 93 75 C 96 79 95 86 90 88 C 60 91 30 90 12 90 C 6 89 6 82 8 76 Z',
      color: rgb('#f6f3ec'),
      shade: 'above',
    },
    {
      path: 'M 7 86 C 30 87 70 87 94 83 C 93 87 91 90 88 90.4 C 60 91.4 30 91.2 12 91 C 8 90.4 7 88 7 86 Z',
      color: dark,
      shade: 'flat',
    },
  ],
  bag: [
    {
      path: 'M 33 46 C 33 8 67 8 67 46 L 62 46 C 62 16 38 16 38 46 Z',
      color: 'accent',
      shade: 'round',
    },
    {
      path: 'M 20 42 C 22 39 26 39 50 39 C 74 39 78 39 80 42 C 84 58 87 74 87 86 C 87 90 83 90.5 50 90.5 C 17 90.5 13 90 13 86 C 13 74 16 58 20 42 Z',
      color: 'main',
      shade: 'round',
    },
    {
      path: 'M 20 42 C 22 39 26 39 50 39 C 74 39 78 39 80 42 C 80 56 72 66 50 68 C 28 66 20 56 20 42 Z',
      color: 'main',
      shade: 'above',
    },
    {
      path: 'M 21 45 C 22 57 30 65.4 50 67 C 70 65.4 78 57 79 45 L 80 46 C 79 58 72 67 50 69 C 28 67 21 58 20 46 Z',
      color: black,
      alpha: 0.3,
      blur: 1.5,
    },
    { path: ellipse(50, 64, 4.6, 4.6), color: rgb('#d8b46a'), shade: 'above' },
    { path: ellipse(50, 64, 2.2, 2.2), color: rgb('#8d6b2c'), shade: 'flat' },
    { path: 'M 25 72 C 25 60 26 52 27 46 L 30 46 C 28.6 56 28 66 28 84 L 25 84 Z', color: white, alpha: 0.25, blur: 4 },
    { path: rectangle(14.6, 84.4, 70.8, 0.8), color: black, alpha: 0.15 },
  ],
};

export function drawProduct(canvas: Canvas, product: Product, palette: Palette, place: Place, light = 1): void {
  for (const part of parts[product]) {
    const color = typeof part.color === 'string' ? palette[part.color] : part.color;
    const lit = mix(black, color, light);
    const paint = shaded(lit, part.shade ?? 'flat', extentOf(part.path, place));
    canvas.fill(part.path, place, paint, {
      alpha: part.alpha ?? 1,
      ...(part.blur !== undefined && { blur: (part.blur * place.scale) / 6 }),
    });
  }
}

/** Where the product touches the floor, from left to right. */
export const feet: Readonly<Record<Product, readonly [left: number, right: number]>> = {
  mug: [29, 62],
  bottle: [29, 71],
  lamp: [29, 71],
  chair: [24, 84],
  sneaker: [8, 93],
  bag: [13, 87],
};

function shaded(color: Color, shade: Shade, { left, right, top, bottom }: Box): Paint {
  if (shade === 'flat') return color;
  const [bright, deep] = [mix(color, white, 0.28), mix(color, black, 0.42)];
  if (shade === 'above') return byRow(top, bottom, (share) => ramp(bright, color, deep, share));
  // Light comes from the left: brightest at a third, darkest at the right edge.
  return byColumn(left, right, (share) =>
    ramp(bright, color, deep, Math.abs(share - 0.32) / (share < 0.32 ? 0.5 : 0.68)),
  );
}

function ramp(bright: Color, color: Color, deep: Color, at: number): Color {
  return at < 0.45 ? mix(bright, color, at / 0.45) : mix(color, deep, Math.min(1, (at - 0.45) / 0.55));
}
