import ts from 'typescript'
import { typeCheck } from './compile.ts'
import type { Example } from './markdown-examples.ts'

/** Type-checks examples, each as a module of its own beside the file it stands in, with the project's flags. The answer names document and line. */
export const typeProblems = (examples: readonly Example[], overrides: ts.CompilerOptions = {}): readonly string[] => {
  const files = new Map(examples.map(({ source, line, code }) => [`${source}.${line}.example.ts`, code]))
  const problems = typeCheck(files, { ...overrides, moduleDetection: ts.ModuleDetectionKind.Force })
  return problems.map((problem) => problem.replace(/^(.*)\.\d+\.example\.ts:/, '$1:'))
}
