/** Where the products stand: in a cluttered room, in a studio, or nowhere. */
import type { Color } from './canvas';
import { black, Canvas, downwards, mix, rgb, white } from './canvas';
import type { Place } from './outline';
import { ellipse, rectangle } from './outline';
import type { Palette } from './products';
import { drawProduct, feet } from './products';
import type { Product } from './productNames';
import { pick, randomFrom } from '../seed';

export interface Subject {
  readonly product: Product;
  readonly palette: Palette;
  /** Names the picture; everything else that varies comes from it. */
  readonly name: string;
}

const palettes: readonly [Palette, ...Palette[]] = [
  { main: rgb('#c8553d'), accent: rgb('#2b3a55'), pale: rgb('#f3e3d3') },
  { main: rgb('#2f6f73'), accent: rgb('#e3a857'), pale: rgb('#eef0e6') },
  { main: rgb('#e0a526'), accent: rgb('#3d405b'), pale: rgb('#fbf3df') },
  { main: rgb('#3f5e9a'), accent: rgb('#e8836b'), pale: rgb('#e9eef7') },
  { main: rgb('#7d9d6a'), accent: rgb('#5b4636'), pale: rgb('#f4f1e4') },
  { main: rgb('#b45a7c'), accent: rgb('#31344b'), pale: rgb('#f8e6ea') },
  { main: rgb('#e9e4da'), accent: rgb('#c46a4a'), pale: rgb('#ffffff') },
  { main: rgb('#3a3d46'), accent: rgb('#d4a24c'), pale: rgb('#d9dce2') },
];

export function subjectOf(product: Product, name: string): Subject {
  return { product, name, palette: pick(palettes, randomFrom(`palette ${name}`)()) };
}

const studios: readonly [Color, ...Color[]] = ['#e6e1da', '#dfe6ea', '#efe0d2', '#e2e7dc', '#e9dfe6', '#e4e4e4'].map(
  rgb,
) as [Color, ...Color[]];

/** The product alone before a seamless background, lit from the upper left. */
export function studio({ product, palette, name }: Subject, width: number, height: number): Canvas {
  const canvas = new Canvas(width, height);
  const random = randomFrom(`studio ${name}`);
  const tone = pick(studios, random());
  const scale = (Math.min(width, height) * 0.74) / 100;
  const place = { x: width / 2 - 50 * scale, y: height * 0.84 - 90 * scale, scale };
  const [bright, shade] = [mix(tone, white, 0.55), mix(tone, black, 0.13)];
  const [lightX, lightY, reach] = [width * 0.42, height * 0.34, Math.hypot(width, height) * 0.62];
  const bend = height * 0.72;
  const backdrop = Array.from({ length: 513 }, (_, step) => mix(bright, shade, step / 512));
  canvas.flood((x, y) => {
    const far = Math.min(1, Math.sqrt((x - lightX) ** 2 + (y - lightY) ** 2) / reach);
    const floor = Math.min(1, Math.max(0, (y - bend) / (height * 0.16)));
    return backdrop[Math.floor(far * (1 - 0.35 * floor) * 512)] ?? bright;
  });
  shadow(canvas, product, place, { color: mix(tone, black, 0.72), length: 0.45 });
  drawProduct(canvas, product, palette, place);
  return canvas;
}

/** What cutting out leaves: the product on the chequers that stand for nothing. */
export function cutout({ product, palette }: Subject, side: number): Canvas {
  const canvas = new Canvas(side, side);
  const [light, grey] = [rgb('#ffffff'), rgb('#dcdcdc')];
  canvas.flood((x, y) => (((x >> 4) + (y >> 4)) & 1 ? light : grey));
  const scale = (side * 0.8) / 100;
  drawProduct(canvas, product, palette, { x: side / 2 - 50 * scale, y: side * 0.86 - 90 * scale, scale });
  return canvas;
}

const walls: readonly [Color, ...Color[]] = ['#a9b6a2', '#c9a27e', '#8fa3b5', '#c7b08b', '#b58f8f', '#9d97b0'].map(
  rgb,
) as [Color, ...Color[]];
const woods: readonly [Color, ...Color[]] = ['#8a5a35', '#6f4a2f', '#a4764a', '#5b4031'].map(rgb) as [
  Color,
  ...Color[],
];

