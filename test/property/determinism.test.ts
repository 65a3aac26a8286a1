import { describe, expect, it } from 'vitest'
import { type Cloud, createCloud } from '../../src/index.ts'
import { attachedDisk, guest, launch } from '../support/cloud/disks.ts'

/** A history that draws random values of every kind. */
const history = (cloud: Cloud, aside: (cloud: Cloud) => void = () => {}) => {
  const session = cloud.session({ region: 'eu-central-1' })
  const { KeyMetadata } = session.kms.createKey({})
  aside(cloud)
  const grant = session.kms.createGrant({
    KeyId: KeyMetadata.KeyId,
    GranteePrincipal: cloud.session().principal.kind === 'session' ? 'arn:aws:iam::111122223333:role/Admin' : '',
    Operations: ['Decrypt'],
  })
  aside(cloud)
  const { CiphertextBlob } = session.kms.encrypt({ KeyId: KeyMetadata.KeyId, Plaintext: Uint8Array.of(1, 2, 3) })
  aside(cloud)
  const disk = attachedDisk(session, launch(session), '/dev/sdf', KeyMetadata.Arn)
  guest(cloud, disk).write(100, new Uint8Array(5000).fill(7))
  aside(cloud)
  const { SnapshotId } = session.ec2.createSnapshot({ VolumeId: disk.volumeId })
  const { dataKeyId, wrappedKey, unit } = cloud.volume(disk.volumeId)
  return { KeyMetadata, grant, CiphertextBlob, disk, SnapshotId, dataKeyId, wrappedKey, stored: unit(0) }
}

describe('the world is deterministic', () => {
  it('gives the same ids, keys, tokens and ciphertext for the same seed and the same calls', () => {
    expect(history(createCloud({ seed: 7 }))).toEqual(history(createCloud({ seed: 7 })))
  })

  it('gives other ones for another seed', () => {
    const [one, other] = [history(createCloud({ seed: 7 })), history(createCloud({ seed: 8 }))]
    expect(one.KeyMetadata.KeyId).not.toBe(other.KeyMetadata.KeyId)
    expect(one.CiphertextBlob).not.toEqual(other.CiphertextBlob)
    expect(one.wrappedKey).not.toEqual(other.wrappedKey)
    expect(one.stored?.ciphertext).not.toEqual(other.stored?.ciphertext)
  })

  it('gives the same records and events too', () => {
    const [one, other] = [createCloud({ seed: 7 }), createCloud({ seed: 7 })]
    history(one)
    history(other)
    expect(one.trail.records()).toEqual(other.trail.records())
    expect(one.events.all()).toEqual(other.events.all())
    expect(one.trail.records().length).toBeGreaterThan(5)
  })

  it('gives byte-identical results with both engines', () => {
    expect(history(createCloud({ seed: 7, engine: 'noble' }))).toEqual(history(createCloud({ seed: 7, engine: 'native' })))
  })

  it('begins anew after a reset, and sessions made before go on working', () => {
    const cloud = createCloud({ seed: 7 })
    const first = history(cloud)
    cloud.clock.advance({ days: 3 })
    cloud.reset()
    expect(history(cloud)).toEqual(first)
  })
})

describe('a call of another kind changes no other bytes', () => {
  const asides: Record<string, (cloud: Cloud) => void> = {
    'a call in another Region': (cloud) => cloud.session({ region: 'us-west-2' }).kms.createKey({}),
    'a call in another account': (cloud) =>
      cloud.session({ as: cloud.account('999988887777').root, region: 'eu-central-1' }).kms.createKey({}),
    'reading calls': (cloud) => cloud.session({ region: 'eu-central-1' }).kms.listKeys({}),
    'a refused call': (cloud) => {
      try {
        cloud.session({ region: 'eu-central-1' }).kms.describeKey({ KeyId: 'no such key' })
      } catch {}
    },
    'an alias': (cloud) => {
      const { kms } = cloud.session({ region: 'eu-central-1' })
      const { Keys } = kms.listKeys({})
      kms.createAlias({ AliasName: `alias/a${cloud.journal.entries().length}`, TargetKeyId: Keys?.[0]?.KeyId })
    },
    'looking at everything': (cloud) => {
      cloud.trail.records()
      cloud.journal.entries()
      cloud.events.all()
      cloud.clone()
    },
  }

  it.each(Object.entries(asides))('such as %s', (_, aside) => {
    expect(history(createCloud({ seed: 7 }), aside)).toEqual(history(createCloud({ seed: 7 })))
  })
})
