import { format } from 'node:util'
import { createContext, runInContext } from 'node:vm'
import { build } from 'esbuild'
import { fromSource } from './bundle-source.ts'
import { PROJECT_ROOT } from './project-files.ts'

/** What a bundler made for a page. */
export interface Bundle {
  readonly code: string
  /** The files that went in, from the project's folder. */
  readonly inputs: readonly string[]
}

/** Bundles a piece of TypeScript that imports `kms-ebs-sim`, as a web page's build would. Fails where anything needs Node. */
export const bundleForBrowser = async (code: string): Promise<Bundle> => {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: PROJECT_ROOT, loader: 'ts' },
    absWorkingDir: PROJECT_ROOT,
    bundle: true,
    write: false,
    metafile: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2023',
    conditions: ['browser'],
    logLevel: 'silent',
    plugins: [fromSource('browser')],
  })
  return { code: outputFiles[0]?.text ?? '', inputs: Object.keys(metafile.inputs) }
}

/**
 * Runs a script in a world that has the language and, of the platform, only the few names given here: no `process`, no
 * `require`, no `crypto`, no timers. Gives the lines that it printed.
 */
export const runInPage = (code: string): readonly string[] => {
  const lines: string[] = []
  const page = createContext({ __proto__: null })
  const host = {
    print: (...values: unknown[]) => lines.push(format(...values)),
    encode: (text: string) => new TextEncoder().encode(text),
    decode: (label: string | undefined, options: TextDecoderOptions | undefined, bytes: Uint8Array | undefined) =>
      new TextDecoder(label, options).decode(bytes),
    btoa,
    atob,
  }
  runInContext(PLATFORM, page)(host)
  runInContext(code, page, { filename: 'page.js' })
  return lines
}

/** The platform of the page, made inside it, so that its arrays are the page's own `Uint8Array`s, as in a real page. */
const PLATFORM = `(host) => {
  globalThis.TextEncoder = class TextEncoder { encode(text = '') { return new Uint8Array(host.encode(text)) } }
  globalThis.TextDecoder = class TextDecoder {
    constructor(label, options) { this.label = label; this.options = options }
    decode(bytes) { return host.decode(this.label, this.options, bytes) }
  }
  globalThis.btoa = (text) => host.btoa(text)
  globalThis.atob = (text) => host.atob(text)
  globalThis.console = { log: host.print, info: host.print, warn: host.print, error: host.print }
}`
