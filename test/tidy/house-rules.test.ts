import { describe, expect, it } from 'vitest'
import { filesUnder, requiredTextOf, textOf } from '../support/packaging/project-files.ts'
import { DEPENDENCIES } from './rules/dependencies.ts'
import { DETERMINISM } from './rules/determinism.ts'
import { DOC_COMMENTS } from './rules/doc-comments.ts'
import { LANGUAGE } from './rules/language.ts'
import { LAYERS } from './rules/layers.ts'
import { NAMES_AND_SIZES } from './rules/names-and-sizes.ts'
import { PLACES } from './rules/places.ts'
import { complaints, concerns, type Rule, tidyFile } from './rules/rule.ts'

const RULES: readonly Rule[] = [
  ...DETERMINISM,
  ...LANGUAGE,
  ...NAMES_AND_SIZES,
  ...DOC_COMMENTS,
  ...LAYERS,
  ...PLACES,
  ...DEPENDENCIES,
]

const paths = [
  ...['src', 'test', 'bench', 'docs', '.ci'].flatMap((folder) => filesUnder(folder, '')),
  ...[
    'README.md',
    'CHANGELOG.md',
    'package.json',
    'package-lock.json',
    'biome.json',
    'tsconfig.json',
    'tsconfig.build.json',
    'vitest.config.ts',
  ],
]
const files = paths.filter((path) => textOf(path) !== undefined).map((path) => tidyFile({ path, text: requiredTextOf(path) }))

describe.each(RULES)('house rule: $name', (rule) => {
  it.each(rule.bad)('finds it in $path: $text', (sample) => {
    expect(concerns(rule, sample.path)).toBe(true)
    const [first] = complaints(rule, tidyFile(sample))
    expect(first?.startsWith(`${sample.path}:`)).toBe(true)
    expect(first).toContain(rule.instead)
  })

  it.each(rule.good)('lets off $path: $text', (sample) => {
    expect(complaints(rule, tidyFile(sample))).toEqual([])
  })

  it('holds for every file that it concerns', () => {
    expect(files.flatMap((file) => complaints(rule, file))).toEqual([])
  })
})

describe('the house rules', () => {
  it('look at the source of the package', () => {
    expect(files.filter(({ path }) => /^src\/.*\.ts$/.test(path)).length).toBeGreaterThan(5)
  })

  it('each have samples that prove that they can fail, and a name of their own', () => {
    expect(RULES.filter(({ bad, good }) => bad.length === 0 || good.length === 0)).toEqual([])
    expect(new Set(RULES.map(({ name }) => name)).size).toBe(RULES.length)
  })

  it('give the line of the breach', () => {
    const [rule] = DETERMINISM
    expect(complaints(rule as Rule, tidyFile({ path: 'src/a.ts', text: '// one\n\nconst t = Date.now()\n' }))).toEqual([
      'src/a.ts:3  no wall clock: const t = Date.now()  => clock.now(); the system clock is read by src/core/system-time.ts alone',
    ])
  })
})
