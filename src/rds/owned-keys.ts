import { concat, utf8 } from '../core/bytes.ts'
import { broken } from '../core/simulator-error.ts'
import { defineMemory, type World } from '../core/world.ts'
import { engineOf } from '../crypto/world-engine.ts'
import type { Place } from '../ec2/arns.ts'
import type { DataKey } from './records.ts'

/**
 * The keys that AWS owns and RDS encrypts under by default since February 2026: nobody's account has them, no policy decides about
 * them, and no record tells of their use. They live in the memory of RDS, one for each account and Region (inferred).
 *
 * Source: Aurora User Guide, "Encrypting Amazon Aurora resources"; spec/around.md 3.1, spec/kms.md 6.4.
 */
const ownedKeysOf = defineMemory<Map<string, Uint8Array>>('rds/owned-keys', () => new Map())

/** A data key as RDS has just made or opened it. The plaintext is the caller's to keep in host memory or to overwrite. */
export interface OpenDataKey<Key extends DataKey = DataKey> {
  readonly key: Key
  readonly plaintext: Uint8Array
}

/** A new data key under the owned key of a place. */
export const newOwnedDataKey = (world: World, place: Place, context: DataKey['context']): OpenDataKey => {
  const { account, region } = place
  const plaintext = world.random.bytes({ purpose: 'rds/owned-data-key', account, region }, 64)
  const dataKeyId = world.random.bytes({ purpose: 'rds/data-key-id', account, region }, 16)
  return { key: { dataKeyId, wrappedKey: wrap(world, place, context, plaintext), context }, plaintext }
}

/** A data key that is there already, wrapped anew: for a share of the same content. */
export const rewrapOwned = (world: World, place: Place, context: DataKey['context'], open: OpenDataKey): DataKey => ({
  dataKeyId: open.key.dataKeyId.slice(),
  wrappedKey: wrap(world, place, context, open.plaintext),
  context,
})

/** The plaintext of a data key under the owned key of a place. */
export const openOwned = (world: World, place: Place, { wrappedKey, context }: DataKey): Uint8Array => {
  const [nonce, ciphertext, tag] = [wrappedKey.subarray(0, 12), wrappedKey.subarray(12, -16), wrappedKey.subarray(-16)]
  const plaintext = new Uint8Array(ciphertext.length)
  const isOpen = engineOf(world).gcm(ownedKey(world, place)).open(nonce, aadOf(context), ciphertext, tag, plaintext)
  return isOpen ? plaintext : broken('A data key under an AWS owned key could not be opened')
}

/**
 * nonce (12 bytes) ‖ ciphertext ‖ tag (16 bytes). The nonce is made of what is wrapped, as in synthetic initialization vectors (RFC 5297): two
 * worlds that go on from one state never use one nonce for two messages, though their counters agree.
 */
const wrap = (world: World, place: Place, context: DataKey['context'], plaintext: Uint8Array): Uint8Array => {
  const [engine, key, aad] = [engineOf(world), ownedKey(world, place), aadOf(context)]
  const message = concat(aad, plaintext)
  const nonce = engine.hmacSha256(key, message).slice(0, 12)
  message.fill(0)
  const [ciphertext, tag] = [new Uint8Array(plaintext.length), new Uint8Array(16)]
  engine.gcm(key).seal(nonce, aad, plaintext, ciphertext, tag)
  return concat(nonce, ciphertext, tag)
}

const ownedKey = (world: World, { account, region }: Place): Uint8Array => {
  const keys = ownedKeysOf(world)
  const place = `${account}/${region}`
  const found = keys.get(place)
  if (found !== undefined) return found
  const made = world.random.fixed({ purpose: 'rds/owned-key', account, region }, 32)
  keys.set(place, made)
  return made
}

const aadOf = (context: DataKey['context']): Uint8Array => utf8(JSON.stringify(context))
