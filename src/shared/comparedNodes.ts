import { oneLine, shortId } from './format';
import type { NodeRun } from './model';
import { statusKind, statusWords, type StatusKind } from './status';

export interface ComparedNodeRun {
  readonly status: StatusKind;
  readonly statusText: string;
  readonly ms: number | undefined;
  readonly retries: number;
}

/** One node of the flow, as it ran in either run. */
export interface ComparedNode {
  readonly key: string;
  readonly name: string;
  readonly left: ComparedNodeRun | undefined;
  readonly right: ComparedNodeRun | undefined;
}

type Names = Readonly<Record<string, string>>;

/** Runs of the same node beside each other, in the order of the left ones; what ran only on the right comes last. */
export function comparedNodes(
  left: readonly NodeRun[] | undefined,
  right: readonly NodeRun[] | undefined,
  names: Names,
): readonly ComparedNode[] {
  const [ofLeft, ofRight] = [byKey(left ?? []), byKey(right ?? [])];
  const keys = [...new Set([...ofLeft.keys(), ...ofRight.keys()])];
  return keys.map((key, place) => {
    const [one, other] = [ofLeft.get(key), ofRight.get(key)];
    return { key, name: nameOf(one ?? other, place, names), left: one && told(one), right: other && told(other) };
  });
}

/** A node may run several times, and one whose node is not told is known by its place. */
function byKey(nodeRuns: readonly NodeRun[]): ReadonlyMap<string, NodeRun> {
  const found = new Map<string, NodeRun>();
  const seen = new Map<string, number>();
  nodeRuns.forEach((nodeRun) => {
    const id = nodeRun.nodeId ?? '';
    const times = seen.get(id) ?? 0;
    seen.set(id, times + 1);
    found.set(`${id}#${times}`, nodeRun);
  });
  return found;
}

function nameOf(nodeRun: NodeRun | undefined, place: number, names: Names): string {
  const id = nodeRun?.nodeId;
  const label = id !== undefined && Object.hasOwn(names, id) ? names[id] : undefined;
  if (label !== undefined && label.trim() !== '') return oneLine(label, 80);
  return id === undefined ? `#${place + 1}` : shortId(id);
}

function told({ stateCode, durationMs, startedAt, completedAt, retryCount }: NodeRun): ComparedNodeRun {
  const measured = startedAt !== undefined && completedAt !== undefined ? completedAt - startedAt : undefined;
  const ms = durationMs ?? measured;
  return {
    status: statusKind(stateCode),
    statusText: oneLine(statusWords(stateCode), 40),
    ms: ms !== undefined && Number.isFinite(ms) ? Math.max(0, ms) : undefined,
    retries: retryCount ?? 0,
  };
}
