import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('../..', import.meta.url))
const source = (path: string) => `${root}${path}`
const soak = process.env['LONG_SOAK'] !== undefined

/** The configuration of `npm run test:long`. */
export default defineConfig({
  root,
  resolve: {
    alias: [
      { find: '#native-crypto', replacement: source('src/crypto/native-crypto.ts') },
      { find: '#native-key-pairs', replacement: source('src/crypto/native-key-pairs.ts') },
      { find: /^kms-ebs-sim$/, replacement: source('src/index.ts') },
    ],
  },
  test: {
    include: soak ? ['test/long/soak.test.ts'] : ['test/long/stories.test.ts', 'test/property/**/*.test.ts'],
    setupFiles: soak ? [] : ['test/long/many-runs.ts'],
    execArgv: ['--expose-gc'],
    disableConsoleIntercept: true,
    testTimeout: 24 * 60 * 60 * 1000,
  },
})
