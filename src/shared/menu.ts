/** What the editor's menu on a page offers. The page knows what was clicked; the host only says what to do with it. */
export const menuActions = [
  'copyImage',
  'copyMediaLink',
  'saveMedia',
  'openMedia',
  'copyValue',
  'copyPath',
  'copyLine',
] as const;
export type MenuAction = (typeof menuActions)[number];
