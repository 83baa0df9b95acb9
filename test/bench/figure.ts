/** One thing that is measured, and how much of it is allowed. */
export interface Figure {
  readonly name: string;
  readonly unit:
    | 'bytes'
    | 'MB'
    | 'ms'
    | '%'
    | 'requests'
    | 'connections'
    | 'round trips'
    | 'copies'
    | 'items'
    | 'lines'
    | 'characters'
    | 'parts';
  /** As measured, in order. The median of them counts. */
  readonly values: readonly number[];
  /** Without one it is there to compare others with. */
  readonly limit?: number;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length / 2;
  const [below, above] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (below === undefined || above === undefined) throw new Error('Nothing was measured.');
  return (below + above) / 2;
}

export function isMet({ values, limit }: Figure): boolean {
  return limit === undefined || median(values) <= limit;
}
