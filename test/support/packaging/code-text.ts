import ts from 'typescript'

const COMMENTS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.SingleLineCommentTrivia,
  ts.SyntaxKind.MultiLineCommentTrivia,
])

const TEXTS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.StringLiteral,
  ts.SyntaxKind.NoSubstitutionTemplateLiteral,
  ts.SyntaxKind.TemplateHead,
  ts.SyntaxKind.TemplateMiddle,
  ts.SyntaxKind.TemplateTail,
  ts.SyntaxKind.RegularExpressionLiteral,
])

/** The source with its comments, string texts and regular expressions turned to blanks; every other character keeps its place. */
export const codeOnly = (file: ts.SourceFile): string => blank(blank(file.text, commentsOf(file)), textsOf(file))

/** The source with its comments turned to blanks; every other character keeps its place. */
export const withoutComments = (file: ts.SourceFile): string => blank(file.text, commentsOf(file))

/** Parses `text` as TypeScript, with parent links. */
export const parse = (path: string, text: string): ts.SourceFile => ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)

/** Calls `visit` for `node` and all that is below it. */
export const walk = (node: ts.Node, visit: (node: ts.Node) => void): void => {
  visit(node)
  node.forEachChild((child) => walk(child, visit))
}

/** The specifiers that a file imports or re-exports from, also dynamically and in types, with their place. */
export const importsOf = (file: ts.SourceFile): readonly { readonly specifier: string; readonly position: number }[] => {
  const found: { specifier: string; position: number }[] = []
  walk(file, (node) => {
    const literal = importedLiteral(node)
    if (literal) found.push({ specifier: literal.text, position: literal.getStart(file) })
  })
  return found
}

const importedLiteral = (node: ts.Node): ts.StringLiteral | undefined => {
  if (
    (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
    node.moduleSpecifier &&
    ts.isStringLiteral(node.moduleSpecifier)
  ) {
    return node.moduleSpecifier
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal))
    return node.argument.literal
  if (!ts.isCallExpression(node) || node.expression.kind !== ts.SyntaxKind.ImportKeyword) return undefined
  const [argument] = node.arguments
  return argument && ts.isStringLiteral(argument) ? argument : undefined
}

type Span = readonly [start: number, end: number]

const blank = (text: string, spans: readonly Span[]): string => {
  let result = ''
  let from = 0
  for (const [start, end] of spans) {
    result += text.slice(from, start) + text.slice(start, end).replace(/[^\r\n]/g, ' ')
    from = end
  }
  return result + text.slice(from)
}

/** Comments are trivia before and behind tokens: the tokens are found by the parser, which knows a `/` from a comment. */
const commentsOf = (file: ts.SourceFile): readonly Span[] => {
  const spans = new Map<number, number>()
  const collect = (ranges: readonly ts.CommentRange[] | undefined) => {
    for (const range of ranges ?? []) if (COMMENTS.has(range.kind)) spans.set(range.pos, range.end)
  }
  const visit = (node: ts.Node) => {
    if (node.getChildCount(file) === 0) {
      collect(ts.getLeadingCommentRanges(file.text, node.pos))
      collect(ts.getTrailingCommentRanges(file.text, node.end))
    }
    for (const child of node.getChildren(file)) if (!ts.isJSDoc(child)) visit(child)
  }
  visit(file)
  return ordered(spans)
}

const textsOf = (file: ts.SourceFile): readonly Span[] => {
  const spans = new Map<number, number>()
  walk(file, (node) => {
    if (TEXTS.has(node.kind)) spans.set(node.getStart(file) + 1, node.end - 1)
  })
  return ordered(spans)
}

const ordered = (spans: ReadonlyMap<number, number>): readonly Span[] =>
  [...spans].sort(([left], [right]) => left - right).filter(([start, end]) => end > start)
