import ts from 'typescript'
import { exportedDeclarations } from './exports.ts'
import { inSource, type Rule, SOURCE } from './rule.ts'

/** Every exported thing says what it is for. */
export const DOC_COMMENTS: readonly Rule[] = [
  {
    name: 'no export without a doc comment',
    instead: 'a doc comment: one line of purpose, then constraints',
    holdsFor: SOURCE,
    find: (file) =>
      exportedDeclarations(file.tree)
        .filter(({ node, isReExport }) => !isReExport && !hasDocComment(node))
        .map(({ name, node }) => ({ position: node.getStart(file.tree), detail: name })),
    bad: inSource(
      'export const a = 1',
      '// an ordinary comment\nexport const a = 1',
      'export function run() {}',
      'export interface A {}',
      'export type A = 1',
      'export class A {}',
      '/** */\nexport const a = 1',
      'const a = 1\nexport { a }',
      '/** The first of the file. */\n\nimport "./a.ts"\nexport const a = 1',
    ),
    good: inSource(
      '/** The first. */\nexport const a = 1',
      'const inside = 1',
      '/** Runs. */\nexport function run() {}',
      '/** The first. */\nconst a = 1\nexport { a }',
      "export { a } from './a.ts'",
      '/**\n * The first.\n * @internal\n */\nexport const a = 1',
    ),
  },
]

const hasDocComment = (node: ts.Node): boolean =>
  ts
    .getJSDocCommentsAndTags(node)
    .some((comment) => ts.isJSDoc(comment) && (ts.getTextOfJSDocComment(comment.comment) ?? '').trim() !== '')
