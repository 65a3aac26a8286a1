import { describe, expect, it } from 'vitest'
import { blockOf, directApi, ebsRefusal, put } from '../support/cloud/direct-api.ts'
import { denied, deniedText, placeOf, REGION_A } from '../support/cloud/ebs-world.ts'
import { DEVICES, guestOf, imagesOf, imageWorld, policyForBoth } from '../support/cloud/image-world.ts'
import { GUEST_ACCOUNT } from '../support/cloud/shared-snapshot.ts'

/*
 * The table of spec/ebs-ec2.md 2.6 for images and the EBS direct APIs, measured as AWS was measured: a role that may do everything but one
 * action calls an operation. What a row does not name as needed must not be needed.
 */

const GDKWP = 'kms:GenerateDataKeyWithoutPlaintext'
const ACTIONS = [
  'kms:DescribeKey',
  'kms:Decrypt',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  GDKWP,
  'kms:CreateGrant',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:RetireGrant',
] as const
type Action = (typeof ACTIONS)[number]
type KeyName = 'K1' | 'K2'

const stage = () => {
  const w = imageWorld()
  const source = w.volumeUnder(w.K1)
  w.write(source, 0, 'bytes')
  const encrypted = w.snapshot(source)
  const direct = directApi(w.session)
  const images = { encrypted: w.register(encrypted), plain: w.register(w.snapshot(w.volume())) }
  return { ...w, encrypted, images, direct }
}
type Stage = ReturnType<typeof stage>
type Caller = ReturnType<typeof denied>

/** For each action on each key: whether the operation goes wrong without it. */
const cells = (needed: Partial<Record<KeyName, readonly Action[]>>) =>
  (Object.keys(needed) as KeyName[]).flatMap((key) =>
    ACTIONS.map((action) => ({ key, action, isNeeded: needed[key]?.includes(action) === true })),
  )

const grantsLeft = (w: Stage) => [...w.grants(w.K1), ...w.grants(w.K2)]

describe('permissions for CopyImage', () => {
  const ROWS: Record<string, { needed: Parameters<typeof cells>[0]; copy: (w: Stage, by: Caller) => string }> = {
    'from plain to encrypted': {
      needed: { K2: ['kms:DescribeKey', GDKWP, 'kms:CreateGrant'] },
      copy: (w, by) => imagesOf(by).copyImage(w.images.plain, { Encrypted: true, KmsKeyId: w.K2 }),
    },
    'under another key': {
      needed: { K1: ['kms:CreateGrant'], K2: ['kms:DescribeKey', GDKWP, 'kms:CreateGrant'] },
      copy: (w, by) => imagesOf(by).copyImage(w.images.encrypted, { Encrypted: true, KmsKeyId: w.K2 }),
    },
    'under its own key': {
      needed: { K1: ['kms:DescribeKey', 'kms:CreateGrant'] },
      copy: (w, by) => imagesOf(by).copyImage(w.images.encrypted),
    },
  }
  for (const [row, { needed, copy }] of Object.entries(ROWS)) {
    it.each(cells(needed))(`${row}, without $action on $key: fails: $isNeeded`, ({ key, action, isNeeded }) => {
      const w = stage()
      const id = copy(w, denied(w.cloud, [action], w[key]))
      expect(w.shownImage(id)?.State).toBe(isNeeded ? 'failed' : 'available')
      expect(w.shownSnapshot(w.snapshotsOf(id)[0] as string)?.State).toBe(isNeeded ? 'error' : 'completed')
      expect(grantsLeft(w)).toEqual([])
    })
  }
})

