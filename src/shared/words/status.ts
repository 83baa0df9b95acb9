/** Statuses whose code says it otherwise. Single exports, since every page holds them. */
export const unknownStatus = 'Unknown';
export const cancelled = 'Cancelled';
export const partlySucceeded = 'Partly succeeded';
