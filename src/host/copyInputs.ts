import * as vscode from 'vscode';
import type { Store } from '../core/store';
import { newBatchBody } from '../shared/newBatch';
import { RequestFailed } from '../shared/rpc';
import { statusKind } from '../shared/status';
import { batchWords as words } from '../shared/words/batch';
import type { Session } from './session';

export interface CopyInputsContext {
  readonly store: Store;
  readonly session: Session;
}

/**
 * Puts the inputs of items on the clipboard as the body of a request for a new batch, and answers how many they are.
 * They are read again where they may be old: links in them expire.
 */
export async function copyInputs(
  { store, session }: CopyInputsContext,
  batchId: string,
  itemIds: readonly string[] | 'failed',
): Promise<number> {
  const access = await session.need();
  await access.contents.read(batchId);
  const contents = store.state.contents.get(batchId);
  if (contents?.problem) throw contents.problem;
  const wanted = (contents?.items ?? []).filter(({ id, statusCode }) =>
    itemIds === 'failed' ? statusKind(statusCode) === 'failed' : itemIds.includes(id),
  );
  const body = newBatchBody(wanted);
  if (body.input.length === 0) throw new RequestFailed('nothing', words.nothingToCopy);
  await vscode.env.clipboard.writeText(`${JSON.stringify(body, null, 2)}\n`);
  return body.input.length;
}
