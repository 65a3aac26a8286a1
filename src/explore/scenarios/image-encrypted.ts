import { customerKey } from '../customer-key.ts'
import { type ImageStage, imageDisks, launchAndRead, launchAndWrite, rootDevice, takeImage, tellImage } from '../image-steps.ts'
import type { TourScenario } from '../tour-scenario.ts'

/** An encrypted root, copied without parameters: a new snapshot, encrypted too. */
export const imageEncrypted: TourScenario = {
  name: 'image-encrypted',
  title: 'An image with an encrypted root, copied without parameters',
  writesFile: true,
  tell: (cloud, recorder, file) => {
    const stage = { cloud, recorder, file, session: cloud.session() }
    const keyArn = customerKey(stage.session, 'alias/root')
    const instanceId = launchAndWrite(stage, [{ device: rootDevice(stage.session), keyArn }])
    return launchAndRead(stage, copyUnchanged(stage, takeImage(stage, instanceId)))
  },
}

const copyUnchanged = ({ cloud, recorder, session }: ImageStage, imageId: string): string =>
  recorder.step('Copy the image, and say nothing about encryption', ({ tell, claim }) => {
    const { ImageId } = session.ec2.copyImage({ SourceImageId: imageId, SourceRegion: session.region, Name: 'encrypted copy' })
    const [from] = imageDisks(session, imageId)
    const [to] = tellImage(session, tell, ImageId)
    const [source, copy] = [cloud.snapshot(from?.snapshotId ?? ''), cloud.snapshot(to?.snapshotId ?? '')]
    tell(`data key of lineage ${source.dataKeyId?.slice(0, 8)} in the source, ${copy.dataKeyId?.slice(0, 8)} in the copy`)
    claim('the copy is another snapshot', source.id !== copy.id)
    claim('it is encrypted under the same key', to?.keyArn !== undefined && to.keyArn === from?.keyArn)
    claim('its wrapped data key is bound to its own id', copy.contextId === copy.id)
    return ImageId
  })
