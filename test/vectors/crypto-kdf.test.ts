import { describe, expect, it } from 'vitest'
import { fromHex, toHex } from '../../src/core/bytes.ts'
import { hkdfSha256, kbkdfCounterFixed } from '../../src/crypto/kdf.ts'
import { ENGINES } from '../unit/crypto/engines.ts'
import { CAVP_KBKDF, RFC_5869 } from './data/kdf.ts'

describe.each(ENGINES)('key derivation with the $name engine', (engine) => {
  it.each(CAVP_KBKDF)('gives the SP 800-108 counter-mode key of NIST CAVP $name', ({ key, fixed, output }) => {
    const derived = kbkdfCounterFixed(engine, { key: fromHex(key), fixed: fromHex(fixed), lengthBytes: output.length / 2 })
    expect(toHex(derived)).toBe(output)
  })

  it.each(RFC_5869)('gives the HKDF key of RFC 5869 $name', ({ material, salt, info, output }) => {
    const input = { material: fromHex(material), salt: fromHex(salt), info: fromHex(info), lengthBytes: output.length / 2 }
    expect(toHex(hkdfSha256(engine, input))).toBe(output)
  })
})
