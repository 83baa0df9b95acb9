import { shortKey } from '../../src/shared/shortKey';

/** What is unfolded, and how to change it. Keys are short and hold no data, so that they can be remembered. */
export interface Folds {
  isOpen: (key: string, atFirst?: boolean) => boolean;
  toggle: (key: string) => void;
  /** How often more was asked for. */
  more: (key: string) => number;
  showMore: (key: string) => void;
}

/** A key for a part of what `parent` stands for, as names of properties are the API's data. */
export function partKey(parent: string, name: string | number): string {
  return shortKey(`${parent}/${name}`);
}
