import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Field, Shape } from '../../../src/core/shape.ts'
import { SERVICES } from '../../../src/services.ts'
import { type Member, readTable, type Schema, type StructureSchema } from '../../../src/wire/shape-table.ts'
import { isWired } from '../../support/wire/sdk-clients.ts'
import { shapesIndexText, shapesText, tableOf } from '../../support/wire/shapes-text.ts'

const WIRED = [...SERVICES].filter(([name]) => isWired(name))

const fileOf = (name: string) => fileURLToPath(new URL(`../../../src/wire/shapes/${name}.ts`, import.meta.url))

const TEXTS = new Map([
  ['index', shapesIndexText(WIRED.map(([name]) => name))],
  ...WIRED.map(([service, { operations }]) => [service, shapesText(service, [...operations.keys()])] as const),
])

describe('the shape tables', () => {
  it.each([...TEXTS.keys()])('say of %s what the schemas of the published SDK clients say', (name) => {
    const text = TEXTS.get(name) as string
    if (process.env.UPDATE_SHAPES !== undefined) writeFileSync(fileOf(name), text)
    else expect(readFileSync(fileOf(name), 'utf8'), 'The table is stale: run npm run shapes').toBe(text)
  })

  it('do not bloat the package', () => {
    expect(statSync(fileOf('ec2')).size).toBeLessThan(200 * 1024)
  })
})

/** The members of an input, all the way down, as `A.B`; `known` says where the walk ends. */
const pathsOf = (members: ReadonlyMap<string, Member>, inner: ReadonlyMap<string, Field<unknown>>): readonly string[] =>
  [...members].flatMap(([name, { schema }]) => {
    const field = inner.get(name)
    if (field === undefined) return [name]
    const [next, fields] = [structureIn(schema), structureBehind(field)]
    return next === undefined || fields === undefined
      ? []
      : pathsOf(next.members, fields.members).map((path) => `${name}.${path}`)
  })

const structureIn = (schema: Schema): StructureSchema | undefined => {
  if (schema.kind === 'structure') return schema
  if (schema.kind === 'list') return structureIn(schema.element)
  return schema.kind === 'map' ? structureIn(schema.value) : undefined
}

const structureBehind = ({ inner }: Field<unknown>): Shape<unknown> | undefined => {
  if (inner === undefined) return undefined
  return 'members' in inner ? inner : structureBehind(inner)
}

const excess = (fields: Shape<unknown>['members'], members: ReadonlyMap<string, Member>): readonly string[] =>
  [...fields].flatMap(([name, field]) => {
    const member = members.get(name)
    if (member === undefined) return [name]
    const [next, known] = [structureBehind(field), structureIn(member.schema)]
    return next === undefined || known === undefined ? [] : excess(next.members, known.members).map((path) => `${name}.${path}`)
  })

describe.each(WIRED)('the inputs of %s', (service, { operations }) => {
  const shapes = readTable(tableOf(service, [...operations.keys()]))

  it.each([...operations.values()].map((operation) => [operation.name, operation] as const))(
    '%s has a rule for every parameter of AWS, be it that it is not simulated, and none that AWS has not',
    (name, { input }) => {
      const members = shapes.operation(name)?.input?.members ?? new Map<string, Member>()
      const missing = pathsOf(members, input.members)
      expect({ missing, foreign: excess(input.members, members) }).toEqual({ missing: [], foreign: [] })
    },
  )
})
