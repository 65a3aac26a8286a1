import {
  CompleteSnapshotCommand,
  EBSClient,
  GetSnapshotBlockCommand,
  ListSnapshotBlocksCommand,
  PutSnapshotBlockCommand,
  ResourceNotFoundException,
  StartSnapshotCommand,
} from '@aws-sdk/client-ebs'
import { describe, expect, it } from 'vitest'
import { bytesOfBody, streamOf } from '../../../src/wire/body.ts'
import type { WireRequest, WireResponse } from '../../../src/wire/message.ts'
import { restJson } from '../../../src/wire/rest-json.ts'
import { readTable } from '../../../src/wire/shape-table.ts'
import { tableOf } from '../../support/wire/shapes-text.ts'

const shapes = readTable(
  tableOf('ebs', [
    'StartSnapshot',
    'PutSnapshotBlock',
    'CompleteSnapshot',
    'ListSnapshotBlocks',
    'ListChangedBlocks',
    'GetSnapshotBlock',
  ]),
)

/** A real client whose requests are read and answered by the protocol alone. */
const setup = (answer: (operation: string, input: unknown) => object) => {
  const read: { operation: string; input: unknown }[] = []
  const handle = async ({ method, path, query, headers, body }: Sent) => {
    const request: WireRequest = {
      method,
      path,
      query: new URLSearchParams(query).toString(),
      headers,
      body: (await bytesOfBody(body)) ?? new Uint8Array(0),
    }
    const response = respond(request)
    return {
      response: {
        statusCode: response.status,
        headers: response.headers,
        body: response.isStream ? streamOf(response.body) : response.body,
      },
    }
  }
  const respond = (request: WireRequest): WireResponse => {
    const name = restJson.operationOf(request, shapes)
    if (!name.ok) return restJson.writeFailure(name.error, shapes, 'id')
    const operation = shapes.operation(name.value)
    if (operation === undefined) throw new Error(name.value)
    const input = restJson.readInput(request, operation, shapes)
    if (!input.ok) return restJson.writeFailure(input.error, shapes, 'id')
    read.push({ operation: name.value, input: input.value })
    const answered = answer(name.value, input.value)
    return 'code' in answered
      ? restJson.writeFailure(answered as never, shapes, 'id')
      : restJson.writeOutput(answered, operation, shapes, 'id')
  }
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
  const client = new EBSClient({ region: 'us-east-1', credentials, maxAttempts: 1, requestHandler: { handle } as never })
  return { client, read }
}

interface Sent {
  readonly method: string
  readonly path: string
  readonly query: Record<string, string>
  readonly headers: Record<string, string>
  readonly body?: unknown
}

const BLOCK = new Uint8Array(4096).fill(7)

