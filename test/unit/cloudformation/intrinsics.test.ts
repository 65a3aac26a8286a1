// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how Fn::Sub is written
import { describe, expect, it } from 'vitest'
import { evaluate, isConditionTrue, type Scope } from '../../../src/cloudformation/intrinsics.ts'
import type { Json, JsonObject } from '../../../src/cloudformation/json.ts'

const scope = (conditions: JsonObject = {}): Scope => ({
  values: new Map<string, Json | undefined>([
    ['Name', 'blue'],
    ['List', ['a', 'b']],
    ['AWS::Region', 'eu-west-1'],
    ['AWS::NoValue', undefined],
  ]),
  mappings: { Map: { 'eu-west-1': { Size: 8, Names: ['x', 'y'] } } },
  conditions,
  resource: (id) =>
    id === 'Key' ? { ref: 'key-id', attribute: (name) => ({ Arn: 'key-arn', 'A.B': 'deep' })[name] } : undefined,
  zonesOf: (region) => [`${region}a`, `${region}b`],
  exported: (name) => (name === 'shared' ? 'value' : undefined),
  problems: [],
})

const worked = (value: Json, conditions?: JsonObject) => {
  const over = scope(conditions)
  const result = evaluate(value, over)
  return over.problems.length === 0 ? result : { problem: over.problems[0] }
}

describe('the functions of a template', () => {
  it.each<[string, Json, Json | undefined]>([
    ['Ref of a parameter', { Ref: 'Name' }, 'blue'],
    ['Ref of a resource', { Ref: 'Key' }, 'key-id'],
    ['Fn::GetAtt', { 'Fn::GetAtt': ['Key', 'Arn'] }, 'key-arn'],
    ['Fn::GetAtt as a text, split at the first dot', { 'Fn::GetAtt': 'Key.A.B' }, 'deep'],
    ['Fn::Sub with names and attributes', { 'Fn::Sub': '${Name}/${Key}/${Key.Arn}' }, 'blue/key-id/key-arn'],
    ['Fn::Sub, where the map wins', { 'Fn::Sub': ['${Name}-${X}', { Name: 'own', X: { Ref: 'Name' } }] }, 'own-blue'],
    ['Fn::Sub with a literal', { 'Fn::Sub': '${!Name} ${Name}' }, '${Name} blue'],
    ['Fn::Join over functions', { 'Fn::Join': [':', ['a', { Ref: 'Name' }, 3]] }, 'a:blue:3'],
    ['Fn::Join over a list parameter', { 'Fn::Join': [',', { Ref: 'List' }] }, 'a,b'],
    ['Fn::Split', { 'Fn::Split': ['/', 'a/b/c'] }, ['a', 'b', 'c']],
    ['Fn::Select', { 'Fn::Select': ['1', { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['Map', { Ref: 'AWS::Region' }, 'Size'] }, 8],
    ['Fn::FindInMap of a list', { 'Fn::FindInMap': ['Map', 'eu-west-1', 'Names'] }, ['x', 'y']],
    ['Fn::GetAZs of the stack’s Region', { 'Fn::GetAZs': '' }, ['eu-west-1a', 'eu-west-1b']],
    ['Fn::GetAZs of another Region', { 'Fn::GetAZs': 'us-east-1' }, ['us-east-1a', 'us-east-1b']],
    ['Fn::Base64', { 'Fn::Base64': 'é' }, 'w6k='],
    ['Fn::ImportValue', { 'Fn::ImportValue': { 'Fn::Sub': 'shared' } }, 'value'],
  ])('%s', (_name, value, expected) => {
    expect(worked(value)).toEqual(expected)
  })

  it('leave out members and elements that are AWS::NoValue', () => {
    const none = { Ref: 'AWS::NoValue' }
    expect(worked({ a: none, b: [none, 1], c: { d: none } })).toEqual({ b: [1], c: {} })
    expect(worked({ a: { 'Fn::If': ['No', 'x', none] } }, { No: { 'Fn::Equals': ['a', 'b'] } })).toEqual({})
  })

  it('leave the members of a policy statement alone', () => {
    const statement = { Effect: 'Allow', Condition: { StringEquals: { 'kms:ViaService': 'x' } } }
    expect(worked({ a: [statement], b: { Condition: { Bool: { c: 'true' } } } })).toEqual({
      a: [statement],
      b: { Condition: { Bool: { c: 'true' } } },
    })
  })

  it('work out conditions: Equals, And, Or, Not, Condition', () => {
    const conditions: JsonObject = {
      Yes: { 'Fn::Equals': [{ Ref: 'Name' }, 'blue'] },
      No: { 'Fn::Not': [{ Condition: 'Yes' }] },
      Both: { 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] },
      One: { 'Fn::Or': [{ Condition: 'Yes' }, { Condition: 'No' }] },
      Number: { 'Fn::Equals': [1, '1'] },
    }
    const over = scope(conditions)
    expect(Object.keys(conditions).map((name) => isConditionTrue(name, over))).toEqual([true, false, false, true, true])
    expect(over.problems).toEqual([])
  })

  it.each<[string, Json, string]>([
    [
      'an unknown name',
      { Ref: 'X' },
      'Template format error: Unresolved resource dependencies [X] in the Resources block of the template',
    ],
    [
      'an attribute that a resource has not',
      { 'Fn::GetAtt': ['Key', 'X'] },
      'Template error: resource Key does not support attribute type X in Fn::GetAtt',
    ],
    ['a missing mapping', { 'Fn::FindInMap': ['Map', 'a', 'b'] }, 'Template error: Unable to get mapping for Map::a::b'],
    [
      'an index that is not there',
      { 'Fn::Select': [5, ['a']] },
      'Template error: Fn::Select cannot select nonexistent value at index 5',
    ],
    ['an export that is not there', { 'Fn::ImportValue': 'x' }, 'No export named x found.'],
    [
      'to join what is no text',
      { 'Fn::Join': [',', ['a', { b: 'c' }]] },
      'Template error: every Fn::Join object requires a list of strings to join.',
    ],
    ['to write an object in base64', { 'Fn::Base64': { a: 'b' } }, 'Template error: every Fn::Base64 object requires a string.'],
    [
      'an Fn::If of one value',
      { 'Fn::If': ['C', 'a'] },
      'Template error: every Fn::If object requires a condition and two values.',
    ],
    [
      'an Fn::Equals of one value',
      { 'Fn::Equals': ['a'] },
      'Template error: every Fn::Equals object requires a list of 2 string parameters.',
    ],
    [
      'an Fn::Or of nothing',
      { 'Fn::Or': [] },
      'Template error: every Fn::Or object requires a list of at least 2 and at most 10 boolean parameters.',
    ],
    [
      'names that every object has',
      { 'Fn::FindInMap': ['__proto__', 'constructor', 'name'] },
      'Template error: Unable to get mapping for __proto__::constructor::name',
    ],
    [
      'a condition that every object has',
      { 'Fn::If': ['toString', 'a', 'b'] },
      'Template format error: Unresolved condition toString',
    ],
  ])('refuse %s', (_name, value, problem) => {
    expect(worked(value)).toEqual({ problem })
  })

  it.each(['Fn::Cidr', 'Fn::Length', 'Fn::ToJsonString', 'Fn::Transform', 'Fn::ForEach::Loop'])(
    'say that %s is not simulated',
    (name) => {
      expect(worked({ [name]: ['x'] })).toEqual({
        problem: expect.stringMatching(
          new RegExp(`^Template error: the function ${name} is not simulated. What exists: Ref, Fn::GetAtt`),
        ),
      })
    },
  )
})
