import ts from 'typescript'
import { importsOf, walk } from '../../support/packaging/code-text.ts'
import { type Breach, inSource, matches, type Rule, SOURCE, type TidyFile } from './rule.ts'

const ALL_CODE = [/^(?:src|test|bench)\/.*\.ts$/]

/** Where Node's own modules may be imported. Everything else also runs in a web page. */
const NODE_MODULES_ALLOWED = [
  /^src\/crypto\/native-(?:crypto|key-pairs)\.ts$/,
  /^src\/cloudformation\/node-yaml\.ts$/,
  /^src\/explore\//,
  /^src\/testing\//,
  /^src\/wire\/server/,
]

/** Which parts of the language and of the platform the package does without. */
export const LANGUAGE: readonly Rule[] = [
  {
    name: 'no Buffer',
    instead: 'Uint8Array and the functions of core/bytes.ts',
    holdsFor: SOURCE,
    find: matches('code', /\bBuffer\b/),
    bad: inSource("Buffer.from('a')", 'const bytes: Buffer = read()'),
    good: inSource('new ArrayBuffer(8)', 'bytes.buffer', '// Buffer is banned', "if (name === 'Buffer') fail()"),
  },
  {
    name: 'no Node modules inside',
    instead: "the platform-free code, or '#native-crypto' for cryptography",
    holdsFor: SOURCE,
    allowedIn: NODE_MODULES_ALLOWED,
    find: (file) =>
      importsOf(file.tree).filter(({ specifier }) =>
        /^node:|^(?:fs|crypto|buffer|path|os|util|stream|events|http|url)$/.test(specifier),
      ),
    bad: inSource(
      "import { readFileSync } from 'node:fs'",
      "export { inspect } from 'node:util'",
      "await import('node:crypto')",
      "type Hash = import('node:crypto').Hash",
      "import { Buffer } from 'buffer'",
    ),
    good: [
      ...inSource("import { gcm } from '@noble/ciphers/aes.js'", "import '#native-crypto'", "// import 'node:fs'"),
      { path: 'src/crypto/native-crypto.ts', text: "import { createHmac } from 'node:crypto'" },
    ],
  },
  {
    name: 'no way round the types',
    instead: 'a type guard, a parser, or a type that says what is true',
    holdsFor: SOURCE,
    find: (file) => [
      ...matches('code', /\bas\s+any\b|<any>/)(file),
      ...matches('code', /\bas\s+unknown\s+as\b/)(file),
      ...suppressions(file),
    ],
    bad: inSource(
      'const a = b as any',
      'const a = b as unknown as string',
      '// @ts-ignore\na()',
      '// @ts-expect-error wrong\na()',
      '/* @ts-nocheck */',
    ),
    good: inSource('const a = b as const', 'const any = 1', "const text = 'as any'"),
  },
  {
    name: 'no leftover note without an issue',
    instead: 'an issue, named on the line: `TODO(#12): …`',
    holdsFor: [...ALL_CODE, /^README\.md$/, /^docs\//],
    allowedIn: [/^test\/tidy\/rules\//],
    find: matches('text', /\b(?:TODO|FIXME|XXX|HACK)\b(?!\s*\(#\d+\))/),
    bad: inSource('// TODO later', '/** FIXME */', '// XXX'),
    good: inSource('// TODO(#12): larger pages', '// the to-do list', 'const mastodon = 1'),
  },
  {
    name: 'no export *',
    instead: 'the names, one by one',
    holdsFor: SOURCE,
    find: nodes((node) => ts.isExportDeclaration(node) && (!node.exportClause || ts.isNamespaceExport(node.exportClause))),
    bad: inSource("export * from './a.ts'", "export * as a from './a.ts'", "export type * from './a.ts'"),
    good: inSource("export { a } from './a.ts'"),
  },
  {
    name: 'no default export',
    instead: 'a named export',
    holdsFor: SOURCE,
    find: nodes(
      (node) =>
        ts.isExportAssignment(node) ||
        (ts.canHaveModifiers(node) && hasDefault(node)) ||
        (ts.isExportSpecifier(node) && node.name.text === 'default'),
    ),
    bad: inSource('export default 1', 'export default function run() {}', 'const a = 1\nexport { a as default }'),
    good: inSource('export const a = 1', 'switch (a) { default: b() }'),
  },
  {
    name: 'no enum',
    instead: 'a union of texts, or an `as const` object',
    holdsFor: SOURCE,
    find: nodes(ts.isEnumDeclaration),
    bad: inSource('enum State { Enabled }', 'export const enum State { Enabled }', 'declare enum State { Enabled }'),
    good: inSource("type State = 'Enabled'", 'const enumerable = true'),
  },
  {
    name: 'no namespace',
    instead: 'a file',
    holdsFor: SOURCE,
    // vitest learns of matchers by `declare module` alone.
    allowedIn: [/^src\/testing\/vitest\.ts$/],
    find: nodes(ts.isModuleDeclaration),
    bad: inSource('namespace Kms { export const a = 1 }', 'declare global { const a: number }', "declare module 'x' {}"),
    good: inSource('const namespace = 1', "import * as path from './a.ts'"),
  },
  {
    name: 'no test switched off in silence',
    instead: 'a running test, or the reason on the line: `it.skip(…) // reason: …`; never `.only`',
    holdsFor: [/^test\/.*\.test\.ts$/],
    find: (file) => [...matches('code', /\b(?:it|test|describe)(?:\.\w+)*\.only\b/)(file), ...silentSkips(file)],
    bad: [
      { path: 'test/unit/a.test.ts', text: "it.only('a', run)" },
      { path: 'test/unit/a.test.ts', text: "describe.concurrent.only('a', run)" },
      { path: 'test/unit/a.test.ts', text: "it.skip('a', run)" },
      { path: 'test/unit/a.test.ts', text: "test.todo('a')" },
      { path: 'test/unit/a.test.ts', text: "test.skipIf(slow)('a', run)" },
    ],
    good: [
      { path: 'test/unit/a.test.ts', text: "it('a', run)" },
      { path: 'test/unit/a.test.ts', text: "it.skipIf(old)('a', run) // reason: Node 20 has no such cipher" },
      { path: 'test/unit/a.test.ts', text: "expect(only).toBe('it.only')" },
    ],
  },
]

function nodes(isBreach: (node: ts.Node) => boolean): Rule['find'] {
  return (file) => {
    const found: Breach[] = []
    walk(file.tree, (node) => {
      if (isBreach(node)) found.push({ position: node.getStart(file.tree) })
    })
    return found
  }
}

const hasDefault = (node: ts.HasModifiers): boolean =>
  node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) ?? false

/** Only a comment that starts with the word switches the compiler off; prose that names it does not. */
const suppressions = matches('text', /(?:\/\/\/?|\/\*\*?)\s*@ts-(?:ignore|expect-error|nocheck)\b/)

const silentSkips = (file: TidyFile): readonly Breach[] =>
  matches(
    'code',
    /\b(?:it|test|describe)(?:\.\w+)*\.(?:skip|todo|fails|skipIf|runIf)\b/,
  )(file).filter(({ position }) => !/\/\/ reason: \S/.test(lineAt(file.text, position)))

const lineAt = (text: string, position: number): string =>
  text.slice(text.lastIndexOf('\n', position - 1) + 1).split('\n', 1)[0] ?? ''
