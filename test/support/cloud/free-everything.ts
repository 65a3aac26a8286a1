import type { Cloud } from '../../../src/index.ts'
import type { Paper } from '../../model/paper.ts'
import { GUEST, OWNER } from '../../model/paper.ts'

/** Ends every instance of a cloud and deletes every image, volume and snapshot that stands on its paper. */
export const freeEverything = ({ cloud, paper }: { readonly cloud: Cloud; readonly paper: Paper }): void => {
  const at = ({ account, region }: { account: string; region: string }) =>
    cloud.session({ as: cloud.account(account).role('Chief'), region }).ec2
  for (const account of [OWNER, GUEST]) {
    for (const region of ['us-east-1', 'eu-west-1']) {
      const ec2 = at({ account, region })
      const ids = ec2.describeInstances({}).Reservations.flatMap(({ Instances }) => Instances.map(({ InstanceId }) => InstanceId))
      if (ids.length > 0) ec2.terminateInstances({ InstanceIds: ids })
    }
  }
  for (const image of paper.images) at(image).deregisterImage({ ImageId: image.id })
  for (const account of [OWNER, GUEST]) {
    for (const region of ['us-east-1', 'eu-west-1']) {
      const ec2 = at({ account, region })
      for (const { VolumeId } of ec2.describeVolumes({}).Volumes) ec2.deleteVolume({ VolumeId })
      for (const { SnapshotId } of ec2.describeSnapshots({ OwnerIds: ['self'] }).Snapshots) ec2.deleteSnapshot({ SnapshotId })
    }
  }
}
