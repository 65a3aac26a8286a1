import { importsOf } from '../../support/packaging/code-text.ts'
import { type Breach, type Rule, SOURCE, type TidyFile } from './rule.ts'

/**
 * The house, floor by floor: what each part of `src` may import besides itself.
 *
 * Imports only point down. Two parts of one floor do not know each other. A new folder gets its row here.
 */
const MAY_IMPORT = {
  core: [],
  crypto: ['core'],
  iam: ['core'],
  wire: ['core'],
  blocks: ['core', 'crypto'],
  sts: ['core', 'crypto', 'iam'],
  cloudtrail: ['core', 'iam'],
  kms: ['core', 'crypto', 'iam'],
  ec2: ['core', 'crypto', 'iam', 'sts', 'kms', 'blocks'],
  ebs: ['core', 'crypto', 'iam', 'sts', 'kms', 'blocks', 'ec2'],
  rbin: ['core', 'crypto', 'iam', 'ec2'],
  autoscaling: ['core', 'crypto', 'iam', 'sts', 'kms', 'ec2'],
  rds: ['core', 'crypto', 'iam', 'sts', 'kms', 'blocks', 'ec2'],
  cloudformation: ['core', 'crypto', 'iam', 'sts', 'kms', 'ec2', 'ebs', 'autoscaling', 'rds'],
  /** The files beside the folders: the composition root, its parts, and index.ts, which only names what is public. */
  top: [
    'core',
    'crypto',
    'iam',
    'wire',
    'blocks',
    'sts',
    'cloudtrail',
    'kms',
    'ec2',
    'ebs',
    'rbin',
    'autoscaling',
    'rds',
    'cloudformation',
  ],
  /** src/wire/server*: the only node:http, stands on the whole cloud. */
  server: ['core', 'wire', 'top'],
  testing: ['core', 'top'],
  explore: [
    'core',
    'crypto',
    'iam',
    'wire',
    'blocks',
    'sts',
    'kms',
    'ec2',
    'ebs',
    'autoscaling',
    'rds',
    'cloudformation',
    'top',
    'server',
  ],
} as const satisfies Record<string, readonly string[]>

/** Imports only point down. */
export const LAYERS: readonly Rule[] = [
  {
    name: 'no import up or across the layers',
    instead: 'what the layer below offers, or a function handed in from above (test/tidy/rules/layers.ts has the plan)',
    holdsFor: SOURCE,
    find: upwardImports,
    bad: [
      { path: 'src/core/clock.ts', text: "import { keyState } from '../kms/key-states.ts'" },
      { path: 'src/core/clock.ts', text: "import type { KeyState } from '../kms/key-states.ts'" },
      { path: 'src/crypto/blob.ts', text: "import { a } from '../iam/evaluate.ts'" },
      { path: 'src/kms/grants.ts', text: "export { volume } from '../ec2/volumes.ts'" },
      { path: 'src/kms/operations/encrypt.ts', text: "import { createCloud } from '../../cloud.ts'" },
      { path: 'src/wire/aws-json.ts', text: "import { serve } from './server.ts'" },
      { path: 'src/wire/aws-json.ts', text: "import { Encrypt } from '../kms/operations/encrypt.ts'" },
      { path: 'src/ec2/volumes.ts', text: "const ebs = await import('../ebs/operations/start-snapshot.ts')" },
      { path: 'src/cloud.ts', text: "import { createCloud } from './index.ts'" },
      { path: 'src/attic/a.ts', text: '' },
    ],
    good: [
      {
        path: 'src/kms/grants.ts',
        text: "import { Outcome } from '../core/outcome.ts'\nimport { gcm } from '@noble/ciphers/aes.js'",
      },
      {
        path: 'src/kms/operations/encrypt.ts',
        text: "import { a } from '../grants.ts'\nimport { b } from '../../crypto/blob.ts'",
      },
      { path: 'src/ec2/volumes.ts', text: "import { a } from '../blocks/device.ts'\nimport { b } from '../kms/key-states.ts'" },
      { path: 'src/cloud.ts', text: "import { a } from './options.ts'\nimport { b } from './wire/aws-json.ts'" },
      { path: 'src/index.ts', text: "export { createCloud } from './cloud.ts'" },
      { path: 'src/explore/main.ts', text: "import { createCloud } from '../index.ts'" },
    ],
  },
  {
    name: 'no import without its .ts ending',
    instead: 'the path of the file as it is on disk',
    holdsFor: [/^(?:src|test|bench)\/.*\.ts$/],
    find: (file) =>
      importsOf(file.tree).filter(({ specifier }) => specifier.startsWith('.') && !/\.(?:ts|json)$/.test(specifier)),
    bad: [
      { path: 'src/kms/a.ts', text: "import { a } from './b.js'" },
      { path: 'src/kms/a.ts', text: "import { a } from './b'" },
    ],
    good: [{ path: 'src/kms/a.ts', text: "import { a } from './b.ts'\nimport { c } from '@noble/hashes/sha2.js'" }],
  },
]

function upwardImports({ path, tree }: TidyFile): readonly Breach[] {
  const from = layerOf(path)
  if (!isLayer(from)) return [{ position: 0, detail: `${from} has no row in the plan of the layers` }]
  const allowed: readonly string[] = MAY_IMPORT[from]
  return importsOf(tree)
    .filter(({ specifier }) => specifier.startsWith('.'))
    .map(({ specifier, position }) => ({ position, target: resolve(path, specifier) }))
    .filter(({ target }) => !(layerOf(target) === from ? target !== 'src/index.ts' : allowed.includes(layerOf(target))))
    .map(({ position, target }) => ({ position, detail: `${from} imports ${target}` }))
}

const layerOf = (path: string): string => {
  if (path.startsWith('src/wire/server')) return 'server'
  const [, part, ...rest] = path.split('/')
  return rest.length === 0 ? 'top' : (part ?? '')
}

const isLayer = (name: string): name is keyof typeof MAY_IMPORT => Object.hasOwn(MAY_IMPORT, name)

const resolve = (path: string, specifier: string): string => {
  const parts = path.split('/').slice(0, -1)
  for (const step of specifier.split('/')) {
    if (step === '..') parts.pop()
    else if (step !== '.') parts.push(step)
  }
  return parts.join('/')
}
