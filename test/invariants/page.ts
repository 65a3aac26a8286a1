import { requiredTextOf } from '../support/packaging/project-files.ts'
import { INVARIANTS } from './all.ts'
import type { Invariant, InvariantCheck } from './invariant.ts'

/** A change of the source that a test must notice: `test/mutation/mutants.json`. */
export interface Mutant {
  readonly id: string
  readonly file: string
  readonly find: string
  readonly replace: string
  readonly invariant: string
  readonly test: string
  readonly name?: string
}

export const MUTANTS: readonly Mutant[] = JSON.parse(requiredTextOf('test/mutation/mutants.json'))

/** `test/README.md`. */
export const invariantsPage = (): string => {
  const all = Object.values(INVARIANTS).flat()
  let number = 0
  const sections = Object.entries(INVARIANTS).map(([heading, invariants]) => {
    const rows = invariants.map((invariant) => rowOf(++number, invariant))
    return [`## ${heading}`, '', ...HEAD, ...rows, ''].join('\n')
  })
  return [BEGINNING(all.length, MUTANTS.length), ...sections, END].join('\n')
}

const HEAD = [
  '| # | what always holds | where it comes from | shown by | cases in CI | mutants that prove it can fail |',
  '|---|---|---|---|---|---|',
]

const rowOf = (number: number, { id, sentence, source, checks }: Invariant): string => {
  const mutants = MUTANTS.filter(({ invariant }) => invariant === id).map((mutant) => `\`${mutant.id}\``)
  const files = [...new Set(checks.map(({ file }) => `[${file.replace(/^.*\/|\.test\.ts$/g, '')}](${file})`))]
  const cells = [`${number}`, sentence, source, files.join(', '), checks.map(casesOf).join(' + '), mutants.join(' ') || '–']
  return `| ${cells.join(' | ')} |`
}

/** How many cases a test has, as its text says: its own number of runs, fast-check's hundred, the rows of a table, or one. */
export const casesOf = ({ file, title }: InvariantCheck): string => {
  const text = requiredTextOf(`test/${file}`)
  const at = text.indexOf(title)
  if (at === -1) throw new Error(`Expected a test "${title}" in test/${file}, found none.`)
  const start = Math.max(...STARTS.map((each) => text.lastIndexOf(each, at)))
  const ends = STARTS.map((each) => text.indexOf(each, at)).filter((each) => each !== -1)
  const test = text.slice(start, Math.min(text.length, ...ends))
  const runs = /\b(?:numRuns|runs): ([\d_]+)/.exec(test)?.[1]
  if (runs !== undefined) return `${Number(runs.replaceAll('_', ''))} random`
  if (test.includes('RUNS')) return `${/RUNS = \{[^}]*numRuns: ([\d_]+)/.exec(text)?.[1]?.replaceAll('_', '') ?? '?'} random`
  if (/\.prop\(|fc\.assert|checkStories/.test(test)) return '100 random'
  return test.trimStart().startsWith('it.each') || test.includes('.each(') ? 'a table' : '1'
}
const STARTS = ['\n  it', '\n  test', '\nit', '\ntest', '\ndescribe']

const BEGINNING = (invariants: number, mutants: number) => `# What the tests promise

${invariants} sentences about KMS, EBS and this simulator that always hold, each with the tests that look for a counter-example.
A test that cannot fail proves nothing: ${mutants} small mistakes in the source (\`test/mutation/mutants.json\`) are made on purpose, one at a
time, and the tests beside them must fail: \`npm run test:mutants\`.

This page is made from \`test/invariants\` by \`npm run docs\`, and a test fails when it is stale.
`

const END = `## Where things are

| folder | what it holds |
|---|---|
| [unit](unit) | claims about one piece each |
| [vectors](vectors) | the numbered facts of the specification, and published vectors of algorithms |
| [conformance](conformance) | recorded answers of AWS |
| [property](property) | the sentences above, by generated cases; \`stories-*\` by whole lives of clouds |
| [model](model) | a cloud against a model on paper: \`commands\` has one file for each thing that can happen. A counter-example is printed as a script of calls |
| [clients](clients) | real SDK clients |
| [mutation](mutation) | the mistakes that the tests must notice, and what makes them |
| [long](long) | \`npm run test:long -- --seed S --minutes M\` plays stories for as long as one likes; \`-- --soak 1000000\` makes a million operations in one cloud |
| [docs](docs), [consumer](consumer), [tidy](tidy) | the documentation is true, the package can be used, the house is in order |
`
