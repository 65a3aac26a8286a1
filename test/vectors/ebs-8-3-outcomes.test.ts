import { describe, expect, it } from 'vitest'
import { blockOf, directApi, ebsRefusal, validation } from '../support/cloud/direct-api.ts'
import { ebsWorld } from '../support/cloud/ebs-world.ts'
import { resourceDigest } from '../support/cloud/resource-digest.ts'

/*
 * Every cell of the table of spec/ebs-ec2.md 8.3, for every kind of parent and of default key: the table is the specification's, written anew.
 */

const NAMED_FALSE = 'Encrypt cannot be false when KmsKeyArn is specified'
const WITH_ENCRYPT = 'ParentSnapshotId and Encrypt cannot be specified together'
const WITH_KEY = 'ParentSnapshotId and KmsKeyArn cannot be specified together'
/** A ValidationException whose sentence the specification leaves open. */
const REFUSED = 'refused'

/** Encryption by default, Encrypted, KmsKeyArn; then without parent, with an unencrypted, with an encrypted parent. */
type Row = readonly ['off' | 'on', 'omitted' | 'true' | 'false', 'omitted' | 'given', string, string, string]
const ROWS: readonly Row[] = [
  ['off', 'omitted', 'omitted', 'plain', 'plain', 'parent'],
  ['off', 'false', 'omitted', 'plain', WITH_ENCRYPT, WITH_ENCRYPT],
  ['off', 'true', 'omitted', 'default', WITH_ENCRYPT, WITH_ENCRYPT],
  ['off', 'true', 'given', 'named', WITH_ENCRYPT, WITH_ENCRYPT],
  ['off', 'omitted', 'given', 'named', WITH_KEY, WITH_KEY],
  ['off', 'false', 'given', NAMED_FALSE, REFUSED, REFUSED],
  ['on', 'omitted', 'omitted', 'default', REFUSED, 'parent'],
  ['on', 'false', 'omitted', REFUSED, REFUSED, WITH_ENCRYPT],
  ['on', 'true', 'omitted', 'default', REFUSED, WITH_ENCRYPT],
  ['on', 'true', 'given', 'named', REFUSED, WITH_ENCRYPT],
  ['on', 'omitted', 'given', 'named', REFUSED, WITH_KEY],
  ['on', 'false', 'given', NAMED_FALSE, REFUSED, REFUSED],
]

const PARENTS = ['none', 'plain', 'plain of a volume', 'encrypted', 'encrypted of a volume', 'encrypted copy'] as const
const columnOf = (parent: (typeof PARENTS)[number]) => (parent === 'none' ? 3 : parent.startsWith('plain') ? 4 : 5)

const cells = ROWS.flatMap((row) =>
  PARENTS.flatMap((parent) =>
    (['aws/ebs', 'custom'] as const).map((defaultKey) => {
      const [byDefault, encrypted, key] = row
      return { byDefault, encrypted, key, parent, defaultKey, outcome: row[columnOf(parent)] }
    }),
  ),
)
type Cell = (typeof cells)[number]

const stage = ({ parent, byDefault, defaultKey }: Cell) => {
  const w = ebsWorld()
  w.ec2.describeVolumes({}) // From the first look on there is a store, and the digest has it.
  const direct = directApi(w.session)
  const parents = {
    none: () => undefined,
    plain: () => direct.upload({ 0: blockOf(1) }),
    'plain of a volume': () => w.snapshot(w.volume()),
    encrypted: () => direct.upload({ 0: blockOf(1) }, { KmsKeyArn: w.K1 }),
    'encrypted of a volume': () => w.snapshot(w.volumeUnder(w.K1)),
    'encrypted copy': () => w.copy(w.snapshot(w.volume()), { Encrypted: true, KmsKeyId: w.K1 }),
  }
  const ParentSnapshotId = parents[parent]()
  const K3 = w.newKey()
  if (byDefault === 'on') w.ec2.enableEbsEncryptionByDefault({})
  if (defaultKey === 'custom') w.ec2.modifyEbsDefaultKmsKeyId({ KmsKeyId: K3 })
  return { ...w, direct, ParentSnapshotId, K3 }
}

describe('StartSnapshot', () => {
  it.each(cells)(
    'parent $parent: by default $byDefault, Encrypted $encrypted, key $key, default $defaultKey: $outcome',
    (cell) => {
      const w = stage(cell)
      const { encrypted, key, outcome, defaultKey } = cell
      const start = () =>
        w.direct.ebs.startSnapshot({
          VolumeSize: 1,
          ...(w.ParentSnapshotId === undefined ? {} : { ParentSnapshotId: w.ParentSnapshotId }),
          ...(encrypted === 'omitted' ? {} : { Encrypted: encrypted === 'true' }),
          ...(key === 'omitted' ? {} : { KmsKeyArn: w.K2 }),
        })
      if (!['plain', 'default', 'named', 'parent'].includes(outcome)) {
        const before = resourceDigest(w.cloud)
        const message = outcome === REFUSED ? expect.any(String) : outcome
        expect(ebsRefusal(start)).toEqual(validation(message, 'INVALID_PARAMETER_VALUE'))
        expect(resourceDigest(w.cloud)).toBe(before)
        return
      }
      const { SnapshotId, KmsKeyArn } = start()
      const defaultArn = defaultKey === 'custom' ? w.K3 : w.managedKey()
      const expected = { plain: undefined, default: defaultArn, named: w.K2, parent: w.K1 }[outcome]
      expect(KmsKeyArn).toBe(expected)
      expect(w.shownSnapshot(SnapshotId)).toMatchObject(
        expected === undefined ? { Encrypted: false } : { Encrypted: true, KmsKeyId: expected },
      )
    },
  )
})
