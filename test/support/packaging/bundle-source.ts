import { build, type Plugin } from 'esbuild'
import { PROJECT_ROOT, requiredTextOf } from './project-files.ts'

/** The package's own names, led to the source by what package.json says for that platform. */
export const fromSource = (condition: 'node' | 'browser'): Plugin => ({
  name: 'kms-ebs-sim from its source',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^kms-ebs-sim(?:\/|$)/ }, ({ path }) => ({ path: PROJECT_ROOT + entryFor(path) }))
    onResolve({ filter: /^#/ }, ({ path }) => ({ path: PROJECT_ROOT + sourceFor(path, condition) }))
  },
})

/** Bundles a piece of TypeScript with the package's source into one file for plain Node; other packages stay outside. */
export const bundleForNode = async (code: string, outfile: string): Promise<void> => {
  await build({
    stdin: { contents: code, resolveDir: PROJECT_ROOT, loader: 'ts' },
    absWorkingDir: PROJECT_ROOT,
    bundle: true,
    outfile,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'silent',
    plugins: [fromSource('node')],
  })
}

interface Manifest {
  readonly exports: Readonly<Record<string, { readonly default: string }>>
  readonly imports: Readonly<Record<string, Readonly<Record<string, string>>>>
}

const manifest = () => JSON.parse(requiredTextOf('package.json')) as Manifest

const entryFor = (specifier: string): string => {
  const entry = manifest().exports[specifier.replace('kms-ebs-sim', '.')]
  if (entry === undefined) throw new Error(`package.json has no "exports" entry for ${specifier}`)
  return sourceOf(entry.default)
}

const sourceFor = (name: string, condition: 'node' | 'browser'): string => {
  const { imports } = manifest()
  const target = imports[name]?.[condition] ?? imports[name]?.['default']
  if (target === undefined) throw new Error(`package.json has no "imports" entry ${name} for ${condition}`)
  return sourceOf(target)
}

const sourceOf = (target: string): string => target.replace(/^\.\/dist\//, 'src/').replace(/\.js$/, '.ts')
