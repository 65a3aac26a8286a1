import ts from 'typescript'
import { walk } from '../../support/packaging/code-text.ts'
import { exportedDeclarations } from './exports.ts'
import { type Breach, inSource, type Rule, SOURCE, type TidyFile } from './rule.ts'

/** The files that may be longer than {@link LINES_MAX}: tables that AWS publishes, one row behind another, and generated tables. */
const LONG_TABLES = [
  /^src\/kms\/key-states\.ts$/,
  /^src\/kms\/key-specs\.ts$/,
  /^src\/ec2\/encryption-choice\.ts$/,
  /^src\/wire\/shapes\//,
]

const LINES_MAX = 400
const FUNCTION_LINES_MAX = 60

/** Names say nothing when they could stand anywhere. */
const EMPTY_WORDS = /^(?:manager|helper|util)s?$/i

/** Files small enough to hold in the head, named for the one thing inside. */
export const NAMES_AND_SIZES: readonly Rule[] = [
  {
    name: `no file over ${LINES_MAX} lines`,
    instead: 'two files, each named for its thing (tables are listed by name in test/tidy/rules/names-and-sizes.ts)',
    holdsFor: SOURCE,
    allowedIn: LONG_TABLES,
    find: ({ text }) => {
      const lines = text.replace(/\n$/, '').split('\n').length
      return lines > LINES_MAX ? [{ position: 0, detail: `${lines} lines` }] : []
    },
    bad: inSource('//\n'.repeat(LINES_MAX + 1)),
    good: [...inSource('//\n'.repeat(LINES_MAX)), { path: 'src/kms/key-states.ts', text: '//\n'.repeat(LINES_MAX + 1) }],
  },
  {
    name: `no function over ${FUNCTION_LINES_MAX} lines`,
    instead: 'the work in leaves with names of their own',
    holdsFor: SOURCE,
    find: longFunctions,
    bad: inSource(
      `export const run = () => {\n${'  step()\n'.repeat(FUNCTION_LINES_MAX)}}`,
      `function run() {\n${'  step()\n'.repeat(FUNCTION_LINES_MAX)}}`,
      `class A {\n  run() {\n${'    step()\n'.repeat(FUNCTION_LINES_MAX)}  }\n}`,
    ),
    good: inSource(
      `export const run = () => {\n${'  step()\n'.repeat(FUNCTION_LINES_MAX - 2)}}`,
      `export const TABLE = {\n${'  a: 1,\n'.repeat(80)}}`,
    ),
  },
  {
    name: 'no file name that says nothing',
    instead: 'a kebab-case name for the one thing inside, without manager, helper or util',
    holdsFor: [/^(?:src|test|bench)\/.*\.(?:ts|mjs|json)$/],
    find: ({ path }) => (isGoodPath(path) ? [] : [{ position: 0, detail: path }]),
    bad: [
      { path: 'src/kms/key-manager.ts', text: '' },
      { path: 'src/utils.ts', text: '' },
      { path: 'src/core/helpers/a.ts', text: '' },
      { path: 'src/kms/keyStates.ts', text: '' },
      { path: 'src/kms/Key.ts', text: '' },
      { path: 'test/unit/key_states.test.ts', text: '' },
    ],
    good: [
      { path: 'src/kms/key-states.ts', text: '' },
      { path: 'test/unit/kms/operations/re-encrypt.test.ts', text: '' },
      { path: 'src/ec2/utilisation.ts', text: '' },
    ],
  },
  {
    name: 'no exported name that says nothing',
    instead: 'a name for what it is or does, without manager, helper or util',
    holdsFor: SOURCE,
    find: (file) =>
      exportedDeclarations(file.tree)
        .filter(({ name }) => wordsOf(name).some((word) => EMPTY_WORDS.test(word)))
        .map(({ name, node }) => ({ position: node.getStart(file.tree), detail: name })),
    bad: inSource(
      'export class KeyManager {}',
      'export const stringUtils = {}',
      'export const GRANT_HELPER = 1',
      'export function helperOf() {}',
      'const a = 1\nexport { a as util }',
    ),
    good: inSource('export const manage = 1', 'export const utilisation = 1', 'const helper = 1', 'export type Managed = 1'),
  },
]

function longFunctions({ tree }: TidyFile): readonly Breach[] {
  const found: Breach[] = []
  walk(tree, (node) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) return
    const start = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line
    const lines = tree.getLineAndCharacterOfPosition(node.end).line - start + 1
    if (lines > FUNCTION_LINES_MAX) found.push({ position: node.getStart(tree), detail: `${nameOf(node)} has ${lines} lines` })
  })
  return found
}

const nameOf = (node: ts.SignatureDeclaration): string => {
  const named =
    node.name ?? (ts.isVariableDeclaration(node.parent) || ts.isPropertyAssignment(node.parent) ? node.parent.name : undefined)
  return named?.getText() ?? 'a function'
}

const isGoodPath = (path: string): boolean =>
  path
    .split('/')
    .every((part) => /^[a-z0-9]+(?:[-.][a-z0-9]+)*$/.test(part) && !part.split(/[-.]/).some((word) => EMPTY_WORDS.test(word)))

/** `listGrantHelpers`, `LIST_GRANT_HELPERS` → `list`, `grant`, `helpers`. */
const wordsOf = (name: string): readonly string[] => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').split('_')
