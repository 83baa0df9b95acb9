/** The pictures of the demo, painted when somebody asks for them. */
import { encode } from 'fast-png';
import type { Canvas } from './canvas';
import { products } from './productNames';
import type { Subject } from './scenes';
import { cutout, room, studio, subjectOf } from './scenes';

const side = 640;

/** As many as a contact sheet of a whole batch shows twice; about 20 MB. */
const kept = 200;

/**
 * The PNG at a path such as `sneaker-7/after.png`: a product, a number that varies it, and what is seen of it:
 * `before` (in a room), `after` (in a studio), `cutout`, or `resized-16x9` (in a studio of that shape).
 */
export class Pictures {
  private readonly painted = new Map<string, Uint8Array>();

  png(path: string): Uint8Array | undefined {
    const known = this.painted.get(path);
    if (known) return known;
    const canvas = paint(path);
    if (!canvas) return undefined;
    const { width, height, pixels } = canvas;
    const png = encode({ width, height, data: pixels, channels: 3 });
    this.painted.set(path, png);
    const [oldest] = this.painted.keys();
    if (this.painted.size > kept && oldest !== undefined) this.painted.delete(oldest);
    return png;
  }
}

function paint(path: string): Canvas | undefined {
  const [, kind, name = '', scene = ''] = /^([a-z]+)-([\w-]+)\/([\w-]+)\.png$/.exec(path) ?? [];
  const product = products.find((candidate) => candidate === kind);
  if (!product) return undefined;
  const subject = subjectOf(product, `${product} ${name}`);
  const [, wide, high] = /^resized-(\d+)x(\d+)$/.exec(scene) ?? [];
  if (wide !== undefined && high !== undefined) {
    const stretch = Math.sqrt(Number(wide) / Number(high));
    return studio(subject, Math.round(side * stretch), Math.round(side / stretch));
  }
  return sceneOf(scene, subject);
}

function sceneOf(scene: string, subject: Subject): Canvas | undefined {
  if (scene === 'before') return room(subject, side);
  if (scene === 'after') return studio(subject, side, side);
  return scene === 'cutout' ? cutout(subject, side) : undefined;
}
