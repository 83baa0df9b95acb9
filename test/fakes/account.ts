/** The answers about the caller. */
import { demoScopes } from './organizations';
import { stamp, uuid } from './seed';
import type { World } from './world';

/** `memberships` and the other relations are null unless embedded. */
export function whoAmI(world: World): unknown {
  const { user, organizations } = world.data;
  return {
    ...user,
    memberships: world.embeds('memberships')
      ? organizations.map((org, index) => ({ org, role_code: index === 0 ? 'owner' : 'member', scopes: demoScopes }))
      : null,
    organizations: world.embeds('organizations') ? organizations : null,
    pending_invitations: world.embeds('pending_invitations') ? [] : null,
  };
}

export function balanceOf(world: World): unknown {
  const org = world.organization['id'];
  return {
    id: uuid(`balance of ${String(org)}`),
    org_id: org,
    balance: '412.3500',
    low_balance_threshold: '50.0000',
    low_balance_notified_at: null,
    created_at: stamp(world.now - 200 * 86_400_000),
    updated_at: stamp(world.now - 60_000),
  };
}
