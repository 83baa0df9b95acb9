import type { ConnectionOptions } from './connections';
import type { ApiError } from './errors';
import { withFallback } from './fallback';
import { hostSender, ownSender, type HostFetch, type Sender } from './sender';

/** How requests leave this machine. */
export interface WayOptions extends ConnectionOptions {
  /** `auto`: ours, and the editor's where ours cannot get through. Without `hostFetch` there is only ours. */
  readonly way?: 'auto' | 'undici' | 'vscode' | undefined;
  readonly hostFetch?: HostFetch | undefined;
  /** Called once, with what our own way failed of. */
  readonly onFallback?: ((error: ApiError) => void) | undefined;
}

/** What is checked before an address goes to the editor's way, where we do not see what a name leads to. */
export interface Beside {
  /** Whether ours may be given up for it at all. */
  readonly mayFallBack: (url: URL) => boolean;
  /** Rejects where the host may not be asked for this address. */
  readonly guard: (url: URL) => Promise<void>;
}

export function openSender(options: WayOptions, beside?: Beside): Sender {
  const { way = 'auto', hostFetch, onFallback = () => undefined } = options;
  if (hostFetch === undefined || way === 'undici') return ownSender(options);
  const host = hostSender(hostFetch, options);
  if (way === 'auto') return withFallback({ own: ownSender(options), host, onFallback, ...beside });
  return {
    async send(url, sending) {
      await beside?.guard(url);
      return host.send(url, sending);
    },
    close: () => host.close(),
  };
}
