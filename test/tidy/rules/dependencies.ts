import { importsOf } from '../../support/packaging/code-text.ts'
import { requiredTextOf } from '../../support/packaging/project-files.ts'
import { inSource, type Rule, SOURCE } from './rule.ts'

/** What package.json says about other packages. */
export const MANIFEST = JSON.parse(requiredTextOf('package.json')) as {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly imports?: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly exports: Readonly<Record<string, unknown>>
  readonly bin?: Readonly<Record<string, string>>
}

/** The package that a specifier belongs to: `@noble/hashes/sha2.js` → `@noble/hashes`. */
export const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

/** Whether a user who installs the package also gets what `specifier` names. */
export const isShippedWith = (specifier: string): boolean =>
  specifier.startsWith('.') ||
  specifier.startsWith('node:') ||
  Object.hasOwn(MANIFEST.imports ?? {}, specifier) ||
  Object.hasOwn({ ...MANIFEST.dependencies, ...MANIFEST.peerDependencies }, packageOf(specifier))

/** The package runs with what it declares. */
export const DEPENDENCIES: readonly Rule[] = [
  {
    name: 'no import of an undeclared package',
    instead: 'a dependency of package.json (a development dependency is not there at the user’s)',
    holdsFor: SOURCE,
    find: (file) => importsOf(file.tree).filter(({ specifier }) => !isShippedWith(specifier)),
    bad: inSource(
      "import { KMSClient } from '@aws-sdk/client-kms'",
      "import type { KMSClient } from '@aws-sdk/client-kms'",
      "import { fc } from 'fast-check'",
      "import a from '#attic'",
      "import { createCloud } from 'kms-ebs-sim'",
    ),
    good: inSource(
      "import { gcm } from '@noble/ciphers/aes.js'",
      "import { a } from './a.ts'",
      "import { b } from '#native-crypto'",
    ),
  },
  {
    name: 'no test runner inside',
    instead: 'src/testing/vitest.ts, the one entry for those who have vitest; everybody else’s code runs without it',
    holdsFor: SOURCE,
    allowedIn: [/^src\/testing\/vitest\.ts$/],
    find: (file) => importsOf(file.tree).filter(({ specifier }) => packageOf(specifier) === 'vitest'),
    bad: [
      ...inSource("import { expect } from 'vitest'", "import type { Matchers } from 'vitest/node'"),
      { path: 'src/testing/matchers.ts', text: "import { expect } from 'vitest'" },
    ],
    good: [
      ...inSource("import { a } from './vitest.ts'"),
      { path: 'src/testing/vitest.ts', text: "import { expect } from 'vitest'" },
    ],
  },
]
