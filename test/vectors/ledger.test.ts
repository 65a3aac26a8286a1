import { afterAll, describe, expect, it } from 'vitest'
import { filesUnder, requiredTextOf } from '../support/packaging/project-files.ts'
import ledgerJson from './ledger.json' with { type: 'json' }
import { vectorsNamedIn } from './ledger-scan.ts'

/** The issue whose vectors must all be tested by now. Raise it when the next issue is done. */
const ISSUES_DONE = 3

const ISSUES_IN_ALL = 7

const ledger: readonly { readonly id: string; readonly title: string; readonly issue: number }[] = ledgerJson
const known = new Set(ledger.map(({ id }) => id))
const mentions = ['unit', 'property', 'model', 'conformance', 'vectors', 'clients', 'docs']
  .flatMap((folder) => filesUnder(`test/${folder}`, '.ts', '.json'))
  .filter((path) => !path.startsWith('test/vectors/ledger'))
  .flatMap((path) => vectorsNamedIn(path, requiredTextOf(path)))
const tested = new Set(mentions.map(({ id }) => id))

describe('the ledger of specification vectors', () => {
  it('has every vector once, under an issue that exists', () => {
    expect(ledger.length).toBeGreaterThanOrEqual(373)
    expect(known.size).toBe(ledger.length)
    expect(ledger.filter(({ issue }) => !(issue >= 1 && issue <= ISSUES_IN_ALL))).toEqual([])
  })

  it('has a test for every vector of the issues that are done', () => {
    const untested = ledger.filter(({ id, issue }) => issue <= ISSUES_DONE && !tested.has(id))
    expect(untested.map(({ id, title }) => `${id}: ${title}`)).toEqual([])
  })

  it('knows every vector that a test names', () => {
    expect(
      mentions.filter(({ id }) => !known.has(id)).map(({ id, path }) => `${path} names ${id}, which is not in the ledger`),
    ).toEqual([])
  })
})

describe('the search for vectors in a test file', () => {
  it('finds ids in titles, alone and in a row', () => {
    const text = "it('refuses (kms 13.1 #4)', f)\nit(`ebs 13 #1, #2 and #35a`, f)"
    expect(vectorsNamedIn('a.test.ts', text).map(({ id }) => id)).toEqual([
      'kms 13.1 #4',
      'ebs 13 #1',
      'ebs 13 #2',
      'ebs 13 #35a',
    ])
  })

  it('finds ids in JSON cases', () => {
    expect(vectorsNamedIn('a.json', '{"vector": "around 8.1 #35a"}')).toEqual([{ id: 'around 8.1 #35a', path: 'a.json' }])
  })

  it('does not take a comment for a test', () => {
    expect(vectorsNamedIn('a.test.ts', "// kms 13.1 #4\n/* ebs 13 #1 */ it('runs', f)")).toEqual([])
  })

  it('does not take #4 for #41', () => {
    expect(vectorsNamedIn('a.test.ts', "it('kms 13.3 #41', f)").map(({ id }) => id)).toEqual(['kms 13.3 #41'])
  })
})

afterAll(() => {
  const issues = [...new Set(ledger.map(({ issue }) => issue))].sort((left, right) => left - right)
  const rows = issues.map((issue) => {
    const owned = ledger.filter((entry) => entry.issue === issue)
    return `issue ${issue}: ${owned.filter(({ id }) => tested.has(id)).length} of ${owned.length}`
  })
  console.log(`specification vectors with a test: ${rows.join(', ')}; ${tested.size} of ${ledger.length} in all`)
})
