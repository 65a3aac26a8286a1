/**
 * Serves the built package as a user would, and runs a program of another world against it:
 *
 *     node test/clients/serve-and-run.mjs [--latency typical …] -- PROGRAM [ARGUMENT…]
 *
 * The program finds the address in KMS_EBS_SIM_URL and nothing of this machine's AWS configuration. Ends with the program's status.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const words = process.argv.slice(2)
const mark = words.indexOf('--')
const [program, ...args] = words.slice(mark + 1)
if (mark < 0 || program === undefined) throw new Error('usage: serve-and-run.mjs [flags of serve] -- PROGRAM [ARGUMENT…]')

const command = fileURLToPath(new URL('../../dist/explore/main.js', import.meta.url))
const server = spawn(process.execPath, [command, 'serve', '--port', '0', ...words.slice(0, mark)], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
const { PATH, HOME, TMPDIR = '' } = process.env
const env = {
  PATH,
  HOME,
  TMPDIR,
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'any secret will do',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_PAGER: '',
  AWS_MAX_ATTEMPTS: '1',
}

/** Runs the program, and gives its status. */
const run = async (url) => {
  const [status] = await once(
    spawn(program, args, { env: { ...env, KMS_EBS_SIM_URL: url }, stdio: ['ignore', 'inherit', 'inherit'] }),
    'exit',
  )
  return status ?? 1
}

try {
  const [line] = await once(createInterface({ input: server.stdout }), 'line')
  process.exitCode = await run(/http:\S+/.exec(line)?.[0])
} finally {
  server.kill('SIGTERM')
}
const [ended] = await once(server, 'exit')
if (ended !== 0) throw new Error(`the server ended with status ${ended}`)
