import { count } from '../format';

export const documentWords = {
  tooLarge: (size: string) => `This document has ${size}, more than the editor shows well. Save it as a file instead.`,
  saveAs: 'Save As…',
  readingLog: 'Reading the log',
  linesSoFar: (lines: number) => `${count(lines, 'line', 'lines')} so far`,
  cancelled: 'Reading was cancelled.',
} as const;
