import type { State } from '../core/store';
import type { Session } from './session';

/** What the organization that requests are made for is called, where the server has said so. */
export function organizationName({ account }: State, { organizationId }: Session): string | undefined {
  const { organizations = [] } = account ?? {};
  return (organizations.find(({ id }) => id === organizationId) ?? organizations[0])?.name;
}
