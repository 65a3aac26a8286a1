import { decodeArchive, encodeArchive } from './core/archive.ts'
import { copyGraph } from './core/archive-copy.ts'
import { toHex, utf8 } from './core/bytes.ts'
import { SimulatorError } from './core/simulator-error.ts'
import type { World, WorldState } from './core/world.ts'
import { engineOf } from './crypto/world-engine.ts'

/**
 * A world in a file. What is at rest lies in it as it is: records, ciphertext, wrapped keys. What lives in the memory of HSMs and hosts
 * is sealed, as AWS does it: backing keys under a domain key, plaintext data keys of attached volumes under a host key.
 *
 * **The file also contains the keys that open it.** It protects nobody's data; it keeps the separation visible.
 */
interface SavedWorld {
  readonly state: Omit<WorldState, 'memory'>
  /** By name of the memory: nonce, then ciphertext, then tag. */
  readonly sealed: ReadonlyMap<string, SealedMemory>
  readonly keyring: Readonly<Record<Keeper, Uint8Array>>
}

interface SealedMemory {
  readonly keeper: Keeper
  readonly ciphertext: Uint8Array
  readonly tag: Uint8Array
}

/** Whose memory it is: an HSM's or a host's. */
type Keeper = 'domain' | 'host'

/** The bytes of a world. Counts as a fork: what goes on from the file is another world than what goes on here. */
export const saveWorld = (world: World, state: WorldState): Uint8Array => {
  const path = `${state.path}/save:${++state.forks}`
  const key = (keeper: Keeper) => world.random.fixed({ purpose: `save/${keeper}-key/${path}` }, 32)
  const keyring = { domain: key('domain'), host: key('host') }
  const sealed = new Map<string, SealedMemory>()
  for (const [index, [name, memory]] of [...state.memory].entries()) {
    const keeper = keeperOf(name)
    const plaintext = encodeArchive(memory)
    const [ciphertext, tag] = [new Uint8Array(plaintext.length), new Uint8Array(16)]
    engineOf(world).gcm(keyring[keeper]).seal(nonceOf(index), NO_BYTES, plaintext, ciphertext, tag)
    plaintext.fill(0)
    sealed.set(name, { keeper, ciphertext, tag })
  }
  const { memory: _, ...rest } = state
  const saved: SavedWorld = { state: { ...rest, path, forks: 0 }, sealed, keyring }
  return encodeArchive(saved)
}

/**
 * The state in a file that {@link saveWorld} wrote. Every restore is a world of its own: the n-th of one file in this process, or the one
 * that `name` names. Throws `SimulatorError` (`INVALID_ARCHIVE`) and changes nothing where the file is none, of another version, cut
 * off or changed.
 */
export const readSavedWorld = (bytes: Uint8Array, name: string | undefined, open: (state: WorldState) => World): WorldState => {
  const decoded = decodeArchive(bytes)
  if (!decoded.ok) throw invalidArchive(decoded.error)
  const saved = decoded.value
  if (!isSavedWorld(saved)) throw invalidArchive('not a saved cloud')
  const { state, sealed, keyring } = saved
  const path = `${state.path}/${name === undefined ? `restore#${nextRestore(state)}` : `restore=${toHex(utf8(name))}`}`
  const restored: WorldState = { ...state, path, memory: new Map() }
  const engine = engineOf(open(restored))
  for (const [index, [slot, { keeper, ciphertext, tag }]] of [...sealed].entries()) {
    const plaintext = new Uint8Array(ciphertext.length)
    if (!engine.gcm(keyring[keeper]).open(nonceOf(index), NO_BYTES, ciphertext, tag, plaintext)) throw invalidArchive('damaged')
    const memory = decodeArchive(plaintext)
    plaintext.fill(0)
    if (!memory.ok) throw invalidArchive(memory.error)
    restored.memory.set(slot, memory.value)
  }
  return restored
}

/** A copy of a world's state on a path of its own. The copy has copies of the keys in memory. */
export const forkState = (state: WorldState): WorldState => ({
  ...copyGraph(state),
  path: `${state.path}/clone:${++state.forks}`,
  forks: 0,
})

const keeperOf = (memory: string): Keeper => (memory.startsWith('kms/') ? 'domain' : 'host')

/** Every save has sealing keys of its own, so a small counter is a nonce. */
const nonceOf = (index: number): Uint8Array => Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, index >>> 8, index & 0xff)

/**
 * Two restores of one file must not become the same world, or their disks would use one key with the same nonces for different bytes.
 * Within a process this counter sees to it; across processes the names of `restoreCloud(bytes, { world })` do. One name is one world:
 * restoring a file twice under it repeats ids and keys, as making two clouds from one seed does.
 */
const nextRestore = ({ path, settings: { seed } }: SavedWorld['state']): number => {
  const file = `${seed}/${path}`
  const next = (restores.get(file) ?? 0) + 1
  restores.set(file, next)
  return next
}
const restores = new Map<string, number>()

const isSavedWorld = (value: unknown): value is SavedWorld =>
  typeof value === 'object' && value !== null && 'state' in value && 'sealed' in value && 'keyring' in value

const invalidArchive = (reason: string) =>
  new SimulatorError(
    'INVALID_ARCHIVE',
    `Expected the bytes that cloud.save() made, found a file that is ${reason}. Save again, or restore with the release that saved it.`,
  )

const NO_BYTES = new Uint8Array(0)
