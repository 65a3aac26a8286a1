/**
 * The package as a user has it: packed, installed into an empty project outside this tree, type-checked, run and bundled.
 *
 * README.md beside this file lists the commands. Each ends with status 0, or prints why not and ends with status 1.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const ROOT = here('../../')

const [command, ...given] = process.argv.slice(2)
const COMMANDS = { make, types, run, bundle, contents, tour, refuses, same, jest }
if (!Object.hasOwn(COMMANDS, command ?? '')) fail(`usage: check.mjs ${Object.keys(COMMANDS).join('|')} …`)
await COMMANDS[command](...given)

/** Makes the project: the tarball and Node's types installed, the README's first example beside them. */
function make(tarball, project) {
  mkdirSync(project, { recursive: true })
  const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const dependencies = { 'kms-ebs-sim': `file:${resolve(tarball)}`, '@types/node': devDependencies['@types/node'] }
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module', dependencies }))
  for (const config of ['tsconfig.nodenext.json', 'tsconfig.bundler.json']) copyFileSync(here(config), join(project, config))
  writeFileSync(join(project, 'example.ts'), `${firstExample()}\n`)
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: project, stdio: 'inherit' })
}

/** Type-checks the example with this repository's compiler and the user's configuration. */
function types(project, config) {
  const { status } = tool('tsc', ['-p', join(project, `tsconfig.${config}.json`), '--noEmit'], { stdio: 'inherit' })
  if (status !== 0) fail(`the example does not compile with moduleResolution ${config}`)
}

/** Compiles and runs the example under this Node; it must print what the README says, in that order. */
function run(project) {
  if (tool('tsc', ['-p', join(project, 'tsconfig.nodenext.json')], { stdio: 'inherit' }).status !== 0)
    fail('the example does not compile')
  const { status, stdout, stderr } = spawnSync('node', [join(project, 'out/example.js')], { cwd: project, encoding: 'utf8' })
  if (status !== 0) fail(`the example ended with status ${status}: ${stderr}`)
  process.stdout.write(stdout)
  const promised = [...firstExample().matchAll(/\/\/ → (.*)$/gm)].map(([, text]) => text.trimEnd())
  if (promised.length === 0) fail('the README’s first example promises no output (`// → text`)')
  const printed = stdout.split('\n')
  for (const text of promised) {
    const at = printed.indexOf(text)
    if (at < 0) fail(`the example did not print, in its place: ${text}`)
    printed.splice(0, at + 1)
  }
}

