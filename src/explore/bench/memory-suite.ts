import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { openBlockDevice } from '../../blocks/block-device.ts'
import { createBlockMap } from '../../blocks/block-map.ts'
import { createBlockStore } from '../../blocks/block-store.ts'
import { createCloud } from '../../cloud.ts'
import { simulatedDisk } from './bench-disk.ts'
import { benchWorld } from './bench-world.ts'
import { sampleBytes } from './primitive-suite.ts'
import type { Extent, Figure, Suite } from './suite.ts'

/** What things weigh: the heap and the byte arrays after a full collection, before and after. */
export const memorySuite: Suite = {
  name: 'Memory',
  question: 'What do units, keys, grants and journal entries weigh?',
  races: () => [],
  figures: (extent) => [
    unitOverhead(extent),
    { name: 'an empty encrypted volume of 16 TiB, attached', value: emptyVolume(), unit: 'bytes', atMost: 65_536 },
    { name: 'a fresh cloud', value: perPiece(200, () => createCloud()), unit: 'bytes' },
    { name: 'a KMS key', value: perKey(extent), unit: 'bytes' },
    { name: 'a grant', value: perGrant(extent), unit: 'bytes' },
    { name: 'a journal entry of Decrypt, with its CloudTrail record', value: perEntry(extent), unit: 'bytes' },
  ],
}

/** What the store takes beyond ciphertext, tag and nonce, as a share of them. */
const unitOverhead = ({ isQuick }: Extent): Figure => {
  const unitBytes = 4096
  const units = isQuick ? 8192 : 65_536
  const sizeBytes = units * unitBytes
  const before = inUse()
  const disk = simulatedDisk({ engine: 'native', unitBytes, sizeBytes })
  const bytes = sampleBytes(unitBytes)
  for (let index = 0; index < units; index++) disk.write(index * unitBytes, bytes)
  const taken = inUse() - before
  disk.read(0, unitBytes)
  return {
    name: `stored bytes over ciphertext + tag + nonce, ${units} units of 4096 B`,
    value: taken / (units * (unitBytes + 28)),
    unit: 'ratio',
    atMost: 1.05,
  }
}

const emptyVolume = (): number =>
  perPiece(20, () => {
    const store = createBlockStore(new Uint8Array(16))
    const cipher = { seal: never, open: never, opened: never, destroy: () => undefined }
    return openBlockDevice(store, { sizeBytes: 16 * 2 ** 40, map: createBlockMap(store) }, cipher)
  })

const never = (): never => {
  throw new Error('Nothing is written to an empty volume.')
}

const perKey = ({ isQuick }: Extent): number => {
  const { session } = benchWorld({ journalCapacity: 0, trailCapacity: 0, eventCapacity: 0 })
  return perPiece(isQuick ? 2000 : 20_000, () => session.kms.createKey({}).KeyMetadata.KeyId)
}

const perGrant = ({ isQuick }: Extent): number => {
  const { session } = benchWorld({ journalCapacity: 0, trailCapacity: 0, eventCapacity: 0 })
  const { KeyId } = session.kms.createKey({}).KeyMetadata
  const GranteePrincipal = 'arn:aws:iam::111122223333:root'
  return perPiece(isQuick ? 2000 : 20_000, (index) => {
    const Constraints = { EncryptionContextSubset: { volume: `vol-${index}` } }
    return session.kms.createGrant({ KeyId, GranteePrincipal, Operations: ['Decrypt'], Constraints }).GrantId
  })
}

const perEntry = ({ isQuick }: Extent): number => {
  const entries = isQuick ? 5000 : 50_000
  const { session } = benchWorld({ journalCapacity: entries, trailCapacity: entries })
  const { KeyId } = session.kms.createKey({}).KeyMetadata
  const { CiphertextBlob } = session.kms.encrypt({ KeyId, Plaintext: sampleBytes(32) })
  return perPiece(entries - 10, () => {
    session.kms.decrypt({ CiphertextBlob })
  })
}

/** Bytes that stay in use for each piece that `make` makes. The pieces are kept until they are weighed. */
const perPiece = (count: number, make: (index: number) => unknown): number => {
  const kept = [make(0)]
  const before = inUse()
  for (let index = 1; index <= count; index++) kept.push(make(index))
  const taken = inUse() - before
  return taken / (kept.length - 1)
}

const inUse = (): number => {
  collect()
  collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** A full collection; the flag makes the function appear in new contexts. */
const collect = (): void => {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as () => void
  gc()
}
