import type { JsonNode } from './event-pattern-text.ts'
import type { LeafTest } from './event-pattern-values.ts'
import { type Outcome, refuse, succeed } from './outcome.ts'

/** `{"numeric": [">", 0, "<=", 5]}`: one comparison, or a lower bound and then an upper one. Only numbers of an event match. */
export const readNumeric = (operand: JsonNode): Outcome<LeafTest, string> => {
  if (operand.kind !== 'array') return refuse('Value of numeric must be an array.')
  const [operator, bound, secondOperator, secondBound] = operand.items
  if (operator?.kind !== 'string') return refuse(`Invalid member in numeric match: ${written(operator)}`)
  const compare = COMPARISONS.get(operator.text)
  if (compare === undefined) return refuse(`Unrecognized numeric range operator: ${operator.text}`)
  const first = readBound(operator.text, bound)
  if (!first.ok) return first
  if (secondOperator === undefined) return succeed((leaf) => typeof leaf === 'number' && compare(leaf, first.value))
  if (!operator.text.startsWith('>')) return refuse('Too many elements in numeric expression')

  if (secondOperator.kind !== 'string') return refuse(`Bad value in numeric range: ${written(secondOperator)}`)
  const compareTop = COMPARISONS.get(secondOperator.text)
  if (compareTop === undefined || !secondOperator.text.startsWith('<')) {
    return refuse(`Bad numeric range operator: ${secondOperator.text}`)
  }
  const top = readBound(secondOperator.text, secondBound)
  if (!top.ok) return top
  if (operand.items.length > 4) return refuse('Too many terms in numeric range expression')
  if (first.value >= top.value) return refuse('Bottom must be less than top')
  return succeed((leaf) => typeof leaf === 'number' && compare(leaf, first.value) && compareTop(leaf, top.value))
}

/**
 * The number that a JSON literal stands for, or `undefined` where a double would stand for another one: more digits than it
 * holds, `1e309`, `1e-400`. The engine compares numbers only where nothing is lost (spec around.md §5.3).
 */
export const comparableNumber = (text: string): number | undefined => {
  const value = Number(text)
  return Number.isFinite(value) && normalDecimal(text) === normalDecimal(String(value)) ? value : undefined
}

const readBound = (operator: string, node: JsonNode | undefined): Outcome<number, string> => {
  if (node?.kind !== 'number') return refuse(`Value of ${operator === '=' ? 'equals' : operator} must be numeric`)
  const value = comparableNumber(node.text)
  return value === undefined ? refuse(`Cannot compare number : ${node.text}`) : succeed(value)
}

const COMPARISONS: ReadonlyMap<string, (value: number, bound: number) => boolean> = new Map([
  ['=', (value, bound) => value === bound],
  ['<', (value, bound) => value < bound],
  ['<=', (value, bound) => value <= bound],
  ['>', (value, bound) => value > bound],
  ['>=', (value, bound) => value >= bound],
])

/** How the engine names a token that it did not expect; `]` is the end of the list. */
const written = (node: JsonNode | undefined): string => {
  switch (node?.kind) {
    case undefined:
      return ']'
    case 'object':
      return '{'
    case 'array':
      return '['
    case 'literal':
      return String(node.value)
    case 'string':
    case 'number':
      return node.text
  }
}

/** One spelling for all spellings of a decimal, the sign aside: its digits without outer zeros, and a power of ten. */
const normalDecimal = (text: string): string => {
  const [mantissa = '', power = '0'] = text.toLowerCase().split('e')
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.')
  const digits = `${whole}${fraction}`.replace(/^0+/, '')
  const significant = digits.replace(/0+$/, '')
  const exponent = Number(power) - fraction.length + (digits.length - significant.length)
  return significant === '' ? '0' : `${significant}e${exponent}`
}