/** A snapshot: crooked, dim, on a table before a wall with things standing about. */
export function room({ product, palette, name }: Subject, side: number): Canvas {
  const canvas = new Canvas(side, side);
  const random = randomFrom(`room ${name}`);
  const [wall, wood] = [pick(walls, random()), pick(woods, random())];
  const unit = { x: 0, y: 0, scale: side / 100 };
  const edge = 62 + random() * 8;
  backWall(canvas, unit, wall, random);
  shelf(canvas, unit, edge, random);
  tableTop(canvas, unit, edge, wood, random);
  const scale = (side * (0.5 + random() * 0.1)) / 100;
  const place = { x: side * (0.36 + random() * 0.16) - 50 * scale, y: side * 0.87 - 90 * scale, scale };
  shadow(canvas, product, place, { color: mix(wood, black, 0.8), length: 0.8 });
  drawProduct(canvas, product, palette, place, 0.8);
  clutterInFront(canvas, unit, random);
  // A tired bulb: yellowish, darker towards the corners.
  const bulb = Array.from({ length: 100 }, (_, step) => mix(rgb('#d9a44a'), black, Math.min(1, step / 66)));
  canvas.flood((x, y) => {
    const [right, down] = [x / side - 0.5, y / side - 0.45];
    return bulb[Math.floor(Math.sqrt(right * right + down * down) * 100)] ?? black;
  }, 0.16);
  return canvas;
}

type Random = () => number;

function backWall(canvas: Canvas, unit: Place, wall: Color, random: Random): void {
  canvas.flood(downwards(0, canvas.height * 0.7, mix(wall, white, 0.12), mix(wall, black, 0.18)));
  const stripes = 5 + Math.floor(random() * 5);
  for (let stripe = 0; stripe < stripes; stripe += 1) {
    const width = 100 / stripes / 2;
    canvas.fill(rectangle(stripe * width * 2, 0, width, 70), unit, mix(wall, white, 0.2), { alpha: 0.25 });
  }
  const left = random() < 0.5 ? 6 : 62;
  canvas.fill(rectangle(left - 2, 4, 34, 40), unit, mix(wall, white, 0.75));
  canvas.fill(rectangle(left, 6, 30, 36), unit, downwards(0, canvas.height * 0.45, rgb('#dff0fb'), rgb('#f7dfb8')));
  canvas.fill(rectangle(left + 14.4, 6, 1.2, 36), unit, mix(wall, white, 0.75));
  canvas.fill(rectangle(left, 23, 30, 1.2), unit, mix(wall, white, 0.75));
  const frame = left > 50 ? 12 : 58;
  canvas.fill(rectangle(frame, 10, 22, 17), unit, rgb('#3b2d24'));
  canvas.fill(rectangle(frame + 1.5, 11.5, 19, 14), unit, rgb('#d9cdb8'));
  canvas.fill(ellipse(frame + 11, 20, 6, 4), unit, pick(walls, random()), { alpha: 0.9 });
}

/** Books, a box and a plant behind the product. */
function shelf(canvas: Canvas, unit: Place, edge: number, random: Random): void {
  let x = random() * 4;
  while (x < 97) {
    const kind = random();
    const width = 4 + random() * 6;
    const color = mix(pick(palettes, random()).main, rgb('#6b6258'), 0.45);
    if (kind < 0.55) {
      const height = 14 + random() * 14;
      canvas.fill(rectangle(x, edge - height, width, height), unit, color);
      canvas.fill(rectangle(x, edge - height + 3, width, 1.2), unit, white, { alpha: 0.4 });
      canvas.fill(rectangle(x + width - 0.8, edge - height, 0.8, height), unit, black, { alpha: 0.25 });
    } else if (kind < 0.66) {
      plant(canvas, unit, x + width / 2, edge, random);
    }
    x += width + (kind > 0.66 ? 6 : 0.4);
  }
}

