import type ts from 'typescript'
import { codeOnly, parse, withoutComments } from '../../support/packaging/code-text.ts'

/** One file as the rules see it. */
export interface TidyFile {
  /** From the project's folder, with `/`. */
  readonly path: string
  /** As it is on disk. */
  readonly text: string
  /** Without comments, string texts and regular expressions; every other character keeps its place. */
  readonly code: string
  /** Without comments. */
  readonly uncommented: string
  /** Parsed. Meaningful for TypeScript alone. */
  readonly tree: ts.SourceFile
}

/** A place where a file breaks a rule: an offset into its text, and what is there if the line does not say it. */
export interface Breach {
  readonly position: number
  readonly detail?: string
}

/** A piece of source to try a rule on. */
export interface Sample {
  readonly path: string
  readonly text: string
}

/** A rule of the house. `bad` and `good` prove that it can fail, and that it does not fail on what it allows. */
export interface Rule {
  readonly name: string
  /** What to write in its place. */
  readonly instead: string
  /** The files that it holds for. */
  readonly holdsFor: readonly RegExp[]
  /** The files in there that are let off. */
  readonly allowedIn?: readonly RegExp[]
  readonly find: (file: TidyFile) => readonly Breach[]
  readonly bad: readonly Sample[]
  readonly good: readonly Sample[]
}

/** All source of the package. */
export const SOURCE: readonly RegExp[] = [/^src\/.*\.ts$/]

/** The places that may talk to a terminal and to the operating system: the command line, the test-runner plugin, the HTTP server. */
export const AT_THE_EDGE: readonly RegExp[] = [/^src\/explore\//, /^src\/testing\//, /^src\/wire\/server/]

/** A file with its views; each is made when first asked for. */
export const tidyFile = ({ path, text }: Sample): TidyFile => {
  const views: { tree?: ts.SourceFile; code?: string; uncommented?: string } = {}
  const tree = () => {
    views.tree ??= parse(path, text)
    return views.tree
  }
  return {
    path,
    text,
    get tree() {
      return tree()
    },
    get code() {
      views.code ??= codeOnly(tree())
      return views.code
    },
    get uncommented() {
      views.uncommented ??= withoutComments(tree())
      return views.uncommented
    },
  }
}

/** Whether `rule` has a say about the file at `path`. */
export const concerns = (rule: Rule, path: string): boolean =>
  rule.holdsFor.some((pattern) => pattern.test(path)) && !rule.allowedIn?.some((pattern) => pattern.test(path))

/** What `rule` finds in `file`, as lines to print: where, which rule, what to write in its place. */
export const complaints = (rule: Rule, file: TidyFile): readonly string[] => {
  if (!concerns(rule, file.path)) return []
  return rule.find(file).map(({ position, detail }) => {
    const before = file.text.slice(0, position).split('\n')
    const found = detail ?? file.text.split('\n')[before.length - 1]?.trim().slice(0, 100) ?? ''
    return `${file.path}:${before.length}  ${rule.name}: ${found}  => ${rule.instead}`
  })
}

/** Finds every match of `pattern` in one view of a file. */
export const matches =
  (view: 'code' | 'text' | 'uncommented', pattern: RegExp) =>
  (file: TidyFile): readonly Breach[] =>
    [...file[view].matchAll(new RegExp(pattern, `${pattern.flags.replace('g', '')}g`))].map(({ index }) => ({ position: index }))

/** Samples that lie in an ordinary file of the package. */
export const inSource = (...texts: readonly string[]): readonly Sample[] =>
  texts.map((text) => ({ path: 'src/kms/sample.ts', text }))
