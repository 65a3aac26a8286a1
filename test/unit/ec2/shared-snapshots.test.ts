import { describe, expect, it } from 'vitest'
import { journalEntries } from '../../../src/core/journal.ts'
import type { Principal } from '../../../src/core/principal.ts'
import { createWorldState, openWorld } from '../../../src/core/world.ts'
import type { CreateVolumeOutput } from '../../../src/ec2/operations/create-volume.ts'
import { findStoredSnapshot, findVolume } from '../../../src/ec2/store.ts'
import { openAccount } from '../../../src/iam/identities.ts'
import { rootUser } from '../../../src/iam/sessions.ts'
import type { CreateKeyOutput } from '../../../src/kms/operations/create-key.ts'
import { readOptions } from '../../../src/options.ts'
import { SERVICES } from '../../../src/services.ts'
import { REGION, ZONE } from './fixture.ts'

/* What CreateVolume and CopySnapshot make of another account's snapshot, down to the records. */
const setUp = () => {
  const world = openWorld(createWorldState(readOptions({ seed: 42 })), SERVICES)
  const [owner, other] = [rootUser('111122223333'), rootUser('444455556666')]
  for (const { account } of [owner, other]) openAccount(world, account)
  const call = <Output>(principal: Principal, service: string, operation: string, input: object): Output => {
    const answer = world.run({ principal, region: REGION, service, operation, input })
    if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`)
    return answer.value as Output
  }
  const everybody = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: owner.arn }, Action: 'kms:*', Resource: '*' },
      {
        Effect: 'Allow',
        Principal: { AWS: other.arn },
        Action: ['kms:ReEncrypt*', 'kms:CreateGrant', 'kms:GenerateDataKey*'],
        Resource: '*',
      },
    ],
  })
  const { KeyMetadata } = call<CreateKeyOutput>(owner, 'kms', 'CreateKey', { Policy: everybody })
  const encryption = { Encrypted: true, KmsKeyId: KeyMetadata.Arn }
  const { VolumeId } = call<CreateVolumeOutput>(owner, 'ec2', 'CreateVolume', { AvailabilityZone: ZONE, Size: 1, ...encryption })
  const { SnapshotId } = call<{ SnapshotId: string }>(owner, 'ec2', 'CreateSnapshot', { VolumeId })
  const snapshot = findStoredSnapshot(world, SnapshotId)
  if (snapshot === undefined) throw new Error('There is no snapshot.')
  const share = (OperationType: 'add' | 'remove') =>
    call(owner, 'ec2', 'ModifySnapshotAttribute', {
      SnapshotId,
      Attribute: 'createVolumePermission',
      OperationType,
      UserIds: [other.account],
    })
  share('add')
  const restore = (input: object = {}) => {
    const before = world.journal.sequence
    const volume = call<CreateVolumeOutput>(other, 'ec2', 'CreateVolume', { AvailabilityZone: ZONE, SnapshotId, ...input })
    const calls = journalEntries(world.journal).filter(({ sequence, service }) => sequence > before && service === 'kms')
    return { volume, record: findVolume(world, volume.VolumeId), calls, snapshot }
  }
  return { world, restore, share, keyArn: KeyMetadata.Arn, owner, other, SnapshotId, call, snapshot }
}

const ROW_5 = ['ReEncrypt', 'GenerateDataKeyWithoutPlaintext', 'CreateGrant', 'Decrypt', 'Decrypt', 'RetireGrant']

describe('row 5: CreateVolume from another account’s encrypted snapshot', () => {
  it('makes a new data key under the caller’s default key, which the answer does not tell', () => {
    const { restore, snapshot } = setUp()
    const { volume, record, calls } = restore()
    expect(calls.map(({ operation }) => operation)).toEqual(ROW_5)
    expect(calls[0]?.input).toMatchObject({ DestinationKeyId: 'alias/aws/ebs' })
    expect(volume).not.toHaveProperty('KmsKeyId')
    expect(record?.protection).toMatchObject({
      kind: 'encrypted',
      key: { kmsKeyArn: expect.stringContaining(':444455556666:key/') },
    })
    const lineages = [record, snapshot].map((each) =>
      each?.protection.kind === 'encrypted' ? String(each.protection.key.dataKeyId) : '',
    )
    expect(lineages[0]).not.toBe(lineages[1])
  })

  it('makes a new data key even under the snapshot’s own key', () => {
    const { restore, keyArn, snapshot } = setUp()
    const { record, calls } = restore({ Encrypted: true, KmsKeyId: keyArn })
    expect(calls.map(({ operation }) => operation)).toEqual(ROW_5)
    expect(record?.protection).toMatchObject({ kind: 'encrypted', key: { kmsKeyArn: keyArn } })
    expect(record?.protection).not.toMatchObject({
      key: { dataKeyId: snapshot.protection.kind === 'encrypted' ? snapshot.protection.key.dataKeyId : '' },
    })
  })

  it('is refused to an account that it is not shared with', () => {
    const { restore, share } = setUp()
    share('remove')
    expect(() => restore()).toThrow('InvalidSnapshot.NotFound: Snapshot does not exist')
  })
})

describe('CopySnapshot of another account’s encrypted snapshot', () => {
  it('makes the calls of row 18, and those of row 19 the second time', () => {
    const { world, call, other, SnapshotId } = setUp()
    const copy = () => {
      const before = world.journal.sequence
      call(other, 'ec2', 'CopySnapshot', { SourceRegion: REGION, SourceSnapshotId: SnapshotId })
      return journalEntries(world.journal)
        .filter(({ sequence, service }) => sequence > before && service === 'kms')
        .map(({ operation }) => operation)
    }
    expect(copy()).toEqual([
      'DescribeKey',
      'GenerateDataKeyWithoutPlaintext',
      'CreateGrant',
      'CreateGrant',
      'Decrypt',
      'Decrypt',
      'RetireGrant',
      'RetireGrant',
    ])
    expect(copy()).toEqual(['DescribeKey', 'CreateGrant', 'CreateGrant', 'Decrypt', 'Encrypt', 'RetireGrant', 'RetireGrant'])
  })
})
