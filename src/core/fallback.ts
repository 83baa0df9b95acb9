import { ApiError, isAbort } from './errors';
import type { Sender } from './sender';

export interface FallbackOptions {
  readonly own: Sender;
  readonly host: Sender;
  /** Called once, with what our own way failed of. */
  readonly onFallback: (error: ApiError) => void;
  /** Whether the host may be asked for this address at all. */
  readonly mayFallBack?: (url: URL) => boolean;
  /** Rejects where it may not after all. */
  readonly guard?: (url: URL) => Promise<void>;
}

/**
 * Our own way first. Where it ends in what the editor may know better (proxy scripts and their sign-in, issuers, and
 * with them names) and the editor's way gets an answer, that one is taken from then on, until it fails.
 */
export function withFallback({ own, host, onFallback, guard, mayFallBack = () => true }: FallbackOptions): Sender {
  let prefersHost = false;
  let told = false;
  const sendByHost: Sender['send'] = async (url, sending) => {
    await guard?.(url);
    return host.send(url, sending);
  };
  return {
    async send(url, sending) {
      if (prefersHost && mayFallBack(url)) {
        try {
          return await sendByHost(url, sending);
        } catch (error) {
          if (!isAbort(error)) prefersHost = false;
          throw error;
        }
      }
      try {
        return await own.send(url, sending);
      } catch (error) {
        if (!(error instanceof ApiError) || !mayKnowBetter(error) || !mayFallBack(url)) throw error;
        const answer = await sendByHost(url, sending).catch((second: unknown) => {
          throw isAbort(second) ? second : error;
        });
        prefersHost = true;
        if (!told) onFallback(error);
        told = true;
        return answer;
      }
    },
    async close() {
      await Promise.all([own.close(), host.close()]);
    },
  };
}

/** Firewalls that want a proxy drop packets rather than refuse them, hence the time-out. */
const codes: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);
const issuers = /^(?:UNABLE_TO_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|CERT_UNTRUSTED|CERT_CHAIN)/;

function mayKnowBetter({ kind, code = '' }: ApiError): boolean {
  return kind === 'proxy' || codes.has(code) || (kind === 'certificate' && issuers.test(code));
}
