import { attachedDisk } from './scenarios/attached-disk.ts'
import { aurora } from './scenarios/aurora.ts'
import { autoScaling } from './scenarios/auto-scaling.ts'
import { autoScalingTwoAccounts } from './scenarios/auto-scaling-two-accounts.ts'
import { crossRegion } from './scenarios/cross-region.ts'
import { imageEncryptOnCopy } from './scenarios/image-encrypt-on-copy.ts'
import { imageEncrypted } from './scenarios/image-encrypted.ts'
import { imageMixed } from './scenarios/image-mixed.ts'
import { imageMultiKey } from './scenarios/image-multi-key.ts'
import { imageOfInstance } from './scenarios/image-of-instance.ts'
import { template } from './scenarios/template.ts'
import type { TourScenario } from './tour-scenario.ts'

/** Every story that a tour can tell; the first is told where none is named. */
export const SCENARIOS = [
  crossRegion,
  attachedDisk,
  imageMixed,
  imageEncrypted,
  imageEncryptOnCopy,
  imageOfInstance,
  imageMultiKey,
  autoScaling,
  autoScalingTwoAccounts,
  aurora,
  template,
] as const satisfies readonly TourScenario[]
