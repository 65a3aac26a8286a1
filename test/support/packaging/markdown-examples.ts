import ts from 'typescript'
import { parse, walk } from './code-text.ts'

/** A piece of TypeScript out of a document. Its lines have the numbers that they have in the document, so that errors point there. */
export interface Example {
  /** The file that it comes from. */
  readonly source: string
  /** The line of its first statement in that file. */
  readonly line: number
  /** The code, with empty lines before it and between its parts. */
  readonly code: string
}

/** What an example says that it prints: the line of a `console.log` → the text behind `// →` there and on the comment lines below. */
export type Promised = ReadonlyMap<number, string>

/**
 * The programs of a Markdown document: its ```` ```ts ```` blocks. A block with an import starts a program; a block without
 * one goes on with the program before it, as a reader would paste it.
 */
export const programsIn = (source: string, markdown: string): readonly Example[] => {
  const programs: { source: string; line: number; code: string }[] = []
  for (const block of blocksIn(markdown)) {
    const last = programs.at(-1)
    if (last && !/^import\b/m.test(block.code)) last.code = overlay(last.code, block)
    else programs.push({ source, line: block.line, code: overlay('', block) })
  }
  return programs
}

/** The first ```` ```ts ```` block of a document alone: what a newcomer pastes first. */
export const firstExampleIn = (source: string, markdown: string): Example => {
  const [first] = blocksIn(markdown)
  if (!first) throw new Error(`${source} has no \`\`\`ts block`)
  return { source, line: first.line, code: overlay('', first) }
}

/** The `@example` parts of the doc comments of a source file. */
export const docExamplesIn = (source: string, text: string): readonly Example[] => {
  const examples: Example[] = []
  for (const comment of text.matchAll(/\/\*\*.*?\*\//gs)) {
    const lineBefore = text.slice(0, comment.index).split('\n').length - 1
    const lines = comment[0].split('\n').map((line) => line.replace(/^\s*\/?\*+ ?/, '').replace(/\s*\*\/\s*$/, ''))
    for (const [from, to] of exampleRanges(lines)) {
      const code = fencedOnly(lines.slice(from, to))
      const first = code.findIndex((line) => line.trim() !== '')
      if (first >= 0)
        examples.push({
          source,
          line: lineBefore + from + first + 1,
          code: `${'\n'.repeat(lineBefore + from)}${code.join('\n')}`,
        })
    }
  }
  return examples
}

/** What an example promises, and the same example with every `console.log` turned into `globalThis.PRINTER(LINE)`, line for line. */
export const instrument = (example: Example, printer = 'printed'): { readonly code: string; readonly promised: Promised } => {
  const file = parse('example.ts', example.code)
  const lines = example.code.split('\n')
  const promised = new Map<number, string>()
  const calls: { readonly callee: ts.Node; readonly line: number }[] = []
  walk(file, (node) => {
    if (!ts.isCallExpression(node) || node.expression.getText(file) !== 'console.log') return
    const line = file.getLineAndCharacterOfPosition(node.end).line
    calls.push({ callee: node.expression, line: line + 1 })
    const text = promiseFrom(lines, line)
    if (text !== undefined) promised.set(line + 1, text)
  })
  const arrows = lines.flatMap((text, index) => (/\S.*\/\/ → /.test(text) ? [index + 1] : []))
  const lost = arrows.filter((line) => !promised.has(line))
  if (lost.length > 0) throw new Error(`${example.source}:${lost[0]}: "// →" stands behind no console.log, so nothing checks it`)
  return { code: replaced(example.code, file, printer, calls), promised }
}

const replaced = (
  code: string,
  file: ts.SourceFile,
  printer: string,
  calls: readonly { readonly callee: ts.Node; readonly line: number }[],
): string => {
  let result = code
  for (const { callee, line } of [...calls].sort((left, right) => right.callee.end - left.callee.end)) {
    result = `${result.slice(0, callee.getStart(file))}globalThis.${printer}(${line})${result.slice(callee.end)}`
  }
  return result
}

const promiseFrom = (lines: readonly string[], line: number): string | undefined => {
  const first = /\/\/ → (.*)$/.exec(lines[line] ?? '')?.[1]
  if (first === undefined) return undefined
  const more: string[] = []
  for (let next = line + 1; next < lines.length; next++) {
    const text = /^\s*\/\/ → (.*)$/.exec(lines[next] ?? '')?.[1]
    if (text === undefined) break
    more.push(text)
  }
  return [first, ...more].map((text) => text.trimEnd()).join('\n')
}

interface Block {
  /** Of its first line of code. */
  readonly line: number
  readonly code: string
}

const blocksIn = (markdown: string): readonly Block[] => {
  const blocks: Block[] = []
  let open: { line: number; isOurs: boolean; lines: string[] } | undefined
  for (const [index, line] of markdown.split('\n').entries()) {
    const fence = /^\s*```+\s*(\S*)/.exec(line)
    if (!open && fence) open = { line: index + 2, isOurs: fence[1] === 'ts' || fence[1] === 'typescript', lines: [] }
    else if (open && fence) {
      if (open.isOurs) blocks.push({ line: open.line, code: open.lines.join('\n') })
      open = undefined
    } else open?.lines.push(line)
  }
  return blocks
}

/** `code` with `block` at its own line. */
const overlay = (code: string, block: Block): string => {
  const lines = code === '' ? [] : code.split('\n')
  while (lines.length < block.line - 1) lines.push('')
  return [...lines, ...block.code.split('\n')].join('\n')
}

const exampleRanges = (lines: readonly string[]): readonly (readonly [number, number])[] =>
  lines.flatMap((line, index) => {
    if (!/^@example\b/.test(line)) return []
    const next = lines.findIndex((other, at) => at > index && /^@\w/.test(other))
    return [[index, next < 0 ? lines.length : next] as const]
  })

/** Keeps what stands inside fences, or everything behind the tag where there are no fences. */
const fencedOnly = (lines: readonly string[]): readonly string[] => {
  const hasFence = lines.some((line) => line.startsWith('```'))
  let isInside = !hasFence
  return lines.map((line, index) => {
    if (line.startsWith('```')) {
      isInside = !isInside
      return ''
    }
    if (index === 0) return hasFence ? '' : line.replace(/^@example\b/, '')
    return isInside ? line : ''
  })
}