describe('permissions for a launch from an image', () => {
  const ROWS: Record<string, { needed: Parameters<typeof cells>[0]; ebs: (w: Stage) => object }> = {
    'under its own key': { needed: { K1: ['kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:CreateGrant'] }, ebs: () => ({}) },
    'under another key': {
      needed: { K1: ['kms:ReEncryptFrom'], K2: ['kms:ReEncryptTo', GDKWP, 'kms:CreateGrant'] },
      ebs: ({ K2 }) => ({ Encrypted: true, KmsKeyId: K2 }),
    },
  }
  for (const [row, { needed, ebs }] of Object.entries(ROWS)) {
    it.each(cells(needed))(`${row}, without $action on $key: fails: $isNeeded`, ({ key, action, isNeeded }) => {
      const w = stage()
      const BlockDeviceMappings = [{ DeviceName: DEVICES[0], Ebs: ebs(w) }]
      const id = denied(w.cloud, [action], w[key]).instance({ ImageId: w.images.encrypted, BlockDeviceMappings })
      expect(w.shownInstance(id)?.State.Name).toBe(isNeeded ? 'terminated' : 'running')
      w.ec2.terminateInstances({ InstanceIds: [id] })
      expect(grantsLeft(w)).toEqual([])
    })
  }
})

describe('permissions for what another account shares', () => {
  const shared = () => {
    const w = stage()
    const Add = [{ UserId: GUEST_ACCOUNT }]
    w.ec2.modifySnapshotAttribute({ SnapshotId: w.encrypted, CreateVolumePermission: { Add } })
    w.ec2.modifyImageAttribute({ ImageId: w.images.encrypted, LaunchPermission: { Add } })
    w.kms.putKeyPolicy({ KeyId: w.K1, Policy: policyForBoth(w.session.accountId) })
    const guest = guestOf(w, placeOf, REGION_A)
    return { ...w, guest, own: guest.newKey() }
  }
  type Shared = ReturnType<typeof shared>
  const encryption = (w: Shared) => ({ Encrypted: true, KmsKeyId: w.own })
  const ROWS: Record<
    string,
    { source: Action[]; own: Action[]; act: (w: Shared, by: Caller) => string | undefined; good: string }
  > = {
    RunInstances: {
      source: ['kms:ReEncryptFrom'],
      own: ['kms:ReEncryptTo', GDKWP, 'kms:CreateGrant'],
      act: (w, by) => {
        const BlockDeviceMappings = [{ DeviceName: DEVICES[0], Ebs: encryption(w) }]
        return w.guest.shownInstance(by.instance({ ImageId: w.images.encrypted, BlockDeviceMappings }))?.State.Name
      },
      good: 'running',
    },
    CopySnapshot: {
      source: ['kms:CreateGrant'],
      own: [GDKWP, 'kms:CreateGrant'],
      act: (w, by) => w.guest.shownSnapshot(by.copy(w.encrypted, encryption(w)))?.State,
      good: 'completed',
    },
    CopyImage: {
      source: ['kms:CreateGrant'],
      own: ['kms:DescribeKey', GDKWP, 'kms:CreateGrant'],
      act: (w, by) => w.guest.shownImage(imagesOf(by).copyImage(w.images.encrypted, encryption(w)))?.State,
      good: 'available',
    },
  }
  for (const [operation, { source, own, act, good }] of Object.entries(ROWS)) {
    // CopySnapshot answers a missing kms:DescribeKey on the destination key at once: ebs-2-6-permissions.test.ts.
    const actions = ACTIONS.filter((action) => operation !== 'CopySnapshot' || action !== 'kms:DescribeKey')
    const all = actions.flatMap((action) => [
      { key: 'source', action, isNeeded: source.includes(action) },
      { key: 'destination', action, isNeeded: own.includes(action) },
    ])
    it.each(all)(`${operation}, without $action on the $key key: fails: $isNeeded`, ({ key, action, isNeeded }) => {
      const w = shared()
      const by = denied(w.cloud, [action], key === 'source' ? w.K1 : w.own, GUEST_ACCOUNT)
      if (isNeeded) expect(act(w, by)).not.toBe(good)
      else expect(act(w, by)).toBe(good)
    })
  }

  it.each(ACTIONS.map((action) => ({ action, isNeeded: action === 'kms:Decrypt' })))(
    'a listing and a block, without $action: fail: $isNeeded',
    ({ action, isNeeded }) => {
      const w = shared()
      const by = denied(w.cloud, [action], w.K1, GUEST_ACCOUNT)
      const read = [
        () => directApi(by.session).written(w.encrypted),
        () => {
          const { BlockToken } = w.direct.ebs.listSnapshotBlocks({ SnapshotId: w.encrypted }).Blocks[0] ?? {}
          return by.session.ebs.getSnapshotBlock({ SnapshotId: w.encrypted, BlockIndex: 0, BlockToken })
        },
      ]
      for (const call of read) {
        if (isNeeded) expect(ebsRefusal(call)).toMatchObject({ status: 403, Reason: 'DEPENDENCY_ACCESS_DENIED' })
        else expect(call).not.toThrow()
      }
    },
  )
})

