import { concat, equalBytes, fromHex, uint32 } from '../../core/bytes.ts'
import { broken } from '../../core/simulator-error.ts'
import { digestBytes, type HashName, hashNamed } from './hashes.ts'

/**
 * The block that RSASSA-PKCS1-v1_5 signs: `00 01 FF … FF 00` ‖ DigestInfo.
 *
 * Whoever verifies writes the block again and compares: parsing it has cost many a library its security.
 *
 * Source: RFC 8017, 9.2.
 */
export const pkcs1Block = (hash: HashName, digest: Uint8Array, length: number): Uint8Array => {
  const info = concat(digestInfo(hash), digest)
  const block = new Uint8Array(length).fill(0xff)
  block.set([0x00, 0x01])
  block[length - info.length - 1] = 0x00
  block.set(info, length - info.length)
  return block
}

/** The block that RSASSA-PSS signs, the mask made with the same hash and the salt as long as it. Source: RFC 8017, 9.1.1. */
export const pssBlock = (hash: HashName, digest: Uint8Array, salt: Uint8Array, length: number): Uint8Array => {
  const seal = pssSeal(hash, digest, salt)
  const data = new Uint8Array(length - seal.length - 1)
  data[data.length - salt.length - 1] = 0x01
  data.set(salt, data.length - salt.length)
  mask(data, hash, seal)
  // The modulus has a multiple of eight bits, so the block may have one bit less than its bytes.
  data[0] = (data[0] as number) & 0x7f
  return concat(data, seal, Uint8Array.of(0xbc))
}

/** Whether `block` is a PSS block of the digest with a salt as long as the hash, neither shorter nor longer. Source: RFC 8017, 9.1.2. */
export const isPssBlock = (hash: HashName, digest: Uint8Array, block: Uint8Array): boolean => {
  const size = digestBytes(hash)
  const sealAt = block.length - size - 1
  if (((block[0] as number) & 0x80) !== 0) return false
  const data = block.slice(0, sealAt)
  mask(data, hash, block.subarray(sealAt, block.length - 1))
  // The block is written again with that salt: all of its fixed parts are compared at once.
  return equalBytes(pssBlock(hash, digest, data.subarray(sealAt - size), block.length), block)
}

/** The block that RSAES-OAEP encrypts, with an empty label; `seed` is as long as the hash. Source: RFC 8017, 7.1.1. */
export const oaepBlock = (hash: HashName, plaintext: Uint8Array, seed: Uint8Array, length: number): Uint8Array => {
  const size = digestBytes(hash)
  if (plaintext.length > length - 2 * size - 2) broken(`A plaintext of ${plaintext.length} bytes has passed validation`)
  const data = new Uint8Array(length - size - 1)
  data.set(hashNamed(hash)(NOTHING))
  data[data.length - plaintext.length - 1] = 0x01
  data.set(plaintext, data.length - plaintext.length)
  const masked = new Uint8Array(seed)
  mask(data, hash, masked)
  mask(masked, hash, data)
  return concat(Uint8Array.of(0), masked, data)
}

/**
 * The plaintext in a block, or `undefined`. All of the block is looked at before the verdict, which gives no reason: one that
 * tells a wrong first byte from a wrong label opens ciphertexts (Manger, CRYPTO 2001).
 *
 * Source: RFC 8017, 7.1.2.
 */
export const openOaepBlock = (hash: HashName, block: Uint8Array): Uint8Array | undefined => {
  const size = digestBytes(hash)
  const seed = block.slice(1, size + 1)
  const data = block.slice(size + 1)
  mask(seed, hash, data)
  mask(data, hash, seed)
  let wrong = (block[0] as number) | (equalBytes(data.subarray(0, size), hashNamed(hash)(NOTHING)) ? 0 : 1)
  let markAt = 0
  for (let at = size; at < data.length; at++) {
    if (markAt !== 0) continue
    if (data[at] === 1) markAt = at
    else wrong |= data[at] as number
  }
  return wrong === 0 && markAt !== 0 ? data.slice(markAt + 1) : undefined
}

/** Lays MGF1 of `seed` over `data`. Source: RFC 8017, B.2.1. */
const mask = (data: Uint8Array, hash: HashName, seed: Uint8Array): void => {
  const size = digestBytes(hash)
  for (let index = 0; index * size < data.length; index++) {
    const block = hashNamed(hash)(concat(seed, uint32(index)))
    const end = Math.min(size, data.length - index * size)
    for (let at = 0; at < end; at++) data[index * size + at] = (data[index * size + at] as number) ^ (block[at] as number)
  }
}

/** H(eight zeros ‖ digest ‖ salt). */
const pssSeal = (hash: HashName, digest: Uint8Array, salt: Uint8Array): Uint8Array =>
  hashNamed(hash)(concat(new Uint8Array(8), digest, salt))

/** SEQUENCE {SEQUENCE {hash, NULL}, OCTET STRING} without the digest. Source: RFC 8017, 9.2, note 1. */
const digestInfo = (hash: HashName): Uint8Array => {
  if (hash === 'SHA_1' || hash === 'SHA_224') return broken(`No signature of KMS is made with ${hash}`)
  return DIGEST_INFO[hash]
}

const DIGEST_INFO = {
  SHA_256: fromHex('3031300d060960864801650304020105000420'),
  SHA_384: fromHex('3041300d060960864801650304020205000430'),
  SHA_512: fromHex('3051300d060960864801650304020305000440'),
} as const

const NOTHING = new Uint8Array(0)
