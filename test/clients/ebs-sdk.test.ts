import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import {
  CompleteSnapshotCommand,
  EBSClient,
  GetSnapshotBlockCommand,
  ListChangedBlocksCommand,
  ListSnapshotBlocksCommand,
  PutSnapshotBlockCommand,
  paginateListSnapshotBlocks,
  ResourceNotFoundException,
  StartSnapshotCommand,
  ValidationException,
} from '@aws-sdk/client-ebs'
import { EC2Client, waitUntilSnapshotCompleted } from '@aws-sdk/client-ec2'
import { describe, expect, it } from 'vitest'
import { type Cloud, createCloud } from '../../src/index.ts'
import { serve } from '../../src/wire/server.ts'

const BLOCK = new Uint8Array(524_288).map((_, index) => index * 7)
const CHECKSUM = createHash('sha256').update(BLOCK).digest('base64')

interface Clients {
  readonly ebs: EBSClient
  readonly ec2: EC2Client
  close(): Promise<void>
}

const LANES: Readonly<Record<string, (cloud: Cloud) => Promise<Clients>>> = {
  'the request handler': async (cloud) => {
    const config = { ...cloud.clientConfig(), maxAttempts: 1 }
    return { ebs: new EBSClient(config), ec2: new EC2Client(config), close: async () => {} }
  },
  'the plugin': async (cloud) => {
    const config = { region: 'us-east-1', maxAttempts: 1 }
    const clients = { ebs: new EBSClient(config), ec2: new EC2Client(config) }
    for (const client of Object.values(clients)) client.middlewareStack.use(cloud.sdkPlugin())
    return { ...clients, close: async () => {} }
  },
  HTTP: async (cloud) => {
    const served = await serve({ port: 0, cloud })
    const config = { region: 'us-east-1', credentials: cloud.credentials(), endpoint: served.url, maxAttempts: 1 }
    const clients = { ebs: new EBSClient(config), ec2: new EC2Client(config) }
    return {
      ...clients,
      close: async () => {
        for (const client of Object.values(clients)) client.destroy()
        await served.close()
      },
    }
  },
}

const put = (SnapshotId: string | undefined, BlockIndex: number, BlockData: Uint8Array | Readable) =>
  new PutSnapshotBlockCommand({
    SnapshotId,
    BlockIndex,
    BlockData,
    DataLength: BLOCK.length,
    Checksum: CHECKSUM,
    ChecksumAlgorithm: 'SHA256',
  })

const caught = async (promise: Promise<unknown>): Promise<Error> => {
  try {
    await promise
  } catch (error) {
    return error as Error
  }
  throw new Error('Expected a refusal, found an answer.')
}

describe.each(Object.entries(LANES))('the EBS direct APIs over %s', (_, open) => {
  it('take blocks as bytes and as streams, and give them back as streams with their checksums', async () => {
    const { ebs, ec2, close } = await open(createCloud())
    try {
      const { SnapshotId } = await ebs.send(new StartSnapshotCommand({ VolumeSize: 1, Encrypted: true }))
      expect(await ebs.send(put(SnapshotId, 0, BLOCK))).toMatchObject({ Checksum: CHECKSUM, ChecksumAlgorithm: 'SHA256' })
      await ebs.send(put(SnapshotId, 2, Readable.from([BLOCK.subarray(0, 1000), BLOCK.subarray(1000)])))
      await ebs.send(new CompleteSnapshotCommand({ SnapshotId, ChangedBlocksCount: 2 }))
      await waitUntilSnapshotCompleted(
        { client: ec2, maxWaitTime: 30, minDelay: 1, maxDelay: 1 },
        { SnapshotIds: [SnapshotId ?? ''] },
      )
      const listing = await ebs.send(new ListSnapshotBlocksCommand({ SnapshotId }))
      expect(listing).toMatchObject({ VolumeSize: 1, BlockSize: 524_288, ExpiryTime: expect.any(Date) })
      expect(listing.Blocks?.map(({ BlockIndex }) => BlockIndex)).toEqual([0, 2])
      for (const { BlockIndex, BlockToken } of listing.Blocks ?? []) {
        const block = await ebs.send(new GetSnapshotBlockCommand({ SnapshotId, BlockIndex, BlockToken }))
        expect(block).toMatchObject({ DataLength: 524_288, Checksum: CHECKSUM, ChecksumAlgorithm: 'SHA256' })
        expect(Buffer.from((await block.BlockData?.transformToByteArray()) ?? []).equals(BLOCK)).toBe(true)
      }
    } finally {
      await close()
    }
  })

  it('refuse with the SDK’s own classes and a reason', async () => {
    const { ebs, close } = await open(createCloud())
    try {
      const missing = await caught(ebs.send(new ListSnapshotBlocksCommand({ SnapshotId: 'snap-0123456789abcdef0' })))
      expect(missing).toBeInstanceOf(ResourceNotFoundException)
      expect(missing).toMatchObject({ Reason: 'SNAPSHOT_NOT_FOUND', $metadata: { httpStatusCode: 404 } })
      const unnamed = await caught(ebs.send(new ListChangedBlocksCommand({ SecondSnapshotId: 'snap-0123456789abcdef0' })))
      expect(unnamed).toBeInstanceOf(ValidationException)
      expect(unnamed).toMatchObject({ Reason: 'INVALID_SNAPSHOT_ID', $metadata: { httpStatusCode: 400 } })
      const { SnapshotId } = await ebs.send(new StartSnapshotCommand({ VolumeSize: 1 }))
      const wrong = await caught(ebs.send(put(SnapshotId, 0, new Uint8Array(524_288))))
      expect(wrong).toMatchObject({ name: 'InvalidSignatureException', $metadata: { httpStatusCode: 403 } })
    } finally {
      await close()
    }
  })
})

it('walks the pages of a listing', async () => {
  const cloud = createCloud()
  const client = new EBSClient(cloud.clientConfig())
  const { SnapshotId = '' } = await client.send(new StartSnapshotCommand({ VolumeSize: 1 }))
  for (let index = 0; index < 150; index++) await client.send(put(SnapshotId, index, BLOCK))
  await client.send(new CompleteSnapshotCommand({ SnapshotId, ChangedBlocksCount: 150 }))
  cloud.clock.advance({ hours: 1 })
  const pages: number[] = []
  for await (const { Blocks } of paginateListSnapshotBlocks({ client, pageSize: 100 }, { SnapshotId })) {
    pages.push(Blocks?.length ?? 0)
  }
  expect(pages).toEqual([100, 50])
})