/** Bundles the example for a web page out of the installed package. */
async function bundle(project) {
  const { build } = await import('esbuild')
  const { outputFiles, metafile } = await build({
    entryPoints: [join(project, 'example.ts')],
    absWorkingDir: resolve(project),
    bundle: true,
    write: false,
    metafile: true,
    format: 'iife',
    platform: 'browser',
    logLevel: 'error',
  })
  const inputs = Object.keys(metafile.inputs)
  if (!inputs.some((path) => path.endsWith('kms-ebs-sim/dist/crypto/no-native-crypto.js')))
    fail('the page did not get the portable cryptography')
  if (/["'`]node:/.test(outputFiles[0].text)) fail('the bundle names a module of Node')
  console.log(`${inputs.length} files, ${outputFiles[0].text.length} characters before minifying`)
}

/** The tarball holds the compiled package, the manifest, the readme, the licence and the changelog. */
function contents(tarball) {
  const files = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).trim().split('\n')
  const astray = files.filter(
    (path) => !/^package\/(?:dist\/.*\.(?:js|d\.ts)|package\.json|README\.md|LICENSE|CHANGELOG\.md)$/.test(path),
  )
  if (astray.length > 0) fail(`the tarball holds more than it should: ${astray.join(', ')}`)
  const wanted = [
    'README.md',
    'LICENSE',
    'CHANGELOG.md',
    'package.json',
    'dist/index.js',
    'dist/index.d.ts',
    'dist/explore/main.js',
  ]
  const absent = wanted.filter((path) => !files.includes(`package/${path}`))
  if (absent.length > 0) fail(`the tarball lacks ${absent.join(', ')}`)
  console.log(`${files.length} files`)
}

/** The installed command tells a tour, and the same one for the same seed. */
function tour(project) {
  const [first, second] = [0, 1].map(() => installed(project, ['tour', '--seed', '7']))
  for (const { status, stderr } of [first, second]) if (status !== 0) fail(`the tour ended with status ${status}: ${stderr}`)
  if (first.stdout.trim() === '') fail('the tour printed nothing')
  if (first.stdout !== second.stdout) fail('two tours of one seed differ')
  console.log(`${first.stdout.split('\n').length} lines, twice the same`)
}

/** Another Node prints the same as this one, for the example and for the tour. */
function same(project, node) {
  const modules = join(resolve(project), 'node_modules/kms-ebs-sim')
  for (const args of [[join(project, 'out/example.js')], [join(modules, 'dist/explore/main.js'), 'tour', '--seed', '7']]) {
    const [here, there] = [process.execPath, node].map((binary) => spawnSync(binary, args, { cwd: project, encoding: 'utf8' }))
    if (there.error !== undefined) fail(String(there.error))
    if (here.status !== 0 || there.status !== 0)
      fail(`ended with status ${here.status} here, ${there.status} there: ${there.stderr}`)
    if (here.stdout.trim() === '') fail('printed nothing')
    if (here.stdout !== there.stdout) fail(`printed something else: ${there.stdout.slice(0, 2000)}`)
  }
  console.log(execFileSync(node, ['--version'], { encoding: 'utf8' }).trim())
}

/** The README's example for jest passes under jest, started as the README says. */
function jest(project) {
  const block = /^```js\n(.*?)^```/ms.exec(readFileSync(join(ROOT, 'README.md'), 'utf8'))
  if (block === null) fail('README.md has no ```js block with an example for jest')
  writeFileSync(join(project, 'example.test.js'), block[1])
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--no-save', 'jest@30'], {
    cwd: project,
    stdio: 'inherit',
  })
  const env = { ...process.env, NODE_OPTIONS: '--experimental-vm-modules' }
  const options = { cwd: project, env, encoding: 'utf8' }
  const { status, stderr } = spawnSync(
    join(resolve(project), 'node_modules/.bin/jest'),
    ['--rootDir', '.', 'example.test.js'],
    options,
  )
  console.log(stderr)
  if (status !== 0 || !/^Tests: +[1-9]\d* passed/m.test(stderr)) fail(`jest ended with status ${status}`)
}

/** The installed command refuses these arguments: status 1, a reason on standard error, nothing on standard output. */
function refuses(project, ...args) {
  const { status, stdout, stderr } = installed(project, args)
  if (status !== 1) fail(`ended with status ${status} instead of 1`)
  if (stderr.trim() === '') fail('gave no reason on standard error')
  if (/^ +at .*:\d+:\d+\)?$/m.test(stderr)) fail(`printed a stack trace instead of a reason: ${stderr}`)
  if (stdout !== '') fail(`printed on standard output: ${stdout.slice(0, 200)}`)
  console.log(stderr.trim().split('\n', 1)[0])
}

function installed(project, args) {
  return spawnSync(join(resolve(project), 'node_modules/.bin/kms-ebs-sim'), args, {
    cwd: project,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

function tool(name, args, options) {
  return spawnSync(join(ROOT, 'node_modules/.bin', name), args, options)
}

function firstExample() {
  const block = /^```ts\n(.*?)^```/ms.exec(readFileSync(join(ROOT, 'README.md'), 'utf8'))
  if (block === null) fail('README.md has no ```ts block')
  return block[1].trimEnd()
}

function fail(reason) {
  console.error(reason)
  process.exit(1)
}