function plant(canvas: Canvas, unit: Place, x: number, edge: number, random: Random): void {
  const green = mix(rgb('#3f6b3a'), rgb('#7fa05a'), random());
  for (let leaf = 0; leaf < 9; leaf++) {
    const lean = (leaf - 4) * 3.2;
    const tip = edge - 34 + Math.abs(leaf - 4) * 3.5;
    const path = `M ${x} ${edge - 8} C ${x + lean - 3} ${edge - 18} ${x + lean * 1.2} ${tip + 4} ${x + lean * 1.7} ${tip} C ${x + lean * 1.5 + 2.5} ${tip + 6} ${x + lean + 3} ${edge - 16} ${x} ${edge - 8} Z`;
    canvas.fill(path, unit, mix(green, black, (leaf % 3) * 0.12));
  }
  canvas.fill(
    `M ${x - 5} ${edge - 10} L ${x + 5} ${edge - 10} L ${x + 4} ${edge} L ${x - 4} ${edge} Z`,
    unit,
    rgb('#b0603c'),
  );
}

function tableTop(canvas: Canvas, unit: Place, edge: number, wood: Color, random: Random): void {
  const [top, bottom] = [edge * unit.scale, canvas.height];
  canvas.fill(
    rectangle(0, edge, 100, 100 - edge),
    unit,
    downwards(top, bottom, mix(wood, white, 0.22), mix(wood, black, 0.25)),
  );
  canvas.fill(rectangle(0, edge, 100, 0.7), unit, white, { alpha: 0.25 });
  for (let plank = 0; plank < 5; plank++) {
    const y = edge + 3 + plank * plank * 1.6 + plank * 3;
    canvas.fill(rectangle(0, y, 100, 0.35), unit, black, { alpha: 0.3 });
    for (let grain = 0; grain < 4; grain++) {
      const [x, length] = [random() * 80, 12 + random() * 26];
      const path = `M ${x} ${y + 1.5} C ${x + length / 3} ${y + 0.6} ${x + length / 2} ${y + 2.6} ${x + length} ${y + 1.6} L ${x + length} ${y + 1.9} C ${x + length / 2} ${y + 3} ${x + length / 3} ${y + 1} ${x} ${y + 1.9} Z`;
      canvas.fill(path, unit, black, { alpha: 0.16 });
    }
  }
}

/** A note, a pen and a cable that somebody forgot. */
function clutterInFront(canvas: Canvas, unit: Place, random: Random): void {
  const x = 68 + random() * 8;
  const note = `M ${x} 86 L ${x + 20} 83 L ${x + 23} 95 L ${x + 2} 98 Z`;
  canvas.fill(note, { ...unit, x: 5, y: 6 }, black, { alpha: 0.4, blur: 5 });
  canvas.fill(note, unit, rgb('#efe9c9'));
  for (let line = 0; line < 4; line++) {
    const y = 88 + line * 2.2;
    canvas.fill(
      `M ${x + 2.5} ${y} L ${x + 18} ${y - 2.3} L ${x + 18} ${y - 1.9} L ${x + 2.5} ${y + 0.4} Z`,
      unit,
      rgb('#5b6f8f'),
      { alpha: 0.7 },
    );
  }
  canvas.fill(`M ${x + 6} 99 L ${x + 21} 90 L ${x + 22} 91.4 L ${x + 7} 100.4 Z`, unit, rgb('#22314f'));
  canvas.fill(
    'M -2 93 C 12 84 16 99 30 96 C 36 95 38 99 44 101 L 42.6 101.6 C 37 100 35 96.4 30 97.3 C 15 100.4 12 86 -2 94.4 Z',
    unit,
    rgb('#2a2a2d'),
  );
}

interface Shade {
  readonly color: Color;
  /** How far the shadow falls to the right, in parts of the product's width. */
  readonly length: number;
}

/** A wide soft shadow and a dark narrow one where the product touches the ground. */
function shadow(canvas: Canvas, product: Product, place: Place, { color, length }: Shade): void {
  const [left, right] = feet[product];
  const [middle, half] = [(left + right) / 2, (right - left) / 2];
  const soft = place.scale;
  canvas.fill(ellipse(middle + half * length * 0.6, 90, half * (1.1 + length * 0.5), 5.5), place, color, {
    alpha: 0.35,
    blur: 6 * soft,
  });
  canvas.fill(ellipse(middle + half * 0.1, 90, half * 1.04, 2.6), place, color, { alpha: 0.55, blur: 2 * soft });
  canvas.fill(ellipse(middle, 90.2, half * 0.96, 1.2), place, color, { alpha: 0.7, blur: 0.7 * soft });
}
