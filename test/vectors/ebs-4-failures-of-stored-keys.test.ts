import { describe, expect, it } from 'vitest'
import { blockOf, directApi, put } from '../support/cloud/direct-api.ts'
import { volumeArnOf } from '../support/cloud/ebs-world.ts'
import { DEVICES, imagesOf } from '../support/cloud/image-world.ts'
import {
  about,
  bySpoilt,
  COPY_UNDER_SPOILT,
  cells,
  made,
  named,
  SPOILT_NAMES,
  type SpoiltRow,
  stage,
  TITLE,
  tryAndRecover,
} from '../support/cloud/key-failures.ts'
import { type Caller, SPOILT, type Spoiling } from '../support/cloud/key-troubles.ts'

/*
 * The whole of spec/ebs-ec2.md 4: every trouble with a key, in every operation that needs it. The tables are the specification's, written
 * anew. After each cell: what is left behind is what AWS leaves, and when the key comes back the same request succeeds.
 */

const stored = (spoiling: Spoiling) => {
  const w = stage(spoiling.make ?? (({ newKey }) => newKey()))
  const direct = directApi(w.session)
  const attachable = w.volumeUnder(w.key)
  w.write(attachable, 0, 'kept')
  const snapshotId = w.snapshot(attachable)
  const [stopped, running] = [w.instance(), w.instance()]
  const inStopped = w.volumeUnder(w.key)
  w.attach(inStopped, stopped)
  w.ec2.stopInstances({ InstanceIds: [stopped] })
  const image = w.register(snapshotId)
  const complete = direct.upload({ 0: blockOf(1) }, { KmsKeyArn: w.key })
  const onItsWay = direct.start({ KmsKeyArn: w.key, Timeout: 4320 })
  return { ...w, snapshotId, stopped, running, image, complete, onItsWay, attachable }
}
type Stored = ReturnType<typeof stored>

/** The operations on something that is under the key already. */
const STORED = {
  AttachVolume: (w: Stored, by: Caller) => {
    by.attach(w.attachable, w.running, '/dev/sdg')
    return made('nothing', w.attachable)
  },
  StartInstances: (w: Stored, by: Caller) => {
    by.ec2.startInstances({ InstanceIds: [w.stopped] })
    return made('instance', w.stopped)
  },
  'CreateVolume, same key': (w: Stored, by: Caller) => made('volume', by.volume({ SnapshotId: w.snapshotId })),
  'CreateVolume, other key': (w: Stored, by: Caller) =>
    made('volume', by.volume({ SnapshotId: w.snapshotId, Encrypted: true, KmsKeyId: w.K2 })),
  'RunInstances, from an encrypted image': (w: Stored, by: Caller) => made('instance', by.instance({ ImageId: w.image })),
  'RunInstances, from an encrypted image, other key': (w: Stored, by: Caller) => {
    const Ebs = { Encrypted: true, KmsKeyId: w.K2 }
    return made('instance', by.instance({ ImageId: w.image, BlockDeviceMappings: [{ DeviceName: DEVICES[0], Ebs }] }))
  },
  'CopySnapshot, same key': (w: Stored, by: Caller) => made('snapshot', by.copy(w.snapshotId, named(w))),
  'CopySnapshot, other key': (w: Stored, by: Caller) =>
    made('snapshot', by.copy(w.snapshotId, { Encrypted: true, KmsKeyId: w.K2 })),
  'CopyImage, same key': (w: Stored, by: Caller) => made('image', imagesOf(by).copyImage(w.image)),
  'CopyImage, other key': (w: Stored, by: Caller) =>
    made('image', imagesOf(by).copyImage(w.image, { Encrypted: true, KmsKeyId: w.K2 })),
  CreateSnapshot: (w: Stored, by: Caller) => made('snapshot', by.snapshot(w.attachable)),
  CreateImage: (w: Stored, by: Caller) => made('image', imagesOf(by).imageOf(w.stopped)),
  'StartSnapshot, child': (w: Stored, by: Caller) =>
    made('nothing', directApi(by.session).start({ ParentSnapshotId: w.complete })),
  PutSnapshotBlock: (w: Stored, by: Caller) => {
    by.session.ebs.putSnapshotBlock(put(w.onItsWay, 0, blockOf(2)))
    return made('nothing')
  },
  GetSnapshotBlock: (w: Stored, by: Caller) => {
    const { BlockToken } = w.session.ebs.listSnapshotBlocks({ SnapshotId: w.complete }).Blocks[0] ?? {}
    expect(by.session.ebs.getSnapshotBlock({ SnapshotId: w.complete, BlockIndex: 0, BlockToken }).BlockData[0]).toBe(1)
    return made('nothing')
  },
  ListSnapshotBlocks: (w: Stored, by: Caller) => {
    expect(directApi(by.session).written(w.complete)).toEqual([0])
    return made('nothing')
  },
}
type OnStored = keyof typeof STORED

