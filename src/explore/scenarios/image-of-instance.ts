import { customerKey } from '../customer-key.ts'
import { launchAndRead, launchAndWrite, rootDevice, takeImage } from '../image-steps.ts'
import type { TourScenario } from '../tour-scenario.ts'

/** The image of a running instance with an encrypted root: its snapshot has the key, and the data key, of the volume. */
export const imageOfInstance: TourScenario = {
  name: 'image-of-instance',
  title: 'An image of a running instance whose root is encrypted',
  writesFile: true,
  tell: (cloud, recorder, file) => {
    const stage = { cloud, recorder, file, session: cloud.session() }
    const keyArn = customerKey(stage.session, 'alias/root')
    const instanceId = launchAndWrite(stage, [{ device: rootDevice(stage.session), keyArn }])
    return launchAndRead(stage, takeImage(stage, instanceId))
  },
}
