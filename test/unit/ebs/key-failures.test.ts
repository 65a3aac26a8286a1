import { describe, expect, it } from 'vitest'
import { blockOf, directApi, ebsRefusal, put, validation } from '../../support/cloud/direct-api.ts'
import { denied, ebsWorld } from '../../support/cloud/ebs-world.ts'
import { resourceDigest } from '../../support/cloud/resource-digest.ts'
import { importMaterial, M1 } from '../../support/kms/importing.ts'
import { CLUSTER } from '../../support/kms/key-stores.ts'

/*
 * Every way in which a key can fail the EBS direct APIs, and what each of them then says. Source: spec/ebs-ec2.md 3.6, 8.6.
 */

const world = () => {
  const w = ebsWorld()
  return { ...w, direct: directApi(w.session) }
}
type World = ReturnType<typeof world>

const KEY_NOT_FOUND = {
  name: 'ResourceNotFoundException',
  message: 'KMS key not found.',
  status: 404,
  Reason: 'DEPENDENCY_RESOURCE_NOT_FOUND',
}

/** A key that works and then does not: how it is made, spoilt and mended, and KMS's own sentence. */
const SPOILT = {
  disabled: {
    make: ({ K1 }: World) => K1,
    spoil: ({ kms }: World, KeyId: string) => void kms.disableKey({ KeyId }),
    mend: ({ kms }: World, KeyId: string) => void kms.enableKey({ KeyId }),
    text: 'is disabled.',
  },
  'pending deletion': {
    make: ({ K1 }: World) => K1,
    spoil: ({ kms }: World, KeyId: string) => void kms.scheduleKeyDeletion({ KeyId }),
    mend: ({ kms }: World, KeyId: string) => {
      kms.cancelKeyDeletion({ KeyId })
      kms.enableKey({ KeyId })
    },
    text: 'is pending deletion.',
  },
  deleted: {
    make: ({ K1 }: World) => K1,
    spoil: ({ kms, cloud }: World, KeyId: string) => {
      kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
      cloud.clock.advance({ days: 8 })
    },
    mend: undefined,
    text: 'does not exist',
  },
  'pending import': {
    make: ({ kms }: World) => {
      const { Arn } = kms.createKey({ Origin: 'EXTERNAL' }).KeyMetadata
      importMaterial(kms, Arn, M1)
      return Arn
    },
    spoil: ({ kms }: World, KeyId: string) => void kms.deleteImportedKeyMaterial({ KeyId }),
    mend: ({ kms }: World, KeyId: string) => void importMaterial(kms, KeyId, M1),
    text: 'is pending import.',
  },
  unavailable: {
    make: ({ kms }: World) => {
      const { CustomKeyStoreId } = kms.createCustomKeyStore(CLUSTER)
      kms.connectCustomKeyStore({ CustomKeyStoreId })
      return kms.createKey({ Origin: 'AWS_CLOUDHSM', CustomKeyStoreId }).KeyMetadata.Arn
    },
    spoil: ({ kms }: World) => {
      const CustomKeyStoreId = kms.describeCustomKeyStores({}).CustomKeyStores[0]?.CustomKeyStoreId
      kms.disconnectCustomKeyStore({ CustomKeyStoreId })
    },
    mend: ({ kms }: World) => {
      const CustomKeyStoreId = kms.describeCustomKeyStores({}).CustomKeyStores[0]?.CustomKeyStoreId
      kms.connectCustomKeyStore({ CustomKeyStoreId })
    },
    text: undefined,
  },
} as const

