import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { createCloud } from '../../src/index.ts'

const fingerprint = (bytes: Uint8Array | undefined) =>
  createHash('sha256')
    .update(bytes ?? new Uint8Array(0))
    .digest('hex')
    .slice(0, 32)

/**
 * Users have snapshots with our ids and bytes in them. What seed 42 gives must stay what it is in every later patch version: a change here
 * is a breaking change, and the changelog says so.
 */
it('gives the same ids, keys, ciphertext, tokens and records from seed 42 in every version', () => {
  const cloud = createCloud({ seed: 42 })
  const session = cloud.session({ region: 'eu-west-1' })
  const { KeyMetadata: key } = session.kms.createKey({})
  const { KeyMetadata: related } = session.kms.createKey({ MultiRegion: true })
  const { CiphertextBlob } = session.kms.encrypt({
    KeyId: key.KeyId,
    Plaintext: new Uint8Array(32),
    EncryptionContext: { a: 'b' },
  })
  const { Plaintext } = session.kms.generateDataKey({ KeyId: key.KeyId, KeySpec: 'AES_256' })
  const grant = session.kms.createGrant({
    KeyId: key.KeyId,
    GranteePrincipal: 'arn:aws:iam::111122223333:role/Admin',
    Operations: ['Decrypt'],
  })
  const { disk, VolumeId, InstanceId } = session.attachedDisk({ KmsKeyId: key.Arn, Size: 1 })
  disk.write(5, new TextEncoder().encode('the quick brown fox'))
  const { SnapshotId } = session.ec2.createSnapshot({ VolumeId })
  const { dataKeyId, wrappedKey, unit } = cloud.volume(VolumeId)
  const record = cloud.trail.records({ eventName: 'CreateVolume' })[0]
  expect({
    key: key.KeyId,
    material: key.CurrentKeyMaterialId,
    related: related.KeyId,
    ciphertext: fingerprint(CiphertextBlob),
    dataKey: fingerprint(Plaintext),
    grant: grant.GrantId,
    token: fingerprint(new TextEncoder().encode(grant.GrantToken)),
    volume: VolumeId,
    instance: InstanceId,
    image: session.baseImageId,
    snapshot: SnapshotId,
    lineage: dataKeyId,
    wrapped: fingerprint(wrappedKey),
    stored: fingerprint(unit(0)?.ciphertext),
    nonce: fingerprint(unit(0)?.nonce),
    record: [record?.eventID, record?.requestID],
    event: cloud.events.matching({ detail: { event: ['createSnapshot'] } })[0]?.id,
  }).toMatchInlineSnapshot(`
    {
      "ciphertext": "be16e8f4f0fd475ff0e123bd5f539f43",
      "dataKey": "74a5eff006fe9ab5000c43d719a59a06",
      "event": "4d360c41-bc1f-4b1e-9780-d504ff868aeb",
      "grant": "889c0e4c2e5fd288c873c5b195303250dcbc3e01a0322a93b2b42c0aa724528c",
      "image": "ami-ca724c3e56e419b4e",
      "instance": "i-10502aaaa8540be95",
      "key": "87dff6bc-c56f-4455-9347-23eafab92b55",
      "lineage": "86ef74fd5903a6737355ba11d519fbf6",
      "material": "e84d20da71a942f492c8a48d6dc18e4749c410bb13bed9afd918d3ef79490a0d",
      "nonce": "9cbc73d18d70c94fe366e696035c4f2c",
      "record": [
        "86a99f27-e72f-4f38-816b-72613d7d4ff3",
        "87a46b27-0db9-434c-939e-7174c1ef9a02",
      ],
      "related": "mrk-c1ed965521628e60d65e261f7f99ba34",
      "snapshot": "snap-8ef25d39602362d73",
      "stored": "a2bdf39fff9e19c03284616de8b8892e",
      "token": "1885bc0e9c4f9ee87692cdf04f7e0864",
      "volume": "vol-db1312ac9f40d6001",
      "wrapped": "be2ba1ba86128dc970285ed05b89355d",
    }
  `)
})
