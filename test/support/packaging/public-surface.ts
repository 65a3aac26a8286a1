import ts from 'typescript'
import { optionsOf, programOver } from './compile.ts'
import { PROJECT_ROOT } from './project-files.ts'

/**
 * The public surface as one text: every exported name with its declaration as a user's compiler sees it, then every
 * declaration of ours that those mention without exporting it. Comments are left out, order is alphabetical.
 */
export const describePublicSurface = (emitted: ReadonlyMap<string, string>, entry: string): string => {
  const declarations = new Map([...emitted].filter(([path]) => path.endsWith('.d.ts')))
  const { rootDir: _source, outDir: _target, ...options } = optionsOf('tsconfig.build.json')
  const program = programOver(declarations, { ...options, noEmit: true })
  const checker = program.getTypeChecker()
  const file = program.getSourceFile(PROJECT_ROOT + entry)
  const module = file && checker.getSymbolAtLocation(file)
  if (!module) throw new Error(`${entry} was not emitted, or exports nothing`)

  const exported = new Map(checker.getExportsOfModule(module).map((symbol) => [symbol.name, unaliased(checker, symbol)]))
  const mentioned = closure(checker, [...exported.values()], new Set(declarations.keys()))
  for (const symbol of exported.values()) mentioned.delete(symbol)
  return [
    `// What ${entry} exports.`,
    ...[...exported].sort(([left], [right]) => compare(left, right)).map(([name, symbol]) => section(`export ${name}`, symbol)),
    '// What those mention without exporting it.',
    ...[...mentioned].map((symbol) => section(`in ${placeOf(symbol)}`, symbol)).sort(compare),
  ].join('\n\n')
}

const closure = (checker: ts.TypeChecker, from: readonly ts.Symbol[], ours: ReadonlySet<string>): Set<ts.Symbol> => {
  const seen = new Set<ts.Symbol>()
  const visit = (symbol: ts.Symbol) => {
    if (seen.has(symbol) || !symbol.declarations?.some((declaration) => isOurs(declaration, ours) && isTopLevel(declaration)))
      return
    seen.add(symbol)
    for (const declaration of symbol.declarations) mentions(declaration)
  }
  const mentions = (node: ts.Node) => {
    const named = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node) : undefined
    if (named) visit(unaliased(checker, named))
    ts.forEachChild(node, mentions)
  }
  for (const symbol of from) visit(symbol)
  return seen
}

const unaliased = (checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol

const isOurs = (node: ts.Node, ours: ReadonlySet<string>): boolean =>
  ours.has(node.getSourceFile().fileName.slice(PROJECT_ROOT.length))

const isTopLevel = (node: ts.Node): boolean => ts.isSourceFile(statementOf(node).parent)

/** A variable is declared by its statement; everything else is a statement itself. */
const statementOf = (node: ts.Node): ts.Node => (ts.isVariableDeclaration(node) ? node.parent.parent : node)

const placeOf = (symbol: ts.Symbol): string =>
  symbol.declarations?.[0]?.getSourceFile().fileName.slice(PROJECT_ROOT.length) ?? '?'

const printer = ts.createPrinter({ removeComments: true })

const section = (title: string, symbol: ts.Symbol): string => {
  const texts = (symbol.declarations ?? []).map((node) =>
    printer.printNode(ts.EmitHint.Unspecified, statementOf(node), node.getSourceFile()),
  )
  return [`// ${title}`, ...texts].join('\n')
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)
