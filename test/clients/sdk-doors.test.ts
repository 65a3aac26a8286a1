import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import {
  CopySnapshotCommand,
  CreateSnapshotCommand,
  CreateVolumeCommand,
  DescribeVolumesCommand,
  EC2Client,
  EC2ServiceException,
  paginateDescribeVolumes,
  waitUntilSnapshotCompleted,
  waitUntilVolumeAvailable,
} from '@aws-sdk/client-ec2'
import {
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  DisabledException,
  DisableKeyCommand,
  EncryptCommand,
  InvalidCiphertextException,
  KMSClient,
  KMSServiceException,
  ListKeysCommand,
  paginateListKeys,
  UpdateAliasCommand,
} from '@aws-sdk/client-kms'
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { describe, expect, it } from 'vitest'
import { type ClientOptions, type Cloud, createCloud, SimulatorError } from '../../src/index.ts'

const caught = async (promise: Promise<unknown>): Promise<Error> => {
  try {
    await promise
  } catch (error) {
    return error as Error
  }
  throw new Error('Expected a refusal, found an answer.')
}

/** The two lanes of the SDK in this process. */
const LANES = {
  'request handler': (cloud: Cloud, options: ClientOptions = {}, config: object = {}) =>
    new KMSClient({ ...cloud.clientConfig(options), ...config }),
  plugin: (cloud: Cloud, options: ClientOptions = {}, config: object = {}) => {
    // No credentials, no endpoint: nothing below the plugin is asked.
    const client = new KMSClient({ region: options.region ?? 'us-east-1', ...config })
    client.middlewareStack.use(cloud.sdkPlugin(options))
    return client
  },
} as const

