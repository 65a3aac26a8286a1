import { toBase64 } from '../core/bytes.ts'
import type { Schema, StructureSchema } from './shape-table.ts'

/** What stands at the beginning of every XML answer. */
export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

/** How moments are written: EC2 always with milliseconds, the older protocol only where there are some. */
export type MomentText = (moment: Date) => string

/** An element with a text inside. */
export const element = (name: string, text: string): string => `<${name}>${escapeXml(text)}</${name}>`

/** The members of a structure as elements, in the order of the table. What the table has not is not written. */
export const writeMembers = (schema: StructureSchema, value: Readonly<Record<string, unknown>>, moment: MomentText): string => {
  let text = ''
  for (const { name, xml, schema: inner } of schema.members.values()) {
    const each = value[name]
    if (each !== undefined && each !== null) text += writeValue(xml, inner, each, moment)
  }
  return text
}

const writeValue = (name: string, schema: Schema, value: unknown, moment: MomentText): string => {
  const inside = contentOf(name, schema, value, moment)
  if (schema.kind === 'list' && schema.isFlat) return inside
  return inside === '' ? `<${name}/>` : `<${name}>${inside}</${name}>`
}

const contentOf = (name: string, schema: Schema, value: unknown, moment: MomentText): string => {
  switch (schema.kind) {
    case 'structure':
      return writeMembers(schema, value as Readonly<Record<string, unknown>>, moment)
    case 'list': {
      const item = schema.isFlat ? name : schema.item
      return (value as readonly unknown[]).map((each) => writeValue(item, schema.element, each, moment)).join('')
    }
    case 'map':
      return Object.entries(value as object)
        .map(([key, each]) => `<entry>${element('key', key)}${writeValue('value', schema.value, each, moment)}</entry>`)
        .join('')
    case 'timestamp':
      return moment(value as Date)
    case 'blob':
    case 'stream':
      return toBase64(value as Uint8Array)
    default:
      return escapeXml(String(value))
  }
}

/** Text as it may stand in XML 1.0. Characters that XML has not become U+FFFD; carriage returns are written as numbers, or they would be lost. */
export const escapeXml = (text: string): string =>
  ESCAPED.test(text) ? text.replace(/[&<>"\r]/g, (character) => ENTITIES[character] as string).replace(NO_XML, '\ufffd') : text

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#xD;' }

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML 1.0 has not
const NO_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu
// biome-ignore lint/suspicious/noControlCharactersInRegex: see above
const ESCAPED = /[&<>"\u0000-\u0008\u000b-\u001f\ufffe\uffff]|\p{Surrogate}/u
