import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('../..', import.meta.url))
const source = (path: string) => `${root}${path}`

interface Mutant {
  readonly id: string
  readonly file: string
  readonly find: string
  readonly replace: string
}

/** The mutant that this run is about: `run.mjs` says which. */
const mutant = (JSON.parse(readFileSync(source('test/mutation/mutants.json'), 'utf8')) as Mutant[]).find(
  ({ id }) => id === process.env['MUTANT'],
)

/** The configuration of one run of `npm run test:mutants`: one change in one file of the source, and the tests that should notice it. */
export default defineConfig({
  root,
  plugins: [
    {
      name: 'one mutant',
      enforce: 'pre',
      transform: (code: string, id: string) => {
        if (mutant === undefined || !id.endsWith(`/${mutant.file}`)) return undefined
        return { code: code.replace(mutant.find, () => mutant.replace), map: null }
      },
    },
  ],
  resolve: {
    alias: [
      { find: '#native-crypto', replacement: source('src/crypto/native-crypto.ts') },
      { find: '#native-key-pairs', replacement: source('src/crypto/native-key-pairs.ts') },
      { find: /^kms-ebs-sim$/, replacement: source('src/index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/mutation/first-failure.ts'],
    testTimeout: 120_000,
    bail: 1,
    reporters: ['dot'],
  },
})
