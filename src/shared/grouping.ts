/** How the items of a batch are grouped in the view. */
export const groupings = ['none', 'status', 'failure'] as const;
export type Grouping = (typeof groupings)[number];
