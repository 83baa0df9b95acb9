import type { RequestLog } from '../../src/core/exchange';

const nothing = (): void => undefined;

/** A log for tests of anything else. */
export const quiet: RequestLog = { hide: nothing, pause: nothing, request: nothing };
