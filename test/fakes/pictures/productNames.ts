/** What the demo's pictures show. */
export const products = ['sneaker', 'bottle', 'lamp', 'chair', 'mug', 'bag'] as const;

export type Product = (typeof products)[number];
