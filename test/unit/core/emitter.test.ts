import assert from 'node:assert/strict';
import { Emitter } from '../../../src/core/emitter';

describe('emitter', () => {
  it('every listener hears the value, until it is disposed', () => {
    const emitter = new Emitter<number>();
    const heard: string[] = [];
    const first = emitter.event((value) => heard.push(`first ${value}`));
    emitter.event((value) => heard.push(`second ${value}`));
    emitter.fire(1);
    first.dispose();
    emitter.fire(2);
    assert.deepEqual(heard, ['first 1', 'second 1', 'second 2']);
  });

  it('a listener that throws does not keep the others from hearing', () => {
    const emitter = new Emitter<string>();
    const heard: string[] = [];
    emitter.event(() => {
      throw new Error('broken');
    });
    emitter.event((value) => heard.push(value));
    assert.throws(() => emitter.fire('a'), /broken/);
    assert.deepEqual(heard, ['a']);
  });

  it('the same function listens twice and is disposed once at a time', () => {
    const emitter = new Emitter<number>();
    let count = 0;
    const listener = () => void (count += 1);
    const first = emitter.event(listener);
    emitter.event(listener);
    first.dispose();
    first.dispose();
    emitter.fire(0);
    assert.equal(count, 1);
  });

  it('who starts to listen while a value is fired hears the next one', () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    emitter.event(() => emitter.event((value) => heard.push(value)));
    emitter.fire(1);
    assert.deepEqual(heard, []);
  });

  it('nobody hears anything after dispose', () => {
    const emitter = new Emitter<number>();
    let count = 0;
    emitter.event(() => void (count += 1));
    emitter.dispose();
    emitter.fire(1);
    assert.equal(count, 0);
  });
});