describe('REST with JSON, as the real EBS client speaks it', () => {
  it('reads and writes members of a JSON body, with the status 201', async () => {
    const { client, read } = setup(() => ({ SnapshotId: 'snap-1', StartTime: new Date(1500), VolumeSize: 1, Tags: [] }))
    const answer = await client.send(
      new StartSnapshotCommand({
        VolumeSize: 1,
        Tags: [{ Key: 'a', Value: 'b' }],
        Encrypted: true,
        ClientToken: 't',
        Timeout: 10,
      }),
    )
    expect(read).toEqual([
      {
        operation: 'StartSnapshot',
        input: { VolumeSize: 1, Tags: [{ Key: 'a', Value: 'b' }], Encrypted: true, ClientToken: 't', Timeout: 10 },
      },
    ])
    expect(answer).toMatchObject({
      SnapshotId: 'snap-1',
      StartTime: new Date(1500),
      Tags: [],
      $metadata: { httpStatusCode: 201 },
    })
  })

  it.each([
    ['bytes', () => BLOCK],
    ['a stream of the Web', () => streamOf(BLOCK)],
    ['a Blob', () => new Blob([BLOCK])],
  ])('reads a block given as %s, its headers and its place', async (_, blockData) => {
    const { client, read } = setup(() => ({ Checksum: 'sum=', ChecksumAlgorithm: 'SHA256' }))
    const answer = await client.send(
      new PutSnapshotBlockCommand({
        SnapshotId: 'snap-1',
        BlockIndex: 12,
        BlockData: blockData() as Uint8Array,
        DataLength: 524_288,
        Checksum: 'sum=',
        ChecksumAlgorithm: 'SHA256',
        Progress: 50,
      }),
    )
    expect(read[0]?.input).toEqual({
      SnapshotId: 'snap-1',
      BlockIndex: 12,
      BlockData: BLOCK,
      DataLength: 524_288,
      Checksum: 'sum=',
      ChecksumAlgorithm: 'SHA256',
      Progress: 50,
    })
    expect(answer).toMatchObject({ Checksum: 'sum=', ChecksumAlgorithm: 'SHA256', $metadata: { httpStatusCode: 201 } })
  })

  it('writes a block as a stream with headers', async () => {
    const { client, read } = setup(() => ({
      DataLength: 524_288,
      BlockData: BLOCK,
      Checksum: 'sum=',
      ChecksumAlgorithm: 'SHA256',
    }))
    const answer = await client.send(new GetSnapshotBlockCommand({ SnapshotId: 'snap-1', BlockIndex: 0, BlockToken: 'a+b/c=' }))
    expect(read[0]?.input).toEqual({ SnapshotId: 'snap-1', BlockIndex: 0, BlockToken: 'a+b/c=' })
    expect(await answer.BlockData?.transformToByteArray()).toEqual(BLOCK)
    expect(answer).toMatchObject({ DataLength: 524_288, Checksum: 'sum=', ChecksumAlgorithm: 'SHA256' })
  })

  it('reads parameters, and writes lists and moments', async () => {
    const { client, read } = setup(() => ({
      Blocks: [{ BlockIndex: 3, BlockToken: 't' }],
      ExpiryTime: new Date(1234),
      BlockSize: 524_288,
    }))
    const answer = await client.send(
      new ListSnapshotBlocksCommand({ SnapshotId: 'snap-1', MaxResults: 100, StartingBlockIndex: 5 }),
    )
    expect(read[0]?.input).toEqual({ SnapshotId: 'snap-1', MaxResults: 100, StartingBlockIndex: 5 })
    expect(answer).toMatchObject({ Blocks: [{ BlockIndex: 3, BlockToken: 't' }], ExpiryTime: new Date(1234), BlockSize: 524_288 })
  })

  it('answers CompleteSnapshot with the status 202', async () => {
    const { client, read } = setup(() => ({ Status: 'pending' }))
    const answer = await client.send(new CompleteSnapshotCommand({ SnapshotId: 'snap-1', ChangedBlocksCount: 1 }))
    expect(read[0]?.input).toEqual({ SnapshotId: 'snap-1', ChangedBlocksCount: 1 })
    expect(answer).toMatchObject({ Status: 'pending', $metadata: { httpStatusCode: 202, requestId: 'id' } })
  })

  it('writes errors with the members that their class has', async () => {
    const message = "The snapshot 'snap-1' does not exist."
    const { client } = setup(() => ({
      code: 'ResourceNotFoundException',
      message,
      status: 404,
      fault: 'client',
      reason: 'SNAPSHOT_NOT_FOUND',
    }))
    const error = await client.send(new ListSnapshotBlocksCommand({ SnapshotId: 'snap-1' })).catch((each: unknown) => each)
    expect(error).toBeInstanceOf(ResourceNotFoundException)
    expect(error).toMatchObject({ message, Reason: 'SNAPSHOT_NOT_FOUND', $metadata: { httpStatusCode: 404 } })
  })
})

describe('REST with JSON, of requests that are none', () => {
  const request = (over: Partial<WireRequest>): WireRequest => ({
    method: 'POST',
    path: '/snapshots',
    query: '',
    headers: {},
    body: new Uint8Array(0),
    ...over,
  })

  it.each([
    ['GET', '/'],
    ['DELETE', '/snapshots'],
    ['GET', '/snapshots/a/b/c/d'],
    ['PUT', '/snapshots//blocks'],
  ])('%s %s asks for no operation', (method, path) => {
    expect(restJson.operationOf(request({ method, path }), shapes)).toMatchObject({ ok: false, error: { status: 404 } })
  })

  it('refuses a path that cannot be decoded, and a body that is no JSON', () => {
    const read = (name: string, over: Partial<WireRequest>) => {
      const operation = shapes.operation(name)
      if (operation === undefined) throw new Error(name)
      return restJson.readInput(request(over), operation, shapes)
    }
    const path = '/snapshots/%/blocks'
    expect(read('ListSnapshotBlocks', { method: 'GET', path })).toMatchObject({ error: { code: 'SerializationException' } })
    const query = 'pageToken=%E0'
    expect(read('ListSnapshotBlocks', { path: '/snapshots/a/blocks', query })).toMatchObject({ error: { status: 400 } })
    expect(read('StartSnapshot', { body: Uint8Array.of(123) })).toMatchObject({ error: { code: 'SerializationException' } })
  })

  it('leaves a value of a wrong type for the shape to name', () => {
    const operation = shapes.operation('ListSnapshotBlocks')
    if (operation === undefined) throw new Error('ListSnapshotBlocks')
    const read = restJson.readInput(request({ path: '/snapshots/a/blocks', query: 'maxResults=many' }), operation, shapes)
    expect(read).toMatchObject({ value: { MaxResults: 'many', SnapshotId: 'a' } })
  })
})
