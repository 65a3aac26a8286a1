import { CreateVolumeCommand, EC2Client } from '@aws-sdk/client-ec2'
import { DisabledException, EncryptCommand, KMSClient, ListKeysCommand } from '@aws-sdk/client-kms'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { describe, expect, it } from 'vitest'
import { createCloud } from '../../src/index.ts'

const KMS = 'https://kms.eu-west-1.amazonaws.com/'

const kmsRequest = (operation: string, body: string, headers: Record<string, string> = {}) =>
  new Request(KMS, {
    method: 'POST',
    headers: { 'x-amz-target': `TrentService.${operation}`, 'content-type': 'application/x-amz-json-1.1', ...headers },
    body,
  })

const form = (host: string, parameters: Record<string, string>) =>
  new Request(`https://${host}/`, { method: 'POST', body: new URLSearchParams(parameters) })

describe('AWS JSON over fetch', () => {
  it('answers a call with a JSON body and a request id', async () => {
    const cloud = createCloud()
    const answer = await cloud.fetch(kmsRequest('CreateKey', '{"Description":"mine"}'))
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/x-amz-json-1.1')
    expect(answer.headers.get('x-amzn-requestid')).toBe(cloud.journal.entries()[0]?.requestId)
    const { KeyMetadata } = (await answer.json()) as { KeyMetadata: Record<string, unknown> }
    expect(KeyMetadata).toMatchObject({ Description: 'mine', CreationDate: 1_767_225_600, Enabled: true })
    expect(KeyMetadata['Arn']).toContain(':kms:eu-west-1:')
  })

  it('writes moments as seconds with fractions, and bytes in base64', async () => {
    const cloud = createCloud({ startTime: '2026-01-01T00:00:00.123Z' })
    const { KeyMetadata } = (await (await cloud.fetch(kmsRequest('CreateKey', '{}'))).json()) as never as {
      KeyMetadata: { CreationDate: number; KeyId: string }
    }
    expect(KeyMetadata.CreationDate).toBe(1_767_225_600.123)
    const body = JSON.stringify({ KeyId: KeyMetadata.KeyId, Plaintext: 'aGVsbG8=' })
    const sealed = (await (await cloud.fetch(kmsRequest('Encrypt', body))).json()) as { CiphertextBlob: string }
    const opened = await cloud.fetch(kmsRequest('Decrypt', JSON.stringify({ CiphertextBlob: sealed.CiphertextBlob })))
    expect(await opened.json()).toMatchObject({ Plaintext: 'aGVsbG8=' })
  })

  it('answers an operation without output with no body at all', async () => {
    const cloud = createCloud()
    const { KeyId } = cloud.session({ region: 'eu-west-1' }).kms.createKey().KeyMetadata
    const answer = await cloud.fetch(kmsRequest('DisableKey', JSON.stringify({ KeyId })))
    expect([answer.status, answer.headers.get('content-length'), await answer.text()]).toEqual([200, '0', ''])
  })

  it('answers an operation with an empty output with an empty object', async () => {
    const cloud = createCloud()
    const answer = await cloud.fetch(kmsRequest('DeleteCustomKeyStore', '{"CustomKeyStoreId":"cks-none"}'))
    expect(await answer.json()).toMatchObject({ __type: 'CustomKeyStoreNotFoundException' })
  })

  it('leaves the message out where AWS has none', async () => {
    const cloud = createCloud()
    const answer = await cloud.fetch(kmsRequest('Decrypt', '{"CiphertextBlob":"AAAA"}'))
    expect([answer.status, await answer.json()]).toEqual([400, { __type: 'InvalidCiphertextException' }])
  })

  it.each([
    ['no JSON', '{"KeyId":', 'SerializationException'],
    ['an array', '[]', 'SerializationException'],
    ['null', 'null', 'SerializationException'],
    ['a blob that is no base64', '{"CiphertextBlob":"***"}', 'SerializationException'],
    ['a value of a wrong type', '{"CiphertextBlob":5}', 'SerializationException'],
  ])('answers %s with %s', async (_, body, code) => {
    const answer = await createCloud().fetch(kmsRequest('Decrypt', body))
    expect([answer.status, ((await answer.json()) as { __type: string }).__type]).toEqual([400, code])
  })

  it('answers bytes that are no UTF-8 with SerializationException', async () => {
    const request = new Request(kmsRequest('ListKeys', '{}'), { body: Uint8Array.of(123, 34, 255, 34, 125), method: 'POST' })
    expect(await (await createCloud().fetch(request)).json()).toEqual({ __type: 'SerializationException' })
  })

  it.each([
    ['another target', { 'x-amz-target': 'TrentService.FlyToTheMoon' }],
    ['no target', { 'x-amz-target': '' }],
    ['the target of another service', { 'x-amz-target': 'DynamoDB_20120810.ListTables' }],
    ['a content type of another protocol', { 'content-type': 'text/plain' }],
  ])('answers %s with UnknownOperationException', async (_, headers) => {
    const answer = await createCloud().fetch(kmsRequest('ListKeys', '{}', headers))
    expect([answer.status, ((await answer.json()) as { __type: string }).__type]).toEqual([400, 'UnknownOperationException'])
  })

  it('says of what is not simulated that it is not', async () => {
    const answer = await createCloud().fetch(kmsRequest('CreateKey', '{"Wings":2}'))
    expect(answer.status).toBe(501)
    expect(await answer.json()).toMatchObject({ __type: 'NotImplementedException', message: expect.stringContaining('wings') })
  })

  it('refuses a body of more than 8 MiB with 413', async () => {
    const answer = await createCloud().fetch(kmsRequest('ListKeys', ' '.repeat(8 * 1024 * 1024 + 1)))
    expect([answer.status, ((await answer.json()) as { __type: string }).__type]).toEqual([413, 'RequestEntityTooLargeException'])
  })

  it('does not answer a request that was given up', async () => {
    const request = new Request(KMS, { signal: AbortSignal.abort() })
    await expect(createCloud().fetch(request)).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('the query protocols over fetch', () => {
  it('answers EC2 in its namespace, with the request id, lists of items and renamed members', async () => {
    const cloud = createCloud()
    const { VolumeId } = cloud.ec2.createVolume({
      AvailabilityZone: 'us-east-1a',
      Size: 1,
      TagSpecifications: [{ ResourceType: 'volume', Tags: [{ Key: '<k>', Value: 'a&b\r"' }] }],
    })
    const answer = await cloud.fetch(form('ec2.us-east-1.amazonaws.com', { Action: 'DescribeVolumes', Version: '2016-11-15' }))
    const text = await answer.text()
    const requestId = answer.headers.get('x-amzn-requestid')
    expect(answer.headers.get('content-type')).toBe('text/xml;charset=UTF-8')
    expect(
      text.startsWith(
        '<?xml version="1.0" encoding="UTF-8"?>\n<DescribeVolumesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">',
      ),
    ).toBe(true)
    expect(text).toContain(`<requestId>${requestId}</requestId><volumeSet><item>`)
    expect(text).toContain(`<volumeId>${VolumeId}</volumeId>`)
    expect(text).toContain('<status>available</status>')
    expect(text).toContain('<encrypted>false</encrypted>')
    expect(text).toContain('<createTime>2026-01-01T00:00:00.000Z</createTime>')
    expect(text).toContain('<attachmentSet/>')
    expect(text).toContain('<tagSet><item><key>&lt;k&gt;</key><value>a&amp;b&#xD;&quot;</value></item></tagSet>')
    expect(text.endsWith('</volumeSet></DescribeVolumesResponse>')).toBe(true)
  })

  it('answers what answers nothing with a true return', async () => {
    const cloud = createCloud()
    const { VolumeId = '' } = cloud.ec2.createVolume({ AvailabilityZone: 'us-east-1a', Size: 1 })
    const request = form('ec2.us-east-1.amazonaws.com', { Action: 'DeleteVolume', Version: '2016-11-15', VolumeId })
    expect(await (await cloud.fetch(request)).text()).toContain('</requestId><return>true</return></DeleteVolumeResponse>')
  })

  it('answers EC2’s errors in its own envelope', async () => {
    const parameters = { Action: 'DescribeVolumes', Version: '2016-11-15', 'VolumeId.1': 'vol-0123456789abcdef0' }
    const answer = await createCloud().fetch(form('ec2.us-east-1.amazonaws.com', parameters))
    expect(answer.status).toBe(400)
    expect(await answer.text()).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error><Code>InvalidVolume.NotFound</Code>' +
        "<Message>The volume 'vol-0123456789abcdef0' does not exist.</Message></Error></Errors>" +
        `<RequestID>${answer.headers.get('x-amzn-requestid')}</RequestID></Response>`,
    )
  })

  it('reads lists, structures and filters, also from the address of a GET', async () => {
    const cloud = createCloud()
    cloud.ec2.createVolume({ AvailabilityZone: 'us-east-1a', Size: 3 })
    const search =
      'Action=DescribeVolumes&Version=2016-11-15&Filter.2.Name=status&Filter.2.Value.1=available&Filter.1.Name=size&Filter.1.Value.7=3'
    const answer = await cloud.fetch(new Request(`https://ec2.us-east-1.amazonaws.com/?${search}`))
    expect(await answer.text()).toContain('<size>3</size>')
    expect(cloud.journal.entries().at(-1)?.input).toEqual({
      Filters: [
        { Name: 'size', Values: ['3'] },
        { Name: 'status', Values: ['available'] },
      ],
    })
  })

  it('answers STS with a result and its metadata, moments in whole seconds', async () => {
    const cloud = createCloud()
    const identity = await cloud.fetch(form('sts.amazonaws.com', { Action: 'GetCallerIdentity', Version: '2011-06-15' }))
    expect(await identity.text()).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<GetCallerIdentityResponse xmlns="https:\/\/sts.amazonaws.com\/doc\/2011-06-15\/"><GetCallerIdentityResult><UserId>AROA\w+:kms-ebs-sim<\/UserId><Account>111122223333<\/Account><Arn>[^<]+<\/Arn><\/GetCallerIdentityResult><ResponseMetadata><RequestId>[0-9a-f-]{36}<\/RequestId><\/ResponseMetadata><\/GetCallerIdentityResponse>$/,
    )
    const RoleArn = cloud.account('111122223333').createRole('App').arn
    const parameters = { Action: 'AssumeRole', Version: '2011-06-15', RoleArn, RoleSessionName: 'me', DurationSeconds: '900' }
    const text = await (await cloud.fetch(form('sts.us-east-1.amazonaws.com', parameters))).text()
    expect(text).toContain('<Expiration>2026-01-01T00:15:00Z</Expiration>')
  })

  it('answers STS’s errors in the envelope of the older protocol, under their codes on the wire', async () => {
    const cloud = createCloud()
    const RoleArn = cloud.account('111122223333').createRole('App').arn
    const parameters = { Action: 'AssumeRole', Version: '2011-06-15', RoleArn, RoleSessionName: 'me', Policy: '{"a":1}' }
    const answer = await cloud.fetch(form('sts.amazonaws.com', parameters))
    expect(answer.status).toBe(400)
    expect(await answer.text()).toMatch(
      /<ErrorResponse xmlns="https:\/\/sts\.amazonaws\.com\/doc\/2011-06-15\/"><Error><Type>Sender<\/Type><Code>MalformedPolicyDocument<\/Code><Message>[^<]+<\/Message><\/Error><RequestId>[0-9a-f-]{36}<\/RequestId><\/ErrorResponse>$/,
    )
  })

  it.each([
    [{ Action: 'FlyToTheMoon', Version: '2016-11-15' }, 400, 'InvalidAction'],
    [{ Version: '2016-11-15' }, 400, 'MissingAction'],
    [{ Action: 'DescribeVolumes', Version: '1999-01-01' }, 400, 'NoSuchVersion'],
    [{ Action: 'CreateVolume', Version: '2016-11-15', Wings: '2' }, 501, 'NotImplemented'],
    [
      { Action: 'CreateVolume', Version: '2016-11-15', AvailabilityZone: 'us-east-1a', Size: 'big' },
      400,
      'InvalidParameterValue',
    ],
  ])('answers %j with %i %s', async (parameters, status, code) => {
    const answer = await createCloud().fetch(form('ec2.us-east-1.amazonaws.com', parameters as Record<string, string>))
    expect([answer.status, /<Code>(.*)<\/Code>/.exec(await answer.text())?.[1]]).toEqual([status, code])
  })

  it('answers a form that cannot be decoded', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const request = new Request('https://ec2.us-east-1.amazonaws.com/', { method: 'POST', headers, body: 'Action=%E0%A4%A' })
    expect(await (await createCloud().fetch(request)).text()).toContain('<Code>MalformedQueryString</Code>')
  })
})

describe('the address of a request', () => {
  it.each([
    ['kms.eu-west-1.amazonaws.com', 'eu-west-1'],
    ['kms-fips.us-west-2.amazonaws.com', 'us-west-2'],
    ['kms.eu-west-1.api.aws', 'eu-west-1'],
    ['vpce-0a1b-2c.kms.eu-west-1.vpce.amazonaws.com', 'eu-west-1'],
    ['kms.cn-north-1.amazonaws.com.cn', 'cn-north-1'],
    ['localhost:4566', 'us-east-1'],
  ])('at %s is in %s', async (host, region) => {
    const cloud = createCloud()
    await cloud.fetch(
      new Request(`http://${host}/`, { ...{ method: 'POST', body: '{}' }, headers: kmsRequest('ListKeys', '').headers }),
    )
    expect(cloud.journal.entries()).toMatchObject([{ service: 'kms', region }])
  })

  it('tells the services apart without a signature and without a host of AWS’s', async () => {
    const cloud = createCloud()
    await cloud.fetch(form('localhost:4566', { Action: 'DescribeVolumes', Version: '2016-11-15' }))
    await cloud.fetch(form('localhost:4566', { Action: 'GetCallerIdentity', Version: '2011-06-15' }))
    expect(cloud.journal.entries().map(({ service }) => service)).toEqual(['ec2', 'sts'])
  })

  it('of a service that is not simulated is answered in JSON', async () => {
    const answer = await createCloud().fetch(new Request('https://s3.us-east-1.amazonaws.com/bucket'))
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ __type: 'UnknownOperationException', message: expect.stringContaining('"s3"') })
  })
})

