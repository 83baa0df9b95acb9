import type { State } from '../core/store';
import type { Organization } from '../shared/model';
import type { Session } from './session';

/** What the organization that requests are made for is called, where the server has said so. */
export function organizationName(state: State, session: Session): string | undefined {
  const id = organizationId(state.account?.organizations ?? [], state, session);
  return state.account?.organizations.find((organization) => organization.id === id)?.name;
}

/**
 * The one that was chosen, else the only one there is. A key does not say to which of several it belongs, nor does the
 * order of memberships; what is read with it does.
 */
export function organizationId(
  organizations: readonly Organization[],
  { list }: State,
  { organizationId: chosen }: Pick<Session, 'organizationId'>,
): string | undefined {
  if (chosen !== undefined) return chosen;
  if (organizations.length === 1) return organizations[0]?.id;
  return list.batches.map(({ raw }) => raw['org_id']).find((id) => typeof id === 'string');
}
