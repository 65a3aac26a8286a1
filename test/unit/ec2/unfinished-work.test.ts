import { describe, expect, it } from 'vitest'
import { corruptUnit } from '../../../src/blocks/unit-inspection.ts'
import { createWorldState, openWorld } from '../../../src/core/world.ts'
import { baseImageIdOf } from '../../../src/ec2/base-image.ts'
import { guestInstance } from '../../../src/ec2/guest-device.ts'
import type { CreateVolumeOutput } from '../../../src/ec2/operations/create-volume.ts'
import type { RunInstancesOutput } from '../../../src/ec2/operations/run-instances.ts'
import { blocksOf, findStoredSnapshot, findVolume } from '../../../src/ec2/store.ts'
import { openAccount } from '../../../src/iam/identities.ts'
import { rootUser } from '../../../src/iam/sessions.ts'
import { type Cloud, restoreCloud } from '../../../src/index.ts'
import { readOptions } from '../../../src/options.ts'
import { SERVICES } from '../../../src/services.ts'
import { ec2Cloud, REGION, text, ZONE } from './fixture.ts'

describe('work that has not come due yet', () => {
  it('is done by a clone and by a restored cloud as well', () => {
    const { cloud, volume, snapshot, key, instance } = ec2Cloud({ latency: 'typical' })
    const k1 = key()
    const plain = volume()
    cloud.clock.advance({ seconds: 1 })
    const SnapshotId = snapshot(plain)
    cloud.clock.advance({ seconds: 2 })
    const id = volume({ SnapshotId, Encrypted: true, KmsKeyId: k1 })
    const i = instance()
    const states = (each: Cloud) => [
      each.ec2.describeVolumes({ VolumeIds: [id] }).Volumes[0]?.State,
      each.ec2.describeInstances({ InstanceIds: [i] }).Reservations[0]?.Instances[0]?.State.Name,
      each.kms.listGrants({ KeyId: k1 }).Grants?.length,
    ]
    for (const each of [cloud.clone(), restoreCloud(cloud.save()), cloud]) {
      expect(states(each)).toEqual(['creating', 'pending', 1])
      each.clock.advance({ seconds: 2 })
      expect(states(each)).toEqual(['available', 'running', 0])
    }
  })
})

describe('a snapshot with a damaged block', () => {
  it('gives no volume under another key: it vanishes, and no grant is left', () => {
    const world = openWorld(createWorldState(readOptions({ seed: 42 })), SERVICES)
    const principal = rootUser('111122223333')
    openAccount(world, principal.account)
    const call = <Output>(service: string, operation: string, input: object): Output => {
      const answer = world.run({ principal, region: REGION, service, operation, input })
      if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`)
      return answer.value as Output
    }
    const ec2 = <Output>(operation: string, input: object) => call<Output>('ec2', operation, input)
    const { VolumeId } = ec2<CreateVolumeOutput>('CreateVolume', { AvailabilityZone: ZONE, Size: 1, Encrypted: true })
    const launch = { ImageId: baseImageIdOf(world, REGION), MinCount: 1, MaxCount: 1 }
    const [{ InstanceId }] = ec2<RunInstancesOutput>('RunInstances', launch).Instances
    ec2('AttachVolume', { VolumeId, InstanceId, Device: '/dev/sdf' })
    guestInstance(() => world, InstanceId)
      .device('/dev/sdf')
      .write(0, text('whole'))
    const { SnapshotId } = ec2<{ SnapshotId: string }>('CreateSnapshot', { VolumeId })
    const map = findStoredSnapshot(world, SnapshotId)?.map
    if (map === undefined) throw new Error('There is no snapshot.')
    corruptUnit(blocksOf(world), map, 0, ({ ciphertext }) => {
      ciphertext[0] = (ciphertext[0] ?? 0) ^ 1
    })
    const { KeyMetadata } = call<{ KeyMetadata: { Arn: string } }>('kms', 'CreateKey', {})
    const input = { AvailabilityZone: ZONE, SnapshotId, Encrypted: true, KmsKeyId: KeyMetadata.Arn }
    const doomed = ec2<CreateVolumeOutput>('CreateVolume', input)
    expect(doomed.State).toBe('creating')
    expect(findVolume(world, doomed.VolumeId)).toBeUndefined()
    expect(call<{ Grants: unknown[] }>('kms', 'ListGrants', { KeyId: KeyMetadata.Arn }).Grants).toEqual([])
    expect(() =>
      guestInstance(() => world, InstanceId)
        .device('/dev/sdf')
        .read(0, 5),
    ).toThrow(/tag does not fit/)
  })
})
