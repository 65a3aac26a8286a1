import { describe, expect, it } from 'vitest'
import { bundleForBrowser, runInPage } from '../support/packaging/browser-page.ts'
import { firstExampleIn } from '../support/packaging/markdown-examples.ts'
import { requiredTextOf } from '../support/packaging/project-files.ts'
import { prepare } from '../support/packaging/run-example.ts'

describe('the package in a web page', () => {
  it('bundles without anything of Node', async () => {
    const { code, inputs } = await bundleForBrowser(
      "import * as simulator from 'kms-ebs-sim'\nconsole.log(typeof simulator.createCloud)",
    )
    expect(inputs.filter((path) => path.startsWith('src/crypto/no-native-crypto'))).toHaveLength(1)
    expect(inputs.filter((path) => path.startsWith('src/crypto/native-crypto'))).toEqual([])
    expect(code).not.toMatch(/["'`]node:|\brequire\(/)
    expect(runInPage(code)).toEqual(['function'])
  })

  it('runs the README’s first example and prints what Node prints, with the portable engine instead of the native one', async () => {
    const example = firstExampleIn('README.md', requiredTextOf('README.md'))
    const { run, remove } = prepare(example)
    const inNode = (await run().finally(remove)).map(({ text }) => text)
    expect(inNode.length).toBeGreaterThan(0)
    expect(runInPage((await bundleForBrowser(example.code)).code)).toEqual(inNode)
  })

  it('would notice a module of Node', async () => {
    await expect(bundleForBrowser("import { createHash } from 'node:crypto'\nconsole.log(createHash)")).rejects.toThrow(
      'node:crypto',
    )
  })

  it('would notice a name that a page may not have', () => {
    expect(() => runInPage('process.exit(1)')).toThrow('process is not defined')
    expect(() => runInPage('Buffer.from("a")')).toThrow('Buffer is not defined')
    expect(() => runInPage('setTimeout(() => {}, 1)')).toThrow('setTimeout is not defined')
  })

  it('gives a page its own byte arrays', () => {
    expect(
      runInPage(
        'console.log(new TextEncoder().encode("é") instanceof Uint8Array, new TextDecoder().decode(Uint8Array.of(195, 169)))',
      ),
    ).toEqual(['true é'])
  })
})
