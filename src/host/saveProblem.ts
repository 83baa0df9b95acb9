import * as vscode from 'vscode';
import { ApiError } from '../core/errors';
import { DiskProblem, type DiskProblemKind } from '../core/takeHome/disk';
import { largestFile } from '../core/takeHome/receive';
import { byteSize } from '../shared/format';
import { takeHomeWords as words } from '../shared/words/takeHome';
import { describeMedia } from './mediaProblem';

const ofDisk: Readonly<Record<Exclude<DiskProblemKind, 'other'>, string>> = {
  full: words.diskFull,
  gone: words.folderGone,
  readOnly: words.readOnly,
  inTheWay: words.inTheWay,
};

const ofCode: readonly (readonly [RegExp, string])[] = [
  [/^LINK_EXPIRED$/, words.linkExpired],
  [/^(?:CUT_SHORT|UND_ERR_RES.*|UND_ERR_SOCKET|ECONNRESET|EPIPE)$/, words.brokenOff],
  [/^EMPTY_FILE$/, words.empty],
];

/** Why a file was not saved, in one sentence. */
export function describeSaving(error: ApiError | DiskProblem): string {
  if (!(error instanceof ApiError)) return error.kind === 'other' ? words.diskRefused(error.code) : ofDisk[error.kind];
  if (error.kind === 'tooLarge') return words.tooLarge(byteSize(largestFile));
  return ofCode.find(([code]) => code.test(error.code ?? ''))?.[1] ?? describeMedia(error).message;
}

/** What a disk says, or another file system of the editor; undefined for all else that can fail. */
export function describeDisk(error: unknown): string | undefined {
  if (error instanceof vscode.FileSystemError) return words.diskRefused(error.code);
  return error instanceof DiskProblem ? describeSaving(error) : undefined;
}
