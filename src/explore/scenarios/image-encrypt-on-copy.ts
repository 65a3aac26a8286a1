import { toHex } from '../../core/bytes.ts'
import { customerKey } from '../customer-key.ts'
import { type ImageStage, imageDisks, launchAndRead, launchAndWrite, takeImage, tellImage } from '../image-steps.ts'
import type { TourScenario } from '../tour-scenario.ts'

/** An unencrypted root, encrypted by copying the image: the same plaintext, the source untouched. */
export const imageEncryptOnCopy: TourScenario = {
  name: 'image-encrypt-on-copy',
  title: 'An unencrypted image, encrypted by copying it',
  writesFile: true,
  tell: (cloud, recorder, file) => {
    const stage = { cloud, recorder, file, session: cloud.session() }
    const keyArn = customerKey(stage.session, 'alias/images')
    const instanceId = launchAndWrite(stage, [])
    const source = takeImage(stage, instanceId)
    return launchAndRead(stage, copyEncrypted(stage, source, keyArn))
  },
}

const copyEncrypted = ({ cloud, recorder, session }: ImageStage, imageId: string, KmsKeyId: string): string =>
  recorder.step('Copy the image under a key', ({ tell, claim }) => {
    const [before] = imageDisks(session, imageId)
    const storedUnit = (snapshotId = '') =>
      toHex(cloud.snapshot(snapshotId).unit(0)?.ciphertext.subarray(0, SHOWN_BYTES) ?? new Uint8Array(0))
    const stored = storedUnit(before?.snapshotId)
    const request = { SourceImageId: imageId, SourceRegion: session.region, Name: 'encrypted', Encrypted: true, KmsKeyId }
    const { ImageId } = session.ec2.copyImage(request)
    const [to] = tellImage(session, tell, ImageId)
    const [after] = imageDisks(session, imageId)
    tell(`the source stores  ${storedUnit(after?.snapshotId)}`)
    tell(`the copy stores    ${storedUnit(to?.snapshotId)}`)
    claim('nothing of the source is encrypted', before?.keyArn === undefined)
    claim('the copy is encrypted under the key', to?.keyArn === KmsKeyId)
    claim('the copy stores other bytes than the source', storedUnit(to?.snapshotId) !== stored)
    claim('the source is as it was', after?.keyArn === before?.keyArn && storedUnit(after?.snapshotId) === stored)
    return ImageId
  })

const SHOWN_BYTES = 24