const STORED_SPOILT: Record<OnStored, SpoiltRow> = {
  AttachVolume: bySpoilt('revoked', 'revoked', 'revoked'),
  StartInstances: bySpoilt('stopped: key state', 'stopped: permission', 'stopped: permission'),
  'CreateVolume, same key': bySpoilt('gone', 'gone', 'works'),
  'CreateVolume, other key': bySpoilt('gone', 'gone', 'works'),
  'RunInstances, from an encrypted image': bySpoilt('terminated', 'terminated', 'terminated'),
  'RunInstances, from an encrypted image, other key': bySpoilt('terminated', 'terminated', 'works'),
  'CopySnapshot, same key': COPY_UNDER_SPOILT,
  'CopySnapshot, other key': bySpoilt('error', 'error', 'error'),
  'CopyImage, same key': bySpoilt('failed', 'failed', 'failed'),
  'CopyImage, other key': bySpoilt('failed', 'failed', 'failed'),
  CreateSnapshot: bySpoilt('works', 'works', 'works'),
  CreateImage: bySpoilt('works', 'works', 'works'),
  'StartSnapshot, child': bySpoilt('not found', 'denied', 'works'),
  // An upload must end within three days, and a key is deleted after seven at the earliest.
  PutSnapshotBlock: bySpoilt('not found', 'denied', 'denied'),
  GetSnapshotBlock: bySpoilt('not found', 'denied', 'denied'),
  ListSnapshotBlocks: bySpoilt('works', 'works', 'works'),
}

describe('a key that something is under', () => {
  const all = cells(STORED_SPOILT, SPOILT_NAMES)
  const possible = all.filter(({ operation, trouble }) => operation !== 'PutSnapshotBlock' || trouble !== 'deleted')

  it.each(possible)(TITLE, ({ operation, trouble, fate }) => {
    const spoiling: Spoiling = SPOILT[trouble]
    const w = stored(spoiling)
    // Of a ciphertext alone KMS does not tell which key is gone.
    const says = trouble === 'deleted' ? 'because the resource does not exist in this Region' : spoiling.says(w.key)
    tryAndRecover(w, spoiling, STORED[operation], fate, says)
    if (fate === 'gone') {
      const keys = w.volumeEvents().flatMap(({ detail, resources }) => (detail.result === 'failed' ? resources[1] : []))
      expect(new Set(keys)).toEqual(new Set([w.key]))
    }
    if (operation === 'AttachVolume') {
      const [event, ...others] = about(w, w.attachable, 'attachVolume')
      expect(others).toHaveLength(trouble === 'deleted' ? 1 : 0)
      expect(event).toMatchObject({
        detail: {
          event: 'attachVolume',
          result: 'failed',
          cause: expect.stringContaining(spoiling.says(w.key)),
          'request-id': '',
        },
        resources: [volumeArnOf(w.attachable), w.key],
      })
    }
  })
})
