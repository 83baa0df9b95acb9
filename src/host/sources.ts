import type { Source } from '../core/takeHome/gather';
import type { ChosenContext } from './chosen';
import { lookup } from './lookupBox';

/**
 * What a command takes home: the rows it was called on, else the active page, else what is selected, else what is asked
 * for. Empty when the user turned back.
 */
export async function chooseSources(
  context: ChosenContext,
  argument: unknown,
  all: unknown,
): Promise<readonly Source[]> {
  const rows = Array.isArray(all) && all.length > 0 ? (all as readonly unknown[]) : [argument];
  const given = rows.flatMap(sourceIn);
  if (given.length > 0) return given;
  if (context.panels.active) return [context.panels.active];
  const selected = context.view.selection.flatMap(sourceIn);
  if (selected.length > 0) return selected;
  const finding = await lookup(context, 'source');
  if (finding === undefined) return [];
  return [finding.kind === 'batch' ? { batchId: finding.batchId } : finding.address];
}

/** Rows that lead further and rows that say something are none. */
function sourceIn(row: unknown): readonly Source[] {
  if (typeof row !== 'object' || row === null) return [];
  const text = (name: string): string | undefined => {
    const value: unknown = Object.getOwnPropertyDescriptor(row, name)?.value;
    return typeof value === 'string' ? value : undefined;
  };
  const [kind, batchId, itemId, runId] = [text('kind'), text('batchId'), text('itemId'), text('runId')];
  if (kind === 'more' || kind === 'notice') return [];
  if (batchId !== undefined) return [itemId === undefined ? { batchId } : { batchId, itemId }];
  return runId === undefined ? [] : [{ runId }];
}
