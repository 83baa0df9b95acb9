import assert from 'node:assert/strict';
import { Disposables } from '../../../src/core/disposables';

describe('disposables', () => {
  const recorder = () => {
    const disposed: string[] = [];
    return { disposed, named: (name: string) => ({ dispose: () => void disposed.push(name) }) };
  };

  it('disposes what it was given, last first, and once', () => {
    const { disposed, named } = recorder();
    const owned = new Disposables();
    owned.add(named('a'));
    owned.add(named('b'));
    owned.dispose();
    owned.dispose();
    assert.deepEqual(disposed, ['b', 'a']);
  });

  it('disposes at once what comes too late', () => {
    const { disposed, named } = recorder();
    const owned = new Disposables();
    owned.dispose();
    owned.add(named('late'));
    assert.deepEqual(disposed, ['late']);
  });

  it('hands back what was added', () => {
    const thing = { dispose: () => undefined, name: 'thing' };
    assert.equal(new Disposables().add(thing), thing);
  });
});
