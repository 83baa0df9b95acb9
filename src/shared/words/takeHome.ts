import { byteSize, count } from '../format';

const files = (n: number) => count(n, 'file', 'files');
const were = (n: number) => (n === 1 ? 'was' : 'were');

/** What is said while outputs are saved and batches are exported. */
export const takeHomeWords = {
  chooseFolder: 'Save outputs into a folder',
  saveHere: 'Save Here',
  notOnThisDisk:
    'This folder is not on the disk of the machine on which Runflow Batches runs, so it cannot write there piece by piece.',
  chooseAnother: 'Choose Another Folder…',
  saving: 'Saving outputs',
  itemsRead: (items: number) => `reading, ${count(items, 'item', 'items')} so far`,
  progress: (done: number, total: number, bytes: number) =>
    `${done.toLocaleString('en-US')} of ${files(total)} · ${byteSize(bytes)}`,
  noFiles: (items: number) =>
    items === 1 ? 'The output of this item holds no files.' : `The outputs of these ${items} items hold no files.`,

  conflict: (name: string) => `${name} is there already and holds something else.`,
  conflictDetail: 'Your answer holds for all files of which this is true. Both are kept in folders beside each other.',
  replace: 'Replace',
  keepBoth: 'Keep Both',
  skip: 'Skip',

  saved: (n: number, bytes: number, folder: string) =>
    n === 0 ? `Nothing new was saved into ${folder}.` : `Saved ${files(n)} (${byteSize(bytes)}) into ${folder}.`,
  there: (n: number) => `${files(n)} ${were(n)} there already.`,
  skipped: (n: number) => `${files(n)} ${were(n)} skipped, as something else is there.`,
  failed: (n: number, reasons: string) => `${files(n)} failed: ${reasons}`,
  unread: (items: number, batches: number, reasons: string) =>
    `${[batches > 0 ? count(batches, 'batch', 'batches') : '', items > 0 ? count(items, 'item', 'items') : '']
      .filter((part) => part !== '')
      .join(' and ')} could not be read: ${reasons}`,
  reason: (sentence: string, n: number, isOnly: boolean) => (isOnly ? sentence : `${sentence} (${n})`),
  otherReasons: (n: number) => `And ${count(n, 'other reason', 'other reasons')}.`,
  cancelled: (left: number) => `Cancelled with ${files(left)} left; those that were saved are whole.`,
  stopped: (why: string, left: number) =>
    `${why} ${files(left)} ${left === 1 ? 'is' : 'are'} left; what was saved is whole.`,
  without: (n: number) => `${count(n, 'item has', 'items have')} no files, or none yet.`,
  manifestKept: (name: string) => `The manifest there was not ours or was changed: it is kept as ${name}.`,
  manifestProblem: 'The manifest could not be written, so the next time fetches these files again.',
  openFolder: 'Open Folder',
  openFile: 'Open File',
  tryAgain: 'Try Again',
  showLog: 'Show Log',
  aboutManifest:
    'What Runflow Batches saved here. With this file, saving again fetches only what is missing or broken.',

  linkExpired: 'The link has expired.',
  brokenOff: 'The host broke off before the file was whole.',
  empty: 'The host sent an empty file.',
  tooLarge: (most: string) => `The file is larger than the ${most} that are saved here.`,
  diskFull: 'The disk is full.',
  folderGone: 'The folder is no longer there.',
  readOnly: 'Nothing may be written there.',
  inTheWay: 'Something else is in the way.',
  diskRefused: (code: string) => `The disk refused it (${code}).`,

  exportOne: 'Which of the selected batches? A file holds one.',
  exportTitle: (batch: string) => `Export ${batch}`,
  exportHint: 'A link works for whoever has it until it expires, and a callback address for ever.',
  csv: 'CSV',
  csvDetail: 'One line for each item, for spreadsheets. Links lose their signatures.',
  ndjson: 'NDJSON',
  ndjsonDetail: 'Each item as received, without the queries of links and callback addresses.',
  ndjsonWhole: 'NDJSON with Signed Links',
  ndjsonWholeDetail: 'Each item exactly as received. Whoever has the file can open its links.',
  exporting: 'Exporting',
  exportProgress: (items: number) => count(items, 'item', 'items'),
  exported: (items: number, path: string) => `Exported ${count(items, 'item', 'items')} to ${path}.`,
  exportFailed: (why: string) => `${why} Nothing was exported.`,
} as const;
