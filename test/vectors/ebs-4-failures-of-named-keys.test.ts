import { describe, it } from 'vitest'
import { directApi } from '../support/cloud/direct-api.ts'
import { imagesOf } from '../support/cloud/image-world.ts'
import {
  attempt,
  bySpoilt,
  COPY_UNDER_SPOILT,
  cells,
  dataVolume,
  type Fate,
  inventory,
  made,
  named,
  SPOILT_NAMES,
  type SpoiltRow,
  type Stage,
  stage,
  TITLE,
  tryAndRecover,
  verify,
} from '../support/cloud/key-failures.ts'
import { type Caller, SPOILT, type Spoiling, UNFIT, type Unfit } from '../support/cloud/key-troubles.ts'

/*
 * The whole of spec/ebs-ec2.md 4: every trouble with a key, in every operation that needs it. The tables are the specification's, written
 * anew. After each cell: what is left behind is what AWS leaves, and when the key comes back the same request succeeds.
 */

/** The operations that are given a key. */
const NAMING = {
  'CreateVolume, empty': (w: Stage, by: Caller) => made('volume', by.volume(named(w))),
  'CreateVolume, from a plain snapshot': (w: Stage, by: Caller) =>
    made('volume', by.volume({ SnapshotId: w.plain, ...named(w) })),
  'CreateVolume, from an encrypted snapshot': (w: Stage, by: Caller) =>
    made('volume', by.volume({ SnapshotId: w.own, ...named(w) })),
  'RunInstances, root': (w: Stage, by: Caller) =>
    made('instance', by.instance({ BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: named(w) }] })),
  'RunInstances, further volume': (w: Stage, by: Caller) => dataVolume(by, { VolumeSize: 1, ...named(w) }),
  'RunInstances, from an encrypted snapshot': (w: Stage, by: Caller) => dataVolume(by, { SnapshotId: w.own, ...named(w) }),
  'CopySnapshot, plain': (w: Stage, by: Caller) => made('snapshot', by.copy(w.plain, named(w))),
  'CopySnapshot, encrypted': (w: Stage, by: Caller) => made('snapshot', by.copy(w.own, named(w))),
  CopyImage: (w: Stage, by: Caller) => made('image', imagesOf(by).copyImage(w.ownImage, named(w))),
  StartSnapshot: (w: Stage, by: Caller) => made('nothing', directApi(by.session).start({ KmsKeyArn: w.key })),
}
type Naming = keyof typeof NAMING

const UNFIT_NAMES = Object.keys(UNFIT) as Unfit[]

const NAMED_SPOILT: Record<Naming, SpoiltRow> = {
  'CreateVolume, empty': bySpoilt('gone', 'gone', 'works'),
  'CreateVolume, from a plain snapshot': bySpoilt('gone', 'gone', 'gone'),
  'CreateVolume, from an encrypted snapshot': bySpoilt('gone', 'gone', 'gone'),
  'RunInstances, root': bySpoilt('terminated', 'terminated', 'terminated'),
  'RunInstances, further volume': bySpoilt('terminated', 'terminated', 'terminated'),
  'RunInstances, from an encrypted snapshot': bySpoilt('terminated', 'terminated', 'terminated'),
  'CopySnapshot, plain': COPY_UNDER_SPOILT,
  'CopySnapshot, encrypted': COPY_UNDER_SPOILT,
  CopyImage: bySpoilt('failed', 'failed', 'failed'),
  StartSnapshot: bySpoilt('invalid key', 'denied', 'works'),
}

/** For each of: nowhere, another Region, no replica, another account, asymmetric, HMAC. */
type UnfitRow = readonly [Fate, Fate, Fate, Fate, Fate, Fate]
const byUnfit = (unfit: Fate, foreign: Fate = unfit): UnfitRow => [unfit, unfit, unfit, foreign, unfit, unfit]

const NAMED_UNFIT: Record<Naming, UnfitRow> = {
  'CreateVolume, empty': byUnfit('gone'),
  'CreateVolume, from a plain snapshot': byUnfit('gone'),
  'CreateVolume, from an encrypted snapshot': byUnfit('gone'),
  'RunInstances, root': byUnfit('terminated'),
  'RunInstances, further volume': byUnfit('terminated'),
  'RunInstances, from an encrypted snapshot': byUnfit('terminated'),
  'CopySnapshot, plain': byUnfit('is invalid', 'not authorized'),
  'CopySnapshot, encrypted': byUnfit('is invalid', 'not authorized'),
  CopyImage: byUnfit('failed'),
  StartSnapshot: byUnfit('invalid key', 'denied'),
}

describe('a key that is named', () => {
  it.each(cells(NAMED_SPOILT, SPOILT_NAMES))(TITLE, ({ operation, trouble, fate }) => {
    const spoiling: Spoiling = SPOILT[trouble]
    const w = stage(spoiling.make ?? (({ newKey }) => newKey()))
    tryAndRecover(w, spoiling, NAMING[operation], fate)
  })

  it.each(cells(NAMED_UNFIT, UNFIT_NAMES))(TITLE, ({ operation, trouble, fate }) => {
    const w = stage(UNFIT[trouble])
    const before = inventory(w)
    const result = attempt(() => NAMING[operation](w, w.a))
    verify(w, fate, result, before, '')
  })
})