describe.each(Object.entries(LANES))('a KMS client with the %s', (_, make) => {
  it('gets modelled exceptions as the SDK’s own classes, with a request id', async () => {
    const cloud = createCloud()
    const { KeyId } = cloud.kms.createKey().KeyMetadata
    cloud.kms.disableKey({ KeyId })
    const error = await caught(make(cloud).send(new EncryptCommand({ KeyId, Plaintext: Uint8Array.of(1) })))
    expect(error).toBeInstanceOf(DisabledException)
    expect(error.constructor).toBe(DisabledException)
    expect(error).toMatchObject({
      name: 'DisabledException',
      message: expect.stringMatching(/ is disabled\.$/),
      $fault: 'client',
      $metadata: { httpStatusCode: 400, requestId: cloud.journal.entries().at(-1)?.requestId, attempts: 1, totalRetryDelay: 0 },
    })
    expect(cloud.explain(error)).toMatchObject({ call: 'kms:Encrypt', gate: 'check' })
  })

  it('gets other errors as the base class, and an absent message as the SDK shows it', async () => {
    const cloud = createCloud()
    const client = make(cloud)
    const invalid = await caught(client.send(new DescribeKeyCommand({ KeyId: '' })))
    expect(invalid.constructor).toBe(KMSServiceException)
    expect(invalid.name).toBe('ValidationException')
    const bad = await caught(client.send(new DecryptCommand({ CiphertextBlob: Uint8Array.of(1) })))
    expect(bad).toBeInstanceOf(InvalidCiphertextException)
    expect(bad.message).toBe('UnknownError')
  })

  it('tells of the call in the metadata of the answer', async () => {
    const cloud = createCloud()
    const { $metadata } = await make(cloud).send(new ListKeysCommand({}))
    expect($metadata).toMatchObject({
      httpStatusCode: 200,
      requestId: cloud.journal.entries()[0]?.requestId,
      attempts: 1,
      totalRetryDelay: 0,
    })
  })

  it('really retries throttling and server errors, each attempt a call', async () => {
    const cloud = createCloud()
    cloud.faults.on('kms:ListKeys').nth(1).fail('ThrottlingException', 'Rate exceeded')
    cloud.faults.on('kms:ListKeys').nth(2).fail('KMSInternalException')
    const { Keys, $metadata } = await make(cloud, {}, { maxAttempts: 3, retryMode: 'standard' }).send(new ListKeysCommand({}))
    expect(Keys).toEqual([])
    expect($metadata).toMatchObject({ attempts: 3 })
    expect(cloud.journal.entries()).toHaveLength(3)
  })

  it('gives up after its attempts', async () => {
    const cloud = createCloud()
    cloud.faults.on('kms:ListKeys').fail('ThrottlingException', 'Rate exceeded')
    cloud.faults.on('kms:ListKeys').fail('ThrottlingException', 'Rate exceeded')
    const error = await caught(make(cloud, {}, { maxAttempts: 2 }).send(new ListKeysCommand({})))
    expect(error).toMatchObject({ name: 'ThrottlingException', $metadata: { attempts: 2 } })
    expect(cloud.journal.entries()).toHaveLength(2)
  })

  it('does not start a call whose signal is aborted, and forgets one that is aborted on the way', async () => {
    const cloud = createCloud()
    const client = make(cloud)
    const aborted = await caught(client.send(new CreateKeyCommand({}), { abortSignal: AbortSignal.abort() }))
    expect(aborted.name).toBe('AbortError')
    expect(cloud.journal.entries()).toEqual([])
    const controller = new AbortController()
    const pending = client.send(new CreateKeyCommand({}), { abortSignal: controller.signal })
    controller.abort()
    expect((await caught(pending)).name).toBe('AbortError')
    expect(cloud.journal.entries()).toEqual([])
  })

  it('walks pages', async () => {
    const cloud = createCloud()
    for (let index = 0; index < 5; index++) cloud.kms.createKey()
    const pages: number[] = []
    for await (const { Keys } of paginateListKeys({ client: make(cloud), pageSize: 2 }, {})) pages.push(Keys?.length ?? 0)
    expect(pages).toEqual([2, 2, 1])
  })

  it('acts as the principal and in the Region of its options', async () => {
    const cloud = createCloud()
    const ann = cloud.account('444455556666').createUser('ann')
    const error = await caught(make(cloud, { as: ann, region: 'eu-west-1' }).send(new ListKeysCommand({})))
    expect(error.message).toContain('User: arn:aws:iam::444455556666:user/ann is not authorized to perform: kms:ListKeys')
    expect(cloud.journal.entries()[0]).toMatchObject({ region: 'eu-west-1', account: '444455556666' })
  })

  it('says loudly what is not simulated', async () => {
    const cloud = createCloud()
    const { KeyId } = cloud.kms.createKey().KeyMetadata
    const Recipient = { KeyEncryptionAlgorithm: 'RSAES_OAEP_SHA_256', AttestationDocument: Uint8Array.of(1) } as const
    const command = new DecryptCommand({ CiphertextBlob: Uint8Array.of(1), KeyId, Recipient })
    const error = await caught(make(cloud).send(command))
    expect(error).toBeInstanceOf(SimulatorError)
    expect(error).toMatchObject({ code: 'UNSUPPORTED_PARAMETER' })
  })

  it('keeps the user’s own middleware', async () => {
    const cloud = createCloud()
    const client = make(cloud)
    const seen: string[] = []
    client.middlewareStack.add(
      (next, context) => (args) => {
        seen.push(String(context.commandName))
        return next(args)
      },
      { step: 'initialize' },
    )
    await client.send(new ListKeysCommand({}))
    expect(seen).toEqual(['ListKeysCommand'])
  })

  it('goes on with the cloud that is there after a reset', async () => {
    const cloud = createCloud()
    const client = make(cloud)
    await client.send(new CreateKeyCommand({}))
    cloud.reset()
    expect((await client.send(new ListKeysCommand({}))).Keys).toEqual([])
  })
})

