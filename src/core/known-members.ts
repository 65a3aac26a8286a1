import { SimulatorError } from './simulator-error.ts'

/**
 * Refuses options that are none: a misspelt member would be ignored in silence. Throws `SimulatorError` (`INVALID_OPTION`).
 * `name` is what the message calls the options, e.g. `session options`.
 */
export const checkMembers = (name: string, options: unknown, known: readonly string[]): void => {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new SimulatorError(
      'INVALID_OPTION',
      `Expected ${name} as an object, found ${describe(options)}. It may have: ${known.join(', ')}.`,
    )
  }
  const unknown = Object.keys(options).filter((member) => !known.includes(member))
  if (unknown.length === 0) return
  throw new SimulatorError(
    'INVALID_OPTION',
    `Expected ${name} to have some of ${known.join(', ')}, found ${unknown.join(', ')}. Correct the name.`,
  )
}

const describe = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`)