describe('permissions for the EBS direct APIs', () => {
  const ROWS: Record<string, { needed: Action[]; act: (w: Stage, by: Caller) => unknown }> = {
    StartSnapshot: { needed: ['kms:GenerateDataKey'], act: (w, by) => directApi(by.session).start({ KmsKeyArn: w.K1 }) },
    'StartSnapshot with a parent': {
      needed: ['kms:ReEncryptFrom', 'kms:ReEncryptTo'],
      act: (w, by) => directApi(by.session).start({ ParentSnapshotId: w.encrypted }),
    },
    PutSnapshotBlock: {
      needed: ['kms:Decrypt'],
      act: (w, by) => by.session.ebs.putSnapshotBlock(put(w.direct.start({ KmsKeyArn: w.K1 }), 0, blockOf(1))),
    },
    GetSnapshotBlock: {
      needed: ['kms:Decrypt'],
      act: (w, by) => {
        const { BlockToken } = by.session.ebs.listSnapshotBlocks({ SnapshotId: w.encrypted }).Blocks[0] ?? {}
        return by.session.ebs.getSnapshotBlock({ SnapshotId: w.encrypted, BlockIndex: 0, BlockToken })
      },
    },
    ListSnapshotBlocks: { needed: [], act: (w, by) => directApi(by.session).written(w.encrypted) },
    ListChangedBlocks: { needed: [], act: (w, by) => directApi(by.session).changed(w.encrypted, w.encrypted) },
    CompleteSnapshot: {
      needed: [],
      act: (w, by) => by.session.ebs.completeSnapshot({ SnapshotId: w.direct.start({ KmsKeyArn: w.K1 }), ChangedBlocksCount: 0 }),
    },
  }
  for (const [operation, { needed, act }] of Object.entries(ROWS)) {
    it.each(ACTIONS.map((action) => ({ action, isNeeded: needed.includes(action) })))(
      `${operation}, without $action: fails: $isNeeded`,
      ({ action, isNeeded }) => {
        const w = stage()
        const by = denied(w.cloud, [action], w.K1)
        if (!isNeeded) expect(() => act(w, by)).not.toThrow()
        else {
          const refusal = ebsRefusal(() => act(w, by))
          const isByCiphertext = action === 'kms:Decrypt' || action === 'kms:ReEncryptFrom'
          expect(refusal).toEqual({
            name: 'AccessDeniedException',
            message: isByCiphertext ? expect.stringContaining(action) : deniedText(by.arn, action, w.K1),
            status: 403,
            Reason: 'DEPENDENCY_ACCESS_DENIED',
          })
        }
      },
    )
  }
})

describe('operations on images that need no permission of KMS', () => {
  it('are CreateImage, RegisterImage, ModifyImageAttribute, ModifyVolume, CreateSnapshots and DeregisterImage', () => {
    const w = stage()
    const instance = w.instance({ ImageId: w.images.encrypted })
    const by = denied(w.cloud, ['kms:*'])
    const { ec2 } = by
    const image = imagesOf(by).imageOf(instance)
    expect(w.shownImage(image)?.State).toBe('available')
    expect(w.keysOf(image)).toEqual([w.K1])
    const registered = imagesOf(by).register(w.encrypted)
    ec2.modifyImageAttribute({ ImageId: registered, LaunchPermission: { Add: [{ UserId: GUEST_ACCOUNT }] } })
    const VolumeId = w.volumesOf(instance)[0]?.VolumeId
    ec2.modifyVolume({ VolumeId, Size: 2 })
    expect(ec2.createSnapshots({ InstanceSpecification: { InstanceId: instance } }).Snapshots).toHaveLength(1)
    ec2.deregisterImage({ ImageId: registered })
    expect(w.shownInstance(instance)?.State.Name).toBe('running')
  })
})