describe('the request handler', () => {
  it('finds the service in the signature: one configuration for the clients of all services', async () => {
    const cloud = createCloud()
    const config = cloud.clientConfig({ region: 'ap-northeast-1' })
    const { Volumes } = await new EC2Client(config).send(new DescribeVolumesCommand({}))
    expect(Volumes).toEqual([])
    const { Account } = await new STSClient(config).send(new GetCallerIdentityCommand({}))
    expect(Account).toBe('111122223333')
    const { Events } = await new CloudTrailClient(config).send(new LookupEventsCommand({}))
    expect(Events?.map(({ EventName }) => EventName)).toEqual(['GetCallerIdentity', 'DescribeVolumes'])
  })

  it('takes the temporary credentials that AssumeRole has answered, until they expire', async () => {
    const cloud = createCloud()
    const { arn } = cloud.account('111122223333').createRole('App')
    const config = cloud.clientConfig()
    const { Credentials } = await new STSClient(config).send(
      new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: 'nightly', DurationSeconds: 900 }),
    )
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    }
    const nightly = new STSClient({ ...config, credentials, maxAttempts: 1 })
    const { Arn } = await nightly.send(new GetCallerIdentityCommand({}))
    expect(Arn).toBe('arn:aws:sts::111122223333:assumed-role/App/nightly')
    cloud.clock.advance({ minutes: 15 })
    expect(await caught(nightly.send(new GetCallerIdentityCommand({})))).toMatchObject({ name: 'ExpiredToken' })
    const forged = new STSClient({ ...config, credentials: { ...credentials, sessionToken: 'x' }, maxAttempts: 1 })
    expect(await caught(forged.send(new GetCallerIdentityCommand({})))).toMatchObject({ name: 'InvalidClientTokenId' })
  })

  it('lets foreign access keys act as the principal of its configuration', async () => {
    const cloud = createCloud()
    const ann = cloud.account('111122223333').createUser('ann')
    const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'test' }
    const client = new STSClient({ ...cloud.clientConfig({ as: ann }), credentials })
    expect((await client.send(new GetCallerIdentityCommand({}))).Arn).toBe(ann.arn)
  })

  it('refuses a Region that there is not', async () => {
    const client = new KMSClient({ ...createCloud().clientConfig(), region: 'eu-nowhere-1', maxAttempts: 1 })
    expect(await caught(client.send(new ListKeysCommand({})))).toMatchObject({
      name: 'InvalidSignatureException',
      message: 'Credential should be scoped to a valid region.',
    })
  })

  it('refuses options that it does not know', () => {
    expect(() => createCloud().clientConfig({ regoin: 'eu-west-1' } as never)).toThrow('regoin')
  })

  it('gets EC2’s errors under their codes, which have no classes', async () => {
    const client = new EC2Client({ ...createCloud().clientConfig(), maxAttempts: 1 })
    const error = await caught(client.send(new DescribeVolumesCommand({ VolumeIds: ['vol-0123456789abcdef0'] })))
    expect(error.constructor).toBe(EC2ServiceException)
    expect(error).toMatchObject({
      name: 'InvalidVolume.NotFound',
      message: "The volume 'vol-0123456789abcdef0' does not exist.",
      $metadata: { httpStatusCode: 400, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    })
  })

  it('opens the presigned address that the SDK puts into CopySnapshot', async () => {
    const cloud = createCloud()
    const source = cloud.session({ region: 'ap-northeast-1' }).ec2
    const { VolumeId } = source.createVolume({ AvailabilityZone: 'ap-northeast-1a', Size: 1 })
    const { SnapshotId } = source.createSnapshot({ VolumeId })
    const oregon = new EC2Client(cloud.clientConfig({ region: 'us-west-2' }))
    const copy = await oregon.send(new CopySnapshotCommand({ SourceRegion: 'ap-northeast-1', SourceSnapshotId: SnapshotId }))
    expect(copy.SnapshotId).toMatch(/^snap-/)
  })
})

