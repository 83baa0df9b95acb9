import { normaliseUuid } from '../shared/uuid';
import type { ItemAddress } from '../shared/protocol';

/** What a document shows. A node run and the documents of a run outside any batch need a run, all others an item. */
export type DocumentPart =
  | 'output'
  | 'input'
  | 'error'
  | 'item'
  | 'run'
  | 'logs'
  | { readonly nodeRunId: string }
  /** As it is compared: keys in order, links without signatures. */
  | { readonly compared: ComparedPart };

export type ComparedPart = 'output' | 'input';

export interface DocumentAddress {
  readonly address: ItemAddress;
  readonly part: DocumentPart;
}

/** What the last part of a path is called, for all but node runs. */
export const fileNames = {
  output: 'output.json',
  input: 'input.json',
  error: 'error.json',
  item: 'item.json',
  run: 'run.json',
  logs: 'logs.log',
} as const;
const parts = new Map(
  Object.entries(fileNames).map(([part, name]) => [name as string, part as keyof typeof fileNames]),
);

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const path = new RegExp(
  `^(?<compare>/compare)?/(?:batches/(?<batch>${uuid})/items/(?<item>${uuid})|runs/(?<run>${uuid}))/(?:node-runs/(?<node>${uuid})\\.json|(?<file>[a-z]+\\.[a-z]+))$`,
);

/** The path of a `runflow:` URI. It carries ids, never data or links, so it may be kept, copied and restored. */
export function documentPath({ address, part }: DocumentAddress): string {
  const { batchId, itemId, runId } = address;
  if (typeof part === 'object' && 'compared' in part)
    return `/compare${documentPath({ address, part: part.compared })}`;
  const file = typeof part === 'object' ? `node-runs/${written(part.nodeRunId)}.json` : fileNames[part];
  return batchId !== undefined && itemId !== undefined
    ? `/batches/${written(batchId)}/items/${written(itemId)}/${file}`
    : `/runs/${written(runId ?? '')}/${file}`;
}

/** The one way to write an id, so that a document has one path. What is none leads to a path that is never read back. */
function written(id: string): string {
  return normaliseUuid(id) ?? id;
}

/** Reads a path back; undefined for one that we never build. */
export function parseDocumentPath(text: string): DocumentAddress | undefined {
  const groups = path.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const address: ItemAddress =
    groups['run'] === undefined ? { batchId: groups['batch'], itemId: groups['item'] } : { runId: groups['run'] };
  const part = groups['node'] === undefined ? parts.get(groups['file'] ?? '') : { nodeRunId: groups['node'] };
  if (groups['compare'] === undefined) return part && { address, part };
  return part === 'output' || part === 'input' ? { address, part: { compared: part } } : undefined;
}
