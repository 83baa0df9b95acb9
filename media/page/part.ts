import { pathText } from '../../src/shared/outputs';
import type { Json } from '../../src/shared/model';

/** A value and its name, left on the element that shows it: the menu on it copies more than what is drawn. */
export interface Part {
  readonly name: string | number;
  readonly value: Json;
}

export interface FoundPart {
  readonly path: string;
  readonly value: Json;
}

type WithPart = Element & { readonly jsonPart?: Part | undefined };

function partOf(element: Element): Part | undefined {
  return (element as WithPart).jsonPart;
}

/** The value that an element belongs to, with the names that lead to it. */
export function partAt(start: Element): FoundPart | undefined {
  const path: (string | number)[] = [];
  let value: Json | undefined;
  for (let at: Element | null = start; at !== null; at = at.parentElement) {
    const part = partOf(at);
    if (part === undefined) continue;
    if (value === undefined) value = part.value;
    path.unshift(part.name);
  }
  return value === undefined ? undefined : { path: pathText(path), value };
}
