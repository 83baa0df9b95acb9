import type { Condition } from '../shared/filter';
import { ApiError } from './errors';
import type { Capabilities, Capability } from './exchange';

/**
 * How a list of the API is filtered is told in two ways: https://docs.runflow.io/concepts/requests writes
 * `column:value`, the code that Runflow ships `column.eq:'value'`. What the origin takes of which is remembered.
 */
type Form = 'eq' | 'plain';
const forms: readonly Form[] = ['eq', 'plain'];

interface Term {
  readonly text: string;
  /** Column and operator: an origin that filters by one may not by another. */
  readonly kind: string;
}

interface Attempt {
  readonly q: string;
  /** Remembered is what was seen, of one term or of several joined, and nothing is concluded from it. */
  readonly capability: Capability;
}

/** Asks with as much of a filter as the origin takes, and at last without; `q` is what went through. */
export async function askFiltered<T>(
  conditions: readonly Condition[],
  capabilities: Capabilities,
  ask: (q: string | undefined) => Promise<T>,
): Promise<{ readonly answer: T; readonly q: string | undefined }> {
  const refused: Attempt[] = [];
  // Remembered only once something went through: until then something else may have been wrong.
  const learn = () => refused.forEach(({ capability }) => capabilities.set(capability, false));
  for (const { q, capability } of attempts(conditions, capabilities)) {
    try {
      const answer = await ask(q);
      learn();
      capabilities.set(capability, true);
      return { answer, q };
    } catch (error) {
      if (!(error instanceof ApiError) || (error.status !== 400 && error.status !== 422)) throw error;
      refused.push({ q, capability });
    }
  }
  const answer = await ask(undefined);
  learn();
  return { answer, q: undefined };
}

/** What will most likely be asked, which tells whether that differs from what was asked before. */
export function likelyQuery(conditions: readonly Condition[], capabilities: Capabilities): string | undefined {
  return attempts(conditions, capabilities)[0]?.q;
}

/** All that is left to try: of each form first the conditions joined, then one of them alone. */
function attempts(conditions: readonly Condition[], capabilities: Capabilities): readonly Attempt[] {
  const isOpen = ({ capability }: Attempt) => capabilities.get(capability) !== false;
  return forms.flatMap((form) => {
    const single = conditions.flatMap((condition) => written(condition, form) ?? []);
    const terms = single.filter((term) => isOpen(attempt(form, [term])));
    const joined = terms.length > 1 ? [attempt(form, terms)] : [];
    return [...joined, ...terms.map((term) => attempt(form, [term]))].filter(isOpen);
  });
}

function attempt(form: Form, terms: readonly Term[]): Attempt {
  return {
    q: terms.map(({ text }) => text).join(' AND '),
    capability: `filter ${form} ${terms.map(({ kind }) => kind).join(' AND ')}`,
  };
}

/** Values are ids, codes and days, which need no quoting. The form of shipped code is only seen with exact matches. */
function written({ column, is, value }: Condition, form: Form): Term | undefined {
  const kind = `${column}${is}`;
  if (form === 'eq') return is === '=' ? { kind, text: `${column}.eq:'${value}'` } : undefined;
  return { kind, text: `${column}${is === '=' ? ':' : is}${value}` };
}
