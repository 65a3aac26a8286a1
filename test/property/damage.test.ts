import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeArchive, encodeArchive } from '../../src/core/archive.ts'
import { type Cloud, createCloud, restoreCloud, SimulatorError } from '../../src/index.ts'
import { attachedDisk, guest, launch } from '../support/cloud/disks.ts'
import { resourceDigest } from '../support/cloud/resource-digest.ts'

/*
 * Whatever bit of whatever is stored is changed: it is detected and named, and never wrong data. The parts of a unit are looked at in
 * blocks-at-rest.test.ts and those of a ciphertext of KMS in kms-ciphertexts.test.ts; here are a whole cloud and its saved file.
 */

const UNIT = 512
const stage = () => {
  const cloud = createCloud({ seed: 8, unitBytes: UNIT })
  const session = cloud.session()
  const { Arn } = session.kms.createKey({}).KeyMetadata
  const disk = attachedDisk(session, launch(session), '/dev/sdf', Arn)
  guest(cloud, disk).write(0, new Uint8Array(4 * UNIT).fill(9))
  const { SnapshotId } = session.ec2.createSnapshot({ VolumeId: disk.volumeId })
  return { cloud, session, disk, SnapshotId, Arn }
}

const bit = fc.nat({ max: 8 * 4096 - 1 })
const flip = (bytes: Uint8Array, at: number): void => {
  const place = (at >> 3) % bytes.length
  bytes[place] = (bytes[place] ?? 0) ^ (1 << (at & 7))
}

describe('a changed bit', () => {
  it('of a ciphertext, a tag or a nonce is an I/O error that names the unit, for the volume and for all that share it', () => {
    fc.assert(
      fc.property(fc.constantFrom('ciphertext', 'tag', 'nonce'), fc.nat({ max: 3 }), bit, (part, unit, at) => {
        const { cloud, session, disk, SnapshotId } = stage()
        cloud.snapshot(SnapshotId).corruptUnit(unit, (parts) => flip(parts[part as 'tag'], at))
        const device = guest(cloud, disk)
        for (let index = 0; index < 4; index++) {
          const read = () => device.read(index * UNIT, UNIT)
          if (index === unit) expect(read).toThrow(`unit ${unit} `)
          else expect(read().every((byte) => byte === 9)).toBe(true)
        }
        expect(() => device.read(0, 4 * UNIT)).toThrow(expect.objectContaining({ code: 'DEVICE_IO' }))
        const other = session.kms.createKey({}).KeyMetadata.Arn
        const asked = { SourceRegion: 'us-east-1', SourceSnapshotId: SnapshotId, Encrypted: true, KmsKeyId: other }
        const [copy] = session.ec2.describeSnapshots({ SnapshotIds: [session.ec2.copySnapshot(asked).SnapshotId] }).Snapshots
        expect(copy?.State).toBe('error')
      }),
      { numRuns: 60 },
    )
  })

  it('of a wrapped data key is a refusal of KMS, and the volume does not come back', () => {
    fc.assert(
      fc.property(bit, (at) => {
        const { cloud, session, disk, Arn } = stage()
        session.ec2.detachVolume({ VolumeId: disk.volumeId })
        const changed = withChangedWrappedKey(cloud, disk.volumeId, at)
        const attach = () =>
          changed.ec2.attachVolume({ VolumeId: disk.volumeId, InstanceId: disk.instanceId, Device: '/dev/sdf' })
        expect(attach).toThrow(expect.objectContaining({ name: 'CustomerKeyHasBeenRevoked' }))
        expect(changed.volume(disk.volumeId).isPlaintextKeyInHostMemory).toBe(false)
        expect(changed.kms.listGrants({ KeyId: Arn }).Grants).toEqual([])
      }),
      { numRuns: 40 },
    )
  })
})

describe('a saved cloud', () => {
  const refusal = (file: Uint8Array): string => {
    try {
      restoreCloud(file)
    } catch (error) {
      return error instanceof SimulatorError ? error.code : `an unexpected ${(error as Error).name}`
    }
    return 'accepted'
  }

  it('that is changed, cut off or lengthened anywhere is refused, and the running cloud does not notice', () => {
    const { cloud, disk } = stage()
    const file = cloud.save()
    const before = resourceDigest(cloud)
    const change = fc.oneof(
      fc.nat({ max: file.length * 8 - 1 }).map((at) => {
        const changed = file.slice()
        changed[at >> 3] = (changed[at >> 3] ?? 0) ^ (1 << (at & 7))
        return changed
      }),
      fc.nat({ max: file.length - 1 }).map((length) => file.slice(0, length)),
      fc.uint8Array({ minLength: 1, maxLength: 64 }).map((more) => Uint8Array.from([...file, ...more])),
    )
    fc.assert(
      fc.property(change, (changed) => {
        expect(refusal(changed)).toBe('INVALID_ARCHIVE')
      }),
      { numRuns: 150 },
    )
    expect(resourceDigest(cloud)).toBe(before)
    expect(guest(cloud, disk).read(0, 2)).toEqual(Uint8Array.of(9, 9))
  })

  it('whose sealed memory is changed is refused although its digest is right', () => {
    const { cloud } = stage()
    fc.assert(
      fc.property(fc.nat({ max: 1 }), fc.boolean(), bit, (which, isTag, at) => {
        const file = rewritten(cloud.save(), ({ sealed }) => {
          const memory = [...sealed.values()][which % sealed.size]
          flip((isTag ? memory?.tag : memory?.ciphertext) as Uint8Array, at)
        })
        expect(refusal(file)).toBe('INVALID_ARCHIVE')
      }),
      { numRuns: 60 },
    )
  })
})

interface SavedFile {
  readonly state: { readonly stored: Map<string, unknown> }
  readonly sealed: Map<string, { readonly ciphertext: Uint8Array; readonly tag: Uint8Array }>
}

/** A file with a right digest and another content: somebody has tampered with it who knows the format. */
const rewritten = (file: Uint8Array, change: (saved: SavedFile) => void): Uint8Array => {
  const decoded = decodeArchive(file)
  if (!decoded.ok) throw new Error(decoded.error)
  change(decoded.value as SavedFile)
  return encodeArchive(decoded.value)
}

/** The cloud as it would be if one bit of a volume's wrapped data key had changed on the disk. */
const withChangedWrappedKey = (cloud: Cloud, volumeId: string, at: number): Cloud =>
  restoreCloud(
    rewritten(cloud.save(), ({ state }) => {
      const { places } = state.stored.get('ec2') as {
        places: Map<string, { volumes: Map<string, { protection: { key: { wrappedKey: Uint8Array } } }> }>
      }
      const volumes = [...places.values()].map((place) => place.volumes.get(volumeId))
      flip(volumes.find((volume) => volume !== undefined)?.protection.key.wrappedKey as Uint8Array, at)
    }),
  )
