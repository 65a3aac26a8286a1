import { SimulatorError } from '../core/simulator-error.ts'

/** The I/O error of a unit that is not as it was sealed. Names the unit and where it begins. */
export const corruptUnitError = (index: number, unitBytes: number): SimulatorError =>
  new SimulatorError(
    'DEVICE_IO',
    `Expected unit ${index} (from byte ${index * unitBytes}) as it was sealed, found that its tag does not fit: ciphertext, nonce ` +
      'or tag were changed on the disk or belong elsewhere. Write the whole unit anew, or go back to another snapshot.',
  )
