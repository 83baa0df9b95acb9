import type { Run } from '../shared/model';
import type { Loadable } from './store';

/** Runs that belong to no batch. */
export interface SingleRunList extends Loadable {
  /** Newest first. */
  readonly runs: readonly Run[];
  readonly cursor: string | undefined;
  /** When the oldest run that was looked at was created, with or without a batch. */
  readonly searchedBackTo: number | undefined;
}
