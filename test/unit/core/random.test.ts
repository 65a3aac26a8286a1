import { createHash, createHmac } from 'node:crypto'
import { validate, version } from 'uuid'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../src/core/random.ts'

const random = (seed = '7') => createRandom({ seed, counters: new Map() })
const keys = { purpose: 'kms/key', account: '111122223333', region: 'us-east-1' }
const volumes = { purpose: 'ec2/volume', account: '111122223333', region: 'us-east-1' }

describe('addressed randomness', () => {
  it('gives the same values for the same seed and the same calls', () => {
    const draw = () => {
      const source = random()
      return [source.bytes(keys, 40), source.uuid(keys), source.hex(volumes, 17)]
    }
    expect(draw()).toEqual(draw())
  })

  it('gives other values for another seed', () => {
    expect(random('7').bytes(keys, 32)).not.toEqual(random('8').bytes(keys, 32))
  })

  it('does not let a call of another kind change any value', () => {
    const quiet = random()
    const busy = random()
    busy.bytes(volumes, 64)
    busy.uuid({ ...keys, region: 'us-west-2' })
    expect(busy.bytes(keys, 32)).toEqual(quiet.bytes(keys, 32))
  })

  it('never repeats a value of one address, and keeps fixed values apart from counters', () => {
    const source = random()
    const drawn = Array.from({ length: 100 }, () => source.hex(keys, 32))
    expect(new Set(drawn).size).toBe(100)
    const fixed = source.fixed(keys, 16)
    source.bytes(keys, 16)
    expect(source.fixed(keys, 16)).toEqual(fixed)
  })

  it('makes UUIDs of version 4', () => {
    const uuid = random().uuid(keys)
    expect(validate(uuid)).toBe(true)
    expect(version(uuid)).toBe(4)
  })

  it('numbers UUIDs: each number has its own, for ever, and other numbers of other addresses do not matter', () => {
    const source = random()
    const drawn = Array.from({ length: 1000 }, (_, number) => source.numbered(keys, number))
    expect(new Set(drawn).size).toBe(1000)
    expect(drawn.every((uuid) => validate(uuid) && version(uuid) === 4)).toBe(true)
    expect(random().numbered(keys, 999)).toBe(drawn[999])
    expect(source.numbered(volumes, 0)).not.toBe(drawn[0])
    expect(random('8').numbered(keys, 0)).not.toBe(drawn[0])
  })

  it('is HMAC-SHA-256 of the address under a key made of the seed', () => {
    const key = createHash('sha256').update('kms-ebs-sim/seed/7').digest()
    const block = (index: number) =>
      createHmac('sha256', key)
        .update('kms/key/111122223333/us-east-1#0')
        .update(Buffer.from([0, 0, 0, index]))
        .digest()
    expect(Buffer.from(random().bytes(keys, 40))).toEqual(Buffer.concat([block(0), block(1)]).subarray(0, 40))
  })
})
