import type { Condition } from '../shared/filter';
import { ApiError } from './errors';
import type { Capabilities, Capability } from './exchange';

/**
 * How a list of the API is filtered is told in two ways: https://docs.runflow.io/concepts/requests writes
 * `column:value`, the code that Runflow ships `column.eq:'value'`. Whichever the origin takes is remembered.
 */
type Form = 'eq' | 'plain';
const forms: readonly Form[] = ['eq', 'plain'];
const capabilityOf: Readonly<Record<Form, Capability>> = { eq: 'filterEq', plain: 'filterPlain' };

interface Attempt {
  readonly q: string;
  readonly form: Form;
  readonly isJoined: boolean;
}

/** Asks with as much of a filter as the origin takes, and at last without; `q` is what went through. */
export async function askFiltered<T>(
  conditions: readonly Condition[],
  capabilities: Capabilities,
  ask: (q: string | undefined) => Promise<T>,
): Promise<{ readonly answer: T; readonly q: string | undefined }> {
  const refused: Attempt[] = [];
  for (const attempt of attempts(conditions, capabilities)) {
    try {
      const answer = await ask(attempt.q);
      remember(capabilities, refused, attempt);
      return { answer, q: attempt.q };
    } catch (error) {
      if (!(error instanceof ApiError) || (error.status !== 400 && error.status !== 422)) throw error;
      refused.push(attempt);
    }
  }
  // Remembered only once this went through: until then something else may have been wrong.
  const answer = await ask(undefined);
  remember(capabilities, refused, undefined);
  return { answer, q: undefined };
}

/** What will most likely be asked, which tells whether that differs from what was asked before. */
export function likelyQuery(conditions: readonly Condition[], capabilities: Capabilities): string | undefined {
  return attempts(conditions, capabilities)[0]?.q;
}

function attempts(conditions: readonly Condition[], capabilities: Capabilities): readonly Attempt[] {
  const open = forms.filter((form) => capabilities.get(capabilityOf[form]) !== false);
  const parts = open.map((form) => ({
    form,
    terms: conditions.flatMap((condition) => written(condition, form) ?? []),
  }));
  const joined = parts
    .filter(({ terms }) => terms.length > 1 && capabilities.get('filterAnd') !== false)
    .map(({ form, terms }) => ({ form, q: terms.join(' AND '), isJoined: true }));
  const single = parts.flatMap(({ form, terms }) => terms.slice(0, 1).map((q) => ({ form, q, isJoined: false })));
  return [...joined, ...single];
}

/** Values are ids, codes and days, which need no quoting. The form of shipped code is only seen with exact matches. */
function written({ column, is, value }: Condition, form: Form): string | undefined {
  if (form === 'eq') return is === '=' ? `${column}.eq:'${value}'` : undefined;
  return `${column}${is === '=' ? ':' : is}${value}`;
}

function remember(capabilities: Capabilities, refused: readonly Attempt[], accepted: Attempt | undefined): void {
  for (const { form, isJoined } of refused) {
    if (!isJoined || (accepted?.isJoined && accepted.form !== form)) capabilities.set(capabilityOf[form], false);
    else if (accepted && !accepted.isJoined) capabilities.set('filterAnd', false);
  }
  if (accepted) capabilities.set(capabilityOf[accepted.form], true);
}
