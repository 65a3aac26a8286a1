import { describe, expect, it } from 'vitest'
import {
  denied,
  deniedText,
  ebsWorld,
  eventsAbout,
  noSuchVolume,
  REGION_A,
  REGION_B,
  refusalOf,
} from '../support/cloud/ebs-world.ts'
import { latest } from '../support/cloud/kms-sequence.ts'
import { GUEST_ACCOUNT, sharedSnapshots } from '../support/cloud/shared-snapshot.ts'

/*
 * The table of spec/ebs-ec2.md 2.6, measured as AWS was measured: a role that may do everything but one action calls an operation. What a
 * row does not name as needed must not be needed.
 */

const ACTIONS = [
  'kms:DescribeKey',
  'kms:Decrypt',
  'kms:Encrypt',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:CreateGrant',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:RetireGrant',
] as const
type Action = (typeof ACTIONS)[number]

/** For each action: whether the operation goes wrong without it. */
const everyAction = (needed: readonly Action[]) => ACTIONS.map((action) => ({ action, isNeeded: needed.includes(action) }))

/** A world in which everything is ready that an operation needs, made by somebody who may. */
const stage = () => {
  const w = ebsWorld()
  const plain = w.snapshot(w.volume())
  const source = w.volumeUnder(w.K1)
  const encrypted = w.snapshot(source)
  return { ...w, plain, source, encrypted }
}
type Stage = ReturnType<typeof stage>
type Caller = ReturnType<typeof denied>

const grantsLeft = (w: Stage) => [...w.grants(w.K1), ...w.grants(w.K2)]

const GDKWP = 'kms:GenerateDataKeyWithoutPlaintext'

describe('permissions for CreateVolume', () => {
  const ROWS: Record<string, { needed: readonly Action[]; make: (w: Stage, caller: Caller) => string; key: 'K1' | 'K2' }> = {
    'empty, encrypted': {
      needed: [GDKWP],
      make: (w, caller) => caller.volumeUnder(w.K1),
      key: 'K1',
    },
    'encrypted, from an unencrypted snapshot': {
      needed: [GDKWP, 'kms:CreateGrant'],
      make: (w, caller) => caller.volume({ SnapshotId: w.plain, Encrypted: true, KmsKeyId: w.K1 }),
      key: 'K1',
    },
    'from an own encrypted snapshot, same key': {
      needed: ['kms:ReEncryptFrom', 'kms:ReEncryptTo'],
      make: (w, caller) => caller.volume({ SnapshotId: w.encrypted }),
      key: 'K1',
    },
    'from an own encrypted snapshot, other key': {
      needed: ['kms:ReEncryptFrom', 'kms:ReEncryptTo', GDKWP, 'kms:CreateGrant'],
      make: (w, caller) => caller.volume({ SnapshotId: w.encrypted, Encrypted: true, KmsKeyId: w.K2 }),
      key: 'K2',
    },
  }

  for (const [row, { needed, make, key }] of Object.entries(ROWS)) {
    it.each(everyAction(needed))(`${row}, without $action: fails: $isNeeded`, ({ action, isNeeded }) => {
      const w = stage()
      const caller = denied(w.cloud, [action])
      const id = make(w, caller)
      if (isNeeded) {
        const concerned = action === 'kms:ReEncryptFrom' ? w.K1 : w[key]
        expect(refusalOf(() => w.shownVolume(id))).toEqual(noSuchVolume(id))
        expect(eventsAbout(w.cloud, id).map(({ detail, resources }) => [detail.event, detail.cause, resources.at(1)])).toEqual([
          ['createVolume', deniedText(caller.arn, action, concerned), concerned],
          ['deleteVolume', '', undefined],
        ])
      } else {
        expect(w.shownVolume(id)).toMatchObject({ State: 'available', KmsKeyId: w[key] })
      }
      expect(grantsLeft(w)).toEqual([])
    })
  }
})

describe('permissions for CreateVolume from another account’s encrypted snapshot', () => {
  const onSource: readonly Action[] = ['kms:ReEncryptFrom']
  const onDestination: readonly Action[] = ['kms:ReEncryptTo', GDKWP, 'kms:CreateGrant']
  const cases = (['source', 'destination'] as const).flatMap((key) =>
    everyAction(key === 'source' ? onSource : onDestination).map((each) => ({ key, ...each })),
  )

  it.each(cases)('without $action on the $key key: fails: $isNeeded', ({ key, action, isNeeded }) => {
    const w = sharedSnapshots()
    const destination = w.guest.newKey()
    const caller = denied(w.cloud, [action], key === 'source' ? w.K1 : destination, GUEST_ACCOUNT)
    const id = caller.volume({ SnapshotId: w.SE, Encrypted: true, KmsKeyId: destination })
    if (isNeeded) {
      expect(refusalOf(() => w.guest.shownVolume(id))).toEqual(noSuchVolume(id))
      expect(eventsAbout(w.cloud, id)[0]?.detail.cause).toContain(`is not authorized to perform: ${action} on `)
    } else {
      expect(w.guest.shownVolume(id)).toMatchObject({ State: 'available', KmsKeyId: destination })
    }
    expect([...w.owner.grants(w.K1), ...w.guest.grants(destination)]).toEqual([])
  })
})

