import { describe, expect, it } from 'vitest'
import { fromHex, toHex } from '../../src/core/bytes.ts'
import { generateMac, verifyMac } from '../../src/crypto/key-pairs/mac.ts'
import { RFC_4231 } from './data/hmac-sha256.ts'
import { RFC_4231_OTHERS } from './data/key-pairs/mac.ts'

const ALL = [...RFC_4231.map((vector) => ({ algorithm: 'HMAC_SHA_256' as const, ...vector })), ...RFC_4231_OTHERS]

describe('KMS’s MACs', () => {
  it.each(ALL)('$algorithm gives the MAC $mac of RFC 4231 and accepts it', ({ algorithm, key, message, mac }) => {
    expect(toHex(generateMac(algorithm, fromHex(key), fromHex(message)))).toBe(mac)
    expect(verifyMac(algorithm, { key: fromHex(key), message: fromHex(message), mac: fromHex(mac) })).toBe(true)
  })
})
