/** What stands in the filter box, understood. */
export type Query =
  | { readonly kind: 'none' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'regexp'; readonly source: string; readonly flags: string }
  | { readonly kind: 'broken'; readonly reason: string };

export const noQuery: Query = { kind: 'none' };

/** As in JavaScript: with another slash in it, or other letters behind it, it is a path. */
const between = /^\/((?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[])+)\/([dgimsuvy]*)$/s;

/** Text is looked for as it is, in any case; between slashes it is a regular expression, with flags behind it. */
export function parseQuery(typed: string): Query {
  if (typed.trim() === '') return noQuery;
  const [, source, flags] = between.exec(typed) ?? [];
  if (source === undefined) return { kind: 'text', text: typed };
  try {
    // Where it stopped last must not matter to the next line.
    const kept = (flags ?? '').replace(/[gy]/g, '');
    return { kind: 'regexp', source, flags: new RegExp(source, kept).flags };
  } catch (error) {
    return { kind: 'broken', reason: error instanceof Error ? error.message : String(error) };
  }
}

export type Range = readonly [from: number, to: number];

/** A literal in any case is quicker to find as a regular expression than by making every line lower case. */
export function finder(text: string): RegExp {
  return new RegExp(text.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`), 'gi');
}

const mostRanges = 100;

/** Where the text occurs, as far as it is worth marking. */
export function rangesOf(text: string, find: RegExp): readonly Range[] {
  const ranges: Range[] = [];
  find.lastIndex = 0;
  for (let match = find.exec(text); match !== null && ranges.length < mostRanges; match = find.exec(text)) {
    ranges.push([match.index, match.index + match[0].length]);
  }
  return ranges;
}
