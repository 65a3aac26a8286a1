import { beforeAll, describe, expect, it } from 'vitest'
import { importsOf, parse } from '../support/packaging/code-text.ts'
import { emitPackage } from '../support/packaging/compile.ts'
import { requiredTextOf } from '../support/packaging/project-files.ts'
import { describePublicSurface } from '../support/packaging/public-surface.ts'
import { isShippedWith, MANIFEST } from './rules/dependencies.ts'

/** The files that package.json points to. */
const targets = [...leaves(MANIFEST.exports), ...leaves(MANIFEST.imports), ...leaves(MANIFEST.bin)]
  .map((path) => path.replace(/^\.\//, ''))
  .filter((path) => path !== 'package.json')

let emitted: ReadonlyMap<string, string>

describe('the compiled package', () => {
  beforeAll(() => {
    emitted = emitPackage()
  })

  it('has the public surface that is written down (after a wanted change: npx vitest run test/tidy/public-surface -u)', async () => {
    const surface = describePublicSurface(emitted, 'dist/index.d.ts')
    expect(surface).toContain('// export createCloud')
    await expect(`${surface}\n`).toMatchFileSnapshot('public-surface.d.ts.txt')
  })

  it('has every file that package.json points to', () => {
    expect(targets.length).toBeGreaterThanOrEqual(5)
    expect(targets.filter((path) => !emitted.has(path))).toEqual([])
  })

  it('starts its command with a line that names node', () => {
    for (const path of Object.values(MANIFEST.bin ?? {})) expect(emitted.get(path)?.split('\n', 1)[0]).toBe('#!/usr/bin/env node')
  })

  it('imports only its own files, its dependencies and Node, in code and in declarations', () => {
    const modules = new Set([...emitted.keys()].map(moduleOf))
    const astray = imports().filter(({ from, specifier }) =>
      specifier.startsWith('.') ? !modules.has(resolve(from, specifier)) : !isShippedWith(specifier),
    )
    expect(astray).toEqual([])
  })

  it('has declarations that a web page’s project understands, without the types of Node', () => {
    const inside = [...emitted].filter(([path]) => path.endsWith('.d.ts') && !path.startsWith('dist/explore/'))
    const leaks = inside.flatMap(([path, text]) =>
      [...text.matchAll(/\bNodeJS\.\w+|\bBuffer\b(?=[<;,) |[\]])|reference types="node"|["']node:\w+["']/g)].map(
        ([found]) => `${path}: ${found}`,
      ),
    )
    expect(leaks, 'a type was inferred from Node’s: write it down').toEqual([])
  })

  it('has no file that no entry point reaches', () => {
    const links = imports()
      .filter(({ specifier }) => specifier.startsWith('.'))
      .map(({ from, specifier }) => ({ from: moduleOf(from), to: resolve(from, specifier) }))
    const reached = new Set<string>()
    const visit = (module: string) => {
      if (reached.has(module)) return
      reached.add(module)
      for (const { from, to } of links) if (from === module) visit(to)
    }
    for (const target of targets) visit(moduleOf(target))
    expect([...new Set([...emitted.keys()].map(moduleOf))].filter((module) => !reached.has(module))).toEqual([])
  })

  it('offers both sides of every conditional import under the same names', () => {
    for (const [name, sides] of Object.entries(MANIFEST.imports ?? {})) {
      const [first = '', ...others] = Object.values(sides).map((path) =>
        declaredNames(path.replace(/^\.\//, '').replace(/\.js$/, '.d.ts')),
      )
      expect(first, name).not.toBe('')
      for (const other of others) expect(other, name).toBe(first)
    }
  })
})

describe('the description of a public surface', () => {
  const describeSample = (rest: string) =>
    describePublicSurface(
      new Map([
        ['dist/index.d.ts', "export { make, type Thing as Made } from './inside.ts';\n"],
        [
          'dist/inside.d.ts',
          `import type { Part } from './part.ts';\n/** Doc. */\nexport interface Thing { readonly part: Part }\nexport declare const make: () => Thing;\n`,
        ],
        ['dist/part.d.ts', `export interface Part { ${rest} }\nexport interface Unseen { readonly b: 1 }\n`],
      ]),
      'dist/index.d.ts',
    )

  it('names what is exported and shows what that mentions, and nothing else', () => {
    const surface = describeSample('readonly a: 1')
    for (const text of ['// export make', '// export Made', 'export interface Thing', '// in dist/part.d.ts'])
      expect(surface).toContain(text)
    for (const text of ['Unseen', 'Doc.']) expect(surface).not.toContain(text)
  })

  it('changes when a type changes that is only mentioned', () => {
    expect(describeSample('readonly a: 2')).not.toBe(describeSample('readonly a: 1'))
  })

  it('refuses an entry that is not there', () => {
    expect(() => describePublicSurface(new Map(), 'dist/index.d.ts')).toThrow('dist/index.d.ts')
  })
})

describe('the manifest', () => {
  it('declares exact entry points: types first, nothing that is not there', () => {
    expect(MANIFEST.exports).toMatchObject({ '.': { types: './dist/index.d.ts', default: './dist/index.js' } })
    expect(Object.keys(MANIFEST.exports['.'] as object)[0]).toBe('types')
  })

  it('runs nothing at the user’s when it is installed', () => {
    const { scripts } = JSON.parse(requiredTextOf('package.json')) as { scripts: Record<string, string> }
    expect(Object.keys(scripts).filter((name) => /^(?:pre|post)?install$|^prepare$/.test(name))).toEqual([])
  })

  it('has the same version as the newest entry of the changelog', () => {
    const { version } = JSON.parse(requiredTextOf('package.json')) as { version: string }
    expect(/^## (\S+)/m.exec(requiredTextOf('CHANGELOG.md'))?.[1]).toBe(version)
  })
})

function imports(): readonly { readonly from: string; readonly specifier: string }[] {
  return [...emitted].flatMap(([from, text]) => importsOf(parse(from, text)).map(({ specifier }) => ({ from, specifier })))
}

function declaredNames(path: string): string {
  const text = emitted.get(path)
  if (text === undefined) throw new Error(`${path} was not emitted`)
  return [...text.matchAll(/export (?:declare )?(?:const|function|class|interface|type) (\w+)/g)]
    .map(([, name]) => name ?? '')
    .sort((left, right) => (left < right ? -1 : 1))
    .join(', ')
}

function leaves(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : []
}

/** `dist/kms/grants.js` and `dist/kms/grants.d.ts` are one module; declarations name their neighbours as the source does, with `.ts`. */
function moduleOf(path: string): string {
  return path.replace(/(?:\.d)?\.ts$|\.js$/, '')
}

function resolve(from: string, specifier: string): string {
  return moduleOf(new URL(specifier, `file:///${from}`).pathname.slice(1))
}
