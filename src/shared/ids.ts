/** Every name that package.json, the code and our users share. A test keeps them equal to package.json. */

export const viewId = 'runflow.batches';
export const itemPageType = 'runflow.item';
export const comparePageType = 'runflow.compare';
export const batchPageType = 'runflow.batch';
export const documentScheme = 'runflow';

export const pageTypes = [itemPageType, batchPageType, comparePageType] as const;
export type PageType = (typeof pageTypes)[number];

export const commands = {
  signIn: 'runflow.signIn',
  signOut: 'runflow.signOut',
  switchOrganization: 'runflow.switchOrganization',
  refresh: 'runflow.refresh',
  openItem: 'runflow.openItem',
  openItemInNewTab: 'runflow.openItemInNewTab',
  openBatch: 'runflow.openBatch',
  watchBatch: 'runflow.watchBatch',
  copyFailedInputs: 'runflow.copyFailedInputs',
  unwatchBatch: 'runflow.unwatchBatch',
  addBatch: 'runflow.addBatch',
  removeBatch: 'runflow.removeBatch',
  pinBatch: 'runflow.pinBatch',
  unpinBatch: 'runflow.unpinBatch',
  filterBatches: 'runflow.filterBatches',
  clearFilter: 'runflow.clearFilter',
  groupItems: 'runflow.groupItems',
  loadMore: 'runflow.loadMore',
  openOutput: 'runflow.openOutput',
  openInput: 'runflow.openInput',
  openError: 'runflow.openError',
  openItemJson: 'runflow.openItemJson',
  openRunJson: 'runflow.openRunJson',
  openNodeRunJson: 'runflow.openNodeRunJson',
  openLogs: 'runflow.openLogs',
  compareItems: 'runflow.compareItems',
  saveOutputs: 'runflow.saveOutputs',
  exportBatch: 'runflow.exportBatch',
  copyId: 'runflow.copyId',
  copyLink: 'runflow.copyLink',
  copyCurl: 'runflow.copyCurl',
  openOnRunflow: 'runflow.openOnRunflow',
  nextItem: 'runflow.nextItem',
  previousItem: 'runflow.previousItem',
  nextFailedItem: 'runflow.nextFailedItem',
  copyImage: 'runflow.copyImage',
  copyMediaLink: 'runflow.copyMediaLink',
  saveMedia: 'runflow.saveMedia',
  openMedia: 'runflow.openMedia',
  copyValue: 'runflow.copyValue',
  copyPath: 'runflow.copyPath',
  copyLine: 'runflow.copyLine',
  copyDiagnostics: 'runflow.copyDiagnostics',
  showLog: 'runflow.showLog',
} as const;

/** What a click on a row calls: it does what the selected row is there for. The editor lists no command with a `_`. */
export const rowCommand = '_runflow.openRow';
/** What a link in a document calls, with the place of a page. */
export const linkCommand = '_runflow.openLink';
export type CommandId = (typeof commands)[keyof typeof commands];

/** Settings, without their `runflow.` section. */
export const settings = {
  apiUrl: 'apiUrl',
  pageSize: 'pageSize',
  refresh: 'refresh',
  refreshInterval: 'refreshInterval',
  transport: 'transport',
  notifications: 'notifications',
  media: 'media',
  dashboardUrl: 'dashboardUrl',
} as const;

/** Context keys that the when-clauses of package.json read. */
export const contextKeys = {
  /** What the view shows in place of rows: a ViewState. */
  view: 'runflow.view',
  signedIn: 'runflow.signedIn',
  /** Not all batches are shown: some were removed, or a filter is set. */
  isNarrowed: 'runflow.isNarrowed',
  hasMore: 'runflow.hasMore',
  /** Something was found with the lookup box: a step of the walkthrough. */
  found: 'runflow.found',
} as const;
export type ViewState =
  | 'unknown'
  | 'signedOut'
  | 'loading'
  | 'empty'
  | 'filtered'
  | 'allRemoved'
  | 'offline'
  | 'keyRefused'
  | 'problem'
  | 'rows';

/** What a row is, as when-clauses see it (`viewItem`). */
export const rowContext = {
  item: 'runflow.item',
  group: 'runflow.group',
  /** One outside any batch. */
  run: 'runflow.run',
} as const;

export interface BatchFlags {
  readonly isPinned: boolean;
  readonly isWatched: boolean;
  readonly isOver: boolean;
}

/** The same of a batch. What is not so has a word too: a when-clause cannot ask for one that is missing. */
export function batchContext({ isPinned, isWatched, isOver }: BatchFlags): string {
  const flags = [isPinned ? 'pinned' : 'loose', isWatched ? 'watched' : 'unwatched', isOver ? 'over' : 'live'];
  return ['runflow.batch', ...flags].join('.');
}
