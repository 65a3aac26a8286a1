import ts from 'typescript'

/** Something that a file exports under a name, with the node that a doc comment belongs to. */
export interface ExportedDeclaration {
  readonly name: string
  readonly node: ts.Node
  /** Whether the file only passes on what another file declares. */
  readonly isReExport: boolean
}

/** What a file exports, in the order of the text. `export { a }` is led back to the declaration of `a` in the same file. */
export const exportedDeclarations = (file: ts.SourceFile): readonly ExportedDeclaration[] =>
  file.statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement)) return named(file, statement)
    return isExported(statement) ? declared(statement).map(({ name, node }) => ({ name, node, isReExport: false })) : []
  })

const named = (file: ts.SourceFile, statement: ts.ExportDeclaration): readonly ExportedDeclaration[] => {
  if (!statement.exportClause || !ts.isNamedExports(statement.exportClause)) return []
  return statement.exportClause.elements.map((element) => {
    const local = (element.propertyName ?? element.name).text
    const here = statement.moduleSpecifier ? undefined : file.statements.flatMap(declared).find(({ name }) => name === local)
    return { name: element.name.text, node: here?.node ?? element, isReExport: here === undefined }
  })
}

const isExported = (statement: ts.Statement): boolean =>
  ts.canHaveModifiers(statement) && (statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false)

const declared = (statement: ts.Statement): readonly { readonly name: string; readonly node: ts.Node }[] => {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) =>
      bound(name).map((text) => ({ name: text, node: statement })),
    )
  }
  if (isNamedStatement(statement)) return [{ name: statement.name?.text ?? 'default', node: statement }]
  return []
}

const isNamedStatement = (
  statement: ts.Statement,
): statement is
  | ts.FunctionDeclaration
  | ts.ClassDeclaration
  | ts.InterfaceDeclaration
  | ts.TypeAliasDeclaration
  | ts.EnumDeclaration =>
  ts.isFunctionDeclaration(statement) ||
  ts.isClassDeclaration(statement) ||
  ts.isInterfaceDeclaration(statement) ||
  ts.isTypeAliasDeclaration(statement) ||
  ts.isEnumDeclaration(statement)

const bound = (name: ts.BindingName): readonly string[] =>
  ts.isIdentifier(name)
    ? [name.text]
    : name.elements.flatMap((element) => (ts.isBindingElement(element) ? bound(element.name) : []))
