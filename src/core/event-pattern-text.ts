/** A JSON value as it was written: numbers keep their digits, members their order. */
export type JsonNode =
  | { readonly kind: 'object'; readonly members: readonly (readonly [name: string, value: JsonNode])[] }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'literal'; readonly value: boolean | null }

/**
 * The value that `text` stands for, or `undefined` where it is no JSON or is nested deeper than Jackson's 1000 levels.
 *
 * `JSON.parse` alone would lose what EventBridge refuses: whether a number was written with more digits than a double holds.
 * So each number is turned into a string first, and each string is marked as such, both by one letter in front.
 */
export const readJson = (text: string): JsonNode | undefined => {
  if (!isJson(text) || depthOf(text) > DEPTH_LIMIT) return undefined
  const marked = text.replace(TOKENS, (token) => (token.startsWith('"') ? `"s${token.slice(1)}` : `"n${token}"`))
  return nodeOf(JSON.parse(marked))
}

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const depthOf = (text: string): number => {
  let [depth, deepest] = [0, 0]
  for (const [bracket] of text.replace(TOKENS, '').matchAll(/[[{\]}]/g)) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1
    deepest = Math.max(deepest, depth)
  }
  return deepest
}

const DEPTH_LIMIT = 1000

/** Strings and numbers of a text that is known to be JSON. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g

const nodeOf = (value: unknown): JsonNode => {
  if (typeof value === 'string') return { kind: value.startsWith('n') ? 'number' : 'string', text: value.slice(1) }
  if (Array.isArray(value)) return { kind: 'array', items: value.map(nodeOf) }
  if (typeof value === 'object' && value !== null) {
    // The letter in front also keeps a member called `__proto__` an ordinary one.
    return { kind: 'object', members: Object.entries(value).map(([name, member]) => [name.slice(1), nodeOf(member)]) }
  }
  return { kind: 'literal', value: typeof value === 'boolean' ? value : null }
}
