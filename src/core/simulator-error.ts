const BRAND = Symbol.for('kms-ebs-sim/SimulatorError')

/** Why the simulator itself (not AWS) refuses: the closed list of codes of {@link SimulatorError}. */
export type SimulatorErrorCode =
  | 'INVALID_OPTION'
  | 'UNSUPPORTED_OPERATION'
  | 'UNSUPPORTED_PARAMETER'
  | 'UNKNOWN_RESOURCE'
  | 'JOURNAL_EVICTED'
  | 'INVALID_ARCHIVE'
  | 'DISPOSED'
  | 'CLOCK_LOOP'
  | 'EVENT_LOOP'
  | 'DEVICE_IO'
  | 'BROKEN_INVARIANT'

/**
 * A mistake of the program that uses the simulator, or a limit of the simulator. AWS errors are never of this class.
 *
 * The message has three parts: what was expected, what was found, what to do.
 *
 * @example
 * ```ts
 * import { createCloud, SimulatorError } from 'kms-ebs-sim'
 *
 * try {
 *   createCloud({ unitBytes: 1000 })
 * } catch (error) {
 *   if (error instanceof SimulatorError) console.log(error.code) // INVALID_OPTION
 * }
 * ```
 */
export class SimulatorError extends Error {
  static {
    Object.defineProperty(SimulatorError, 'name', { value: 'SimulatorError' })
  }

  readonly code: SimulatorErrorCode

  constructor(code: SimulatorErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'SimulatorError'
    this.code = code
    Object.defineProperty(this, BRAND, { value: true })
  }

  /** Two copies of the package in one process recognise each other's errors. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && BRAND in value
  }
}

/** Throws: something that the code around it has made impossible has happened. */
export const broken = (message: string): never => {
  throw new SimulatorError('BROKEN_INVARIANT', `${message}. This is a defect of kms-ebs-sim; please report it with the seed.`)
}
