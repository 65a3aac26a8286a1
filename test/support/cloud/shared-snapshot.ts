import { ebsWorld, placeOf, REGION_A } from './ebs-world.ts'

/** Another account. */
export const GUEST_ACCOUNT = '444455556666'

/** A snapshot under K1 and an unencrypted one, both shared with another account; K1's policy lets that account in unless told otherwise. */
export const sharedSnapshots = ({ isKeyShared = true, ...options }: SharingOptions = {}) => {
  const { cloud, K1, a: owner, ...w } = ebsWorld(options)
  const encrypted = owner.volumeUnder(K1)
  w.write(encrypted, 0, 'secret')
  const plain = owner.volume()
  w.write(plain, 0, 'public')
  const [SE, SP] = [owner.snapshot(encrypted), owner.snapshot(plain)]
  if (isKeyShared) owner.kms.putKeyPolicy({ KeyId: K1, Policy: JSON.stringify(policyFor(owner.session.accountId)) })
  const share = (SnapshotId: string, OperationType: 'add' | 'remove' = 'add') =>
    owner.ec2.modifySnapshotAttribute({
      SnapshotId,
      Attribute: 'createVolumePermission',
      OperationType,
      UserIds: [GUEST_ACCOUNT],
    })
  for (const id of [SE, SP]) share(id)
  const guestRole = cloud.account(GUEST_ACCOUNT).createRole('Guest', {
    policies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }],
  })
  const guestIn = (region: string) => placeOf(cloud.session({ as: guestRole, region }))
  return { cloud, owner, guest: guestIn(REGION_A), guestIn, K1, K2: w.K2, encrypted, plain, SE, SP, share }
}

type SharingOptions = Parameters<typeof ebsWorld>[0] & { readonly isKeyShared?: boolean }

const policyFor = (account: string) => ({
  Version: '2012-10-17',
  Statement: [account, GUEST_ACCOUNT].map((each) => ({
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${each}:root` },
    Action: 'kms:*',
    Resource: '*',
  })),
})
