import { extensionOf, knownExtensions } from '../../shared/fileName';

/** Kinds of files that our bytes do not tell, and that no system runs when they are opened. */
const byName: ReadonlySet<string> = new Set([
  ...['tif', 'tiff', 'heic', 'ico', 'psd', 'exr', 'mkv', 'avi', 'ogv', 'opus', 'aac'],
  ...['zip', 'tar', 'gz', 'tgz', '7z', 'rar', 'pdf', 'json', 'txt', 'csv', 'srt', 'vtt'],
  ...['glb', 'gltf', 'obj', 'fbx', 'usdz', 'ply', 'stl', 'safetensors', 'ckpt', 'onnx', 'npy'],
]);

/** For what neither its bytes nor its name say. */
const other = 'bin';

/** Every extension that a saved file can have. */
export const allExtensions: ReadonlySet<string> = new Set([...knownExtensions, ...byName, other]);

/**
 * By the bytes. Where they do not tell, by the end of the link, but only for kinds that cannot be told by bytes: what
 * is called `png` and is none stays without that name, and nothing is ever called `exe`.
 */
export function extensionFor(type: string, name: string): string {
  const named = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return extensionOf(type) ?? (byName.has(named) ? named : other);
}
