import { describe, expect, it } from 'vitest'
import { fromHex, toHex } from '../../src/core/bytes.ts'
import { ENGINES } from '../unit/crypto/engines.ts'
import { RFC_4231 } from './data/hmac-sha256.ts'

describe.each(ENGINES)('HMAC-SHA-256 of the $name engine', (engine) => {
  it.each(RFC_4231)('gives the MAC of RFC 4231 $name', ({ key, message, mac }) => {
    expect(toHex(engine.hmacSha256(fromHex(key), fromHex(message)))).toBe(mac)
  })
})
