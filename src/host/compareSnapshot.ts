import { withPlainNumbers } from '../core/exactJson';
import { detailKey, emptyDetail, type Detail, type State } from '../core/store';
import { compare, type Compared } from '../shared/compare';
import { comparedNodes } from '../shared/comparedNodes';
import { picturePairs } from '../shared/comparedPictures';
import type { ComparedAddresses, CompareSnapshot } from '../shared/compareProtocol';
import { findMedia, sideOf } from '../shared/outputs';
import type { ItemAddress } from '../shared/protocol';
import { mediaMode } from './config';
import { comparedNames } from './comparePanels';
import { describe } from './report';

/** What the comparison page is told, composed of what the store holds now. */
export function compareSnapshot(state: State, addresses: ComparedAddresses): CompareSnapshot {
  const names = comparedNames(state, addresses);
  const details = [detailOf(state, addresses.left), detailOf(state, addresses.right)] as const;
  const [left, right] = [compared(names.left, details[0]), compared(names.right, details[1])];
  const problems = details.map(({ problem }) => problem).filter((problem) => problem !== undefined);
  const views = new Map(problems.map((problem) => [describe(problem).sentence, describe(problem)]));
  return {
    addresses,
    names,
    loading: details.some(({ loaded, problem }) => !loaded && problem === undefined),
    problems: [...views.values()],
    ...compare(left, right),
    pictures: picturePairs(mediaOf(left), mediaOf(right)),
    nodes: comparedNodes(left.nodeRuns, right.nodeRuns, Object.fromEntries(state.nodeNames)),
    media: mediaMode(),
  };
}

function detailOf(state: State, address: ItemAddress): Detail {
  return state.details.get(detailKey(address)) ?? emptyDetail(address);
}

function compared(name: string, { item, run, nodeRuns }: Detail): Compared {
  return {
    name,
    item: item && { ...item, raw: withPlainNumbers(item.raw) },
    run: run && { ...run, raw: withPlainNumbers(run.raw) },
    nodeRuns: nodeRuns ?? run?.nodeRuns,
  };
}

function mediaOf(of: Compared) {
  return { input: findMedia(sideOf(of, 'input'), 'input'), output: findMedia(sideOf(of, 'output'), 'output') };
}
