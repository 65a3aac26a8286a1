import { concat, fromUtf8, uint16, utf8 } from '../core/bytes.ts'
import type { World } from '../core/world.ts'
import { engineOf } from '../crypto/world-engine.ts'
import type { Wrapping } from './import-wrapping.ts'
import type { KeyRecord } from './key-record.ts'

/** What an import token says, to KMS alone. */
export interface ImportTicket {
  readonly keyArn: string
  readonly wrapping: Wrapping
  /** Epoch milliseconds. */
  readonly validTo: number
  /** The private wrapping key, PKCS#8. */
  readonly privateKey: Uint8Array
}

/**
 * The token of a ticket: `01` ‖ nonce ‖ ciphertext ‖ tag, AES-256-GCM under a key that every world of one seed has. The ticket travels
 * with the caller, so KMS need not keep the wrapping key, and a token works as often as it is shown until it expires.
 */
export const importToken = (world: World, { account, region }: KeyRecord, ticket: ImportTicket): Uint8Array => {
  const { privateKey, ...rest } = ticket
  const header = utf8(JSON.stringify(rest))
  const plaintext = concat(uint16(header.length), header, privateKey)
  const nonce = world.random.bytes({ purpose: `kms/import-token/${world.id}`, account, region }, NONCE_BYTES)
  const [ciphertext, tag] = [new Uint8Array(plaintext.length), new Uint8Array(TAG_BYTES)]
  sealing(world).seal(nonce, VERSION, plaintext, ciphertext, tag)
  plaintext.fill(0)
  return concat(VERSION, nonce, ciphertext, tag)
}

/** The ticket in a token, or `undefined` where the token is none of ours or has been changed. */
export const readImportToken = (world: World, token: Uint8Array): ImportTicket | undefined => {
  const end = token.length - TAG_BYTES
  if (end <= TEXT_AT || token[0] !== VERSION[0]) return undefined
  const plaintext = new Uint8Array(end - TEXT_AT)
  const nonce = token.subarray(VERSION.length, TEXT_AT)
  if (!sealing(world).open(nonce, VERSION, token.subarray(TEXT_AT, end), token.subarray(end), plaintext)) return undefined
  const privateKeyAt = 2 + (((plaintext[0] as number) << 8) | (plaintext[1] as number))
  const rest = JSON.parse(fromUtf8(plaintext.subarray(2, privateKeyAt))) as Omit<ImportTicket, 'privateKey'>
  return { ...rest, privateKey: plaintext.slice(privateKeyAt) }
}

const sealing = (world: World) => engineOf(world).gcm(world.random.fixed({ purpose: 'kms/import-token-key' }, 32))

const VERSION = Uint8Array.of(1)
const NONCE_BYTES = 12
const TAG_BYTES = 16
const TEXT_AT = 1 + NONCE_BYTES
