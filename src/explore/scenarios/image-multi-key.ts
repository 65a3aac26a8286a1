import { customerKey } from '../customer-key.ts'
import { type ImageStage, launchAndRead, launchAndWrite, rootDevice, takeImage, tellImage } from '../image-steps.ts'
import { diskDigest, writeFile } from '../source-file.ts'
import type { TourScenario } from '../tour-scenario.ts'

/** An image with a root and two data disks, each under another key; launched from, and copied under a fourth. */
export const imageMultiKey: TourScenario = {
  name: 'image-multi-key',
  title: 'An image with three disks under three keys, launched from, and copied under a fourth',
  writesFile: true,
  tell: (cloud, recorder, file) => {
    const stage = { cloud, recorder, file, session: cloud.session() }
    const { session } = stage
    const keys = ['alias/root', 'alias/data-2', 'alias/data-3'].map((alias) => customerKey(session, alias))
    const instanceId = launchAndWrite(stage, [{ device: rootDevice(session), keyArn: keys[0] ?? '' }])
    attachDisks(stage, instanceId, keys.slice(1))
    const image = takeImage(stage, instanceId)
    const launched = launchAndRead(stage, image)
    const copy = copyUnderOne(stage, image, customerKey(session, 'alias/one-for-all'))
    return [...launched, ...launchAndRead(stage, copy)]
  },
}

const attachDisks = ({ cloud, recorder, session, file }: ImageStage, InstanceId: string, keys: readonly string[]): void =>
  recorder.step('Attach two more disks, each under a key of its own, and write the file to them', ({ tell, claim }) => {
    for (const [index, KmsKeyId] of keys.entries()) {
      const { VolumeId, Device, disk } = session.attachedDisk({ KmsKeyId, InstanceId, Device: `/dev/sd${'fg'.charAt(index)}` })
      writeFile(disk, file)
      tell(`${VolumeId} at ${Device}, under ${cloud.volume(VolumeId).kmsKeyArn}`)
      claim(`${VolumeId} holds the file`, diskDigest(disk, file.bytes) === file.sha256)
    }
  })

const copyUnderOne = ({ recorder, session }: ImageStage, SourceImageId: string, KmsKeyId: string): string =>
  recorder.step('Copy the image under one key: CopyImage knows one for all its disks', ({ tell, claim }) => {
    const request = { SourceImageId, SourceRegion: session.region, Name: 'one key', Encrypted: true, KmsKeyId }
    const { ImageId } = session.ec2.copyImage(request)
    const disks = tellImage(session, tell, ImageId)
    claim('all disks are under that key', disks.length > 1 && disks.every(({ keyArn }) => keyArn === KmsKeyId))
    return ImageId
  })
