import { createHash, createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { toHex } from '../../../src/core/bytes.ts'
import { materialId } from '../../../src/crypto/material-id.ts'
import { ENGINES } from './engines.ts'

const identity = { account: '111122223333', keyId: 'mrk-1234abcd12ab34cd56ef1234567890ab' }
const material = Uint8Array.from({ length: 32 }, (_, index) => index)

describe.each(ENGINES)('a key material id with the $name engine', (engine) => {
  it('is SHA-256 over the purpose, the account, the key id and a MAC of the material', () => {
    const expected = createHash('sha256')
      .update('kms-ebs-sim/material')
      .update('111122223333/mrk-1234abcd12ab34cd56ef1234567890ab')
      .update(createHmac('sha256', material).update('id').digest())
      .digest('hex')
    expect(toHex(materialId(engine, identity, material))).toBe(expected)
  })

  it('is the same again for the same material of the same key', () => {
    expect(materialId(engine, { ...identity }, material.slice())).toEqual(materialId(engine, identity, material))
  })

  it('differs by account, key and material', () => {
    const ids = [
      materialId(engine, identity, material),
      materialId(engine, { ...identity, account: '444455556666' }, material),
      materialId(engine, { ...identity, keyId: 'mrk-1234abcd12ab34cd56ef1234567890ac' }, material),
      materialId(engine, identity, material.with(0, 1)),
    ].map(toHex)
    expect(new Set(ids).size).toBe(4)
  })
})
