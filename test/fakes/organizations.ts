/** Who is signed in: https://docs.runflow.io/api-reference/account/get-current-user */
import { uuid } from './seed';

export const demoKey = 'rf_live_demo_0000_not_a_real_key';

export const holdOutStudio = {
  id: uuid('organization hold-out studio', -1e9),
  name: 'Hold-out Studio',
  slug: 'hold-out-studio',
  plan_code: 'scale',
};

/** The second organization of the demo user, with a few batches of its own. */
export const northLight = {
  id: uuid('organization north light', -9e8),
  name: 'North Light',
  slug: 'north-light',
  plan_code: 'starter',
};

export const demoUser = {
  id: uuid('user mara', -1e9),
  email: 'mara@hold-out.example',
  first_name: 'Mara',
  last_name: 'Lindqvist',
  avatar_url: null,
  timezone: 'Europe/Stockholm',
  locale_code: 'en',
  email_verified_at: '2026-01-12T08:30:00+00:00',
};

export const demoScopes = ['runs:create', 'runs:read', 'assets:read', 'credit_balance:read'];
