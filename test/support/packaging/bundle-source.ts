import { build, type Plugin } from 'esbuild'
import { PROJECT_ROOT, requiredTextOf } from './project-files.ts'

/** The package's own names, led to the source by what package.json says for that platform. */
export const fromSource = (condition: 'node' | 'browser'): Plugin => ({
  name: 'kms-ebs-sim from its source',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^kms-ebs-sim$/ }, () => ({ path: `${PROJECT_ROOT}src/index.ts` }))
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

const sourceFor = (name: string, condition: 'node' | 'browser'): string => {
  const { imports } = JSON.parse(requiredTextOf('package.json')) as { imports: Record<string, Record<string, string>> }
  const target = imports[name]?.[condition] ?? imports[name]?.['default']
  if (target === undefined) throw new Error(`package.json has no "imports" entry ${name} for ${condition}`)
  return target.replace(/^\.\/dist\//, 'src/').replace(/\.js$/, '.ts')
}
