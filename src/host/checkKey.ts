import { Client } from '../core/client';
import { Http } from '../core/http';
import type { Network } from '../core/network';
import type { Account } from '../shared/model';
import type { Log } from './log';

export interface CheckContext {
  readonly network: () => Promise<Pick<Network, 'transport' | 'traffic'>>;
  readonly log: Log;
  readonly version: string;
}

/** A key, and whose it was found to be. */
export interface Checked {
  readonly key: string;
  readonly account: Account;
  readonly isFromEnvironment: boolean;
  /** False where somebody else might have slipped us the key. */
  readonly isProven: boolean;
}

/** Asks whose key it is, with a client of its own: nobody is signed in with it yet. */
export async function checkKey(
  { log, version, ...context }: CheckContext,
  { origin, key }: { readonly origin: string; readonly key: string },
  signal: AbortSignal,
): Promise<Account> {
  const connection = { origin, key, organizationId: undefined };
  const network = await context.network();
  const transport = () => network.transport();
  const http = new Http({ connection, transport, traffic: network.traffic(origin), log, version });
  return new Client(http, { get: () => undefined, set: () => undefined }).whoAmI(signal);
}
