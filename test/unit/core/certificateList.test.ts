import assert from 'node:assert/strict';
import { createAuthority } from '../../fakes/authority';
import { trustedCertificates } from '../../../src/core/certificates';

describe('certificates', () => {
  it('those of Node and of the system, each once, without expired or broken ones', async () => {
    const authority = await createAuthority();
    const { cert: good } = await authority.issue(['good']);
    const { cert: old } = await authority.issue(['old'], { from: 0, to: Date.now() - 1000 });
    const lists = { default: [good, old, 'broken'], system: [authority.certificate, good] };
    assert.deepEqual(
      trustedCertificates(true, (type) => lists[type]),
      [good, authority.certificate],
    );
    assert.deepEqual(
      trustedCertificates(false, (type) => lists[type]),
      [good],
    );
  });

  it('a system that cannot be read costs only its own', async () => {
    const { certificate } = await createAuthority();
    const read = (type: string) => {
      if (type === 'system') throw new Error('keychain is locked');
      return [certificate];
    };
    assert.deepEqual(trustedCertificates(true, read), [certificate]);
  });

  it('nothing to trust leaves the choice to Node', () => {
    assert.equal(
      trustedCertificates(true, () => []),
      undefined,
    );
  });
});
