import { type Invariant, shown } from './invariant.ts'

const SECRETS = 'property/stories-secrets.test.ts'
const RECORDS = 'property/stories-records.test.ts'
const AT_REST = 'property/blocks-at-rest.test.ts'

/** What is promised of keys in memory, and of records. */
export const SECRET_INVARIANTS: readonly Invariant[] = [
  {
    id: 'nonces',
    sentence:
      'No key seals two messages with one nonce within a family of worlds: lineages, clones and restored copies included.',
    source: 'NIST SP 800-38D 8; design 5',
    checks: shown(
      [SECRETS, 'no key seals two messages with one nonce'],
      ['property/nonces.test.ts', 'no key seals two messages with one nonce'],
      ['property/blocks-life.test.ts', 'are used once under a key'],
    ),
  },
  {
    id: 'block-keys',
    sentence: 'Two worlds that go on from one state never share a block key.',
    source: 'design 5',
    checks: shown(['property/nonces.test.ts', 'two worlds that go on from one state']),
  },
  {
    id: 'at-rest',
    sentence: 'Nothing at rest is plaintext: no data key, no block key, no backing key, no block of an encrypted disk.',
    source: 'EBS User Guide, "How Amazon EBS encryption works"; design 5',
    checks: shown([SECRETS, 'nothing at rest is plaintext'], [AT_REST, 'contains no plaintext of an encrypted disk']),
  },
  {
    id: 'zeroised',
    sentence:
      'A plaintext data key is in the memory of a host while a disk under it is in a running instance, and overwritten elsewhere.',
    source: 'EBS User Guide, "How Amazon EBS encryption works"; spec/ebs-ec2.md 0.3',
    checks: shown([SECRETS, 'a plaintext data key is in the memory of a host']),
  },
  {
    id: 'no-key-in-records',
    sentence: 'No record contains key material or plaintext, in any encoding.',
    source: 'KMS Developer Guide, "Logging AWS KMS API calls"; spec/around.md 4',
    checks: shown([SECRETS, 'no record contains key material']),
  },
  {
    id: 'trail',
    sentence:
      'Every call that EC2 makes to KMS is in CloudTrail, under the request id of its cause and with its encryption context.',
    source: 'EBS User Guide, "Amazon EBS encryption"; spec/ebs-ec2.md 2.7',
    checks: shown([RECORDS, 'every call that EC2 makes to KMS is in CloudTrail']),
  },
  {
    id: 'disk-context',
    sentence: 'Every cryptographic call of EC2 names its disk in the encryption context, and nothing else.',
    source: 'KMS Developer Guide, "How Amazon EBS uses AWS KMS"; spec/ebs-ec2.md 2.2',
    checks: shown([RECORDS, 'every cryptographic call of EC2 names its disk']),
  },
  {
    id: 'refused',
    sentence: 'A refused call changes nothing.',
    source: 'design 3',
    checks: shown([RECORDS, 'a refused call changes nothing'], ['property/refusals.test.ts', 'such as %s']),
  },
  {
    id: 'forward',
    sentence: 'Time only moves forward, in the journal, in CloudTrail and among the events.',
    source: 'design 4',
    checks: shown([RECORDS, 'time only moves forward']),
  },
  {
    id: 'due-order',
    sentence: 'Due work is done once, at its own time, in order; work of one moment in the order in which it was asked for.',
    source: 'design 4',
    checks: shown(['property/clock.test.ts', 'due work is done in the order of its times']),
  },
]
