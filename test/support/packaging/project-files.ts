import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The project's folder, with a slash behind it. */
export const PROJECT_ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** Folders that hold nothing of ours. */
const FOREIGN = new Set(['node_modules', 'dist', 'coverage', '.git', '.generated'])

/** The text of a project file, or `undefined` where it is not there. */
export const textOf = (path: string): string | undefined =>
  existsSync(PROJECT_ROOT + path) ? readFileSync(PROJECT_ROOT + path, 'utf8') : undefined

/** The text of a project file that must be there. */
export const requiredTextOf = (path: string): string => {
  const text = textOf(path)
  if (text === undefined) throw new Error(`${path} is missing: this test reads it`)
  return text
}

/** The paths (from the project's folder, with `/`) of all files under `folder` whose name ends in one of `endings`, in a fixed order. */
export const filesUnder = (folder: string, ...endings: readonly string[]): readonly string[] => {
  if (!existsSync(PROJECT_ROOT + folder)) return []
  const found: string[] = []
  for (const entry of readdirSync(PROJECT_ROOT + folder, { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory() && !FOREIGN.has(entry.name)) found.push(...filesUnder(path, ...endings))
    if (entry.isFile() && endings.some((ending) => entry.name.endsWith(ending))) found.push(path)
  }
  return found.sort((left, right) => (left < right ? -1 : 1))
}
