import ts from 'typescript'
import { PROJECT_ROOT } from './project-files.ts'

/** The options of a tsconfig file, with what it extends. */
export const optionsOf = (config: 'tsconfig.json' | 'tsconfig.build.json'): ts.CompilerOptions => parsed(config).options

/** What `npm run build` would write: path from the project's folder → text. Throws with the compiler's words where the source does not compile. */
export const emitPackage = (): ReadonlyMap<string, string> => {
  const { options, fileNames } = parsed('tsconfig.build.json')
  const program = ts.createProgram(fileNames, options)
  const written = new Map<string, string>()
  const { diagnostics } = program.emit(undefined, (path, text) => written.set(fromRoot(path), text))
  const problems = report(ts.sortAndDeduplicateDiagnostics([...ts.getPreEmitDiagnostics(program), ...diagnostics]))
  if (problems.length > 0) throw new Error(`the package does not compile:\n${problems.join('\n')}`)
  return written
}

/** Type-checks files that are not on disk beside those that are, with the project's own flags. The answer has one line per problem. */
export const typeCheck = (files: ReadonlyMap<string, string>, overrides: ts.CompilerOptions = {}): readonly string[] => {
  const program = programOver(files, { ...optionsOf('tsconfig.json'), ...overrides })
  return report([...files.keys()].flatMap((path) => diagnosticsOf(program, PROJECT_ROOT + path)))
}

/** A program whose root files are `files` (path from the project's folder → text); everything else comes from the disk. */
export const programOver = (files: ReadonlyMap<string, string>, options: ts.CompilerOptions): ts.Program => {
  const inMemory = new Map([...files].map(([path, text]) => [PROJECT_ROOT + path, text]))
  const host = ts.createCompilerHost(options, true)
  const { readFile, fileExists, getSourceFile, directoryExists } = host
  host.readFile = (path) => inMemory.get(path) ?? readFile(path)
  host.fileExists = (path) => inMemory.has(path) || fileExists(path)
  host.directoryExists = (path) =>
    [...inMemory.keys()].some((file) => file.startsWith(`${path}/`)) || (directoryExists?.(path) ?? true)
  host.getSourceFile = (path, language, ...rest) => {
    const text = inMemory.get(path)
    return text === undefined ? getSourceFile(path, language, ...rest) : ts.createSourceFile(path, text, language, true)
  }
  return ts.createProgram([...inMemory.keys()], options, host)
}

const diagnosticsOf = (program: ts.Program, path: string): readonly ts.Diagnostic[] => {
  const file = program.getSourceFile(path)
  if (!file) throw new Error(`${path} is not part of the program`)
  return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
}

const report = (diagnostics: readonly ts.Diagnostic[]): readonly string[] =>
  diagnostics.map(({ file, start, messageText }) => {
    const where =
      file && start !== undefined ? `${fromRoot(file.fileName)}:${file.getLineAndCharacterOfPosition(start).line + 1}: ` : ''
    return where + ts.flattenDiagnosticMessageText(messageText, ' ')
  })

const parsed = (config: string): ts.ParsedCommandLine => {
  const { config: json, error } = ts.readConfigFile(PROJECT_ROOT + config, ts.sys.readFile)
  if (error) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, ' '))
  return ts.parseJsonConfigFileContent(json, ts.sys, PROJECT_ROOT, undefined, PROJECT_ROOT + config)
}

const fromRoot = (path: string): string => (path.startsWith(PROJECT_ROOT) ? path.slice(PROJECT_ROOT.length) : path)
