import { sha256 } from '@noble/hashes/sha2.js'
import { concat, utf8 } from '../core/bytes.ts'
import type { Engine } from './engine.ts'

/** Whose material it is: the account and key id that own it. A multi-Region key has one key id in all its Regions. */
export interface KeyIdentity {
  /** Twelve digits. */
  readonly account: string
  readonly keyId: string
}

/**
 * The 32-byte id of key material, shown by AWS as `CurrentKeyMaterialId` (64 hexadecimal digits) and found in every ciphertext
 * of that material: SHA-256("kms-ebs-sim/material" ‖ account ‖ "/" ‖ key id ‖ HMAC-SHA-256(material, "id")).
 *
 * Importing the same material into the same key gives the same id again, and related multi-Region keys share theirs.
 * How AWS makes these ids is not published. Source: spec/kms.md 9.3.2.
 */
export const materialId = (engine: Engine, { account, keyId }: KeyIdentity, material: Uint8Array): Uint8Array =>
  sha256(concat(DOMAIN, utf8(`${account}/${keyId}`), engine.hmacSha256(material, PURPOSE)))

const DOMAIN = utf8('kms-ebs-sim/material')
const PURPOSE = utf8('id')