/** A handler that takes a real client's requests through `cloud.fetch`. */
const fetching = (cloud: ReturnType<typeof createCloud>, change: (request: Request) => Request = (same) => same) => ({
  handle: async ({ hostname, path, method, headers, body }: Sent) => {
    const answer = await cloud.fetch(change(new Request(`https://${hostname}${path}`, { method, headers, body })))
    const read = new Uint8Array(await answer.arrayBuffer())
    return { response: { statusCode: answer.status, headers: Object.fromEntries(answer.headers), body: read } }
  },
})

interface Sent {
  readonly hostname: string
  readonly path: string
  readonly method: string
  readonly headers: Record<string, string>
  readonly body: string
}

describe('access keys', () => {
  it('are always the same for a principal of a world, and others in another world', () => {
    const cloud = createCloud({ seed: 1 })
    const ann = cloud.account('111122223333').createUser('ann')
    const credentials = cloud.credentials(ann)
    expect(credentials).toEqual({
      accessKeyId: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/),
      secretAccessKey: expect.stringMatching(/^[A-Za-z0-9+/]{40}$/),
    })
    expect(cloud.credentials(ann)).toEqual(credentials)
    expect(createCloud({ seed: 1 }).credentials()).toEqual(createCloud({ seed: 1 }).credentials())
    expect(createCloud({ seed: 2 }).credentials()).not.toEqual(createCloud({ seed: 1 }).credentials())
    expect(cloud.credentials()).toMatchObject({ accessKeyId: expect.stringMatching(/^ASIA/), sessionToken: expect.any(String) })
  })

  it('say who calls, also in a clone and after a restore', async () => {
    const cloud = createCloud()
    const ann = cloud.account('444455556666').createUser('ann')
    const credentials = cloud.credentials(ann)
    const arnIn = async (world: ReturnType<typeof createCloud>) => {
      const config = { region: 'us-east-1', credentials, requestHandler: fetching(world) as never }
      return (await new STSClient(config).send(new GetCallerIdentityCommand({}))).Arn
    }
    expect(await arnIn(cloud)).toBe(ann.arn)
    expect(await arnIn(cloud.clone())).toBe(ann.arn)
    const { restoreCloud } = await import('../../src/index.ts')
    expect(await arnIn(restoreCloud(cloud.save()))).toBe(ann.arn)
    expect(await arnIn(createCloud())).toContain('assumed-role/Admin')
  })
})

