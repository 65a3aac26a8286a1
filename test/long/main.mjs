// Plays stories for as long as one likes, or makes very many operations in one cloud:
//   npm run test:long -- --seed 7 --minutes 10
//   npm run test:long -- --soak 1000000
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: { seed: { type: 'string' }, minutes: { type: 'string' }, soak: { type: 'string' } },
})
const number = (name, fallback) => {
  const value = values[name] === undefined ? fallback : Number(values[name])
  if (Number.isFinite(value) && value > 0) return value
  console.error(`--${name} expected a number above 0, got ${values[name]}`)
  process.exit(2)
}
const seed = number('seed', (Date.now() % 1_000_000_000) + 1)
const env =
  values.soak === undefined
    ? { LONG_SEED: String(seed), LONG_MINUTES: String(number('minutes', 1)) }
    : { LONG_SEED: String(seed), LONG_SOAK: String(number('soak')) }
console.log(`seed ${seed}`)
const { status } = spawnSync('npx', ['--no-install', 'vitest', 'run', '--config', 'test/long/vitest.config.ts'], {
  cwd: fileURLToPath(new URL('../..', import.meta.url)),
  env: { ...process.env, ...env },
  stdio: 'inherit',
})
process.exit(status ?? 1)
