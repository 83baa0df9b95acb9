import type { ItemAddress } from '../shared/protocol';

/** What a document shows. A node run and the documents of a run outside any batch need a run, all others an item. */
export type DocumentPart = 'output' | 'input' | 'error' | 'item' | 'run' | 'logs' | { readonly nodeRunId: string };

export interface DocumentAddress {
  readonly address: ItemAddress;
  readonly part: DocumentPart;
}

const fileNames = {
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
  `^/(?:batches/(?<batch>${uuid})/items/(?<item>${uuid})|runs/(?<run>${uuid}))/(?:node-runs/(?<node>${uuid})\\.json|(?<file>[a-z]+\\.[a-z]+))$`,
);

/** The path of a `runflow:` URI. It carries ids, never data or links, so it may be kept, copied and restored. */
export function documentPath({ address, part }: DocumentAddress): string {
  const file = typeof part === 'object' ? `node-runs/${part.nodeRunId}.json` : fileNames[part];
  return address.batchId !== undefined && address.itemId !== undefined
    ? `/batches/${address.batchId}/items/${address.itemId}/${file}`
    : `/runs/${address.runId ?? ''}/${file}`;
}

/** Reads a path back; undefined for one that we never build. */
export function parseDocumentPath(text: string): DocumentAddress | undefined {
  const groups = path.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const address: ItemAddress =
    groups['run'] === undefined ? { batchId: groups['batch'], itemId: groups['item'] } : { runId: groups['run'] };
  if (groups['node'] !== undefined) return { address, part: { nodeRunId: groups['node'] } };
  const part = parts.get(groups['file'] ?? '');
  return part && { address, part };
}
