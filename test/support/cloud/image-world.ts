import type { CloudOptions, Session } from '../../../src/index.ts'
import { ebsWorld, type placeOf } from './ebs-world.ts'
import { GUEST_ACCOUNT } from './shared-snapshot.ts'

type Place = ReturnType<typeof placeOf>
type CreateImage = Session['ec2']['createImage']
type CopyImage = Session['ec2']['copyImage']

/** What the tests of images do again and again in one place. */
export const imagesOf = ({ ec2, region, shownSnapshot, volumesOf }: Place) => {
  const images = (prefix: string) => `${prefix}-${ec2.describeImages({ Owners: ['self'] }).Images.length}`
  const shownImage = (id: string) => ec2.describeImages({ ImageIds: [id] }).Images[0]
  const mappingsOf = (imageId: string) => shownImage(imageId)?.BlockDeviceMappings ?? []
  const snapshotsOf = (imageId: string) => mappingsOf(imageId).flatMap(({ Ebs }) => Ebs.SnapshotId ?? [])
  return {
    shownImage,
    mappingsOf,
    snapshotsOf,
    /** The image of an instance. */
    imageOf: (InstanceId: string, input: Partial<Parameters<CreateImage>[0]> = {}) =>
      ec2.createImage({ InstanceId, Name: images('image'), ...input }).ImageId,
    /** A copy of an image of this Region, or of another one. */
    copyImage: (SourceImageId: string, input: Partial<Parameters<CopyImage>[0]> = {}) =>
      ec2.copyImage({ SourceImageId, SourceRegion: region, Name: images('copy'), ...input }).ImageId,
    /** An image of snapshots: the first is the root. */
    register: (...snapshotIds: readonly string[]) =>
      ec2.registerImage({
        Name: images('registered'),
        RootDeviceName: DEVICES[0],
        BlockDeviceMappings: snapshotIds.map((SnapshotId, at) => ({ DeviceName: DEVICES[at], Ebs: { SnapshotId } })),
      }).ImageId,
    /** The key of each snapshot of an image, `plain` where there is none. */
    keysOf: (imageId: string) => snapshotsOf(imageId).map((id) => shownSnapshot(id)?.KmsKeyId ?? 'plain'),
    /** The same of the volumes of an instance, by device. */
    volumeKeysOf: (instanceId: string) =>
      Object.fromEntries(
        volumesOf(instanceId).map(({ Attachments, KmsKeyId }) => [Attachments?.[0]?.Device, KmsKeyId ?? 'plain']),
      ),
  }
}

/** The devices of the images that are registered here; the first is the root. */
export const DEVICES = ['/dev/xvda', '/dev/sdf', '/dev/sdg', '/dev/sdh'] as const

/** The world of the EBS vectors with what images need: in A, in B, and for another account. */
export const imageWorld = (options: CloudOptions = {}) => {
  const w = ebsWorld(options)
  return { ...w, ...imagesOf(w.a), K3: w.newKey(), inB: { ...w.b, ...imagesOf(w.b) } }
}

/** A role of another account that may do everything there, and what it does. */
export const guestOf = (
  { cloud }: Pick<ReturnType<typeof ebsWorld>, 'cloud'>,
  place: (session: Session) => Place,
  region: string,
) => {
  const policies = [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }] as const
  const role = cloud.account(GUEST_ACCOUNT).createRole('Guest', { policies: [...policies] })
  const guest = place(cloud.session({ as: role, region }))
  return { ...guest, ...imagesOf(guest) }
}

/** A key policy that lets both accounts do everything. */
export const policyForBoth = (owner: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [owner, GUEST_ACCOUNT].map((account) => ({
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: 'kms:*',
      Resource: '*',
    })),
  })
