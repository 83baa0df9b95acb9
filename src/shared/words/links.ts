import type { LinkRefusal } from '../links';

/** Links to pages, from outside and within texts. */
export const linkWords = {
  refused: {
    stranger: 'This link is not one of Runflow Batches, so it was not followed.',
    noPage: 'This link leads to no batch, item or run, so it was not followed.',
    more: 'This link holds more than the address of a page, so it was not followed.',
  } satisfies Record<LinkRefusal, string>,
  opening: 'Opening a Runflow link',
  open: (what: string) => `Open ${what} in Runflow Batches`,
  anItem: 'this item',
  aBatch: 'this batch',
  aRun: 'this run',
  aNodeRun: 'this node run',
  links: (count: number) => `${count} links`,
  link: 'the link',
  curl: 'the command; it reads the key from $RUNFLOW_API_KEY',
  curls: (count: number) => `${count} commands; they read the key from $RUNFLOW_API_KEY`,
  ids: (count: number) => `${count} ids`,
  noDashboard: 'The setting runflow.dashboardUrl is not an https address, so nothing was opened.',
} as const;
