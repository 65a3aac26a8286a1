import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCloud } from '../../src/index.ts'
import { BLOCK, blockOf, directApi, sha256 } from '../support/cloud/direct-api.ts'

const BLOCKS = 6
const DIGESTS = Array.from({ length: 256 }, (_, byte) => sha256(blockOf(byte)))

/** One thing that somebody does. `of` chooses among the snapshots so far. */
const step = fc.oneof(
  fc.record({
    kind: fc.constant('upload'),
    of: fc.nat(),
    key: fc.constantFrom('none', 'K1', 'K2', 'parent'),
    blocks: blocksOf(),
  }),
  fc.record({ kind: fc.constant('guest'), of: fc.nat(), key: fc.constantFrom('K1', 'K2'), blocks: blocksOf() }),
  fc.record({ kind: fc.constant('copy'), of: fc.nat(), key: fc.constantFrom('K1', 'K2'), blocks: fc.constant([]) }),
  fc.record({ kind: fc.constant('delete'), of: fc.nat(), key: fc.constant('none'), blocks: fc.constant([]) }),
)

/** Blocks to write, each full of one byte; a block may come twice. */
function blocksOf() {
  return fc.array(fc.tuple(fc.nat(BLOCKS - 1), fc.nat(3)), { maxLength: 4 })
}

/** What a snapshot holds, as one would note it on paper: for every block written its byte and which write it is from; and its lineage. */
interface Model {
  readonly id: string
  readonly lineage: number
  readonly blocks: ReadonlyMap<number, { readonly byte: number; readonly write: number }>
}

const setUp = () => {
  const cloud = createCloud({ seed: 5, unitBytes: 65_536 })
  const session = cloud.session()
  const { ec2, kms } = session
  const keys = { K1: kms.createKey({}).KeyMetadata.Arn, K2: kms.createKey({}).KeyMetadata.Arn }
  const { InstanceId } = session.attachedDisk({ Size: 1, Device: '/dev/sdp' })
  const direct = directApi(session)
  let counter = 0
  const written = (before: Model['blocks'], blocks: readonly (readonly [number, number])[]) => {
    const after = new Map(before)
    for (const [index, byte] of blocks) after.set(index, { byte, write: ++counter })
    return after
  }

  const upload = (parent: Model | undefined, key: string, blocks: readonly [number, number][]): Model => {
    const KmsKeyArn = key === 'K1' || key === 'K2' ? keys[key] : undefined
    const wanted = parent === undefined ? { KmsKeyArn } : { ParentSnapshotId: parent.id }
    const last = Object.fromEntries(blocks.map(([index, byte]) => [index, blockOf(byte)]))
    const id = direct.upload(last, wanted)
    const unique = Object.keys(last).map((index): [number, number] => [Number(index), last[Number(index)]?.[0] as number])
    return { id, lineage: parent?.lineage ?? ++counter, blocks: written(parent?.blocks ?? new Map(), unique) }
  }

  /** A guest writes to a volume made from a snapshot, of which a snapshot is taken. */
  const guest = (source: Model, key: 'K1' | 'K2', blocks: readonly [number, number][]): Model => {
    const volume = { AvailabilityZone: 'us-east-1a', SnapshotId: source.id, Encrypted: true, KmsKeyId: keys[key] }
    const { VolumeId } = ec2.createVolume(volume)
    ec2.attachVolume({ VolumeId, InstanceId, Device: '/dev/sdf' })
    const disk = cloud.instance(InstanceId).device('/dev/sdf')
    for (const [index, byte] of blocks) disk.write(index * BLOCK, blockOf(byte))
    const { SnapshotId } = ec2.createSnapshot({ VolumeId })
    ec2.detachVolume({ VolumeId })
    ec2.deleteVolume({ VolumeId })
    return { id: SnapshotId, lineage: source.lineage, blocks: written(source.blocks, blocks) }
  }

  const copy = (source: Model, key: 'K1' | 'K2'): Model => {
    const wanted = { SourceRegion: session.region, SourceSnapshotId: source.id, Encrypted: true, KmsKeyId: keys[key] }
    return { ...source, id: ec2.copySnapshot(wanted).SnapshotId }
  }

  return { ec2, direct, upload, guest, copy }
}

const agrees = ({ written, digest }: ReturnType<typeof directApi>, { id, blocks }: Model) => {
  const indexes = [...blocks.keys()].sort((left, right) => left - right)
  expect(written(id)).toEqual(indexes)
  expect(indexes.map((index) => digest(id, index))).toEqual(indexes.map((index) => DIGESTS[blocks.get(index)?.byte ?? -1]))
}

const differences = (left: Model, right: Model): number[] =>
  Array.from({ length: BLOCKS }, (_, index) => index).filter(
    (index) => left.blocks.get(index)?.write !== right.blocks.get(index)?.write,
  )

describe('the EBS direct APIs and the volumes of EC2', () => {
  it('read the same bytes, and tell what was written between any two snapshots of a lineage, whatever keys and copies are between', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        const { ec2, direct, upload, guest, copy } = setUp()
        let models: Model[] = [upload(undefined, 'K1', [[0, 1]])]
        for (const { kind, of, key, blocks } of steps) {
          const source = models[of % models.length] as Model
          const named = key === 'K2' ? 'K2' : 'K1'
          if (kind === 'upload') models.push(upload(key === 'parent' ? source : undefined, key, blocks))
          else if (kind === 'guest') models.push(guest(source, named, blocks))
          else if (kind === 'copy') models.push(copy(source, named))
          else if (models.length > 1) {
            ec2.deleteSnapshot({ SnapshotId: source.id })
            models = models.filter((each) => each !== source)
          }
        }
        for (const model of models) agrees(direct, model)
        for (const left of models) {
          for (const right of models) {
            if (left.lineage === right.lineage) expect(direct.changed(left.id, right.id)).toEqual(differences(left, right))
            else expect(() => direct.changed(left.id, right.id)).toThrow('The snapshots are not related.')
          }
        }
      }),
      { seed: 6, numRuns: 25 },
    )
  })
})
