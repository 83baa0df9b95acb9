import type { Page } from '../shared/model';

/** A page, and why none follows it where none does. */
export interface Step<T> extends Page<T> {
  /** `loop`: the API gave a cursor a second time. `limit`: there is more behind `next`, but enough was read. */
  readonly end: 'complete' | 'loop' | 'limit' | undefined;
}

/** Walks a list page by page, and ends also where the API would go on for ever. */
export async function* pages<T>(
  read: (cursor: string | undefined) => Promise<Page<T>>,
  options: { readonly from?: string | undefined; readonly maxPages: number },
): AsyncGenerator<Step<T>, void, undefined> {
  const seen = new Set<string>();
  let cursor = options.from;
  if (cursor !== undefined) seen.add(cursor);
  for (let count = 1; ; count += 1) {
    const page = await read(cursor);
    const end = whyEnd(page.next, { seen, isLast: count >= options.maxPages });
    yield { items: page.items, next: end === 'loop' ? undefined : page.next, end };
    if (end !== undefined || page.next === undefined) return;
    seen.add(page.next);
    cursor = page.next;
  }
}

function whyEnd(
  next: string | undefined,
  walk: { readonly seen: ReadonlySet<string>; readonly isLast: boolean },
): Step<unknown>['end'] {
  if (next === undefined) return 'complete';
  if (walk.seen.has(next)) return 'loop';
  return walk.isLast ? 'limit' : undefined;
}
