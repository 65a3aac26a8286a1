// Applies every mutant of mutants.json, one at a time, and runs the tests that should notice it: `npm run test:mutants [-- id …]`.
// A mutant that no test notices has survived. The source itself is never touched: the change is made while the module is loaded.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const all = JSON.parse(readFileSync(`${root}test/mutation/mutants.json`, 'utf8'))
const wanted = process.argv.slice(2)
const mutants = wanted.length === 0 ? all : all.filter(({ id }) => wanted.includes(id))
const started = performance.now()
const survivors = []
const mistakes = []

const occurrences = (text, find) => text.split(find).length - 1

const runTests = ({ id, test, name }) =>
  new Promise((resolve) => {
    const args = ['vitest', 'run', '--config', 'test/mutation/vitest.config.ts', ...test.split(' ')]
    if (name !== undefined) args.push('-t', name)
    const child = spawn('npx', ['--no-install', ...args], { cwd: root, env: { ...process.env, MUTANT: id, NO_COLOR: '1' } })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (output += part))
    child.on('close', (status) => resolve({ status, output }))
  })

const tryMutant = async (mutant) => {
  const { id, file, find, replace } = mutant
  const found = occurrences(readFileSync(`${root}${file}`, 'utf8'), find)
  if (found !== 1 || find === replace) {
    mistakes.push(`${id}: its text occurs ${found} times in ${file}, and should once`)
    return
  }
  const { status, output } = await runTests(mutant)
  const ran = /Tests\s+.*?(\d+) (?:failed|passed)/.exec(output)
  if (status !== 0 && / failed/.test(output)) return
  if (ran === null) mistakes.push(`${id}: no test ran\n${output.slice(-600)}`)
  else
    survivors.push(
      `${id} (invariant ${mutant.invariant}) in ${file}: ${find}  =>  ${replace}\n    by ${mutant.test} ${mutant.name ?? ''}`,
    )
}

const queue = [...mutants]
const worker = async () => {
  for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) await tryMutant(mutant)
}
await Promise.all(Array.from({ length: Math.max(1, Math.min(4, availableParallelism())) }, worker))

for (const text of [...mistakes.map((each) => `MISTAKE  ${each}`), ...survivors.map((each) => `SURVIVED ${each}`)])
  console.log(text)
const killed = mutants.length - survivors.length - mistakes.length
const seconds = Math.round((performance.now() - started) / 1000)
console.log(
  `${killed} of ${mutants.length} mutants killed, ${survivors.length} survived, ${mistakes.length} mistakes, ${seconds} s`,
)
process.exitCode = survivors.length + mistakes.length === 0 && mutants.length > 0 ? 0 : 1
