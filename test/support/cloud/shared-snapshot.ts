import { decodeArchive, encodeArchive } from '../../../src/core/archive.ts'
import type { WorldState } from '../../../src/core/world.ts'
import type { SnapshotRecord } from '../../../src/ec2/records.ts'
import { type Cloud, restoreCloud } from '../../../src/index.ts'
import { ebsWorld, placeOf, REGION_A } from './ebs-world.ts'

/** Another account. */
export const GUEST_ACCOUNT = '444455556666'

/**
 * A snapshot under K1 and an unencrypted one, both shared with another account that K1's policy lets in. There is no operation to share with
 * yet: the share is written into the saved world.
 */
export const sharedSnapshots = () => {
  const before = ebsWorld()
  const encrypted = before.volumeUnder(before.K1)
  before.write(encrypted, 0, 'secret')
  const plain = before.volume()
  before.write(plain, 0, 'public')
  const [SE, SP] = [before.snapshot(encrypted), before.snapshot(plain)]
  before.kms.putKeyPolicy({ KeyId: before.K1, Policy: JSON.stringify(policyFor(before.session.accountId)) })
  const { K1 } = before
  const cloud = shared(before.cloud, [SE, SP])
  const owner = placeOf(cloud.session({ region: REGION_A }))
  const guestRole = cloud.account(GUEST_ACCOUNT).createRole('Guest', {
    policies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }],
  })
  const guestIn = (region: string) => placeOf(cloud.session({ as: guestRole, region }))
  return { cloud, owner, guest: guestIn(REGION_A), guestIn, K1, encrypted, SE, SP }
}

const policyFor = (account: string) => ({
  Version: '2012-10-17',
  Statement: [account, GUEST_ACCOUNT].map((each) => ({
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${each}:root` },
    Action: 'kms:*',
    Resource: '*',
  })),
})

interface StoredEc2 {
  readonly places: ReadonlyMap<string, { readonly snapshots: ReadonlyMap<string, SnapshotRecord> }>
}

const shared = (cloud: Cloud, ids: readonly string[]): Cloud => {
  const decoded = decodeArchive(cloud.save())
  if (!decoded.ok) throw new Error(decoded.error)
  const { stored } = (decoded.value as { state: WorldState }).state
  const places = [...(stored.get('ec2') as StoredEc2).places.values()]
  for (const id of ids) {
    const accounts = places.map(({ snapshots }) => snapshots.get(id)?.sharing.accounts).find((each) => each !== undefined)
    ;(accounts as string[]).push(GUEST_ACCOUNT)
  }
  return restoreCloud(encodeArchive(decoded.value), { region: REGION_A })
}
