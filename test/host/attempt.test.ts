import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ApiError } from '../../src/core/errors';
import { attempting } from '../../src/host/attempt';
import { noLog, noting, replacing } from './doubles';

describe('what a person asked for', () => {
  it('is done again with "Try Again" when it failed, until it does not', async () => {
    let times = 0;
    const act = () => (times++ < 2 ? Promise.reject(new ApiError('server', { status: 503 })) : Promise.resolve());
    await replacing(vscode.window, 'showErrorMessage', noting([], 'Try Again'), () => attempting(noLog)(act));
    assert.equal(times, 3);
  });
});
