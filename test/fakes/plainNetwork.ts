import type { NetworkOptions } from '../../src/core/network';

/** No proxy, no certificates but Node's own, and no editor to fall back on. */
export const plainNetwork: NetworkOptions = {
  settings: () => ({
    way: 'undici',
    proxy: { enabled: false, address: undefined, bypass: [], authorization: undefined, strictTls: true },
    systemCertificates: false,
  }),
  environment: {},
  hostFetch: () => Promise.reject(new Error('There is no editor here.')),
  log: { debug: () => undefined, info: () => undefined },
};
