import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The package's own names, so that tests and documentation examples import what a user imports. */
const alias = [
  { find: '#native-crypto', replacement: source('./src/crypto/native-crypto.ts') },
  { find: '#native-key-pairs', replacement: source('./src/crypto/native-key-pairs.ts') },
  { find: 'kms-ebs-sim/server', replacement: source('./src/wire/server.ts') },
  { find: '#template-yaml', replacement: source('./src/cloudformation/node-yaml.ts') },
  { find: 'kms-ebs-sim/vitest', replacement: source('./src/testing/vitest.ts') },
  { find: 'kms-ebs-sim/matchers', replacement: source('./src/testing/matchers.ts') },
  { find: /^kms-ebs-sim$/, replacement: source('./src/index.ts') },
]

const project = (name: string, folders: string[]) => ({
  resolve: { alias },
  test: { name, include: folders.map((folder) => `test/${folder}/**/*.test.ts`), testTimeout: 180_000, hookTimeout: 120_000 },
})

export default defineConfig({
  test: {
    projects: [
      project('unit', ['unit', 'vectors', 'tidy']),
      project('behaviour', ['property', 'model', 'conformance']),
      project('clients', ['clients', 'docs']),
    ],
    coverage: {
      provider: 'v8',
      include: ['src/**'],
      exclude: ['src/wire/shapes/**'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: Object.fromEntries(['kms', 'iam', 'blocks', 'ec2'].map((folder) => [`src/${folder}/**`, { branches: 95 }])),
    },
  },
})
