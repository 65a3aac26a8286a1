import { describe, expect, it } from 'vitest'
import { typeProblems } from '../support/packaging/check-examples.ts'
import { docExamplesIn, instrument } from '../support/packaging/markdown-examples.ts'
import { filesUnder, requiredTextOf } from '../support/packaging/project-files.ts'
import { brokenPromises, prepare } from '../support/packaging/run-example.ts'

const examples = filesUnder('src', '.ts').flatMap((path) => docExamplesIn(path, requiredTextOf(path)))

/** A short example may end with a name that it does not use. */
const SHORT = { noUnusedLocals: false, noUnusedParameters: false }

describe('the examples of the doc comments', () => {
  it('compile', () => {
    expect(examples.length).toBeGreaterThan(0)
    expect(typeProblems(examples, SHORT)).toEqual([])
  })

  const promising = examples.filter((example) => instrument(example).promised.size > 0)
  it.each(promising.map((example) => ({ where: `${example.source}:${example.line}`, example })))(
    'print what they say ($where)',
    async ({ example }) => {
      const { run, promised, remove } = prepare(example)
      try {
        expect(brokenPromises(example, promised, await run())).toEqual([])
      } finally {
        remove()
      }
    },
  )
})

describe('the search for examples in doc comments', () => {
  const text =
    "// 1\n/**\n * Adds.\n *\n * @example\n * ```ts\n * const sum: string = 1 + 2\n * ```\n * @param a one\n */\nexport const a = 1\n/** @example const b = 'no fence' */\nexport const b = 1\n"

  it('finds them with and without a fence, on their lines', () => {
    const found = docExamplesIn('a.ts', text)
    expect(found.map(({ line, code }) => [line, code.split('\n')[line - 1]?.trim()])).toEqual([
      [7, 'const sum: string = 1 + 2'],
      [12, "const b = 'no fence'"],
    ])
  })

  it('lets the compiler name the line of the doc comment', () => {
    expect(typeProblems(docExamplesIn('a.ts', text), SHORT)).toEqual([
      "a.ts:7: Type 'number' is not assignable to type 'string'.",
    ])
  })
})
