import assert from 'node:assert/strict';
import { documentPath, parseDocumentPath, type DocumentAddress, type DocumentPart } from '../../../src/core/uris';
import { uuid } from '../../fakes/builders';

const [batchId, itemId, runId, nodeRunId] = ['batch', 'item', 'run', 'node run'].map((name) => uuid(name));
const item = `/batches/${batchId}/items/${itemId}`;
const run = `/runs/${runId}`;
const parts: readonly (readonly [DocumentPart, string])[] = [
  ['output', 'output.json'],
  ['input', 'input.json'],
  ['error', 'error.json'],
  ['item', 'item.json'],
  ['run', 'run.json'],
  ['logs', 'logs.log'],
  [{ nodeRunId: nodeRunId ?? '' }, `node-runs/${nodeRunId}.json`],
];

describe('document paths', () => {
  for (const compared of ['output', 'input'] as const) {
    it(`the ${compared} as it is compared leads back to it`, () => {
      for (const address of [{ batchId, itemId }, { runId }]) {
        const document: DocumentAddress = { address, part: { compared } };
        const path = documentPath(document);
        assert.equal(path, `/compare${documentPath({ address, part: compared })}`);
        assert.deepEqual(parseDocumentPath(path), document);
      }
    });
  }

  it('nothing else is compared', () => {
    for (const name of ['error.json', 'logs.log', 'run.json', `node-runs/${nodeRunId}.json`, 'other.json']) {
      assert.equal(parseDocumentPath(`/compare${item}/${name}`), undefined);
    }
    for (const path of [
      `/compare/compare${item}/output.json`,
      `/compared${item}/output.json`,
      '/compare/output.json',
    ]) {
      assert.equal(parseDocumentPath(path), undefined);
    }
  });

  for (const [part, name] of parts) {
    it(`${name.replace(/\/.*\./, '/….')} of an item and of a run outside any batch lead back to it`, () => {
      const ofItem: DocumentAddress = { address: { batchId, itemId }, part };
      const ofRun: DocumentAddress = { address: { runId }, part };
      assert.equal(documentPath(ofItem), `${item}/${name}`);
      assert.equal(documentPath(ofRun), `${run}/${name}`);
      assert.deepEqual(parseDocumentPath(`${item}/${name}`), ofItem);
      assert.deepEqual(parseDocumentPath(`${run}/${name}`), ofRun);
    });
  }

  it('the run of an item is not part of its path', () => {
    assert.equal(documentPath({ address: { batchId, itemId, runId }, part: 'run' }), `${item}/run.json`);
  });

  it('ids in capitals or without dashes are the same ids', () => {
    const loud = { batchId: batchId?.toUpperCase(), itemId: itemId?.replaceAll('-', '') };
    assert.equal(documentPath({ address: loud, part: 'output' }), `${item}/output.json`);
    assert.equal(documentPath({ address: { runId: runId?.toUpperCase() }, part: 'logs' }), `${run}/logs.log`);
    const nodeRun = { nodeRunId: nodeRunId?.toUpperCase() ?? '' };
    assert.equal(documentPath({ address: { runId }, part: nodeRun }), `${run}/node-runs/${nodeRunId}.json`);
  });

  it('what is no id never leads out of its place', () => {
    const address = { batchId: '../..', itemId: 'a/b' };
    assert.equal(parseDocumentPath(documentPath({ address, part: 'output' })), undefined);
  });

  const strangers = {
    'no path': '',
    'the root': '/',
    'a folder': `${item}/`,
    'an item without a file': item,
    'another file': `${item}/metadata.json`,
    'a file of another kind': `${item}/output.log`,
    'a name that every object has': `${item}/constructor.json`,
    'a part without its ending': `${item}/output`,
    'a step up': `${item}/../output.json`,
    'a step up in place of an id': `/batches/../items/${itemId}/output.json`,
    'an encoded slash': `/batches/${batchId}%2Fitems%2F${itemId}/output.json`,
    'an encoded step up': `${item}/%2e%2e/output.json`,
    'a double slash': `/${item}/output.json`,
    'a backslash': `${item}\\output.json`,
    'a relative path': `${item.slice(1)}/output.json`,
    'something in front': `/v1${item}/output.json`,
    'something behind': `${item}/output.json/more`,
    'a query': `${item}/output.json?x`,
    'a fragment': `${item}/output.json#x`,
    'a line break behind it': `${item}/output.json\n`,
    'a space behind it': `${item}/output.json `,
    'a null character': `${item}/output.json\0`,
    'an id in upper case': item.toUpperCase(),
    'an id in capitals': `/batches/${batchId?.toUpperCase()}/items/${itemId}/output.json`,
    'a name in upper case': `${item}/Output.json`,
    'an id without dashes': `/runs/${runId?.replaceAll('-', '')}/output.json`,
    'an id that is too long': `/runs/${runId}0/output.json`,
    'an id with a foreign digit': `/runs/${runId?.slice(0, -1)}\u0660/output.json`,
    'no id': '/runs//output.json',
    'every run': '/runs/any/output.json',
    'a node run without an id': `${item}/node-runs/.json`,
    'a node run of another kind': `${item}/node-runs/${nodeRunId}.log`,
    'a batch': `/batches/${batchId}/output.json`,
    'an item of a run': `/runs/${runId}/items/${itemId}/output.json`,
    'a whole URI': `runflow:${item}/output.json`,
  };
  for (const [what, path] of Object.entries(strangers)) {
    it(`${what} is nothing of ours`, () => {
      assert.equal(parseDocumentPath(path), undefined);
    });
  }
});
