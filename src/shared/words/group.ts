export const groupWords = {
  title: 'Group items by',
  groupings: { none: 'Not at all', status: 'Status', failure: 'Failure' },
} as const;
