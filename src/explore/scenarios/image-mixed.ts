import { customerKey } from '../customer-key.ts'
import {
  type ImageStage,
  imageDisks,
  launchAndRead,
  launchAndWrite,
  takeImage,
  tellImage,
  writtenBlocks,
} from '../image-steps.ts'
import type { TourScenario } from '../tour-scenario.ts'

/** An unencrypted root and an encrypted data disk, copied without parameters: every snapshot stays what it is. */
export const imageMixed: TourScenario = {
  name: 'image-mixed',
  title: 'An image with an unencrypted root and an encrypted data disk, copied without parameters',
  writesFile: true,
  tell: (cloud, recorder, file) => {
    const stage = { cloud, recorder, file, session: cloud.session() }
    const keyArn = customerKey(stage.session, 'alias/data')
    const instanceId = launchAndWrite(stage, [{ device: '/dev/sdf', keyArn }])
    const source = takeImage(stage, instanceId)
    const copy = copyUnchanged(stage, source)
    return [source, copy].flatMap((imageId) => launchAndRead(stage, imageId))
  },
}

const copyUnchanged = ({ recorder, session }: ImageStage, imageId: string): string =>
  recorder.step('Copy the image, and say nothing about encryption', ({ tell, claim }) => {
    const { ImageId } = session.ec2.copyImage({ SourceImageId: imageId, SourceRegion: session.region, Name: 'mixed copy' })
    const from = imageDisks(session, imageId)
    const to = tellImage(session, tell, ImageId)
    for (const [index, { device, snapshotId, keyArn }] of to.entries()) {
      const source = from[index]
      claim(`${device} has a snapshot of its own`, snapshotId !== source?.snapshotId)
      claim(`${device} is ${keyArn === undefined ? 'not encrypted' : 'under the same key'}`, keyArn === source?.keyArn)
      const blocks = writtenBlocks(session, snapshotId)
      claim(`${device} has the same blocks written`, blocks !== '' && blocks === writtenBlocks(session, source?.snapshotId ?? ''))
    }
    return ImageId
  })
