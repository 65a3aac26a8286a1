import { CreateKeyCommand, KMSClient, ListKeysCommand } from '@aws-sdk/client-kms'
import { describe, expect, it } from 'vitest'
import { type Cloud, createCloud } from '../../src/index.ts'
import { serve } from '../../src/wire/server.ts'

interface Lane {
  readonly client: KMSClient
  close(): Promise<void>
}

const nothing = async () => {}

const QUICK = { maxAttempts: 3, retryMode: 'standard' } as const

/** Every way of a client into a cloud that stands for a connection. */
const LANES: Readonly<Record<string, (cloud: Cloud) => Promise<Lane>>> = {
  'the request handler': async (cloud) => ({ client: new KMSClient({ ...cloud.clientConfig(), ...QUICK }), close: nothing }),
  'the plugin': async (cloud) => {
    const client = new KMSClient({ region: 'us-east-1', ...QUICK })
    client.middlewareStack.use(cloud.sdkPlugin())
    return { client, close: nothing }
  },
  HTTP: async (cloud) => {
    const served = await serve({ port: 0, cloud })
    const client = new KMSClient({
      region: 'us-east-1',
      credentials: cloud.credentials(),
      endpoint: served.url,
      ...QUICK,
    })
    return {
      client,
      close: async () => {
        client.destroy()
        await served.close()
      },
    }
  },
}

const caught = async (promise: Promise<unknown>): Promise<Error> => {
  try {
    await promise
  } catch (error) {
    return error as Error
  }
  throw new Error('Expected an error, found an answer.')
}

describe.each(Object.entries(LANES))('a fault over %s', (_, open) => {
  const within = async <Result>(cloud: Cloud, use: (client: KMSClient) => Promise<Result>): Promise<Result> => {
    const { client, close } = await open(cloud)
    try {
      return await use(client)
    } finally {
      await close()
    }
  }

  it('throttles, and the client really tries again', async () => {
    const cloud = createCloud()
    cloud.faults.on('kms:ListKeys').times(2).fail('ThrottlingException', 'Rate exceeded')
    const { $metadata } = await within(cloud, (client) => client.send(new ListKeysCommand({})))
    expect($metadata).toMatchObject({ attempts: 3 })
    expect(cloud.journal.entries()).toHaveLength(3)
  })

  it('answers 500, and the client really tries again', async () => {
    const cloud = createCloud()
    cloud.faults.on('kms:ListKeys').fail('KMSInternalException')
    const { $metadata } = await within(cloud, (client) => client.send(new ListKeysCommand({})))
    expect($metadata).toMatchObject({ attempts: 2 })
  })

  it('drops the connection before the call gets through, and the client tries again', async () => {
    const cloud = createCloud()
    cloud.faults.on('kms:CreateKey').drop()
    const { KeyMetadata } = await within(cloud, (client) => client.send(new CreateKeyCommand({})))
    expect(KeyMetadata?.KeyId).toBeDefined()
    expect(cloud.kms.listKeys().Keys).toHaveLength(1)
    expect(cloud.journal.entries().filter(({ operation }) => operation === 'CreateKey')).toHaveLength(1)
  })

  it('drops every connection, and the client gives up', async () => {
    const cloud = createCloud()
    cloud.faults.on('kms:CreateKey').always().drop()
    const error = await within(cloud, (client) => caught(client.send(new CreateKeyCommand({}))))
    expect(error).toMatchObject({ code: 'ECONNRESET', $metadata: { attempts: 3 } })
    expect(cloud.journal.entries()).toEqual([])
  })

  it('answers slowly, and an abort does not wait', async () => {
    const cloud = createCloud()
    cloud.faults.on('kms:ListKeys').delay({ milliseconds: 150 })
    const before = performance.now()
    await within(cloud, (client) => client.send(new ListKeysCommand({})))
    expect(performance.now() - before).toBeGreaterThanOrEqual(140)
    cloud.faults.on('kms:ListKeys').delay({ minutes: 1 })
    const error = await within(cloud, (client) =>
      caught(client.send(new ListKeysCommand({}), { abortSignal: AbortSignal.timeout(50) })),
    )
    expect(error.name).toBe('AbortError')
  })
})

describe('a fault of the connection', () => {
  it('is told to fetch as fetch tells it', async () => {
    const cloud = createCloud()
    cloud.faults.on('kms:ListKeys').drop()
    const request = () =>
      new Request('https://kms.us-east-1.amazonaws.com/', {
        method: 'POST',
        headers: { 'x-amz-target': 'TrentService.ListKeys' },
      })
    expect(await caught(cloud.fetch(request()))).toMatchObject({ name: 'TypeError', cause: { code: 'ECONNRESET' } })
    expect((await cloud.fetch(request())).status).toBe(200)
  })

  it('neither disturbs direct calls nor counts them', async () => {
    const cloud = createCloud()
    cloud.faults.on('kms:ListKeys').drop()
    expect(cloud.kms.listKeys().Keys).toEqual([])
    const client = new KMSClient({ ...cloud.clientConfig(), maxAttempts: 1 })
    expect(await caught(client.send(new ListKeysCommand({})))).toMatchObject({ code: 'ECONNRESET' })
  })

  it('lasts no longer than an hour', () => {
    expect(() => createCloud().faults.on('kms:ListKeys').delay({ days: 1 })).toThrow('up to an hour')
  })
})
