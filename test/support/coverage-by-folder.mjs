// After `npm run coverage`: lines and branches of every folder of the source, from coverage/coverage-summary.json.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const summary = JSON.parse(readFileSync(`${root}coverage/coverage-summary.json`, 'utf8'))
const folders = new Map()
for (const [path, { lines, branches }] of Object.entries(summary)) {
  if (!path.includes('/src/')) continue
  const [, inside] = path.split('/src/')
  const folder = inside.includes('/') ? inside.slice(0, inside.indexOf('/')) : '.'
  const sum = folders.get(folder) ?? { lines: [0, 0], branches: [0, 0] }
  sum.lines = [sum.lines[0] + lines.covered, sum.lines[1] + lines.total]
  sum.branches = [sum.branches[0] + branches.covered, sum.branches[1] + branches.total]
  folders.set(folder, sum)
}
const percent = ([covered, total]) => (total === 0 ? '–' : `${((100 * covered) / total).toFixed(1)} %`)
console.log('| folder | lines | branches |\n|---|---|---|')
for (const [folder, { lines, branches }] of [...folders].sort()) {
  console.log(`| ${folder} | ${percent(lines)} | ${percent(branches)} |`)
}
