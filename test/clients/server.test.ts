import { once } from 'node:events'
import { createConnection } from 'node:net'
import { CreateVolumeCommand, EC2Client, waitUntilVolumeAvailable } from '@aws-sdk/client-ec2'
import { CreateKeyCommand, KMSClient, ListKeysCommand } from '@aws-sdk/client-kms'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { readServeArguments } from '../../src/explore/serve-arguments.ts'
import { createCloud } from '../../src/index.ts'
import { type ServedCloud, type ServeOptions, serve } from '../../src/wire/server.ts'

const open: ServedCloud[] = []

const served = async (options: ServeOptions = {}): Promise<ServedCloud> => {
  const server = await serve({ port: 0, ...options })
  open.push(server)
  return server
}

afterEach(async () => {
  for (const server of open.splice(0)) await server.close()
})

const config = ({ url }: ServedCloud, cloud = createCloud()) => ({
  region: 'us-east-1',
  endpoint: url,
  credentials: cloud.credentials(),
})
const post = (url: string, body = '') => fetch(url, { method: 'POST', body })

describe('a served cloud', () => {
  it('answers the clients of all services on one port', async () => {
    const cloud = createCloud()
    const server = await served({ cloud })
    await new KMSClient(config(server)).send(new CreateKeyCommand({}))
    await new EC2Client(config(server)).send(new CreateVolumeCommand({ AvailabilityZone: 'us-east-1a', Size: 1 }))
    expect(cloud.journal.entries().map(({ service, operation }) => `${service}:${operation}`)).toEqual([
      'kms:CreateKey',
      'ec2:CreateVolume',
    ])
    expect(server.cloud).toBe(cloud)
  })

  it('is only for this machine unless it is told otherwise', async () => {
    const server = await served()
    expect(server.host).toBe('127.0.0.1')
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`)
  })

  it('goes by the machine’s clock, so that real waiters work', async () => {
    const server = await served({ cloud: createCloud({ clock: 'system', latency: 'typical' }) })
    expect(Math.abs(server.cloud.clock.now() - Date.now())).toBeLessThan(5000)
    const client = new EC2Client(config(server))
    const { VolumeId = '' } = await client.send(new CreateVolumeCommand({ AvailabilityZone: 'us-east-1a', Size: 1 }))
    const waiter = { client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }
    expect(await waitUntilVolumeAvailable(waiter, { VolumeIds: [VolumeId] })).toMatchObject({ state: 'SUCCESS' })
  })

  it('has health checks', async () => {
    const { url } = await served()
    expect(await (await fetch(`${url}/_sim/health`)).json()).toMatchObject({
      status: 'ok',
      services: expect.arrayContaining(['kms', 'ec2']),
    })
    expect(await (await fetch(`${url}/_localstack/health`)).json()).toMatchObject({
      services: { kms: 'running', ec2: 'running' },
    })
  })

  it('resets where harnesses for another emulator expect it', async () => {
    const server = await served()
    server.cloud.kms.createKey()
    expect((await post(`${server.url}/moto-api/reset`)).status).toBe(200)
    expect(server.cloud.kms.listKeys().Keys).toEqual([])
  })

  it('keeps its own paths closed unless they were asked for', async () => {
    const { url } = await served()
    for (const path of ['reset', 'advance', 'restore']) expect((await post(`${url}/_sim/${path}`)).status).toBe(404)
    expect((await fetch(`${url}/_sim/save`)).status).toBe(404)
  })

  it('resets, advances the clock, saves and restores over its own paths', async () => {
    const server = await served({ cloud: createCloud(), simulatorApi: true })
    const { KeyId } = server.cloud.kms.createKey().KeyMetadata
    expect(await (await post(`${server.url}/_sim/advance`, '{"days":1}')).json()).toEqual({ now: '2026-01-02T00:00:00.000Z' })
    const file = await (await fetch(`${server.url}/_sim/save`)).arrayBuffer()
    expect((await post(`${server.url}/_sim/reset`)).status).toBe(200)
    expect(server.cloud.kms.listKeys().Keys).toEqual([])
    expect((await fetch(`${server.url}/_sim/restore`, { method: 'POST', body: file })).status).toBe(200)
    expect(server.cloud.kms.listKeys().Keys.map((each) => each.KeyId)).toEqual([KeyId])
    const { Keys } = await new KMSClient(config(server)).send(new ListKeysCommand({}))
    expect(Keys).toHaveLength(1)
  })

  it('says what is wrong with what its own paths are given', async () => {
    const { url } = await served({ cloud: createCloud(), simulatorApi: true })
    expect((await post(`${url}/_sim/advance`, 'soon')).status).toBe(400)
    expect((await post(`${url}/_sim/advance`, '{"weeks":1}')).status).toBe(400)
    expect(await (await post(`${url}/_sim/restore`, 'no save')).json()).toMatchObject({ error: expect.any(String) })
    expect((await post(`${url}/_sim/nothing`)).status).toBe(404)
  })

  it('refuses bodies that are too large, and goes on', async () => {
    const server = await served({ bodyLimit: 1000 })
    const headers = { 'x-amz-target': 'TrentService.ListKeys' }
    const answer = await fetch(server.url, { method: 'POST', headers, body: 'x'.repeat(1001) })
    expect([answer.status, await answer.json()]).toEqual([
      413,
      expect.objectContaining({ __type: 'RequestEntityTooLargeException' }),
    ])
    expect((await fetch(`${server.url}/_sim/health`)).status).toBe(200)
  })

  it.each([
    ['no HTTP at all', 'hello\r\n\r\n', '400'],
    ['a header without a name', 'GET / HTTP/1.1\r\nhost: a\r\n: b\r\n\r\n', '400'],
    ['a body that is shorter than it says', 'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\nabc', '400'],
    ['a path that is no path', 'GET http://[/ HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n', '400'],
    [
      'a target that is none',
      'POST / HTTP/1.1\r\nhost: a\r\nx-amz-target: __proto__.constructor\r\nconnection: close\r\ncontent-length: 0\r\n\r\n',
      '400',
    ],
  ])('survives %s', async (_, text, status) => {
    const server = await served()
    const socket = createConnection(server.port, server.host)
    const chunks: string[] = []
    socket.on('data', (chunk) => chunks.push(String(chunk)))
    socket.on('error', () => {})
    socket.end(text)
    await once(socket, 'close')
    expect(chunks.join('').split(' ')[1] ?? '').toBe(status)
    expect((await fetch(`${server.url}/_sim/health`)).status).toBe(200)
  })

  it('answers a defect of its own with AWS’s internal error, and goes on', async () => {
    const cloud = createCloud()
    const server = await served({ cloud })
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {})
    cloud[Symbol.dispose]()
    const headers = { 'x-amz-target': 'TrentService.ListKeys' }
    const answer = await fetch(server.url, { method: 'POST', headers, body: '{}' })
    expect(answer.status).toBe(500)
    expect(printed).toHaveBeenCalledOnce()
    printed.mockRestore()
    expect((await fetch(`${server.url}/_sim/health`)).status).toBe(200)
  })

  it('rejects where the port is taken, and where the cloud is none', async () => {
    const server = await served()
    await expect(serve({ port: server.port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
    await expect(serve({ cloud: {} as never })).rejects.toMatchObject({ code: 'INVALID_OPTION' })
    await expect(serve({ prot: 1 } as never)).rejects.toThrow('prot')
  })

  it('closes at once, twice if need be, and frees its port', async () => {
    const server = await served()
    await fetch(`${server.url}/_sim/health`)
    const begin = Date.now()
    await server.close()
    await server.close()
    expect(Date.now() - begin).toBeLessThan(2000)
    await expect(fetch(`${server.url}/_sim/health`)).rejects.toThrow()
    const again = await served({ port: server.port })
    expect(again.port).toBe(server.port)
  })

  it('lets a request under way end, but not for ever', async () => {
    const server = await served({ grace: 100 })
    const socket = createConnection(server.port, server.host)
    socket.on('error', () => {})
    socket.write('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\nabc')
    await once(socket, 'connect')
    await new Promise((resolve) => setTimeout(resolve, 50))
    await server.close()
    socket.destroy()
    expect(open).toContain(server)
  })

  it('ends with the block that it was made in', async () => {
    let url = ''
    {
      await using server = await serve({ port: 0 })
      url = server.url
    }
    await expect(fetch(url)).rejects.toThrow()
  })
})

describe('the command serve', () => {
  it('reads its flags', () => {
    expect(readServeArguments([])).toEqual({
      port: 4566,
      host: '127.0.0.1',
      simulatorApi: false,
      cloud: { seed: '0', clock: 'system', latency: 'none', signatures: 'ignore' },
    })
    const words =
      '--port 0 --host ::1 --account 444455556666 --region eu-west-1 --seed a --sim-api --clock manual --latency typical --signatures verify'
    expect(readServeArguments(words.split(' '))).toEqual({
      port: 0,
      host: '::1',
      simulatorApi: true,
      cloud: {
        seed: 'a',
        clock: 'manual',
        latency: 'typical',
        signatures: 'verify',
        accountId: '444455556666',
        region: 'eu-west-1',
      },
    })
    expect(readServeArguments(['--help'])).toBe('help')
  })

  it.each([[['--port', 'x']], [['--port', '70000']], [['--clock', 'sun']], [['--wings']], [['extra']]])('refuses %j', (words) => {
    expect(() => readServeArguments(words)).toThrow(/\w/)
  })
})
