import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCloud } from '../../src/index.ts'
import { attachedDisk, guest, launch } from '../support/cloud/disks.ts'

/** What can become of the key of a disk. `isUsable`: whether a detached disk still comes back. */
const FATES = {
  nothing: { isUsable: true },
  rotated: { isUsable: true },
  'alias deleted': { isUsable: true },
  disabled: { isUsable: false },
  'pending deletion': { isUsable: false },
  deleted: { isUsable: false },
  'policy denies everybody': { isUsable: false },
  'grants revoked': { isUsable: true },
} as const

const fate = fc.constantFrom(...(Object.keys(FATES) as (keyof typeof FATES)[]))
const io = fc.array(fc.tuple(fc.nat({ max: 20_000 }), fc.uint8Array({ minLength: 1, maxLength: 6_000 })), {
  minLength: 1,
  maxLength: 4,
})

const scene = () => {
  const cloud = createCloud({ seed: 6 })
  const session = cloud.session()
  const { Arn: KeyId } = session.kms.createKey({}).KeyMetadata
  session.kms.createAlias({ AliasName: 'alias/disk', TargetKeyId: KeyId })
  const disk = attachedDisk(session, launch(session), '/dev/sdf', KeyId)
  return { cloud, session, KeyId, disk }
}

const meet = ({ cloud, session: { kms }, KeyId }: ReturnType<typeof scene>, what: keyof typeof FATES): void => {
  if (what === 'rotated') kms.rotateKeyOnDemand({ KeyId })
  if (what === 'alias deleted') kms.deleteAlias({ AliasName: 'alias/disk' })
  if (what === 'disabled') kms.disableKey({ KeyId })
  if (what === 'pending deletion' || what === 'deleted') kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
  if (what === 'deleted') cloud.clock.advance({ days: 7 })
  if (what === 'policy denies everybody') {
    const deny = { Effect: 'Deny', Principal: '*', Action: ['kms:CreateGrant', 'kms:Decrypt'], Resource: '*' }
    const own = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*' }
    kms.putKeyPolicy({ KeyId, Policy: JSON.stringify({ Version: '2012-10-17', Statement: [own, deny] }) })
  }
  if (what === 'grants revoked') for (const { GrantId } of kms.listGrants({ KeyId }).Grants) kms.revokeGrant({ KeyId, GrantId })
}

describe('a disk under a key', () => {
  it('goes on working while it is attached, whatever becomes of the key, and comes back only where the key can be used', () => {
    fc.assert(
      fc.property(fate, io, fc.boolean(), (what, writes, isStopped) => {
        const world = scene()
        const { cloud, session, disk } = world
        const model = new Uint8Array(32_768)
        const write = ([at, bytes]: [number, Uint8Array]) => {
          guest(cloud, disk).write(at, bytes)
          model.set(bytes, at)
        }
        writes.slice(1).forEach(write)
        meet(world, what)
        for (const each of writes) {
          write(each)
          expect(Buffer.compare(guest(cloud, disk).read(0, model.length), model)).toBe(0)
        }
        const handle = guest(cloud, disk)
        const { VolumeId, InstanceId, Device } = { VolumeId: disk.volumeId, InstanceId: disk.instanceId, Device: disk.device }
        if (isStopped) session.ec2.stopInstances({ InstanceIds: [InstanceId] })
        else session.ec2.detachVolume({ VolumeId })
        expect(() => handle.read(0, 1)).toThrow()
        expect(cloud.volume(VolumeId).isPlaintextKeyInHostMemory).toBe(false)
        const again = () => {
          if (!isStopped) return session.ec2.attachVolume({ VolumeId, InstanceId, Device })
          return session.ec2.startInstances({ InstanceIds: [InstanceId] })
        }
        if (FATES[what].isUsable) {
          again()
          expect(Buffer.compare(guest(cloud, disk).read(0, model.length), model)).toBe(0)
          return
        }
        if (isStopped) again()
        else expect(again).toThrow(expect.objectContaining({ name: 'CustomerKeyHasBeenRevoked' }))
        expect(cloud.volume(VolumeId).isPlaintextKeyInHostMemory).toBe(false)
        expect(() => guest(cloud, disk).read(0, 1)).toThrow()
      }),
      { numRuns: 80 },
    )
  })
})
