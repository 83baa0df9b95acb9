import type * as vscode from 'vscode';
import type { Capabilities, Capability } from '../core/exchange';
import { same } from '../core/same';
import type { SeenFailures } from '../core/unseen';
import type { WatchFor } from '../core/watch';
import { isEmpty, readFilter, type BatchFilter } from '../shared/filter';
import { groupings, type Grouping } from '../shared/grouping';
import type { ItemAddress } from '../shared/protocol';

const recentsKept = 20;

/**
 * What is remembered between sessions: ids and choices of one organization of one origin, and how many failures were
 * seen, and the folder files go to. Never a name, a value or a link of the API; beside it the session keeps whose key
 * it is, as an id.
 */
export class Memory {
  readonly #state: vscode.Memento;
  readonly #scope: string;
  readonly #origin: string;

  constructor(state: vscode.Memento, origin: string, organizationId: string | undefined) {
    this.#state = state;
    this.#origin = `runflow:${origin}`;
    this.#scope = scopeOf(origin, organizationId);
  }

  get pinned(): readonly string[] {
    return this.#ids('pinned');
  }

  get added(): readonly string[] {
    return this.#ids('added');
  }

  get hidden(): readonly string[] {
    return this.#ids('hidden');
  }

  /** Batches somebody wants to hear of, and of what. */
  get watched(): Readonly<Record<string, WatchFor>> {
    return this.#state.get<Readonly<Record<string, WatchFor>>>(`${this.#scope}|watched`, {});
  }

  async watch(batchId: string, wanted: WatchFor | undefined): Promise<void> {
    const others = Object.entries(this.watched).filter(([id]) => id !== batchId);
    const next = wanted === undefined ? others : [...others, [batchId, wanted] as const];
    await this.#state.update(`${this.#scope}|watched`, Object.fromEntries(next));
  }

  /** Which batches are shown. */
  get filter(): BatchFilter {
    return readFilter(this.#state.get<unknown>(`${this.#scope}|filter`));
  }

  async setFilter(filter: BatchFilter): Promise<void> {
    await this.#state.update(`${this.#scope}|filter`, isEmpty(filter) ? undefined : filter);
  }

  /** How the items of a batch are grouped. */
  get grouping(): Grouping {
    const kept = this.#state.get<unknown>(`${this.#scope}|grouping`);
    return groupings.find((grouping) => grouping === kept) ?? 'none';
  }

  async setGrouping(grouping: Grouping): Promise<void> {
    await this.#state.update(`${this.#scope}|grouping`, grouping === 'none' ? undefined : grouping);
  }

  /** What the user opened, newest first, for the lookup box. */
  get recents(): readonly ItemAddress[] {
    return this.#state.get<readonly unknown[]>(`${this.#scope}|recents`, []).flatMap((kept) => addressOf(kept) ?? []);
  }

  async pin(batchId: string, pinned: boolean): Promise<void> {
    await this.#put('pinned', toggled(this.pinned, batchId, pinned));
  }

  /** Puts a batch on the list whatever the list itself says. */
  async add(batchId: string): Promise<void> {
    await this.#put('added', toggled(this.added, batchId, true));
    await this.#put('hidden', toggled(this.hidden, batchId, false));
  }

  async hide(batchId: string): Promise<void> {
    await this.#put('added', toggled(this.added, batchId, false));
    await this.#put('pinned', toggled(this.pinned, batchId, false));
    await this.#put('hidden', toggled(this.hidden, batchId, true));
  }

  async showHidden(): Promise<void> {
    await this.#put('hidden', []);
  }

  async addRecent(opened: ItemAddress): Promise<void> {
    const others = this.recents.filter(({ itemId, runId }) => itemId !== opened.itemId || runId !== opened.runId);
    const next = [addressOf(opened), ...others].slice(0, recentsKept);
    await this.#state.update(`${this.#scope}|recents`, next);
  }

  /** The folder that files were saved into last. */
  get saveFolder(): string | undefined {
    const kept = this.#state.get<unknown>(`${this.#scope}|saveFolder`);
    return typeof kept === 'string' ? kept : undefined;
  }

  async setSaveFolder(path: string): Promise<void> {
    await this.#state.update(`${this.#scope}|saveFolder`, path);
  }

  get seenFailures(): SeenFailures {
    return this.#state.get<SeenFailures>(`${this.#scope}|seenFailures`, {});
  }

  set seenFailures(seen: SeenFailures) {
    if (!same(seen, this.seenFailures)) void this.#state.update(`${this.#scope}|seenFailures`, seen);
  }

  /** What this origin was seen to accept. */
  get capabilities(): Capabilities {
    const key = (name: Capability) => `${this.#origin}|accepts|${name}`;
    return {
      get: (name) => this.#state.get<boolean>(key(name)),
      set: (name, accepted) => {
        if (this.#state.get(key(name)) !== accepted) void this.#state.update(key(name), accepted);
      },
    };
  }

  /** What was kept for the key's own organization is kept by the id of that from now on. */
  static async name(state: vscode.Memento, origin: string, organizationId: string | undefined): Promise<void> {
    if (organizationId === undefined) return;
    const unnamed = scopeOf(origin, undefined);
    const kept = state.keys().filter((key) => key.startsWith(`${unnamed}|`));
    const named = scopeOf(origin, organizationId);
    for (const key of kept) {
      await state.update(named + key.slice(unnamed.length), state.get(key));
      await state.update(key, undefined);
    }
  }

  /** Erases all that belongs to the origin: Sign Out. */
  static async erase(state: vscode.Memento, origin: string): Promise<void> {
    const own = state.keys().filter((key) => key.startsWith(`runflow:${origin}|`));
    await Promise.all(own.map((key) => state.update(key, undefined)));
  }

  #ids(name: string): readonly string[] {
    return this.#state.get<readonly string[]>(`${this.#scope}|${name}`, []);
  }

  async #put(name: string, ids: readonly string[]): Promise<void> {
    await this.#state.update(`${this.#scope}|${name}`, ids);
  }
}

function scopeOf(origin: string, organizationId: string | undefined): string {
  return `runflow:${origin}|${organizationId ?? 'own'}`;
}

function toggled(ids: readonly string[], id: string, present: boolean): readonly string[] {
  const others = ids.filter((other) => other !== id);
  return present ? [...others, id] : others;
}

/** The ids in what was kept, and nothing else; earlier versions kept a name beside them. */
function addressOf(kept: unknown): ItemAddress | undefined {
  if (typeof kept !== 'object' || kept === null) return undefined;
  const ids: unknown = 'address' in kept ? kept.address : kept;
  if (typeof ids !== 'object' || ids === null) return undefined;
  const id = (name: keyof ItemAddress): string | undefined => {
    const value: unknown = Object.getOwnPropertyDescriptor(ids, name)?.value;
    return typeof value === 'string' ? value : undefined;
  };
  return { batchId: id('batchId'), itemId: id('itemId'), runId: id('runId') };
}
