import { describe, expect, it } from 'vitest'
import { parameterTree, readStructure } from '../../../src/wire/query-text.ts'
import { readTable, type ServiceTable } from '../../../src/wire/shape-table.ts'

const tableOf = (protocol: 'aws-query' | 'ec2-query'): ServiceTable => ({
  protocol,
  version: '1',
  target: '',
  xmlNamespace: '',
  operations: { Do: ['Input', ''] },
  shapes: {
    Input: {
      Names: protocol === 'ec2-query' ? 'Names query=Name' : 'Names',
      Tags: 'Tags',
      Size: 'number',
      Force: 'boolean',
      Start: 'timestamp',
      Data: 'blob',
      Labels: 'Labels',
      Inner: 'Input',
    },
    Names: 'list string',
    Tags: 'list Tag item=Tag',
    Tag: { Key: 'string', Value: 'string' },
    Labels: 'map string',
  },
  errorCodes: {},
})

const read = (parameters: Record<string, string>, protocol: 'aws-query' | 'ec2-query' = 'aws-query'): unknown => {
  const schema = readTable(tableOf(protocol)).operation('Do')?.input
  const tree = parameterTree(Object.entries(parameters))
  if (schema === undefined || tree === undefined) throw new Error('Expected a schema and a tree.')
  return structuredClone(readStructure(protocol, schema, tree))
}

describe('parameters of the older query protocol', () => {
  it('have lists with a step of their own, under either name', () => {
    expect(read({ 'Names.member.1': 'a', 'Names.member.2': 'b' })).toEqual({ Names: ['a', 'b'] })
    expect(read({ 'Tags.Tag.1.Key': 'k', 'Tags.Tag.1.Value': 'v' })).toEqual({ Tags: [{ Key: 'k', Value: 'v' }] })
    expect(read({ 'Tags.member.1.Key': 'k' })).toEqual({ Tags: [{ Key: 'k' }] })
  })

  it('have empty lists as an empty value', () => {
    expect(read({ Names: '' })).toEqual({ Names: [] })
  })

  it('have maps as entries', () => {
    expect(
      read({
        'Labels.entry.1.key': 'a',
        'Labels.entry.1.value': 'b',
        'Labels.entry.2.key': '__proto__',
        'Labels.entry.2.value': 'c',
      }),
    ).toEqual({
      Labels: JSON.parse('{"a":"b","__proto__":"c"}'),
    })
  })

  it('have numbers, booleans, moments and bytes as texts', () => {
    expect(read({ Size: '-12', Force: 'true', Start: '2026-01-01T00:00:00Z', Data: 'aGk=' })).toEqual({
      Size: -12,
      Force: true,
      Start: new Date('2026-01-01T00:00:00Z'),
      Data: Uint8Array.of(104, 105),
    })
  })

  it('stay texts where they are of a wrong type, for the shape to name', () => {
    expect(read({ Size: '0x10', Force: 'yes', Start: 'soon', Data: '*' })).toEqual({
      Size: '0x10',
      Force: 'yes',
      Start: 'soon',
      Data: '*',
    })
  })
})

describe('parameters of EC2', () => {
  it('have flat lists, in the order of their numbers, whatever the gaps', () => {
    expect(read({ 'Name.999999999': 'c', 'Name.10': 'b', 'Name.9': 'a' }, 'ec2-query')).toEqual({ Names: ['a', 'b', 'c'] })
    expect(read({ 'Tags.1.Key': 'k', 'Tags.2.Key': 'l' }, 'ec2-query')).toEqual({ Tags: [{ Key: 'k' }, { Key: 'l' }] })
  })

  it('have nested structures', () => {
    expect(read({ 'Inner.Inner.Size': '1' }, 'ec2-query')).toEqual({ Inner: { Inner: { Size: 1 } } })
  })
})

describe('parameters that are none', () => {
  it('keep their names, so that the shape refuses them', () => {
    expect(read({ Wings: '2', 'Deep.1.Thing': 'x' })).toEqual({ Wings: '2', Deep: {} })
  })

  it('change no prototype', () => {
    expect(read({ '__proto__.polluted': 'yes', 'constructor.prototype.polluted': 'yes' })).toBeDefined()
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('are refused where they have more steps than any of AWS’s', () => {
    expect(parameterTree([['Inner.'.repeat(40), 'x']])).toBeUndefined()
  })
})
