import { count, whole } from '../format';

/** Every sentence and label of the log on the item page. */
export const logs = 'Logs';
export const lines = 'Log lines';
export const openAsDocument = 'Open as document';
export const none = 'This run has no logs.';
export const noneYet = 'No log lines yet.';
export const loading = 'Loading lines…';
export const nothingMatches = 'No line matches.';
export const allHidden = 'Lines of every level are hidden.';
export const lineCount = (n: number) => count(n, 'line', 'lines');
export const soFar = (n: number) => `${lineCount(n)} so far`;
export const left = (n: number) => `The oldest ${lineCount(n)} are not kept here. Open the document for all of them.`;
export const gap = (isStopped: boolean) =>
  isStopped ? 'Lines in between were not read.' : 'Lines in between are still to come…';
export const stop = 'Stop';
export const stopTitle = 'Stop reading the log';
export const resume = 'Resume';
export const resumeTitle = 'Read the rest of the log';
export const failed = (reason: string) => `The rest of the log could not be read: ${reason}`;
export const tryAgain = 'Try again';

export const filter = 'Filter (text or /regexp/)';
export const find = 'Find (text or /regexp/)';
export const onlyMatching = 'Show only lines that match';
export const matching = (n: number) => count(n, 'match', 'matches');
export const place = (at: number, n: number) => `${whole(at)} of ${whole(n)}`;
export const noMatch = 'No match';
export const broken = (reason: string) => `This is no regular expression: ${reason}`;
export const tooSlow = 'This expression was stopped after 250 ms: it takes too long on these lines.';
export const previous = 'Previous match (Shift+F3)';
export const next = 'Next match (F3)';

export const levels = 'Levels';
export const levelNames = { error: 'errors', warn: 'warnings', info: 'info', debug: 'debug', other: 'other' };
export const levelTitle = (name: string, isHidden: boolean) => `${isHidden ? 'Show' : 'Hide'} ${name}`;
export const nextError = 'Next error';
export const nextErrorTitle = 'Go to the next error (E)';
export const noError = 'No error so far.';

export const times = 'Times';
export const timeNames = { local: 'Local time', utc: 'UTC', start: 'Since start', ago: 'Relative' };
export const wrap = 'Wrap';
export const wrapTitle = 'Wrap long lines';
export const follow = 'Follow';
export const followTitle = 'Stay at the newest line';
export const newLines = (n: number) => count(n, 'new line', 'new lines');

export const meta = 'meta';
export const showAll = (n: number) => `Show all ${count(n, 'character', 'characters')}`;
export const showLess = 'Show less';
