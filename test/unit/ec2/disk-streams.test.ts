import { describe, expect, it } from 'vitest'
import { ec2Cloud } from './fixture.ts'

const MIB = 2 ** 20

const setUp = (unitBytes = 4096) => {
  const made = ec2Cloud({ unitBytes })
  const { VolumeId, InstanceId, disk } = made.session.attachedDisk({ KmsKeyId: made.key(), Size: 1 })
  return { ...made, VolumeId, InstanceId, disk, written: () => made.cloud.volume(VolumeId).writtenUnits }
}

const pattern = (length: number, seed = 1) => Uint8Array.from({ length }, (_, index) => (index * 31 + seed) % 251 || 1)

const stream = (...chunks: Uint8Array[]) =>
  new ReadableStream<Uint8Array>({
    start: (controller) => {
      for (const chunk of chunks) controller.enqueue(chunk)
      controller.close()
    },
  })

const bytesOf = async (readable: ReadableStream<Uint8Array>) => new Uint8Array(await new Response(readable).arrayBuffer())

const chunksOf = async (readable: ReadableStream<Uint8Array>) => {
  const lengths: number[] = []
  for await (const chunk of readable as unknown as AsyncIterable<Uint8Array>) lengths.push(chunk.length)
  return lengths
}

const ioError = expect.objectContaining({ code: 'DEVICE_IO' })

describe('a disk as a stream of bytes', () => {
  it('gives back what was written to it, in chunks that begin at whole MiB', async () => {
    const { disk } = setUp()
    disk.write(MIB - 10, pattern(20))
    const range = { offset: MIB - 100, length: 2 * MIB }
    expect(Buffer.compare(await bytesOf(disk.readable(range)), disk.read(range.offset, range.length))).toBe(0)
    expect(await chunksOf(disk.readable(range))).toEqual([100, MIB, MIB - 100])
  })

  it('is the whole disk where no range is named, holes as zeros', async () => {
    const { disk } = setUp()
    disk.write(2 ** 30 - 3, pattern(3))
    let [length, sum] = [0, 0]
    for await (const chunk of disk.readable() as unknown as AsyncIterable<Uint8Array>) {
      length += chunk.length
      if (length === 2 ** 30) sum = chunk.reduce((total, byte) => total + byte, 0)
    }
    expect([length, sum]).toEqual([2 ** 30, pattern(3).reduce((total, byte) => total + byte, 0)])
  })

  it('is empty where the range is', async () => {
    const { disk } = setUp()
    expect(await chunksOf(disk.readable({ offset: 2 ** 30 }))).toEqual([])
    expect(await chunksOf(disk.readable({ offset: 5, length: 0 }))).toEqual([])
  })

  it.each([
    [{ offset: -1 }],
    [{ offset: 0.5 }],
    [{ length: -1 }],
    [{ length: 2 ** 30 + 1 }],
    [{ offset: 2 ** 30 + 1 }],
    [{ offset: 10, length: 2 ** 30 - 9 }],
    [{ offset: Number.NaN }],
  ])('refuses a range that is not inside the disk at once: %j', (range) => {
    const { disk } = setUp()
    expect(() => disk.readable(range)).toThrow(ioError)
    if (!('length' in range)) expect(() => disk.writable(range)).toThrow(ioError)
  })

  it('reads nothing before it is asked for it, and then what is there by then', async () => {
    const { disk } = setUp()
    const reader = disk.readable({ length: 2 * MIB }).getReader()
    expect((await reader.read()).value?.[0]).toBe(0)
    disk.write(MIB, Uint8Array.of(7))
    expect((await reader.read()).value?.[0]).toBe(7)
    expect((await reader.read()).done).toBe(true)
  })

  it('fails where the volume is detached on the way', async () => {
    const { disk, ec2, VolumeId } = setUp()
    const reader = disk.readable().getReader()
    await reader.read()
    ec2.detachVolume({ VolumeId })
    await expect(reader.read()).rejects.toEqual(ioError)
  })
})

describe('a disk as a sink', () => {
  it.each([512, 4096, 65_536])('takes chunks of any length, with units of %i bytes', async (unitBytes) => {
    const { disk } = setUp(unitBytes)
    const image = pattern(3 * 65_536 + 17)
    const chunks = [0, 1, 700, 4096, 70_000, 131_072, image.length]
    const parts = chunks.slice(1).map((end, index) => image.subarray(chunks[index], end))
    await stream(...parts).pipeTo(disk.writable({ offset: 1000 }))
    expect(Buffer.compare(disk.read(1000, image.length), image)).toBe(0)
    expect(disk.read(0, 1000)).toEqual(new Uint8Array(1000))
  })

  it('does not store zeros that fall on what nobody has written', async () => {
    const { disk, written } = setUp()
    const image = new Uint8Array(4 * MIB)
    image[MIB + 5] = 1
    image[3 * MIB] = 2
    await stream(image.subarray(0, MIB + 6), image.subarray(MIB + 6)).pipeTo(disk.writable())
    expect(written()).toBe(2)
    expect(Buffer.compare(disk.read(0, image.length), image)).toBe(0)
  })

  it('writes zeros onto what is written', async () => {
    const { disk, written } = setUp()
    disk.write(0, pattern(10_000))
    await stream(new Uint8Array(20_000)).pipeTo(disk.writable())
    expect(disk.read(0, 10_000)).toEqual(new Uint8Array(10_000))
    expect(written()).toBe(3)
  })

  it('refuses a chunk that does not fit, or is none, and writes nothing of it', async () => {
    const { disk, written } = setUp()
    const writer = disk.writable({ offset: 2 ** 30 - 4096 }).getWriter()
    await expect(writer.write(pattern(4097))).rejects.toEqual(ioError)
    await expect(
      disk
        .writable()
        .getWriter()
        .write('text' as never),
    ).rejects.toEqual(ioError)
    expect(written()).toBe(0)
  })

  it('fails where the volume is detached on the way, and keeps what was written before', async () => {
    const { disk, ec2, cloud, VolumeId, InstanceId, attach } = setUp()
    const writer = disk.writable().getWriter()
    await writer.write(pattern(5000))
    ec2.detachVolume({ VolumeId })
    await expect(writer.write(pattern(5000))).rejects.toEqual(ioError)
    attach(VolumeId, InstanceId)
    expect(Buffer.compare(cloud.instance(InstanceId).device('/dev/sdf').read(0, 5000), pattern(5000))).toBe(0)
  })

  it('copies a disk to another one', async () => {
    const { disk, session, InstanceId, written } = setUp()
    disk.write(12_345, pattern(99_999))
    const other = session.attachedDisk({ InstanceId, Size: 1, Device: '/dev/sdg' })
    await disk.readable().pipeTo(other.disk.writable())
    expect(Buffer.compare(other.disk.read(0, MIB), disk.read(0, MIB))).toBe(0)
    expect(written()).toBe(25)
  })
})
