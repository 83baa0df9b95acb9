import { Access, type AccessContext } from '../core/access';
import { listFilter } from '../core/listFilter';
import type { Network } from '../core/network';
import { pageSize } from './config';
import type { Memory } from './memory';

export interface Opening extends Pick<AccessContext, 'connection' | 'store' | 'log' | 'version'> {
  readonly network: Pick<Network, 'transport' | 'traffic'>;
  readonly memory: Memory;
}

/** An access that asks as the user has set, and remembers what it learns of the origin. */
export function openAccess({ network, memory, ...context }: Opening): Access {
  return new Access({
    ...context,
    transport: () => network.transport(),
    traffic: (of) => network.traffic(of),
    pageSize,
    capabilities: memory.capabilities,
    remembered: () => [...new Set([...memory.pinned, ...memory.added])],
    filter: () => listFilter(memory.filter, context.store),
  });
}
