/**
 * Bundles what the package is entered by, behind `tsc`, which checks and writes the declarations.
 *
 * Loading is what a new process waits for, and it goes by the number of files: see "Cold start" in bench/README.md. What several entries
 * need lies in `dist/chunks`, once, so that a class is one class whichever way it is reached. Dependencies stay what they are.
 */
import { readFileSync, rmSync } from 'node:fs'
import { build } from 'esbuild'

const { exports, imports, bin } = JSON.parse(readFileSync('package.json', 'utf8'))

/** Every file in `dist` that a path of package.json leads to: its source is an entry. */
const entriesIn = (paths) =>
  typeof paths === 'string' ? (/dist\/.*\.js$/.test(paths) ? [paths] : []) : Object.values(paths).flatMap(entriesIn)

const sources = new Set(
  [exports, imports, bin].flatMap(entriesIn).map((path) => path.replace(/^(?:\.\/)?dist\//, 'src/').replace(/\.js$/, '.ts')),
)

rmSync('dist/chunks', { recursive: true, force: true })
await build({
  entryPoints: [...sources],
  outbase: 'src',
  outdir: 'dist',
  bundle: true,
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  format: 'esm',
  platform: 'neutral',
  target: 'es2023',
  packages: 'external',
  external: Object.keys(imports),
  logLevel: 'warning',
})
