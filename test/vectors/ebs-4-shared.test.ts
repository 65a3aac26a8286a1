import { describe, expect, it } from 'vitest'
import { directApi } from '../support/cloud/direct-api.ts'
import { denied, eventsAbout, placeOf, REGION_A, refusalOf } from '../support/cloud/ebs-world.ts'
import { DEVICES, guestOf, imagesOf, imageWorld, policyForBoth } from '../support/cloud/image-world.ts'
import { attempt, made } from '../support/cloud/key-failures.ts'
import type { Caller } from '../support/cloud/key-troubles.ts'
import { GUEST_ACCOUNT } from '../support/cloud/shared-snapshot.ts'

/*
 * spec/ebs-ec2.md 4 across accounts: an encrypted snapshot and its image are shared, and the use of its key is not open on both sides, or the
 * key does not work any more. The owner's key needs the key's policy and the recipient's own permission.
 */

const stage = () => {
  const w = imageWorld()
  const volume = w.volumeUnder(w.K1)
  w.write(volume, 0, 'shared')
  const snapshot = w.snapshot(volume)
  const image = w.register(snapshot)
  const Add = [{ UserId: GUEST_ACCOUNT }]
  w.ec2.modifySnapshotAttribute({ SnapshotId: snapshot, CreateVolumePermission: { Add } })
  w.ec2.modifyImageAttribute({ ImageId: image, LaunchPermission: { Add } })
  w.kms.putKeyPolicy({ KeyId: w.K1, Policy: policyForBoth(w.session.accountId) })
  const guest = guestOf(w, placeOf, REGION_A)
  return { ...w, snapshot, image, guest, own: guest.newKey() }
}
type Stage = ReturnType<typeof stage>

