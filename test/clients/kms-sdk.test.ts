import {
  AlreadyExistsException,
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateGrantCommand,
  CreateKeyCommand,
  DecapsulateCommand,
  DecryptCommand,
  DescribeKeyCommand,
  DisabledException,
  DisableKeyCommand,
  EnableKeyCommand,
  EncapsulateCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  GetKeyPolicyCommand,
  InvalidCiphertextException,
  KMSClient,
  KMSServiceException,
  ListAliasesCommand,
  ListGrantsCommand,
  ListKeysCommand,
  NotFoundException,
  PutKeyPolicyCommand,
  paginateListKeys,
  ReEncryptCommand,
  ReplicateKeyCommand,
  RetireGrantCommand,
  RevokeGrantCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms'
import { describe, expect, it } from 'vitest'
import { mlKem } from '../../src/crypto/key-pairs/post-quantum.ts'
import { createCloud } from '../../src/index.ts'

const setup = () => {
  const cloud = createCloud({ seed: 9 })
  const client = new KMSClient({ ...cloud.clientConfig({ region: 'eu-west-1' }), maxAttempts: 1 })
  return { cloud, client }
}

const caught = async (promise: Promise<unknown>): Promise<unknown> => {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('Expected a refusal, found an answer.')
}

describe('the real @aws-sdk/client-kms against a cloud', () => {
  it('makes a key and reads it back, with Dates, lists and booleans as the SDK types them', async () => {
    const { client, cloud } = setup()
    const { KeyMetadata } = await client.send(
      new CreateKeyCommand({ Description: 'mine', Tags: [{ TagKey: 'a', TagValue: 'b' }] }),
    )
    expect(KeyMetadata?.CreationDate).toEqual(new Date(cloud.clock.now()))
    expect(KeyMetadata).toMatchObject({
      Enabled: true,
      KeyState: 'Enabled',
      MultiRegion: false,
      EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    })
    expect((await client.send(new DescribeKeyCommand({ KeyId: KeyMetadata?.KeyId }))).KeyMetadata).toEqual(KeyMetadata)
  })

  it('does envelope encryption, and answers what a direct call answers', async () => {
    const { client, cloud } = setup()
    const { KeyMetadata } = await client.send(new CreateKeyCommand({}))
    const EncryptionContext = { tenant: 'a', __proto__x: 'b' }
    const dataKey = await client.send(
      new GenerateDataKeyCommand({ KeyId: KeyMetadata?.KeyId, KeySpec: 'AES_256', EncryptionContext }),
    )
    const opened = await client.send(new DecryptCommand({ CiphertextBlob: dataKey.CiphertextBlob, EncryptionContext }))
    expect(opened.Plaintext).toEqual(dataKey.Plaintext)
    expect(opened.Plaintext).toBeInstanceOf(Uint8Array)
    const direct = cloud
      .session({ region: 'eu-west-1' })
      .kms.decrypt({ CiphertextBlob: dataKey.CiphertextBlob, EncryptionContext })
    const { $metadata, ...answer } = opened
    expect(answer).toEqual(direct)
    expect($metadata).toMatchObject({ httpStatusCode: 200, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) })
  })

  it('runs every operation that exists', async () => {
    const { client } = setup()
    const { KeyMetadata: key } = await client.send(new CreateKeyCommand({ MultiRegion: true }))
    const KeyId = key?.KeyId
    await client.send(new CreateAliasCommand({ AliasName: 'alias/mine', TargetKeyId: KeyId }))
    expect((await client.send(new ListAliasesCommand({ KeyId }))).Aliases).toMatchObject([{ AliasName: 'alias/mine' }])
    expect((await client.send(new ListKeysCommand({}))).Keys).toEqual([{ KeyId, KeyArn: key?.Arn }])
    await client.send(new DisableKeyCommand({ KeyId }))
    await client.send(new EnableKeyCommand({ KeyId }))
    const { CiphertextBlob } = await client.send(new EncryptCommand({ KeyId: 'alias/mine', Plaintext: Uint8Array.of(1) }))
    const again = await client.send(
      new ReEncryptCommand({ CiphertextBlob, DestinationKeyId: KeyId, DestinationEncryptionContext: { a: 'b' } }),
    )
    expect(again.SourceKeyId).toBe(key?.Arn)
    const wrapped = await client.send(new GenerateDataKeyWithoutPlaintextCommand({ KeyId, NumberOfBytes: 64 }))
    expect(wrapped.CiphertextBlob).toHaveLength(220)
    const { ReplicaKeyMetadata } = await client.send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: 'us-west-2' }))
    expect(ReplicaKeyMetadata?.KeyState).toBe('Creating')
    const GranteePrincipal = 'arn:aws:iam::111122223333:role/Admin'
    const grant = await client.send(
      new CreateGrantCommand({ KeyId, GranteePrincipal, RetiringPrincipal: GranteePrincipal, Operations: ['Decrypt'] }),
    )
    const other = await client.send(new CreateGrantCommand({ KeyId, GranteePrincipal, Operations: ['Encrypt'] }))
    expect((await client.send(new ListGrantsCommand({ KeyId }))).Grants).toHaveLength(2)
    await client.send(new RetireGrantCommand({ GrantToken: grant.GrantToken }))
    await client.send(new RevokeGrantCommand({ KeyId, GrantId: other.GrantId }))
    expect((await client.send(new ListGrantsCommand({ KeyId }))).Grants).toEqual([])
    const { Policy } = await client.send(new GetKeyPolicyCommand({ KeyId }))
    await client.send(new PutKeyPolicyCommand({ KeyId, Policy }))
    const { DeletionDate, KeyState } = await client.send(
      new ScheduleKeyDeletionCommand({ KeyId: ReplicaKeyMetadata?.KeyId, PendingWindowInDays: 7 }),
    )
    expect([DeletionDate, KeyState]).toEqual([undefined, 'PendingReplicaDeletion'])
    await client.send(new CancelKeyDeletionCommand({ KeyId }))
  })

  it('agrees on a secret by ML-KEM', async () => {
    const cloud = createCloud({ algorithms: [mlKem] })
    const client = new KMSClient({ ...cloud.clientConfig(), maxAttempts: 1 })
    const { KeyId } = cloud.kms.createKey({ KeySpec: 'ML_KEM_768', KeyUsage: 'ENCAPSULATE_DECAPSULATE' }).KeyMetadata
    const EncapsulationAlgorithm = 'ML_KEM'
    const { SharedSecret, SharedSecretCiphertextBlob } = await client.send(
      new EncapsulateCommand({ KeyId, EncapsulationAlgorithm }),
    )
    const input = { KeyId, SharedSecretCiphertextBlob, EncapsulationAlgorithm } as const
    expect((await client.send(new DecapsulateCommand(input))).SharedSecret).toEqual(SharedSecret)
    expect(SharedSecret).toHaveLength(32)
  })

  it('is throttled as AWS throttles it', async () => {
    const cloud = createCloud({ requestQuotas: { ListKeys: 1 } })
    const client = new KMSClient({ ...cloud.clientConfig(), maxAttempts: 1 })
    await client.send(new ListKeysCommand({}))
    const error = await caught(client.send(new ListKeysCommand({})))
    expect(error).toBeInstanceOf(KMSServiceException)
    expect(error).toMatchObject({ name: 'ThrottlingException', $metadata: { httpStatusCode: 400 } })
  })

  it('walks the pages of ListKeys with the SDK’s paginator', async () => {
    const { client } = setup()
    for (let index = 0; index < 5; index++) await client.send(new CreateKeyCommand({}))
    const pages: number[] = []
    for await (const { Keys } of paginateListKeys({ client, pageSize: 2 }, {})) pages.push(Keys?.length ?? 0)
    expect(pages).toEqual([2, 2, 1])
  })

  it('gets AWS’s errors as the SDK’s own classes, with the message, the status and a request id', async () => {
    const { client } = setup()
    const KeyId = (await client.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId
    const { CiphertextBlob } = await client.send(new EncryptCommand({ KeyId, Plaintext: Uint8Array.of(1) }))
    const wrongContext = await caught(client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { a: 'b' } })))
    expect(wrongContext).toBeInstanceOf(InvalidCiphertextException)
    expect(wrongContext).toMatchObject({
      message: 'UnknownError',
      $metadata: { httpStatusCode: 400, requestId: expect.any(String) },
    })
    expect(await caught(client.send(new DescribeKeyCommand({ KeyId: 'alias/none' })))).toBeInstanceOf(NotFoundException)
    await client.send(new CreateAliasCommand({ AliasName: 'alias/mine', TargetKeyId: KeyId }))
    expect(await caught(client.send(new CreateAliasCommand({ AliasName: 'alias/mine', TargetKeyId: KeyId })))).toBeInstanceOf(
      AlreadyExistsException,
    )
    await client.send(new DisableKeyCommand({ KeyId }))
    expect(await caught(client.send(new EncryptCommand({ KeyId, Plaintext: Uint8Array.of(1) })))).toBeInstanceOf(
      DisabledException,
    )
    const invalid = await caught(client.send(new GenerateDataKeyCommand({ KeyId, NumberOfBytes: 0 })))
    expect(invalid).toBeInstanceOf(KMSServiceException)
    expect(invalid).toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining("Value '0' at 'numberOfBytes'"),
    })
  })

  it('explains an error that came out of the SDK, by its request id', async () => {
    const { cloud } = setup()
    const nobody = cloud.account('111122223333').createRole('Nobody')
    const { KeyMetadata } = cloud.kms.createKey({})
    const client = new KMSClient({ ...cloud.clientConfig({ as: nobody }), maxAttempts: 1 })
    const error = await caught(client.send(new EncryptCommand({ KeyId: KeyMetadata.KeyId, Plaintext: Uint8Array.of(1) })))
    expect(error).toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('no identity-based policy allows the kms:Encrypt action'),
    })
    expect(cloud.explain(error)).toMatchObject({ call: 'kms:Encrypt', gate: 'authorise' })
  })

  it('works in the Region that the client signs for, also where that is not the one of its configuration', async () => {
    const { cloud } = setup()
    const client = new KMSClient({ ...cloud.clientConfig(), region: 'ap-south-1', maxAttempts: 1 })
    const { KeyMetadata } = await client.send(new CreateKeyCommand({}))
    expect(KeyMetadata?.Arn).toContain(':kms:ap-south-1:')
  })

  it('does not start a call whose signal is already aborted', async () => {
    const { client, cloud } = setup()
    const before = cloud.journal.entries().length
    const error = await caught(client.send(new ListKeysCommand({}), { abortSignal: AbortSignal.abort() }))
    expect(error).toMatchObject({ name: 'AbortError' })
    expect(cloud.journal.entries()).toHaveLength(before)
  })
})