describe('permissions for CopySnapshot', () => {
  const check = (w: Stage, action: Action, copy: () => string, KmsKeyId: string, isNeeded: boolean) => {
    if (isNeeded && action === 'kms:DescribeKey') {
      const before = w.ec2.describeSnapshots({ OwnerIds: ['self'] }).Snapshots.length
      expect(refusalOf(copy)).toEqual({ name: 'AuthFailure', message: `Not authorized to use key ${KmsKeyId} `, status: 403 })
      expect(w.ec2.describeSnapshots({ OwnerIds: ['self'] }).Snapshots).toHaveLength(before)
    } else if (isNeeded) {
      const shown = w.shownSnapshot(copy())
      expect(shown).toMatchObject({
        State: 'error',
        StateMessage: 'Given key ID is not accessible',
        Progress: '0%',
        Encrypted: true,
        KmsKeyId,
      })
      expect(shown).not.toHaveProperty('CompletionTime')
      expect(shown).not.toHaveProperty('FullSnapshotSizeInBytes')
      expect(w.snapshotEvents().at(-1)?.detail).toMatchObject({
        event: 'copySnapshot',
        result: 'failed',
        cause: 'Given key ID is not accessible',
      })
    } else {
      expect(w.shownSnapshot(copy())).toMatchObject({ State: 'completed', KmsKeyId })
    }
    expect(grantsLeft(w)).toEqual([])
  }

  it.each(everyAction(['kms:DescribeKey', GDKWP, 'kms:CreateGrant']))(
    'a new data key, from an unencrypted source, without $action: fails: $isNeeded',
    ({ action, isNeeded }) => {
      const w = stage()
      const caller = denied(w.cloud, [action])
      check(w, action, () => caller.copy(w.plain, { Encrypted: true, KmsKeyId: w.K2 }), w.K2, isNeeded)
    },
  )

  const onDestination: readonly Action[] = ['kms:DescribeKey', GDKWP, 'kms:CreateGrant']
  const onSource: readonly Action[] = ['kms:CreateGrant']
  const cases = (['source', 'destination'] as const).flatMap((key) =>
    everyAction(key === 'source' ? onSource : onDestination).map((each) => ({ key, ...each })),
  )

  it.each(cases)('a new data key, without $action on the $key key: fails: $isNeeded', ({ key, action, isNeeded }) => {
    const w = stage()
    const caller = denied(w.cloud, [action], key === 'source' ? w.K1 : w.K2)
    check(w, action, () => caller.copy(w.encrypted, { Encrypted: true, KmsKeyId: w.K2 }), w.K2, isNeeded)
  })

  it.each(everyAction(['kms:DescribeKey', 'kms:CreateGrant']))(
    'the same key, without $action: fails: $isNeeded',
    ({ action, isNeeded }) => {
      const w = stage()
      const caller = denied(w.cloud, [action])
      check(w, action, () => caller.copy(w.encrypted, { Encrypted: true, KmsKeyId: w.K1 }), w.K1, isNeeded)
    },
  )

  it('into another Region needs the source’s key there and the destination’s key here', () => {
    const w = stage()
    const KmsKeyId = w.b.newKey()
    const copyBy = (caller: Caller) =>
      w.b.shownSnapshot(caller.at(REGION_B).copy(w.encrypted, { SourceRegion: REGION_A, Encrypted: true, KmsKeyId }))?.State
    expect(copyBy(denied(w.cloud, ['kms:CreateGrant'], w.K1))).toBe('error')
    expect(copyBy(denied(w.cloud, ['kms:CreateGrant'], KmsKeyId))).toBe('error')
    expect(copyBy(denied(w.cloud, ['kms:CreateGrant'], w.K2))).toBe('completed')
  })
})

