import { noContents, type State } from '../core/store';
import { batchActions, type BatchItem, type BatchSnapshot, type Cover } from '../shared/batchProtocol';
import { commands } from '../shared/ids';
import type { Batch, Item, JsonObject } from '../shared/model';
import { promptOf } from '../shared/newBatch';
import { findMedia, sideOf, withoutSignature, type MediaFound } from '../shared/outputs';
import { shortKey } from '../shared/shortKey';
import { mediaMode } from './config';
import { siblingsOf } from './itemSnapshot';
import { describe } from './report';

const longestPrompt = 300;
const longestMessage = 1000;

/** What the batch page is told, composed of what the store holds now. */
export function batchSnapshot(state: State, batchId: string): BatchSnapshot {
  const contents = state.contents.get(batchId) ?? noContents;
  const batch = batchOf(state, batchId);
  return {
    batchId,
    loading: !contents.loaded && contents.problem === undefined,
    problem: contents.problem && describe(contents.problem),
    batch: batch && { ...batch, leanItems: undefined, raw: {} },
    modelName: state.modelNames.get(batch?.targetId ?? ''),
    items: itemsOf(state, batchId).map(toShow),
    clockSkewMs: state.clockSkewMs,
    media: mediaMode(),
    actions: batchActions.filter((action) => Object.hasOwn(commands, action)),
  };
}

export function batchOf({ list, contents }: State, batchId: string): Batch | undefined {
  return list.batches.find(({ id }) => id === batchId) ?? contents.get(batchId)?.batch;
}

/** The rows that were clicked say a good deal before the batch itself has been read. */
export function itemsOf(state: State, batchId: string): readonly Item[] {
  const read = state.contents.get(batchId)?.items ?? [];
  return read.length > 0 ? read : siblingsOf(state, { batchId });
}

function toShow(item: Item): BatchItem {
  const { raw, failure } = item;
  const known = parts.get(raw) ?? { prompt: promptOf(item)?.slice(0, longestPrompt), cover: asCover(coverOf(item)) };
  parts.set(raw, known);
  const { message } = failure ?? {};
  return {
    ...item,
    failure: failure && { ...failure, message: message?.slice(0, longestMessage) },
    raw: {},
    ...known,
  };
}

/** A page is told its snapshot often, mostly with the same objects. */
const parts = new WeakMap<JsonObject, Pick<BatchItem, 'prompt' | 'cover'>>();

/** The first picture of an output; of one without any the first file, which gets an icon. */
export function coverOf(item: Item): MediaFound | undefined {
  const found = findMedia(sideOf({ item, run: undefined }, 'output'), 'output');
  return found.find(({ kind }) => kind === 'image') ?? found[0];
}

function asCover(media: MediaFound | undefined): Cover | undefined {
  return media && { kind: media.kind, key: shortKey(withoutSignature(media.url)) };
}