const closed = (w: Stage) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${w.session.accountId}:root` }, Action: 'kms:*', Resource: '*' },
    ],
  })

/** What is wrong: who calls then. */
const TROUBLES: Record<string, (w: Stage) => Caller> = {
  'the key’s policy does not name the recipient': (w) => {
    w.kms.putKeyPolicy({ KeyId: w.K1, Policy: closed(w) })
    return w.guest
  },
  'the recipient’s role may not use the key': (w) => denied(w.cloud, ['kms:*'], w.K1, GUEST_ACCOUNT),
  'the key is disabled': (w) => {
    w.kms.disableKey({ KeyId: w.K1 })
    return w.guest
  },
  'the key is pending deletion': (w) => {
    w.kms.scheduleKeyDeletion({ KeyId: w.K1 })
    return w.guest
  },
  'the key is deleted': (w) => {
    w.kms.scheduleKeyDeletion({ KeyId: w.K1, PendingWindowInDays: 7 })
    w.cloud.clock.advance({ days: 8 })
    return w.guest
  },
}

const firstToken = (w: Stage) => w.session.ebs.listSnapshotBlocks({ SnapshotId: w.snapshot }).Blocks[0]?.BlockToken

const ACTIONS = {
  'CreateVolume, default key': (w: Stage, by: Caller) => made('volume', by.volume({ SnapshotId: w.snapshot })),
  'CreateVolume, own key': (w: Stage, by: Caller) =>
    made('volume', by.volume({ SnapshotId: w.snapshot, Encrypted: true, KmsKeyId: w.own })),
  'CreateVolume, the owner’s key': (w: Stage, by: Caller) =>
    made('volume', by.volume({ SnapshotId: w.snapshot, Encrypted: true, KmsKeyId: w.K1 })),
  'RunInstances, mapping': (w: Stage, by: Caller) => {
    const Ebs = { SnapshotId: w.snapshot, Encrypted: true, KmsKeyId: w.own }
    return made('instance', by.instance({ BlockDeviceMappings: [{ DeviceName: '/dev/sdf', Ebs }] }))
  },
  'RunInstances, image': (w: Stage, by: Caller) => {
    const Ebs = { Encrypted: true, KmsKeyId: w.own }
    return made('instance', by.instance({ ImageId: w.image, BlockDeviceMappings: [{ DeviceName: DEVICES[0], Ebs }] }))
  },
  CopySnapshot: (w: Stage, by: Caller) => made('snapshot', by.copy(w.snapshot, { Encrypted: true, KmsKeyId: w.own })),
  CopyImage: (w: Stage, by: Caller) => made('image', imagesOf(by).copyImage(w.image, { Encrypted: true, KmsKeyId: w.own })),
  ListSnapshotBlocks: (w: Stage, by: Caller) => made('nothing', directApi(by.session).written(w.snapshot).join()),
  GetSnapshotBlock: (w: Stage, by: Caller) => {
    by.session.ebs.getSnapshotBlock({ SnapshotId: w.snapshot, BlockIndex: 0, BlockToken: firstToken(w) })
    return made('nothing')
  },
} as const
type Action = keyof typeof ACTIONS

/** How each action ends. Those of the direct APIs tell a missing permission from a key that does not work; a foreign key that is gone looks forbidden. */
const ENDS: Record<Action, string> = {
  'CreateVolume, default key': 'gone',
  'CreateVolume, own key': 'gone',
  'CreateVolume, the owner’s key': 'gone',
  'RunInstances, mapping': 'terminated',
  'RunInstances, image': 'terminated',
  CopySnapshot: 'error',
  CopyImage: 'failed',
  ListSnapshotBlocks: 'refused',
  GetSnapshotBlock: 'refused',
}
const DIRECT: Record<string, string> = {
  'the key is disabled': 'ResourceNotFoundException DEPENDENCY_RESOURCE_NOT_FOUND',
  'the key is pending deletion': 'ResourceNotFoundException DEPENDENCY_RESOURCE_NOT_FOUND',
}

const cells = Object.keys(TROUBLES).flatMap((trouble) =>
  (Object.keys(ACTIONS) as Action[]).map((action) => ({ trouble, action, end: ENDS[action] })),
)

const fateOf = (w: Stage, result: ReturnType<typeof attempt>): string => {
  if (!('kind' in result)) {
    const { name, Reason } = result as { name: string; Reason?: string }
    return `${name} ${Reason}`
  }
  const { kind, id } = result
  if (kind === 'volume') {
    const events = eventsAbout(w.cloud, id).map(({ detail }) => `${detail.event} ${detail.result}`)
    const isGone = refusalOf(() => w.guest.shownVolume(id)).name === 'InvalidVolume.NotFound'
    return isGone && events.join() === 'createVolume failed,deleteVolume deleted' ? 'gone' : events.join()
  }
  if (kind === 'instance') return `${w.guest.shownInstance(id)?.State.Name}`
  if (kind === 'snapshot') return `${w.guest.shownSnapshot(id)?.State}`
  return kind === 'image' ? `${w.guest.shownImage(id)?.State}` : 'works'
}

const grantsOfAll = (w: Stage) => [
  ...w.kms.listKeys({}).Keys.flatMap(({ KeyArn }) => w.grants(KeyArn)),
  ...w.guest.kms.listKeys({}).Keys.flatMap(({ KeyArn }) => w.guest.grants(KeyArn)),
]

describe('another account’s encrypted snapshot', () => {
  it.each(cells)('$action where $trouble: $end', ({ trouble, action, end }) => {
    const w = stage()
    const by = (TROUBLES[trouble] as (typeof TROUBLES)[string])(w)
    const volumes = w.guest.ec2.describeVolumes({}).Volumes
    const fate = fateOf(
      w,
      attempt(() => ACTIONS[action](w, by)),
    )
    const direct = DIRECT[trouble] ?? 'AccessDeniedException DEPENDENCY_ACCESS_DENIED'
    expect(fate).toBe(end === 'refused' ? direct : end)
    expect(w.guest.ec2.describeVolumes({}).Volumes).toEqual(volumes)
    expect(grantsOfAll(w)).toEqual([])
  })

  it.each(Object.keys(ACTIONS) as Action[])('%s works where both sides are open', (action) => {
    const w = stage()
    const result = attempt(() => ACTIONS[action](w, w.guest))
    const { kind, id } = result as { kind: string; id: string }
    const shown = {
      volume: () => w.guest.shownVolume(id)?.State,
      instance: () => w.guest.shownInstance(id)?.State.Name,
      snapshot: () => w.guest.shownSnapshot(id)?.State,
      image: () => w.guest.shownImage(id)?.State,
      nothing: () => 'done',
    }[kind]
    expect(['available', 'running', 'completed', 'done']).toContain(shown?.())
  })
})
