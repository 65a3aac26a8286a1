import { createRequire } from 'node:module'
import type * as Yaml from 'yaml'

/**
 * The package `yaml`, read from disk when the first template in YAML comes: it takes 40 to 70 ms, more than making a cloud and more than
 * half of what the import of this package may take, and calls are synchronous, so that it can't be imported when it is needed. Imported
 * as `#template-yaml`, which is `bundled-yaml.ts` outside Node.
 */
export const yaml = (): typeof Yaml => {
  loaded ??= createRequire(import.meta.url)('yaml') as typeof Yaml
  return loaded
}

let loaded: typeof Yaml | undefined