describe('waiters', () => {
  it('end at the first poll where nothing takes time', async () => {
    const cloud = createCloud()
    const client = new EC2Client(cloud.clientConfig())
    const { VolumeId = '' } = await client.send(new CreateVolumeCommand({ AvailabilityZone: 'us-east-1a', Size: 1 }))
    const polls = () => cloud.journal.entries().filter(({ operation }) => operation === 'DescribeVolumes').length
    expect(await waitUntilVolumeAvailable({ client, maxWaitTime: 60 }, { VolumeIds: [VolumeId] })).toMatchObject({
      state: 'SUCCESS',
    })
    expect(polls()).toBe(1)
  })

  it('move the manual clock on where they are told to', async () => {
    const cloud = createCloud({ latency: 'typical' })
    const client = new EC2Client(cloud.clientConfig({ pollAdvances: { minutes: 10 } }))
    const { VolumeId = '', State } = await client.send(new CreateVolumeCommand({ AvailabilityZone: 'us-east-1a', Size: 1 }))
    expect(State).toBe('creating')
    const waiter = { client, maxWaitTime: 20, minDelay: 1, maxDelay: 1 }
    expect(await waitUntilVolumeAvailable(waiter, { VolumeIds: [VolumeId] })).toMatchObject({ state: 'SUCCESS' })
    const { SnapshotId = '' } = await client.send(new CreateSnapshotCommand({ VolumeId }))
    expect(await waitUntilSnapshotCompleted(waiter, { SnapshotIds: [SnapshotId] })).toMatchObject({ state: 'SUCCESS' })
    expect(cloud.clock.now()).toBeGreaterThanOrEqual(Date.UTC(2026, 0, 1, 0, 20))
  })

  it('find nothing new where the clock stands', async () => {
    const cloud = createCloud({ latency: 'typical' })
    const client = new EC2Client(cloud.clientConfig())
    const { VolumeId = '' } = await client.send(new CreateVolumeCommand({ AvailabilityZone: 'us-east-1a', Size: 1 }))
    const waiter = { client, maxWaitTime: 2, minDelay: 1, maxDelay: 1 }
    expect(await caught(waitUntilVolumeAvailable(waiter, { VolumeIds: [VolumeId] }))).toMatchObject({ name: 'TimeoutError' })
  })
})

describe('paginators', () => {
  it('walk EC2’s pages', async () => {
    const cloud = createCloud()
    for (let index = 0; index < 7; index++) cloud.ec2.createVolume({ AvailabilityZone: 'us-east-1a', Size: 1 })
    const client = new EC2Client(cloud.clientConfig())
    const pages: number[] = []
    for await (const { Volumes } of paginateDescribeVolumes({ client, pageSize: 5 }, {})) pages.push(Volumes?.length ?? 0)
    expect(pages).toEqual([5, 2])
  })
})

describe('the plugin', () => {
  it('refuses an operation that is not simulated', async () => {
    const client = new CloudTrailClient({ region: 'us-east-1' })
    client.middlewareStack.use(createCloud().sdkPlugin())
    const { ListTrailsCommand } = await import('@aws-sdk/client-cloudtrail')
    expect(await caught(client.send(new ListTrailsCommand({})))).toMatchObject({ code: 'UNSUPPORTED_OPERATION' })
  })

  it('runs an operation once, whether it succeeds or is refused', async () => {
    const cloud = createCloud()
    const client = LANES.plugin(cloud)
    await client.send(new CreateKeyCommand({}))
    await caught(client.send(new DisableKeyCommand({ KeyId: 'none' })))
    await caught(client.send(new UpdateAliasCommand({ AliasName: 'alias/a', TargetKeyId: 'none' })))
    expect(cloud.journal.entries().map(({ operation }) => operation)).toEqual(['CreateKey', 'DisableKey', 'UpdateAlias'])
  })
})
