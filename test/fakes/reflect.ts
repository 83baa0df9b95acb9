/** The few functions of the Reflect metadata proposal that the certificate library wants to find; import it before. */
const metadata = new WeakMap<object, Map<unknown, unknown>>();

const getOwnMetadata = (key: unknown, target: object): unknown => metadata.get(target)?.get(key);

function getMetadata(key: unknown, target: object | null): unknown {
  if (target === null) return undefined;
  return getOwnMetadata(key, target) ?? getMetadata(key, Object.getPrototypeOf(target) as object | null);
}

function defineMetadata(key: unknown, value: unknown, target: object): void {
  metadata.set(target, (metadata.get(target) ?? new Map<unknown, unknown>()).set(key, value));
}

if (!('getMetadata' in Reflect)) {
  Object.assign(Reflect, {
    defineMetadata,
    getMetadata,
    getOwnMetadata,
    metadata: (key: unknown, value: unknown) => (target: object) => defineMetadata(key, value, target),
  });
}
