/**
 * The package as a user has it: packed, installed into an empty project outside this tree, type-checked, run and bundled.
 *
 * README.md beside this file lists the commands. Each ends with status 0, or prints why not and ends with status 1.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const ROOT = here('../../')

const [command, ...given] = process.argv.slice(2)
const COMMANDS = { make, types, run, bundle, contents, tour, refuses, same, recipe, rerun, pages }
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
    'dist/testing/vitest.js',
    'dist/testing/matchers.d.ts',
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

/** Makes a little project for a test runner, with the tarball, a real SDK client and the README's example for that runner, and runs it. */
async function recipe(runner, tarball, project) {
  const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const { fence, imports, file, packages } = recipes()[runner] ?? fail(`no recipe for ${runner}`)
  const found = blocks('README.md', fence).find((code) => code.includes(imports))
  if (found === undefined) fail(`README.md has no \`\`\`${fence} block with ${imports}`)
  const wanted = Object.fromEntries(packages.map((name) => [name, devDependencies[name]]))
  const dependencies = { 'kms-ebs-sim': `file:${resolve(tarball)}`, ...wanted, ...(runner === 'jest' ? { jest: '^30.0.0' } : {}) }
  mkdirSync(project, { recursive: true })
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'recipe', private: true, type: 'module', dependencies }))
  const { code } = await (await import('esbuild')).transform(found, { loader: 'ts', format: 'esm' })
  writeFileSync(join(project, file), fence === 'js' || runner === 'vitest' ? found : code)
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: project, stdio: 'inherit' })
  if (runner === 'vitest') typesOf(project, file)
  rerun(runner, project, process.execPath)
}

/** The matchers are known to the compiler of a user who has vitest. */
function typesOf(project, file) {
  const flags = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--target', 'es2023']
  const { status } = tool('tsc', [...flags, '--lib', 'es2023,esnext.disposable,dom', file], { cwd: project, stdio: 'inherit' })
  if (status !== 0) fail('the example for vitest does not compile')
}

/** Runs a project that `recipe` has made under another Node. */
function rerun(runner, project, node) {
  const { command, environment = {}, passed } = recipes()[runner] ?? fail(`no recipe for ${runner}`)
  const env = { ...process.env, ...environment }
  const { status, stdout, stderr } = spawnSync(node, command, { cwd: project, env, encoding: 'utf8' })
  const said = stripVTControlCharacters(stdout + stderr)
  console.log(said)
  if (status !== 0 || !passed.test(said)) fail(`${runner} ended with status ${status}`)
}

/** The README's examples for test runners: how they are found, and how they are run as the README says. */
function recipes() {
  const sdk = ['@aws-sdk/client-kms']
  return {
    vitest: {
      fence: 'ts',
      imports: "from 'kms-ebs-sim/vitest'",
      file: 'example.test.ts',
      packages: ['vitest', ...sdk],
      command: ['node_modules/vitest/vitest.mjs', 'run'],
      passed: /Tests +[1-9]\d* passed/,
    },
    jest: {
      fence: 'js',
      imports: 'expect.extend(matchers)',
      file: 'example.test.js',
      packages: sdk,
      command: ['node_modules/jest/bin/jest.js', '--rootDir', '.'],
      environment: { NODE_OPTIONS: '--experimental-vm-modules' },
      passed: /^Tests: +[1-9]\d* passed/m,
    },
    'node-test': {
      fence: 'ts',
      imports: "from 'node:test'",
      file: 'example.test.mjs',
      packages: sdk,
      command: ['--test', '--test-reporter=tap', 'example.test.mjs'],
      passed: /^# pass [1-9]/m,
    },
  }
}

/**
 * Runs what the pages of `docs` say in Python and in the shell, in the project with the installed command. Debian's `aws` and Python come
 * first on the path: they are the ones that have been installed for it.
 */
function pages(project) {
  const path = [join(resolve(project), 'node_modules/.bin'), '/usr/bin', '/bin', dirname(process.execPath)].join(':')
  const env = {
    PATH: path,
    HOME: process.env.HOME,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_PAGER: '',
    AWS_EC2_METADATA_DISABLED: 'true',
  }
  const programs = [
    ...blocks('docs/coming-from-moto.md', 'python')
      .filter((code) => !code.includes('from moto'))
      .map((code) => ({ command: '/usr/bin/python3', args: ['-'], code, promised: 'CustomerKeyHasBeenRevoked' })),
    ...blocks('docs/coming-from-localstack.md', 'sh').map((code) => ({ command: 'bash', args: ['-eu'], code, promised: 'True' })),
  ]
  if (programs.length !== 2) fail(`expected two programs in the pages, found ${programs.length}`)
  for (const { command, args, code, promised } of programs) {
    const { status, stdout, stderr } = spawnSync(command, args, {
      cwd: project,
      env,
      input: code,
      encoding: 'utf8',
      timeout: 300_000,
    })
    process.stdout.write(stdout)
    if (status !== 0) fail(`${command} ended with status ${status}: ${stderr}`)
    if (!stdout.split('\n').includes(promised)) fail(`${command} did not print ${promised}`)
  }
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
  const [first] = blocks('README.md', 'ts')
  if (first === undefined) fail('README.md has no ```ts block')
  return first.trimEnd()
}

/** The fenced blocks of a language on a page. */
function blocks(page, language) {
  const text = readFileSync(join(ROOT, page), 'utf8')
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, code]) => code)
}

function fail(reason) {
  console.error(reason)
  process.exit(1)
}
