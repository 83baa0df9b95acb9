import type { JsonObject } from '../../src/shared/model';
import type { LogMemory } from '../../src/shared/protocol';
import { levelKinds, type LevelKind } from './line';
import { timeStyles, type TimeStyle } from './times';

/** How a log is looked at: what a person chose, and what survives a reload of the window. */
export interface Settings {
  readonly typed: string;
  readonly mode: 'filter' | 'find';
  readonly hidden: ReadonlySet<LevelKind>;
  readonly times: TimeStyle;
  readonly wrap: boolean;
}

export const firstSettings: Settings = { typed: '', mode: 'filter', hidden: new Set(), times: 'local', wrap: true };

/** What belongs to one run only. */
export interface Spot {
  readonly runId: string;
  readonly stopped: boolean;
  readonly following: boolean;
  /** How many lines had come when the newest one was last on the screen. */
  readonly seen: number;
  readonly anchor: LogMemory['anchor'];
}

export function toMemory({ hidden, ...settings }: Settings, spot: Spot | undefined): LogMemory {
  return { ...settings, ...spot, hidden: [...hidden] };
}

/** What has not been read again yet is still what to go back to. */
export function spotToKeep(now: Spot | undefined, recalled: Spot | undefined): Spot | undefined {
  if (now === undefined || recalled === undefined) return now ?? recalled;
  return { ...now, stopped: now.stopped || recalled.stopped, anchor: recalled.anchor ?? now.anchor };
}

/** What the editor kept for us; it may come from another version of the page. */
export function recallLog(kept: unknown): { readonly settings: Settings; readonly spot: Spot | undefined } {
  const memory = asObject(asObject(kept)['log']);
  const { typed, mode, hidden, times, wrap } = memory;
  const settings: Settings = {
    typed: typeof typed === 'string' ? typed.slice(0, 1000) : firstSettings.typed,
    mode: mode === 'find' ? 'find' : 'filter',
    hidden: new Set(levelKinds.filter((kind) => Array.isArray(hidden) && hidden.includes(kind))),
    times: timeStyles.find((style) => style === times) ?? firstSettings.times,
    wrap: wrap !== false,
  };
  return { settings, spot: spotIn(memory) };
}

function spotIn({ runId, stopped, following, seen, anchor }: Partial<JsonObject>): Spot | undefined {
  if (typeof runId !== 'string') return undefined;
  const { id, offset } = asObject(anchor);
  const isPlace = typeof id === 'string' && typeof offset === 'number' && Number.isFinite(offset);
  return {
    runId,
    stopped: stopped === true,
    following: following === true,
    seen: Number(seen) || 0,
    anchor: isPlace ? { id, offset } : undefined,
  };
}

function asObject(value: unknown): Partial<JsonObject> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
