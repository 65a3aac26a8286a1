import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { INVARIANTS } from '../invariants/all.ts'
import { casesOf, invariantsPage, MUTANTS } from '../invariants/page.ts'
import { PROJECT_ROOT, requiredTextOf } from '../support/packaging/project-files.ts'

const all = Object.values(INVARIANTS).flat()

describe('test/README.md', () => {
  it('is made from the invariants as they are: `npm run docs` brings it up to date', () => {
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(`${PROJECT_ROOT}test/README.md`, invariantsPage())
    expect(requiredTextOf('test/README.md')).toBe(invariantsPage())
  })

  it('has at least forty invariants, each under a name of its own', () => {
    expect(all.length).toBeGreaterThanOrEqual(40)
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    expect(new Set(all.map(({ sentence }) => sentence)).size).toBe(all.length)
  })

  it.each(all)('names tests that exist: $sentence', ({ checks }) => {
    expect(checks.length).toBeGreaterThan(0)
    for (const check of checks) expect(casesOf(check)).toMatch(/^(?:\d+ random|a table|1)$/)
  })
})

describe('the mutants', () => {
  it('are at least sixty, each with a name of its own', () => {
    expect(MUTANTS.length).toBeGreaterThanOrEqual(60)
    expect(new Set(MUTANTS.map(({ id }) => id)).size).toBe(MUTANTS.length)
  })

  it.each(MUTANTS)('$id changes one place of the source, and is about an invariant', ({ file, find, replace, invariant }) => {
    expect(requiredTextOf(file).split(find)).toHaveLength(2)
    expect(replace).not.toBe(find)
    expect(all.map(({ id }) => id)).toContain(invariant)
  })
})