describe.each(Object.entries(SPOILT))('a key that is %s', (_state, { make, spoil, mend, text }) => {
  /** A complete snapshot and one on its way, both with two weeks to go, under a key that has just been spoilt. */
  const setUp = () => {
    const w = world()
    const key = make(w)
    const complete = w.direct.upload({ 0: blockOf(1) }, { KmsKeyArn: key })
    const onItsWay = w.direct.start({ KmsKeyArn: key, Timeout: 4320 })
    spoil(w, key)
    const { BlockToken } = w.direct.ebs.listSnapshotBlocks({ SnapshotId: complete }).Blocks[0] ?? {}
    const calls = {
      start: () => w.direct.start({ KmsKeyArn: key }),
      child: () => w.direct.start({ ParentSnapshotId: complete }),
      get: () => w.direct.ebs.getSnapshotBlock({ SnapshotId: complete, BlockIndex: 0, BlockToken }),
      put: () => w.direct.ebs.putSnapshotBlock(put(onItsWay, 0, blockOf(2))),
    }
    return { w, key, complete, onItsWay, calls }
  }

  it('is not found by who reads, writes or begins a child; named, it is the request’s mistake; nothing changes', () => {
    const { w, calls } = setUp()
    const before = resourceDigest(w.cloud)
    expect(ebsRefusal(calls.child)).toEqual(KEY_NOT_FOUND)
    expect(ebsRefusal(calls.get)).toEqual(KEY_NOT_FOUND)
    if (text !== 'does not exist') expect(ebsRefusal(calls.put)).toEqual(KEY_NOT_FOUND)
    expect(ebsRefusal(calls.start)).toEqual(
      validation(text === undefined ? expect.any(String) : expect.stringContaining(text), 'INVALID_CUSTOMER_KEY'),
    )
    expect(resourceDigest(w.cloud)).toBe(before)
  })

  it('does not matter to the owner’s listings', () => {
    const { w, complete } = setUp()
    expect(w.direct.written(complete)).toEqual([0])
    expect(w.direct.changed(complete, complete)).toEqual([])
  })

  it('works again when it is mended, without any repair; a deleted one is gone for good', () => {
    const { w, key, calls, onItsWay } = setUp()
    if (mend === undefined) {
      expect(() => w.kms.cancelKeyDeletion({ KeyId: key })).toThrow('does not exist')
      return
    }
    mend(w, key)
    expect([calls.start(), calls.child()]).toEqual([expect.stringMatching(/^snap-/), expect.stringMatching(/^snap-/)])
    expect(calls.get().BlockData[0]).toBe(1)
    calls.put()
    w.direct.ebs.completeSnapshot({ SnapshotId: onItsWay, ChangedBlocksCount: 1 })
    expect(w.shownSnapshot(onItsWay)?.State).toBe('completed')
  })
})

describe('a key that StartSnapshot cannot have', () => {
  it.each([
    ['nowhere', (w: World) => w.K1.replace(/[0-9a-f]{12}$/, '000000000000')],
    ['in another Region', (w: World) => w.b.newKey()],
    [
      'multi-Region without a replica here',
      (w: World) => w.b.kms.createKey({ MultiRegion: true }).KeyMetadata.Arn.replace('us-west-2', 'us-east-1'),
    ],
    ['asymmetric', (w: World) => w.kms.createKey({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }).KeyMetadata.Arn],
    ['an HMAC key', (w: World) => w.kms.createKey({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }).KeyMetadata.Arn],
  ] as const)('%s: the request’s mistake', (_name, keyOf) => {
    const w = world()
    const KmsKeyArn = keyOf(w)
    expect(ebsRefusal(() => w.direct.start({ KmsKeyArn }))).toMatchObject({
      name: 'ValidationException',
      Reason: 'INVALID_CUSTOMER_KEY',
    })
    expect(w.ec2.describeSnapshots({ OwnerIds: ['self'] }).Snapshots).toEqual([])
  })

  it('of another account that lets nobody in: access is denied', () => {
    const w = world()
    const KmsKeyArn = denied(w.cloud, ['s3:*'], '*', '444455556666').newKey()
    expect(ebsRefusal(() => w.direct.start({ KmsKeyArn }))).toMatchObject({
      name: 'AccessDeniedException',
      status: 403,
      Reason: 'DEPENDENCY_ACCESS_DENIED',
    })
  })

  it('the default key, where it cannot be used, is not found', () => {
    const w = world()
    w.ec2.modifyEbsDefaultKmsKeyId({ KmsKeyId: w.K2 })
    w.kms.disableKey({ KeyId: w.K2 })
    expect(ebsRefusal(() => w.direct.start({ Encrypted: true }))).toEqual(KEY_NOT_FOUND)
  })
})
