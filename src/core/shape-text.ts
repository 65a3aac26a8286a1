import type { Constraint, ShapeFailure } from './shape.ts'

/**
 * AWS's sentence for a request that does not fit its shape, e.g.
 * `1 validation error detected: Value '0' at 'numberOfBytes' failed to satisfy constraint: Member must have value greater than or equal to 1`.
 *
 * Source: spec/kms.md 10.3, recorded against AWS.
 */
export const validationText = (failures: readonly ShapeFailure[]): string => {
  // All that is wrong with the elements of one list is one sentence.
  const sentences = new Set(failures.map(sentence))
  const count = sentences.size
  return `${count} validation ${count === 1 ? 'error' : 'errors'} detected: ${[...sentences].join('; ')}`
}

const sentence = ({ path, constraint, shown, inList }: ShapeFailure): string => {
  if (inList === undefined || constraint.kind === 'type') {
    return `${valueText(constraint, shown)} at '${path}' failed to satisfy constraint: ${constraintText(constraint)}`
  }
  const all = inList.constraints.map(constraintText).join(', ')
  return `Value '${inList.shown}' at '${inList.path}' failed to satisfy constraint: Member must satisfy constraint: [${all}]`
}

const valueText = (constraint: Constraint, shown: string | undefined) => {
  if (constraint.kind === 'required') return 'Value null'
  return shown === undefined ? 'Value' : `Value '${shown}'`
}

const constraintText = (constraint: Constraint): string => {
  switch (constraint.kind) {
    case 'required':
      return 'Member must not be null'
    case 'length':
      return `Member must have length ${boundText(constraint)}`
    case 'range':
      return `Member must have value ${boundText(constraint)}`
    case 'enum':
      return `Member must satisfy enum value set: [${constraint.values.join(', ')}]`
    case 'pattern':
      return `Member must satisfy regular expression pattern: ${constraint.pattern}`
    case 'type':
      return `Member must be ${constraint.expected}`
    case 'unknown':
      return 'Member is not part of this operation'
    case 'unsupported':
      return `Member is not simulated: ${constraint.why}`
    default:
      return constraint satisfies never
  }
}

const boundText = ({ bound, limit }: { bound: 'min' | 'max'; limit: number }) =>
  `${bound === 'min' ? 'greater' : 'less'} than or equal to ${limit}`
