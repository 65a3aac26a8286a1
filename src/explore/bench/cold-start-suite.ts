import { spawnSync } from 'node:child_process'
import { quantiles } from './race.ts'
import type { Figure, Suite } from './suite.ts'

/** What a new process waits for: it loads the package as a user does. */
export const coldStartSuite: Suite = {
  name: 'Cold start',
  question: 'How long does a new process wait for its first Decrypt?',
  races: () => [],
  figures: ({ isQuick }) => figuresOf(Array.from({ length: isQuick ? 7 : 25 }, startOnce)),
}

interface Start {
  readonly imported: number
  readonly decrypted: number
}

/** Times are taken inside the process, from the import on: how long Node itself takes to start is not ours. */
const code = () => `
const started = performance.now()
const { createCloud } = await import(${JSON.stringify(import.meta.resolve('kms-ebs-sim'))})
const imported = performance.now()
const { kms } = createCloud()
const { KeyId } = kms.createKey({}).KeyMetadata
const { CiphertextBlob } = kms.encrypt({ KeyId, Plaintext: new Uint8Array(32) })
kms.decrypt({ CiphertextBlob })
console.log(JSON.stringify({ imported: imported - started, decrypted: performance.now() - imported }))
`

const startOnce = (): Start => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code()], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`A new process could not load the package: ${stderr}`)
  return JSON.parse(stdout) as Start
}

const figuresOf = (starts: readonly Start[]): readonly Figure[] => {
  const time = (read: (start: Start) => number) => quantiles(starts.map(read)).p25
  return [
    { name: 'import and first Decrypt', value: time((start) => start.imported + start.decrypted), unit: 'ms', atMost: 100 },
    { name: 'import', value: time(({ imported }) => imported), unit: 'ms' },
    { name: 'createCloud, CreateKey, Encrypt, Decrypt', value: time(({ decrypted }) => decrypted), unit: 'ms' },
  ]
}
