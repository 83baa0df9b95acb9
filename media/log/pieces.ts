import type { Span } from './ansi';
import type { Range } from './query';

/** A stretch of text that is drawn alike. */
export interface Piece {
  readonly text: string;
  readonly style: string;
  /** Part of what is looked for. */
  readonly isHit: boolean;
}

/** Cuts a text where its colours or its hits begin and end. */
export function pieces(text: string, spans: readonly Span[], hits: readonly Range[]): readonly Piece[] {
  if (spans.length === 0 && hits.length === 0) return [{ text, style: '', isHit: false }];
  const inside = (at: number) => at > 0 && at < text.length;
  const edges = [...spans.flatMap(({ from, to }) => [from, to]), ...hits.flat()].filter(inside);
  const cuts = [...new Set([0, ...edges, text.length])].sort((one, other) => one - other);
  let [span, hit] = [0, 0];
  return cuts.slice(0, -1).map((from, index) => {
    const to = cuts[index + 1] ?? text.length;
    while ((spans[span]?.to ?? Infinity) <= from) span++;
    while ((hits[hit]?.[1] ?? Infinity) <= from) hit++;
    const style = (spans[span]?.from ?? Infinity) <= from ? (spans[span]?.style ?? '') : '';
    return { text: text.slice(from, to), style, isHit: (hits[hit]?.[0] ?? Infinity) <= from };
  });
}
