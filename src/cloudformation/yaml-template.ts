import type { Node } from 'yaml'
import { yaml } from '#template-yaml'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Json } from './json.ts'

/**
 * A template in YAML 1.2 (core schema: `2012-10-17` stays a text, `yes` and `010` are no truth value and no octal number) with the short
 * forms of the functions; or what is wrong with it.
 *
 * Source: CloudFormation User Guide, "Template formats"; spec/around.md 6.2, 6.3.
 */
export const readYaml = (source: string): Outcome<Json, string> => {
  const { parseDocument, LineCounter } = yaml()
  const lineCounter = new LineCounter()
  const document = parseDocument(source, { version: '1.2', schema: 'core', lineCounter, prettyErrors: false })
  const [broken] = document.errors
  const problems: string[] = []
  const place = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset)
    return `(line ${line}, column ${col})`
  }
  if (broken !== undefined) return refuse(`Template format error: YAML not well-formed. ${place(broken.pos[0])}`)
  const value = toJson({ place, problems }, document.contents)
  return problems[0] === undefined ? succeed(value) : refuse(problems[0])
}

interface Reading {
  readonly place: (offset: number) => string
  readonly problems: string[]
}

const toJson = (reading: Reading, node: unknown): Json => {
  const { isAlias, isMap, isScalar, isSeq } = yaml()
  if (isAlias(node)) {
    reading.problems.push(ALIASED)
    return null
  }
  if (isMap(node)) {
    const members = node.items.map(({ key, value }): [string, Json] => [keyText(key), toJson(reading, value)])
    return tagged(reading, node, Object.fromEntries(members))
  }
  if (isSeq(node))
    return tagged(
      reading,
      node,
      node.items.map((item) => toJson(reading, item)),
    )
  if (!isScalar(node)) return null
  const isPlain = node.type === 'PLAIN'
  if (isPlain && LOST_DIGITS.test(node.source ?? '')) reading.problems.push(lostDigits(node.source ?? '', reading, node))
  return tagged(reading, node, isPlain && node.tag?.startsWith('!') ? (node.source ?? '') : (node.value as Json))
}

const keyText = (key: unknown): string => (yaml().isScalar(key) ? String(key.source ?? key.value) : String(key))

/** `!Sub x` is `{ "Fn::Sub": "x" }`. `!GetAtt A.B.C` is split at the first dot. */
const tagged = ({ place, problems }: Reading, node: Node & { tag?: string | undefined }, value: Json): Json => {
  const { tag } = node
  if (tag === undefined || !tag.startsWith('!')) return value
  const name = tag.slice(1)
  if (name === 'Ref' || name === 'Condition') return { [name]: value }
  if (!FUNCTIONS.has(name)) {
    problems.push(`Template format error: unknown tag ${tag} ${place(node.range?.[0] ?? 0)}`)
    return value
  }
  return { [`Fn::${name}`]: name === 'GetAtt' && typeof value === 'string' ? splitAtFirstDot(value) : value }
}

const splitAtFirstDot = (text: string): readonly string[] => {
  const dot = text.indexOf('.')
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)]
}

const lostDigits = (source: string, { place }: Reading, node: Node): string =>
  `Template format error: the account id ${source} ${place(node.range?.[0] ?? 0)} is read as a number and loses its zero; quote it: "${source}"`

/** Anchors that nothing names do no harm. Source: CloudFormation User Guide, "Template formats"; the sentence is of public issues. */
const ALIASED = 'Template error: YAML aliases are not allowed in CloudFormation templates'

/** Twelve digits that begin with a zero: an account id that YAML takes for a shorter number. */
const LOST_DIGITS = /^0\d{11}$/

/** The functions that have a short form. */
const FUNCTIONS = new Set([
  'Base64',
  'Cidr',
  'FindInMap',
  'GetAtt',
  'GetAZs',
  'ImportValue',
  'Join',
  'Length',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
  'And',
  'Equals',
  'If',
  'Not',
  'Or',
])
