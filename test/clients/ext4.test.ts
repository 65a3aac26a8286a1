import { execFileSync } from 'node:child_process'
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdtempSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCloud, type Session } from '../../src/index.ts'

/*
 * A real filesystem through everything that EBS does to bytes: an ext4 image goes through an encrypted volume, a snapshot, a copy to another
 * Region under another key, a volume from the copy and out again; Linux's own tools judge the result.
 */

/** Where Debian keeps the tools of e2fsprogs; they are not on everybody's path. */
const toolOf = (name: string): string | undefined =>
  ['/sbin', '/usr/sbin', '/usr/local/sbin', '/usr/bin'].map((folder) => join(folder, name)).find((path) => existsSync(path))

const tools = { mkfs: toolOf('mkfs.ext4'), debugfs: toolOf('debugfs'), e2fsck: toolOf('e2fsck') }
const isMissing = Object.values(tools).includes(undefined)
const isCi = process.env.CI === 'true'

const IMAGE_BYTES = 64 * 2 ** 20
const FILES = {
  'hello.txt': 'Hello from inside an encrypted volume.\n',
  'large.bin': Array.from({ length: 60_000 }, (_, line) => `line ${line} of a file of many blocks\n`).join(''),
  'empty.txt': '',
}

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kms-ebs-sim-ext4-'))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (tool: string | undefined, ...args: string[]): string => {
  if (tool === undefined) throw new Error('Expected e2fsprogs, found none. Install it: apt-get install e2fsprogs.')
  return execFileSync(tool, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 2 ** 24 })
}

/** An ext4 image with {@link FILES} in a directory. */
const makeImage = (): string => {
  const image = join(folder, 'before.img')
  writeFileSync(image, '')
  truncateSync(image, IMAGE_BYTES)
  run(tools.mkfs, '-q', '-F', '-E', 'hash_seed=6a5d8a51-5bd1-4b2e-9f3b-6e1c27bdf0a1', image)
  run(tools.debugfs, '-w', '-R', 'mkdir /data', image)
  for (const [name, content] of Object.entries(FILES)) {
    const path = join(folder, name)
    writeFileSync(path, content)
    run(tools.debugfs, '-w', '-R', `write ${path} /data/${name}`, image)
  }
  return image
}

const contentOf = (image: string, name: string): string => run(tools.debugfs, '-R', `cat /data/${name}`, image)

const diskOf = ({ attachedDisk }: Session, KmsKeyId: string) => attachedDisk({ KmsKeyId, Size: 1 })

const withTools = it.skipIf(isMissing && !isCi) // reason: e2fsprogs is not installed

describe('an ext4 filesystem', () => {
  withTools('comes back whole from a copy in another Region under another key', async () => {
    const image = makeImage()
    const cloud = createCloud({ seed: 4 })
    const [tokyo, oregon] = [cloud.session({ region: 'ap-northeast-1' }), cloud.session({ region: 'us-west-2' })]
    const [there, here] = [tokyo, oregon].map(({ kms }) => kms.createKey({}).KeyMetadata.Arn) as [string, string]

    const source = diskOf(tokyo, there)
    await (Readable.toWeb(createReadStream(image)) as ReadableStream<Uint8Array>).pipeTo(source.disk.writable())
    const { SnapshotId } = tokyo.ec2.createSnapshot({ VolumeId: source.VolumeId })
    source.disk.discard(0, IMAGE_BYTES)

    const copied = { SourceRegion: 'ap-northeast-1', SourceSnapshotId: SnapshotId, Encrypted: true, KmsKeyId: here }
    const copy = oregon.ec2.copySnapshot(copied).SnapshotId
    tokyo.ec2.deleteSnapshot({ SnapshotId })
    tokyo.kms.disableKey({ KeyId: there })

    const AvailabilityZone = 'us-west-2a'
    const { VolumeId } = oregon.ec2.createVolume({ AvailabilityZone, SnapshotId: copy })
    const { InstanceId } = diskOf(oregon, here)
    oregon.ec2.attachVolume({ VolumeId, InstanceId, Device: '/dev/sdg' })
    const restored = cloud.instance(InstanceId).device('/dev/sdg')
    const after = join(folder, 'after.img')
    await restored
      .readable({ length: IMAGE_BYTES })
      .pipeTo(Writable.toWeb(createWriteStream(after)) as WritableStream<Uint8Array>)

    expect(statSync(after).size).toBe(IMAGE_BYTES)
    expect(run(tools.e2fsck, '-f', '-n', after)).toMatch(/\d+\/\d+ files .*\d+\/\d+ blocks/)
    expect(run(tools.debugfs, '-R', 'ls -p /data', after).match(/[a-z]+\.(?:txt|bin)/g)).toEqual(Object.keys(FILES))
    for (const [name, content] of Object.entries(FILES)) expect(contentOf(after, name) === content, name).toBe(true)
    expect(cloud.volume(VolumeId).kmsKeyArn).toBe(here)
    expect(cloud.volume(VolumeId).writtenUnits).toBeLessThan(IMAGE_BYTES / 4096 / 2)
  })
})
