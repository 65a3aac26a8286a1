import { describe, expect, it } from 'vitest'
import { type Cloud, createCloud, restoreCloud, SimulatorError } from '../../src/index.ts'
import { attachedDisk, guest, launch } from '../support/cloud/disks.ts'
import { resourceDigest } from '../support/cloud/resource-digest.ts'

const prepared = () => {
  const cloud = createCloud({ seed: 3 })
  const session = cloud.session()
  const { KeyMetadata } = session.kms.createKey({})
  const disk = attachedDisk(session, launch(session), '/dev/sdf', KeyMetadata.Arn)
  guest(cloud, disk).write(0, new TextEncoder().encode('before the fork'))
  return { cloud, key: KeyMetadata, disk }
}

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

const forks: Record<string, (cloud: Cloud) => Cloud> = {
  'a clone': (cloud) => cloud.clone(),
  'a restored save': (cloud) => restoreCloud(cloud.save()),
  'a clone of a restored clone': (cloud) => restoreCloud(cloud.clone().save()).clone(),
}

describe.each(Object.entries(forks))('%s', (_, fork) => {
  it('has the same resources, records and plaintext', () => {
    const { cloud, disk, key } = prepared()
    const copy = fork(cloud)
    expect(resourceDigest(copy)).toBe(resourceDigest(cloud))
    expect(copy.trail.records()).toEqual(cloud.trail.records())
    expect(text(guest(copy, disk).read(0, 15))).toBe('before the fork')
    expect(copy.kms.describeKey({ KeyId: key.KeyId })).toEqual(cloud.kms.describeKey({ KeyId: key.KeyId }))
    expect(copy.events.all()).toEqual(cloud.events.all())
    expect(copy.clock.now()).toBe(cloud.clock.now())
  })

  it('goes on independently', () => {
    const { cloud, disk, key } = prepared()
    const copy = fork(cloud)
    const before = resourceDigest(cloud)
    guest(copy, disk).write(0, new TextEncoder().encode('in the copy    '))
    copy.kms.scheduleKeyDeletion({ KeyId: key.KeyId })
    copy.clock.advance({ days: 40 })
    expect(resourceDigest(cloud)).toBe(before)
    expect(text(guest(cloud, disk).read(0, 15))).toBe('before the fork')
    guest(cloud, disk).write(7, new TextEncoder().encode('same'))
    expect(text(guest(copy, disk).read(0, 15))).toBe('in the copy    ')
  })

  it('goes on serving an attached disk although its key is disabled', () => {
    const { cloud, disk, key } = prepared()
    cloud.kms.disableKey({ KeyId: key.KeyId })
    const copy = fork(cloud)
    guest(copy, disk).write(0, new TextEncoder().encode('after'))
    expect(text(guest(copy, disk).read(0, 15))).toBe('aftere the fork')
    expect(() => copy.kms.encrypt({ KeyId: key.KeyId, Plaintext: Uint8Array.of(1) })).toThrow('is disabled')
  })

  it('does the due work that the original asked for', () => {
    const { cloud, key } = prepared()
    cloud.kms.scheduleKeyDeletion({ KeyId: key.KeyId, PendingWindowInDays: 7 })
    const copy = fork(cloud)
    copy.clock.advance({ days: 8 })
    expect(() => copy.kms.describeKey({ KeyId: key.KeyId })).toThrow('does not exist')
    expect(cloud.kms.describeKey({ KeyId: key.KeyId }).KeyMetadata.KeyState).toBe('PendingDeletion')
  })
})

describe('a file that is no saved cloud', () => {
  const file = prepared().cloud.save()
  const refusal = (bytes: Uint8Array) => {
    try {
      restoreCloud(bytes)
    } catch (error) {
      return error instanceof SimulatorError ? `${error.code}: ${error.message}` : `unexpected ${error}`
    }
    return 'accepted'
  }

  it.each([0, 1, 8, 20, 100, file.length - 1])('is refused when it is cut off after %i bytes', (length) => {
    expect(refusal(file.subarray(0, length))).toMatch(/^INVALID_ARCHIVE: .*(truncated|not an archive)/)
  })

  it('is refused when any byte of it is changed', () => {
    for (let index = 0; index < file.length; index += Math.ceil(file.length / 97)) {
      const changed = file.slice()
      changed[index] = (changed[index] as number) ^ 1
      expect(refusal(changed), `byte ${index}`).toMatch(/^INVALID_ARCHIVE: /)
    }
  })

  it.each([1, 99])('is refused when it is of version %i, with both versions in the message', (version) => {
    const other = file.slice()
    other[8] = version
    expect(refusal(other)).toBe(
      `INVALID_ARCHIVE: Expected the bytes that cloud.save() made, found a file that is another version ${version} (this release reads 2). ` +
        'Save again, or restore with the release that saved it.',
    )
  })
})