describe('permissions for RunInstances', () => {
  const ROWS: Record<string, { needed: readonly Action[]; device: string; ebs: (w: Stage) => object }> = {
    'encrypted root from an unencrypted image': {
      needed: [GDKWP, 'kms:CreateGrant'],
      device: '/dev/xvda',
      ebs: ({ K1 }) => ({ Encrypted: true, KmsKeyId: K1 }),
    },
    'data volume, empty': {
      needed: [GDKWP, 'kms:CreateGrant'],
      device: '/dev/sdf',
      ebs: ({ K1 }) => ({ VolumeSize: 1, Encrypted: true, KmsKeyId: K1 }),
    },
    'data volume from an own encrypted snapshot, same key': {
      needed: ['kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:CreateGrant'],
      device: '/dev/sdf',
      ebs: ({ encrypted: SnapshotId }) => ({ SnapshotId }),
    },
    'data volume from an own encrypted snapshot, other key': {
      needed: ['kms:ReEncryptFrom', 'kms:ReEncryptTo', GDKWP, 'kms:CreateGrant'],
      device: '/dev/sdf',
      ebs: ({ encrypted: SnapshotId, K2 }) => ({ SnapshotId, Encrypted: true, KmsKeyId: K2 }),
    },
  }

  for (const [row, { needed, device, ebs }] of Object.entries(ROWS)) {
    it.each(everyAction(needed))(`${row}, without $action: fails: $isNeeded`, ({ action, isNeeded }) => {
      const w = stage()
      const volumes = w.ec2.describeVolumes({}).Volumes
      const InstanceId = denied(w.cloud, [action]).instance({ BlockDeviceMappings: [{ DeviceName: device, Ebs: ebs(w) }] })
      if (isNeeded) {
        expect(w.shownInstance(InstanceId)).toMatchObject({
          State: { Code: 48, Name: 'terminated' },
          StateReason: {
            Code: 'Client.InvalidKMSKey.InvalidState',
            Message: 'Client.InvalidKMSKey.InvalidState: The KMS key provided is in an incorrect state',
          },
          StateTransitionReason: 'Client.InternalError',
          BlockDeviceMappings: [],
        })
        expect(w.ec2.describeVolumes({}).Volumes).toEqual(volumes)
      } else {
        expect(w.shownInstance(InstanceId)).toMatchObject({ State: { Code: 16, Name: 'running' } })
        w.cloud.instance(InstanceId).device(device).write(0, Uint8Array.of(1))
        w.ec2.terminateInstances({ InstanceIds: [InstanceId] })
      }
      expect(grantsLeft(w)).toEqual([])
    })
  }
})

describe('permissions for AttachVolume and StartInstances', () => {
  it.each(everyAction(['kms:CreateGrant']))('AttachVolume, without $action: fails: $isNeeded', ({ action, isNeeded }) => {
    const w = stage()
    const InstanceId = w.instance()
    const caller = denied(w.cloud, [action])
    const attach = () => caller.attach(w.source, InstanceId)
    if (isNeeded) expect(refusalOf(attach).name).toBe('CustomerKeyHasBeenRevoked')
    else expect(attach().State).toBe('attaching')
    expect(w.shownVolume(w.source)?.State).toBe(isNeeded ? 'available' : 'in-use')
    expect(grantsLeft(w)).toHaveLength(isNeeded ? 0 : 1)
  })

  it.each(everyAction(['kms:CreateGrant']))('StartInstances, without $action: fails: $isNeeded', ({ action, isNeeded }) => {
    const w = stage()
    const InstanceId = w.instance()
    w.attach(w.source, InstanceId)
    w.ec2.stopInstances({ InstanceIds: [InstanceId] })
    denied(w.cloud, [action]).ec2.startInstances({ InstanceIds: [InstanceId] })
    expect(w.shownInstance(InstanceId)).toMatchObject(
      isNeeded
        ? {
            State: { Name: 'stopped' },
            StateReason: { Code: 'Client.InternalError', Message: 'Client.InternalError: Client error on launch' },
          }
        : { State: { Name: 'running' } },
    )
    expect(grantsLeft(w)).toHaveLength(isNeeded ? 0 : 1)
  })
})

describe('operations that need no permission of KMS', () => {
  it('are CreateSnapshot, RebootInstances, StopInstances, DetachVolume, TerminateInstances, DeleteVolume and DeleteSnapshot', () => {
    const w = stage()
    const root = { DeviceName: '/dev/xvda', Ebs: { Encrypted: true, KmsKeyId: w.K2, DeleteOnTermination: false } }
    const InstanceId = w.instance({ BlockDeviceMappings: [root] })
    const rootId = w.volumesOf(InstanceId)[0]?.VolumeId as string
    w.attach(w.source, InstanceId)
    const { ec2, snapshot } = denied(w.cloud, ['kms:*'])
    expect(w.shownSnapshot(snapshot(w.source))).toMatchObject({ State: 'completed', KmsKeyId: w.K1 })
    ec2.rebootInstances({ InstanceIds: [InstanceId] })
    ec2.stopInstances({ InstanceIds: [InstanceId] })
    ec2.detachVolume({ VolumeId: w.source })
    ec2.terminateInstances({ InstanceIds: [InstanceId] })
    ec2.deleteVolume({ VolumeId: w.source })
    ec2.deleteVolume({ VolumeId: rootId })
    ec2.deleteSnapshot({ SnapshotId: w.encrypted })
    expect(latest(w.cloud, 'DeleteVolume').nested.map(({ operation, error }) => [operation, error])).toEqual([
      ['RetireGrant', undefined],
    ])
    expect(w.shownInstance(InstanceId)?.State.Name).toBe('terminated')
    expect(grantsLeft(w)).toEqual([])
  })

  it('are all that are asked for an unencrypted volume', () => {
    const w = stage()
    const caller = denied(w.cloud, ['kms:*'])
    const VolumeId = caller.volume({ SnapshotId: w.plain })
    caller.attach(VolumeId, caller.instance())
    expect(caller.shownSnapshot(caller.copy(caller.snapshot(VolumeId)))).toMatchObject({ State: 'completed', Encrypted: false })
  })
})
