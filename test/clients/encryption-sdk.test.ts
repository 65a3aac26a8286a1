import {
  AwsKmsMrkAwareSymmetricDiscoveryKeyringNode,
  AwsKmsMrkAwareSymmetricKeyringNode,
  buildAwsKmsMrkAwareStrictMultiKeyringNode,
  buildClient,
  CommitmentPolicy,
  KmsKeyringNode,
  type KmsNodeClientSupplier,
} from '@aws-crypto/client-node'
import { KMS } from '@aws-sdk/client-kms'
import { assertThat } from 'kms-ebs-sim/matchers'
import { describe, expect, it } from 'vitest'
import { type Cloud, createCloud, type Identity } from '../../src/index.ts'

/** The AWS Encryption SDK for JavaScript, unchanged: it seals messages by data keys that its keyrings get from KMS. */
const { encrypt, decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT)

const TEXT = new TextEncoder().encode('a message of some length, for whoever may open it')
const CONTEXT = { tenant: 'blau & <grün>', purpose: 'archive' }

/** How a keyring makes its clients: one for each Region. */
const clientsOf = (cloud: Cloud, as?: Identity) => (region: string) =>
  new KMS({ ...cloud.clientConfig({ as, region }), maxAttempts: 1 }) as KeyringClient

/** A client as the keyrings' types want it: they know nothing of members that are `undefined`. */
type KeyringClient = Exclude<ReturnType<KmsNodeClientSupplier>, false>

const clientIn = (cloud: Cloud, region: string) => clientsOf(cloud)(region)

const newKey = (cloud: Cloud, region = 'us-east-1') => cloud.session({ region }).kms.createKey({}).KeyMetadata.Arn

describe('a KMS keyring of the AWS Encryption SDK', () => {
  it('seals a message under a data key of ours and opens it again', async () => {
    const cloud = createCloud()
    const generatorKeyId = newKey(cloud)
    const keyring = new KmsKeyringNode({ generatorKeyId, clientProvider: clientsOf(cloud) })
    const { result } = await encrypt(keyring, TEXT, { encryptionContext: CONTEXT })
    const { plaintext, messageHeader } = await decrypt(keyring, result)
    expect(new Uint8Array(plaintext)).toEqual(TEXT)
    expect(messageHeader.encryptionContext).toMatchObject(CONTEXT)
    assertThat(cloud).toHaveCalledKms('GenerateDataKey', { input: { EncryptionContext: CONTEXT }, times: 1 })
    assertThat(cloud).toHaveCalledKms('Decrypt', { input: { EncryptionContext: CONTEXT }, error: null, times: 1 })
  })

  it('opens with every one of the keys that sealed the message, also in another Region', async () => {
    const cloud = createCloud()
    const [generatorKeyId, second] = [newKey(cloud), newKey(cloud, 'eu-central-1')]
    const clientProvider = clientsOf(cloud)
    const { result } = await encrypt(new KmsKeyringNode({ generatorKeyId, keyIds: [second], clientProvider }), TEXT)
    cloud.kms.disableKey({ KeyId: generatorKeyId })
    const { plaintext } = await decrypt(new KmsKeyringNode({ keyIds: [second], clientProvider }), result)
    expect(new Uint8Array(plaintext)).toEqual(TEXT)
    await expect(decrypt(new KmsKeyringNode({ keyIds: [generatorKeyId], clientProvider }), result)).rejects.toThrow('is disabled')
  })

  it('is refused what the message is not sealed under: another key, and a header that has been changed', async () => {
    const cloud = createCloud()
    const clientProvider = clientsOf(cloud)
    const keyring = new KmsKeyringNode({ generatorKeyId: newKey(cloud), clientProvider })
    const { result } = await encrypt(keyring, TEXT, { encryptionContext: CONTEXT })
    await expect(decrypt(new KmsKeyringNode({ keyIds: [newKey(cloud)], clientProvider }), result)).rejects.toThrow()
    const changed = Uint8Array.from(result)
    const at = result.indexOf('archive')
    changed.set(new TextEncoder().encode('deleted'), at)
    expect(at).toBeGreaterThan(0)
    await expect(decrypt(keyring, changed)).rejects.toThrow()
    assertThat(cloud).toHaveCalledKms('Decrypt', {
      input: { EncryptionContext: { ...CONTEXT, purpose: 'deleted' } },
      error: 'InvalidCiphertextException',
    })
  })

  it('is refused where a policy wants another encryption context', async () => {
    const cloud = createCloud()
    const generatorKeyId = newKey(cloud)
    const Condition = { StringEquals: { 'kms:EncryptionContext:tenant': 'red' } }
    const as = cloud.account('111122223333').createRole('Red', {
      policies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*', Condition }] }],
    })
    const keyring = (who?: Identity) => new KmsKeyringNode({ generatorKeyId, clientProvider: clientsOf(cloud, who) })
    const seal = async (tenant: string) => (await encrypt(keyring(), TEXT, { encryptionContext: { tenant } })).result
    const { plaintext } = await decrypt(keyring(as), await seal('red'))
    expect(new Uint8Array(plaintext)).toEqual(TEXT)
    await expect(decrypt(keyring(as), await seal('blue'))).rejects.toThrow('not authorized to perform: kms:Decrypt')
  })
})

describe('the keyrings of the AWS Encryption SDK for multi-Region keys', () => {
  const twoRegions = () => {
    const cloud = createCloud()
    const { Arn: primary } = cloud.kms.createKey({ MultiRegion: true }).KeyMetadata
    const { Arn: replica } = cloud.kms.replicateKey({ KeyId: primary, ReplicaRegion: 'eu-west-1' }).ReplicaKeyMetadata
    return { cloud, primary, replica }
  }

  it('open with the replica what the primary has sealed', async () => {
    const { cloud, primary, replica } = twoRegions()
    const here = new AwsKmsMrkAwareSymmetricKeyringNode({ client: clientIn(cloud, 'us-east-1'), keyId: primary })
    const there = new AwsKmsMrkAwareSymmetricKeyringNode({ client: clientIn(cloud, 'eu-west-1'), keyId: replica })
    const { result } = await encrypt(here, TEXT, { encryptionContext: CONTEXT })
    const { plaintext } = await decrypt(there, result)
    expect(new Uint8Array(plaintext)).toEqual(TEXT)
    assertThat(cloud).toHaveCalledKms('Decrypt', { region: 'eu-west-1', error: null, times: 1 })
    assertThat(cloud).not.toHaveCalledKms('Decrypt', { region: 'us-east-1' })
  })

  it('find the key in their Region by discovery', async () => {
    const { cloud, primary } = twoRegions()
    const here = buildAwsKmsMrkAwareStrictMultiKeyringNode({ generatorKeyId: primary, clientProvider: clientsOf(cloud) })
    const discovery = (region: string) => new AwsKmsMrkAwareSymmetricDiscoveryKeyringNode({ client: clientIn(cloud, region) })
    const { result } = await encrypt(here, TEXT)
    const { plaintext } = await decrypt(discovery('eu-west-1'), result)
    expect(new Uint8Array(plaintext)).toEqual(TEXT)
    await expect(decrypt(discovery('ap-northeast-1'), result)).rejects.toThrow()
  })
})
