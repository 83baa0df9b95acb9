import type { Json, NodeRun } from './model';
import { findMedia, type MediaFound } from './outputs';

/** What of a node run may hold media; places in it are told from here. */
export function nodeJson({ raw }: Pick<NodeRun, 'raw'>): Json {
  const { preview_type: type, preview_value: preview, output, input } = raw;
  return { preview_type: type ?? null, preview_value: preview ?? null, output: output ?? null, input: input ?? null };
}

/** Media of a node run: its preview first, then what it gave and took. */
export function findNodeMedia(node: Pick<NodeRun, 'id' | 'raw'>): readonly MediaFound[] {
  return findMedia(nodeJson(node), 'output').map((media) => ({ ...media, nodeRunId: node.id }));
}
