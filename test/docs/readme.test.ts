import { existsSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { typeProblems } from '../support/packaging/check-examples.ts'
import { type Example, firstExampleIn, instrument, programsIn } from '../support/packaging/markdown-examples.ts'
import { filesUnder, PROJECT_ROOT, textOf } from '../support/packaging/project-files.ts'
import { brokenPromises, type Printed, prepare, runNodeTest } from '../support/packaging/run-example.ts'

const readme = textOf('README.md') ?? ''
const pages = ['README.md', ...filesUnder('docs', '.md')]
const programs = pages.flatMap((page) => programsIn(page, textOf(page) ?? ''))

describe('the README', () => {
  it('exists, and starts with an example that prints something', () => {
    expect(readme, 'README.md is missing').not.toBe('')
    expect(instrument(firstExampleIn('README.md', readme)).promised.size).toBeGreaterThan(0)
  })

  it('names the two commands', () => {
    expect(readme).toContain('npm test')
    expect(readme).toContain('npm start')
  })
})

describe('the README and the pages of docs', () => {
  it('have examples that pass the strictest compiler flags', () => {
    expect(programs.filter(({ source }) => source === 'README.md').length).toBeGreaterThanOrEqual(5)
    expect(typeProblems(programs)).toEqual([])
  })

  it.each(pages)('link to files that exist (%s)', (page) => {
    const targets = [...(textOf(page) ?? '').matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, target]) =>
      new URL(target ?? '', `file:///${page}`).pathname.slice(1),
    )
    expect(targets.filter((target) => !existsSync(PROJECT_ROOT + target))).toEqual([])
  })
})

const named = (kind: Kind) =>
  programs
    .filter((program) => kindOf(program) === kind)
    .map((program) => ({ where: `${program.source}:${program.line}`, program }))

describe.each(named('program'))('the example at $where', ({ program }) => {
  const { run, promised, remove } = prepare(program)
  afterAll(remove)

  it('prints what it says', async () => {
    expect(brokenPromises(program, promised, await run())).toEqual([])
  })
})

describe.each(named('vitest'))('the vitest example at $where', async ({ program }) => {
  const { run, promised, remove } = prepare(program)
  afterAll(remove)
  // Loaded while tests are collected, so that its own tests register here.
  const loaded = await run().catch((error: unknown) => ({ error }))

  it('loads, and prints what it says', () => {
    if ('error' in loaded) throw loaded.error
    expect(brokenPromises(program, promised, loaded)).toEqual([])
  })
})

describe.each(named('node:test'))('the node:test example at $where', ({ program }) => {
  it('passes', async () => {
    const { passed, failed, report } = await runNodeTest(program)
    expect({ passed: passed > 0, failed }, report).toEqual({ passed: true, failed: 0 })
  })
})

describe('the check of the examples', () => {
  const markdown =
    "# A\n\n```ts\nimport { a } from 'a'\nconsole.log(1) // → 1\n```\n\ntext\n\n```ts\nconsole.log(\n  2,\n) // → 2\n// → 3\n```\n\n```sh\nnpm test\n```\n\n```ts\nimport { b } from 'b'\n```\n"

  it('starts a program at an import, goes on without one, and keeps the line numbers', () => {
    const found = programsIn('A.md', markdown)
    expect(found.map(({ line }) => line)).toEqual([4, 22])
    expect(found[0]?.code.split('\n')[4]).toBe('console.log(1) // → 1')
    expect(found[0]?.code.split('\n')[12]).toBe(') // → 2')
  })

  it('reads a promise of several lines', () => {
    expect([...instrument(programsIn('A.md', markdown)[0] as Example).promised]).toEqual([
      [5, '1'],
      [13, '2\n3'],
    ])
  })

  it('finds a broken promise, and one that printed nothing', () => {
    const [program] = programsIn('A.md', markdown)
    const printed: Printed[] = [{ line: 5, text: 'one' }]
    expect(brokenPromises(program as Example, instrument(program as Example).promised, printed)).toEqual([
      'A.md:5: promises "1", printed "one"',
      'A.md:13: promises "2\\n3", printed ""',
    ])
  })

  it('refuses a promise that stands behind no console.log', () => {
    const [program] = programsIn('A.md', "```ts\nimport 'a'\nrun() // → 1\n```\n")
    expect(() => instrument(program as Example)).toThrow('A.md:3')
  })

  it('runs an example and catches what it prints', async () => {
    const [program] = programsIn(
      'A.md',
      "```ts\nimport { format } from 'node:util'\nfor (const n of [1, 2]) console.log(format('%d', n), { n }) // → 1 { n: 1 }\n// → 2 { n: 2 }\n```\n",
    )
    const { run, promised, remove } = prepare(program as Example)
    expect(brokenPromises(program as Example, promised, await run().finally(remove))).toEqual([])
  })

  it('counts the tests of a node:test example, also those that fail', async () => {
    const [program] = programsIn(
      'A.md',
      "```ts\nimport { test } from 'node:test'\ntest('a', () => {})\ntest('b', () => {\n  throw new Error('no')\n})\n```\n",
    )
    expect(await runNodeTest(program as Example)).toMatchObject({ passed: 1, failed: 1 })
  })

  it('finds a type error and names its line', () => {
    const found = programsIn(
      'A.md',
      "# A\n\n```ts\nimport { format } from 'node:util'\nconst text: number = format('a')\nconsole.log(text)\n```\n",
    )
    expect(typeProblems(found)).toEqual(["A.md:5: Type 'string' is not assignable to type 'number'."])
  })
})

type Kind = 'program' | 'vitest' | 'node:test'

function kindOf({ code }: Example): Kind {
  if (/^import\b.*['"]node:test['"]/m.test(code)) return 'node:test'
  return /^import\b.*['"](?:vitest|kms-ebs-sim\/vitest)['"]/m.test(code) ? 'vitest' : 'program'
}
