import type { Range } from './query';

export interface Task {
  readonly id: number;
  readonly source: string;
  readonly flags: string;
  /** Lines, with NUL between them: no line has one, and one string travels faster than many. */
  readonly text: string;
  readonly wants: 'lines' | 'ranges';
}

export type Answer =
  | { readonly id: 0 }
  | { readonly id: number; readonly lines: readonly number[]; readonly ranges?: readonly (readonly Range[])[] };

/** As much of a worker's world as it needs. */
interface Scope {
  onmessage: ((event: { readonly data: Task }) => void) | null;
  postMessage(answer: Answer): void;
}

/** Runs in a worker of its own, from its source text: it may use nothing from outside. */
export function work(scope: Scope): void {
  const occurrences = (find: RegExp, text: string): Range[] => {
    const ranges: Range[] = [];
    for (const match of text.matchAll(find)) {
      if (match[0] !== '') ranges.push([match.index, match.index + match[0].length]);
      if (ranges.length === 100) break;
    }
    return ranges;
  };
  scope.onmessage = ({ data: { id, source, flags, text, wants } }) => {
    const lines = text.split('\0');
    if (wants === 'ranges') {
      const find = new RegExp(source, flags + 'g');
      scope.postMessage({ id, lines: [], ranges: lines.map((line) => occurrences(find, line)) });
      return;
    }
    const find = new RegExp(source, flags);
    scope.postMessage({ id, lines: [...lines.keys()].filter((index) => find.test(lines[index] ?? '')) });
  };
  // It takes a while to come to life, which is not the expression's fault.
  scope.postMessage({ id: 0 });
}
