import { type Invariant, shown } from './invariant.ts'

const CIPHERTEXTS = 'property/kms-ciphertexts.test.ts'
const GRANTS = 'property/kms-grants.test.ts'
const SERVICE_GRANTS = 'property/kms-service-grants.test.ts'

/** What KMS promises of keys, ciphertexts and grants. */
export const KEY_INVARIANTS: readonly Invariant[] = [
  {
    id: 'round-trip',
    sentence: 'What was encrypted under a key is what decrypting gives back.',
    source: 'KMS API Reference, Decrypt; spec/kms.md 4.3',
    checks: shown([CIPHERTEXTS, 'opens to what was sealed'], ['unit/crypto/blob.test.ts', 'is what an independent construction']),
  },
  {
    id: 'context-binds',
    sentence: 'A ciphertext opens under its own encryption context and no other, whatever the difference is.',
    source: 'KMS Developer Guide, "Encryption context"; spec/kms.md 9.1',
    checks: shown([CIPHERTEXTS, 'opens with no other context']),
  },
  {
    id: 'context-order',
    sentence: 'The order of the pairs of an encryption context does not matter.',
    source: 'KMS Developer Guide, "Encryption context"; spec/kms.md 9.3.5',
    checks: shown([CIPHERTEXTS, 'does not care for the order of its context']),
  },
  {
    id: 'context-run-together',
    sentence: 'Contexts whose texts run together are different contexts.',
    source: 'spec/kms.md 9.3.5',
    checks: shown([CIPHERTEXTS, 'tells apart contexts whose texts run together']),
  },
  {
    id: 'context-limit',
    sentence: 'An encryption context of more than 8192 bytes, or with a text that has no UTF-8, is never used.',
    source: 'KMS Developer Guide, "Encryption context"; spec/kms.md 4.1',
    checks: shown(
      [CIPHERTEXTS, 'is made with a context of up to 8192 bytes in all'],
      [CIPHERTEXTS, 'is never made with a lone surrogate in its context'],
    ),
  },
  {
    id: 'every-bit',
    sentence: 'Every bit of a ciphertext is authenticated.',
    source: 'KMS Cryptographic Details, "Symmetric encryption"; spec/kms.md 9.2',
    checks: shown([CIPHERTEXTS, 'counts'], ['unit/crypto/blob.test.ts', 'refuses every single changed bit']),
  },
  {
    id: 'made-up',
    sentence: 'Nothing that somebody made up opens.',
    source: 'spec/kms.md 9.2',
    checks: shown([CIPHERTEXTS, 'is nothing that somebody made up']),
  },
  {
    id: 're-encrypt',
    sentence: 'Re-encrypting changes key and context, and not the plaintext.',
    source: 'KMS API Reference, ReEncrypt; spec/kms.md 4.4',
    checks: shown([CIPHERTEXTS, 're-encrypted opens to the same']),
  },
  {
    id: 'related-keys',
    sentence: 'Related multi-Region keys open each other’s ciphertexts, in every Region.',
    source: 'KMS Developer Guide, "Multi-Region keys"; spec/kms.md 3',
    checks: shown([CIPHERTEXTS, 'of a multi-Region key opens in every Region of it']),
  },
  {
    id: 'unrelated-keys',
    sentence: 'No key opens a ciphertext of an unrelated key.',
    source: 'KMS API Reference, Decrypt; spec/kms.md 4.3',
    checks: shown([CIPHERTEXTS, 'opens with no unrelated key']),
  },
  {
    id: 'rotation',
    sentence: 'Rotation never breaks an old ciphertext; what is made later is under new material.',
    source: 'KMS Developer Guide, "Rotate KMS keys"; spec/kms.md 7',
    checks: shown(['property/kms-rotation.test.ts', 'rotation never breaks an old ciphertext']),
  },
  {
    id: 'key-states',
    sentence: 'The state of a key gates every operation exactly as the table says.',
    source: 'KMS Developer Guide, "Key states of AWS KMS keys"; spec/kms.md 2.2',
    checks: shown(
      ['unit/kms/key-states.test.ts', 'says of $operation on a key that is $state'],
      ['unit/kms/key-states.test.ts', 'answers $operation on a key that is $state'],
    ),
  },
  {
    id: 'grants-within',
    sentence: 'Grants allow what one of them allows, and never more: not another operation, not another context.',
    source: 'KMS Developer Guide, "Grants in AWS KMS"; spec/kms.md 5',
    checks: shown([GRANTS, 'allow what one of them allows, and never more']),
  },
  {
    id: 'grants-handed-on',
    sentence: 'A grant that is made on the strength of another grant allows nothing that its parent did not.',
    source: 'KMS Developer Guide, "Creating grants"; spec/kms.md 5.4',
    checks: shown([GRANTS, 'handed on allow nothing that the parent did not']),
  },
  {
    id: 'grants-end',
    sentence: 'A grant that is retired or revoked leaves nothing behind.',
    source: 'KMS Developer Guide, "Retiring and revoking grants"; spec/kms.md 5.6',
    checks: shown([GRANTS, 'leave nothing behind when they are retired']),
  },
  {
    id: 'grants-to-services',
    sentence: 'A grant to a service works for that service, on behalf of that resource, and for nobody else.',
    source: 'KMS API Reference, GrantConstraints; spec/kms.md 5.4',
    checks: shown(
      [SERVICE_GRANTS, 'allow what one of them allows, and never more'],
      [SERVICE_GRANTS, 'handed on allow nothing that the parent did not'],
    ),
  },
]
