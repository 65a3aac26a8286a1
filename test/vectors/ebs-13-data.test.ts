import { describe, expect, it } from 'vitest'
import { ACCOUNT, denied, ebsWorld, eventsAbout, noSuchVolume, placeOf, refusalOf } from '../support/cloud/ebs-world.ts'
import { ebs } from '../support/cloud/kms-sequence.ts'

const bytes = (value: string) => new TextEncoder().encode(value)
const text = (value: Uint8Array) => new TextDecoder().decode(value)

describe('what a snapshot holds', () => {
  it.each([{ encrypted: true }, { encrypted: false }])(
    'ebs 13 #56: a snapshot has the bytes of the call, also while it is pending (encrypted: $encrypted)',
    ({ encrypted }) => {
      const w = ebsWorld({ latency: 'typical' })
      const VolumeId = encrypted ? w.volumeUnder(w.K1) : w.volume()
      const InstanceId = w.instance()
      w.cloud.clock.advance({ seconds: 10 })
      w.attach(VolumeId, InstanceId)
      w.cloud.clock.advance({ seconds: 10 })
      const disk = w.cloud.instance(InstanceId).device('/dev/sdf')
      disk.write(4096, bytes('old!'))
      const S = w.snapshot(VolumeId)
      w.cloud.clock.advance({ seconds: 1 })
      expect(w.shownSnapshot(S)?.State).toBe('pending')
      disk.write(4096, bytes('new!'))
      disk.write(1 << 20, bytes('late'))
      w.cloud.clock.advance({ seconds: 10 })
      expect(w.shownSnapshot(S)?.State).toBe('completed')
      const restored = w.volume({ SnapshotId: S })
      w.cloud.clock.advance({ seconds: 10 })
      w.attach(restored, InstanceId, '/dev/sdg')
      w.cloud.clock.advance({ seconds: 10 })
      const copy = w.cloud.instance(InstanceId).device('/dev/sdg')
      expect(text(copy.read(4096, 4))).toBe('old!')
      expect(copy.read(1 << 20, 4)).toEqual(new Uint8Array(4))
      expect(text(disk.read(4096, 4))).toBe('new!')
    },
  )

  it('ebs 13 #57: deleting a snapshot in the middle takes nothing from the next', () => {
    const w = ebsWorld()
    const VolumeId = w.volumeUnder(w.K1)
    const snapshots = ['one', 'two', 'six'].map((word, at) => {
      w.write(VolumeId, at * 4096, word)
      w.write(VolumeId, 65536, word)
      return w.snapshot(VolumeId)
    })
    const [S1, S2, S3] = snapshots as [string, string, string]
    w.ec2.deleteSnapshot({ SnapshotId: S2 })
    expect(refusalOf(() => w.shownSnapshot(S2)).name).toBe('InvalidSnapshot.NotFound')
    const words = (SnapshotId: string) => {
      const id = w.volume({ SnapshotId })
      return [0, 4096, 8192, 65536].map((offset) => w.read(id, offset, 3))
    }
    expect(words(S3)).toEqual(['one', 'two', 'six', 'six'])
    expect(words(S1)).toEqual(['one', '\0\0\0', '\0\0\0', 'one'])
  })
})

describe('what a data key is bound to', () => {
  it('ebs 13 #70: a policy that names the snapshot does not open a snapshot of a volume: the context is the volume', () => {
    const w = ebsWorld()
    const VolumeId = w.volumeUnder(w.K1)
    const SnapshotId = w.snapshot(VolumeId)
    /** A caller who may use K1 for one `aws:ebs:id` alone, and everything else freely. */
    const boundTo = (name: string, id: string) => {
      const role = w.cloud.account(ACCOUNT).createRole(name, {
        policies: [
          {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Action: '*', Resource: '*' },
              {
                Effect: 'Deny',
                Action: ['kms:CreateGrant', 'kms:Decrypt', 'kms:ReEncryptFrom'],
                Resource: w.K1,
                Condition: { StringNotEquals: { 'kms:EncryptionContext:aws:ebs:id': id } },
              },
            ],
          },
        ],
      })
      return placeOf(w.cloud.session({ as: role, region: 'us-east-1' }))
    }
    const toSnapshot = boundTo('BoundToSnapshot', SnapshotId)
    const toVolume = boundTo('BoundToVolume', VolumeId)
    const copyBy = ({ copy }: typeof toVolume) => w.shownSnapshot(copy(SnapshotId, { Encrypted: true, KmsKeyId: w.K2 }))
    const refused = toSnapshot.volume({ SnapshotId })
    expect(refusalOf(() => w.shownVolume(refused))).toEqual(noSuchVolume(refused))
    expect(eventsAbout(w.cloud, refused)[0]?.detail.cause).toMatch(/ kms:ReEncryptFrom .* with an explicit deny /)
    expect(copyBy(toSnapshot)).toMatchObject({ State: 'error', StateMessage: 'Given key ID is not accessible' })
    expect(w.shownVolume(toVolume.volume({ SnapshotId }))?.State).toBe('available')
    expect(copyBy(toVolume)?.State).toBe('completed')
  })

  it('ebs 13 #76: a data key that is bound to a database and a volume does not open for the volume alone', () => {
    const w = ebsWorld()
    const both = { 'aws:rds:db-id': 'db-ABCDEFGHIJKLMNOPQRSTUVWXYZ', ...ebs('vol-0a1b2c3d4e5f60718') }
    const { CiphertextBlob } = w.kms.generateDataKeyWithoutPlaintext({
      KeyId: w.K1,
      NumberOfBytes: 64,
      EncryptionContext: both,
    })
    const open = (EncryptionContext: Record<string, string>) => w.kms.decrypt({ CiphertextBlob, EncryptionContext })
    expect(refusalOf(() => open(ebs('vol-0a1b2c3d4e5f60718')))).toMatchObject({
      name: 'InvalidCiphertextException',
      status: 400,
    })
    expect(refusalOf(() => open({ 'aws:rds:db-id': both['aws:rds:db-id'] })).name).toBe('InvalidCiphertextException')
    expect(open(both).Plaintext).toHaveLength(64)
  })

  it('opens the wrapped key of a volume for its own id alone, and for nobody without permission', () => {
    const w = ebsWorld()
    const [one, two] = [w.volumeUnder(w.K1), w.volumeUnder(w.K1)]
    const CiphertextBlob = w.cloud.volume(one).wrappedKey as Uint8Array
    expect(refusalOf(() => w.kms.decrypt({ CiphertextBlob, EncryptionContext: ebs(two) })).name).toBe(
      'InvalidCiphertextException',
    )
    const stranger = denied(w.cloud, ['kms:Decrypt'])
    expect(refusalOf(() => stranger.kms.decrypt({ CiphertextBlob, EncryptionContext: ebs(one) })).name).toBe(
      'AccessDeniedException',
    )
    expect(w.kms.decrypt({ CiphertextBlob, EncryptionContext: ebs(one) }).Plaintext).toHaveLength(64)
  })
})
