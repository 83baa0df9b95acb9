import { count } from '../format';

export const documentWords = {
  tooLarge: (size: string) => `This document has ${size}, more than the editor shows well. Save it as a file instead.`,
  logTooLarge: 'This log has more than 20 MB, more than the editor shows well. Save all of it as a file instead.',
  logGoesOn: '… the log goes on; this document ends at 20 MB. “Runflow: Open Logs” offers to save all of it.',
  logEndless: '… this may be only a part of the log: its pages lead back to earlier ones, or are more than are read.',
  savingLog: 'Saving the log',
  notSaved: (why: string) => `${why} Nothing was saved.`,
  saveAs: 'Save As…',
  readingLog: 'Reading the log',
  linesSoFar: (lines: number) => `${count(lines, 'line', 'lines')} so far`,
  comparison: (left: string, right: string) => `${left} ↔ ${right}`,
  comparedPart: (title: string, part: string) => `${title} (${part})`,
  tooLargeToCompare: (size: string) => `One of the two documents has ${size}, more than the editor compares well.`,
  cancelled: 'Reading was cancelled.',
} as const;