describe('a cloud that verifies signatures', () => {
  const cloudNow = () => createCloud({ signatures: 'verify', startTime: new Date() })
  const clientOf = (cloud: ReturnType<typeof createCloud>, over: object = {}, change?: (request: Request) => Request) =>
    new KMSClient({
      region: 'us-east-1',
      credentials: cloud.credentials(),
      maxAttempts: 1,
      requestHandler: fetching(cloud, change) as never,
      ...over,
    })
  const failing = async (client: KMSClient) => client.send(new ListKeysCommand({})).catch((error: unknown) => error)

  it('takes what real clients sign, of every protocol', async () => {
    const cloud = cloudNow()
    const { KeyId } = cloud.kms.createKey().KeyMetadata
    cloud.kms.disableKey({ KeyId })
    const error = await clientOf(cloud)
      .send(new EncryptCommand({ KeyId, Plaintext: Uint8Array.of(1) }))
      .catch((each: unknown) => each)
    expect(error).toBeInstanceOf(DisabledException)
    const config = { region: 'us-east-1', credentials: cloud.credentials(), requestHandler: fetching(cloud) as never }
    const volume = await new EC2Client(config).send(new CreateVolumeCommand({ AvailabilityZone: 'us-east-1a', Size: 1 }))
    expect(volume.VolumeId).toMatch(/^vol-/)
    const { Account } = await new STSClient(cloud.clientConfig()).send(new GetCallerIdentityCommand({}))
    expect(Account).toBe('111122223333')
  })

  it('refuses a wrong secret, an unknown key, a wrong token and a request without a signature', async () => {
    const cloud = cloudNow()
    const credentials = cloud.credentials()
    const name = async (over: object, change?: (request: Request) => Request) =>
      (await failing(clientOf(cloud, over, change))) as object
    expect(await name({ credentials: { ...credentials, secretAccessKey: 'x' } })).toMatchObject({
      name: 'InvalidSignatureException',
    })
    expect(await name({ credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' } })).toMatchObject({
      name: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    })
    expect(await name({ credentials: { ...credentials, sessionToken: 'x' } })).toMatchObject({
      name: 'UnrecognizedClientException',
    })
    const unsigned = (request: Request) => {
      request.headers.delete('authorization')
      return request
    }
    expect(await name({}, unsigned)).toMatchObject({ name: 'MissingAuthenticationTokenException' })
    const incomplete = (request: Request) => {
      request.headers.set('authorization', 'AWS4-HMAC-SHA256 Credential=a')
      return request
    }
    expect(await name({}, incomplete)).toMatchObject({ name: 'IncompleteSignatureException' })
    expect(cloud.journal.entries()).toEqual([])
  })

  it('is of its own time: the SDK sets its clock by the first refusal and tries again', async () => {
    const cloud = createCloud({ signatures: 'verify' })
    const client = clientOf(cloud, { maxAttempts: 2 })
    expect((await client.send(new ListKeysCommand({}))).Keys).toEqual([])
    expect(await failing(clientOf(cloud))).toMatchObject({
      name: 'InvalidSignatureException',
      message: expect.stringContaining('Signature not yet current'),
    })
  })
})
