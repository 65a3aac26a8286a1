import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { format } from 'node:util'
import { bundleForNode } from './bundle-source.ts'
import type { Example, Promised } from './markdown-examples.ts'
import { instrument } from './markdown-examples.ts'
import { PROJECT_ROOT } from './project-files.ts'

/** Where examples are written before they run: inside the project, so that they find its packages; ignored by git and by every tool. */
const GENERATED = `${PROJECT_ROOT}test/docs/.generated/`

/** Something that an example printed, and the line of its `console.log`. */
export interface Printed {
  readonly line: number
  readonly text: string
}

/** An example that is ready to run. */
export interface Runnable {
  readonly promised: Promised
  /** Runs it, as an ordinary module that the test runner loads, and gives what it printed. */
  readonly run: () => Promise<readonly Printed[]>
  /** Takes its file away. */
  readonly remove: () => void
}

let prepared = 0

/** Makes an example ready to run. Its printing has a name of its own, for the tests of an example may run long after it was loaded. */
export const prepare = (example: Example): Runnable => {
  const printer = `printed${prepared++}`
  const { code, promised } = instrument(example, printer)
  mkdirSync(GENERATED, { recursive: true })
  const folder = mkdtempSync(`${GENERATED}run-`)
  const path = `${folder}/example.ts`
  writeFileSync(path, fromItsOwnPlace(code, example.source))
  return {
    promised,
    run: async () => {
      const printed: Printed[] = []
      Object.assign(globalThis, {
        [printer]:
          (line: number) =>
          (...values: unknown[]) =>
            printed.push({ line, text: format(...values) }),
      })
      await import(/* @vite-ignore */ path)
      return printed
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Runs an example that is a test file of `node:test`, in a Node of its own, and gives the counts of passed and failed tests. */
export const runNodeTest = async (
  example: Example,
): Promise<{ readonly passed: number; readonly failed: number; readonly report: string }> => {
  mkdirSync(GENERATED, { recursive: true })
  const folder = mkdtempSync(`${GENERATED}run-`)
  try {
    await bundleForNode(example.code, `${folder}/example.mjs`)
    const { stdout, stderr } = spawnSync(process.execPath, ['--test-reporter=tap', `${folder}/example.mjs`], {
      encoding: 'utf8',
      env: {},
    })
    const count = (word: string) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(stdout)?.[1] ?? 0)
    return { passed: count('pass'), failed: count('fail'), report: stdout + stderr }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Where an example did not print what it promises: one line each, empty where all is true. A promise that printed nothing is broken too. */
export const brokenPromises = ({ source }: Example, promised: Promised, printed: readonly Printed[]): readonly string[] =>
  [...promised].flatMap(([line, text]) => {
    const found = printed.filter((entry) => entry.line === line).map((entry) => entry.text)
    return found.join('\n') === text
      ? []
      : [`${source}:${line}: promises ${JSON.stringify(text)}, printed ${JSON.stringify(found.join('\n'))}`]
  })

/** Relative imports mean the file that the example stands in. */
const fromItsOwnPlace = (code: string, source: string): string =>
  code.replace(/(\bfrom\s*|\bimport\s*\(?\s*)(['"])(\.{1,2}\/[^'"]+)/g, (_, before: string, quote: string, specifier: string) => {
    return `${before}${quote}${new URL(specifier, `file://${PROJECT_ROOT}${source}`).pathname}`
  })
