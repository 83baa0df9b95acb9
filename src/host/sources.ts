import type { Source } from '../core/takeHome/gather';
import type { BatchPanels } from './batchPanels';
import { rowsOf, type ChosenContext } from './chosen';
import { lookup } from './lookupBox';
import type { BatchTree } from './tree';

export interface SourcesContext extends ChosenContext {
  readonly tree: BatchTree;
  readonly batchPanels: BatchPanels;
}

/**
 * What a command takes home: the rows it was called on or several that are selected, else the active page, else the
 * selected row, else what is asked for. Empty when the user turned back.
 */
export async function chooseSources(
  context: SourcesContext,
  argument: unknown,
  all: unknown,
): Promise<readonly Source[]> {
  const given = [argument, ...(Array.isArray(all) ? (all as readonly unknown[]) : [])];
  const isOfRows = given.some((row) => sourcesIn(context, row).length > 0);
  const rows = rowsOf(context, isOfRows ? argument : undefined, all).flatMap((row) => sourcesIn(context, row));
  const page = context.panels.active ?? pageOfBatch(context);
  if (rows.length > 0 && (isOfRows || rows.length > 1 || page === undefined)) return rows;
  if (page) return [page];
  const finding = await lookup(context, 'source');
  if (finding === undefined) return [];
  return [finding.kind === 'batch' ? { batchId: finding.batchId } : finding.address];
}

/** The batch whose page has the focus. */
export function pageOfBatch({ batchPanels: { active } }: Pick<SourcesContext, 'batchPanels'>): Source | undefined {
  return active === undefined ? undefined : { batchId: active };
}

/** A group stands for its items; rows that lead further or say something stand for nothing. */
function sourcesIn({ tree }: SourcesContext, row: unknown): readonly Source[] {
  if (typeof row !== 'object' || row === null) return [];
  const text = (name: string): string | undefined => {
    const value: unknown = Object.getOwnPropertyDescriptor(row, name)?.value;
    return typeof value === 'string' ? value : undefined;
  };
  const [kind = 'item', batchId, itemId, runId] = ['kind', 'batchId', 'itemId', 'runId'].map(text);
  if (kind === 'group' && batchId !== undefined) {
    return tree.itemsIn(batchId, text('group') ?? '').map((id) => ({ batchId, itemId: id }));
  }
  if (!['batch', 'item', 'run'].includes(kind)) return [];
  if (batchId !== undefined) return [itemId === undefined ? { batchId } : { batchId, itemId }];
  return runId === undefined ? [] : [{ runId }];
}
