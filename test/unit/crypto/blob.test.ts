import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concat, fromHex, toBase64, toHex, utf8 } from '../../../src/core/bytes.ts'
import { SimulatorError } from '../../../src/core/simulator-error.ts'
import { type BlobContent, openBlob, sealBlob } from '../../../src/crypto/blob.ts'
import { blobBytes, parseBlob, writeFrame } from '../../../src/crypto/blob-layout.ts'
import type { EncryptionContext } from '../../../src/crypto/encryption-context.ts'
import type { Engine } from '../../../src/crypto/engine.ts'
import { nobleEngine } from '../../../src/crypto/noble-engine.ts'
import { ENGINES } from './engines.ts'
import { longElement, slowBlob } from './slow-blob.ts'

const sequenceOf = (first: number, length: number) => Uint8Array.from({ length }, (_, index) => first + index)
const backingKey = sequenceOf(0x00, 32)
const materialId = sequenceOf(0x40, 32)
const nonce = sequenceOf(0x80, 16)
const iv = sequenceOf(0xc0, 12)
const context = { 'aws:ebs:id': 'vol-0123456789abcdef0' }
const fixed = { backingKey, materialId, nonce, iv, context }

const seal = (engine: Engine, plaintext: Uint8Array, changes: Partial<BlobContent> = {}) =>
  sealBlob({ engine, ...fixed, plaintext, ...changes })

/** What Decrypt does with bytes from anywhere. */
const decrypt = (engine: Engine, blob: Uint8Array, given: EncryptionContext | undefined = context, key = backingKey) => {
  const parsed = parseBlob(blob)
  return parsed && openBlob({ engine, backingKey: key, parsed, context: given })
}

/** The blob of the fixed inputs with the plaintext "known answer", as `slow-blob.ts` made it. */
const KNOWN_ANSWER =
  '0102020078404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f01808182838485868788898a8b8c8d8e8f0000006a306806092a864886f70d010706a05b3059020100305406092a864886f70d010701301e060960864801650304012e3011040cc0c1c2c3c4c5c6c7c8c9cacb0201108027961512a8ad0b3c4afe771b0c7beaf7a2d8121b192aa69a8b78ffee93597bf18886afa892ae0545'

describe.each(ENGINES)('a CiphertextBlob of the $name engine', (engine) => {
  it('is the known answer for fixed inputs', () => {
    expect(toHex(seal(engine, utf8('known answer')))).toBe(KNOWN_ANSWER)
  })

  it('opens to its plaintext, an array of its own', () => {
    const blob = seal(engine, utf8('attack at dawn'))
    const plaintext = decrypt(engine, blob)
    expect(plaintext).toEqual(utf8('attack at dawn'))
    expect(plaintext?.buffer.byteLength).toBe(14)
    expect(plaintext?.constructor).toBe(Uint8Array)
  })

  it('is what an independent construction by the specification gives, for every context and plaintext', () => {
    const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
    fc.assert(
      fc.property(
        fc.record({
          backingKey: bytes(32),
          materialId: bytes(32),
          nonce: bytes(16),
          iv: bytes(12),
          context: fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), { noNullPrototype: false }),
          plaintext: fc.uint8Array({ maxLength: 400 }),
        }),
        (content) => {
          const blob = sealBlob({ engine, ...content })
          expect(toHex(blob)).toBe(toHex(slowBlob(content)))
          expect(decrypt(engine, blob, content.context, content.backingKey)).toEqual(content.plaintext)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('refuses another encryption context, whatever it differs in', () => {
    const blob = seal(engine, utf8('secret'), { context: { ab: 'c', Dept: 'IT' } })
    const others: (EncryptionContext | undefined)[] = [
      undefined,
      {},
      { ab: 'c' },
      { ab: 'c', Dept: 'IT', more: '' },
      { a: 'bc', Dept: 'IT' },
      { ab: 'c', dept: 'IT' },
      { ab: 'c', Dept: 'it' },
      { ab: 'IT', Dept: 'c' },
    ]
    expect(others.map((other) => decrypt(engine, blob, other ?? {}))).toEqual(others.map(() => undefined))
    expect(decrypt(engine, blob, { Dept: 'IT', ab: 'c' })).toEqual(utf8('secret'))
  })

  it('takes an empty encryption context for none', () => {
    const without = seal(engine, utf8('secret'), { context: undefined })
    expect(seal(engine, utf8('secret'), { context: {} })).toEqual(without)
    const parsed = parseBlob(without)
    expect(parsed && openBlob({ engine, backingKey, parsed, context: undefined })).toEqual(utf8('secret'))
    expect(decrypt(engine, without, {})).toEqual(utf8('secret'))
  })

  it('binds contexts longer than a kilobyte', () => {
    const long = { key: 'v'.repeat(8000) }
    const blob = seal(engine, utf8('secret'), { context: long })
    expect(decrypt(engine, blob, { key: `${'v'.repeat(7999)}w` })).toBeUndefined()
    expect(decrypt(engine, blob, long)).toEqual(utf8('secret'))
  })

  it('refuses another backing key', () => {
    const other = backingKey.with(31, 0)
    expect(decrypt(engine, seal(engine, utf8('secret')), context, other)).toBeUndefined()
  })

  it('refuses every single changed bit', () => {
    const blob = seal(engine, utf8('x'))
    const opened = Array.from({ length: blob.length * 8 }, (_, bit) => bit).filter((bit) => {
      const changed = blob.with(bit >> 3, (blob[bit >> 3] ?? 0) ^ (1 << (bit & 7)))
      return decrypt(engine, changed) !== undefined
    })
    expect(opened).toEqual([])
  })

  it('refuses every other value of the bytes that say how long and of what kind things are', () => {
    const blob = seal(engine, utf8('x'))
    const frame = [0, 1, 2, 3, 4, 37, ...Array.from({ length: blob.length - 28 - 54 }, (_, index) => 54 + index)]
    const opened = frame.flatMap((at) =>
      Array.from({ length: 256 }, (_, value) => value).filter(
        (value) => value !== blob[at] && decrypt(engine, blob.with(at, value)),
      ),
    )
    expect(opened).toEqual([])
  })

  it('refuses a blob cut at any length', () => {
    const blob = seal(engine, utf8('a plaintext'))
    const opened = Array.from({ length: blob.length }, (_, length) => length).filter((length) =>
      decrypt(engine, blob.slice(0, length)),
    )
    expect(opened).toEqual([])
  })

  it('refuses a byte added anywhere, and a byte left out anywhere', () => {
    const blob = seal(engine, utf8('x'))
    const opened = Array.from({ length: blob.length + 1 }, (_, at) => at).filter((at) => {
      const front = blob.subarray(0, at)
      const longer = [0x00, 0x80, 0xff].map((added) => concat(front, Uint8Array.of(added), blob.subarray(at)))
      const shorter = at === blob.length ? [] : [concat(front, blob.subarray(at + 1))]
      return [...longer, ...shorter].some((changed) => decrypt(engine, changed))
    })
    expect(opened).toEqual([])
  })

  it.each([1, 120, 300])('refuses the same content with a longer form of a length, for %i bytes of plaintext', (size) => {
    const content = { ...fixed, plaintext: new Uint8Array(size) }
    expect(decrypt(engine, slowBlob(content))).toEqual(content.plaintext)
    expect(decrypt(engine, slowBlob({ ...content, sealedFieldElement: longElement }))).toBeUndefined()
  })

  it('refuses a sealed field without the filler, even under the right key', () => {
    const withFiller = (filler: string, plaintext: string) =>
      slowBlob({ ...fixed, plaintext: utf8(plaintext), filler: fromHex(filler) })
    expect(decrypt(engine, withFiller('53494d0000000000000001', 'x'))).toEqual(utf8('x'))
    expect(decrypt(engine, withFiller('53494d0000000000000002', 'x'))).toBeUndefined()
    expect(decrypt(engine, withFiller('53494d0100000000000001', 'x'))).toBeUndefined()
    expect(decrypt(engine, withFiller('53494e0000000000000001', 'x'))).toBeUndefined()
    expect(decrypt(engine, withFiller('53494d', ''))).toBeUndefined()
  })

  it('leaves all given arrays as they were', () => {
    const given = { backingKey, materialId, nonce, iv, plaintext: utf8('a plaintext') }
    const before = JSON.stringify(given)
    const blob = seal(engine, given.plaintext)
    const sealed = toHex(blob)
    decrypt(engine, blob)
    decrypt(engine, blob, {})
    expect(JSON.stringify(given)).toBe(before)
    expect(toHex(blob)).toBe(sealed)
  })

  it('leaves nothing of the message key behind, neither after success nor after failure', () => {
    const secrets: Uint8Array[] = []
    let open = 0
    const watched: Engine = {
      name: engine.name,
      hmacSha256: engine.hmacSha256,
      sha256: engine.sha256,
      gcm: (key) => {
        secrets.push(key)
        open++
        const cipher = engine.gcm(key)
        return {
          ...cipher,
          destroy: () => {
            open--
            cipher.destroy()
          },
        }
      },
    }
    const blob = seal(watched, utf8('secret'))
    expect(decrypt(watched, blob)).toEqual(utf8('secret'))
    expect(decrypt(watched, blob, {})).toBeUndefined()
    expect(secrets.map(toHex)).toEqual(Array.from({ length: 3 }, () => '00'.repeat(32)))
    expect(open).toBe(0)
  })

  it.each([
    ['a material id', { materialId: new Uint8Array(31) }],
    ['a message nonce', { nonce: new Uint8Array(12) }],
    ['an IV', { iv: new Uint8Array(16) }],
    ['a backing key', { backingKey: new Uint8Array(0) }],
    ['a plaintext', { plaintext: new Uint8Array(65_500) }],
  ])('is never made of %s of a wrong length', (_, changes) => {
    expect(() => seal(engine, utf8('x'), changes)).toThrow(SimulatorError)
  })
})

describe('the layout of a CiphertextBlob', () => {
  const blob = seal(nobleEngine, utf8('known answer'))

  it('is the same in the frozen known answer and in the independent construction', () => {
    expect(toHex(slowBlob({ ...fixed, plaintext: utf8('known answer') }))).toBe(KNOWN_ANSWER)
  })

  it.each([
    [1, 153],
    [6, 158],
    [16, 168],
    [22, 174],
    [24, 176],
    [32, 184],
    [36, 189],
    [48, 201],
    [64, 220],
    [128, 285],
    [256, 418],
    [1024, 1186],
    [4096, 4258],
  ])('takes for %i bytes of plaintext %i bytes, whatever the context', (plaintextBytes, blobSize) => {
    const plaintext = new Uint8Array(plaintextBytes)
    expect(seal(nobleEngine, plaintext).length).toBe(blobSize)
    expect(seal(nobleEngine, plaintext, { context: undefined }).length).toBe(blobSize)
  })

  it('opens at every plaintext length that changes the form of a length', () => {
    const [, native] = ENGINES
    const lengths = Array.from({ length: 300 }, (_, length) => length)
    const wrong = lengths.filter((length) => decrypt(native, seal(native, new Uint8Array(length)))?.length !== length)
    expect(wrong).toEqual([])
  })

  it('begins like the blobs of AWS', () => {
    expect(toBase64(blob).slice(0, 7)).toBe('AQICAHh')
    expect(toHex(blob.subarray(0, 5))).toBe('0102020078')
  })

  it('names the key material in bytes 5 to 36', () => {
    expect(blob.slice(5, 37)).toEqual(materialId)
  })

  it('has the nonce of the message key in bytes 38 to 53, behind a 1', () => {
    expect(blob[37]).toBe(1)
    expect(blob.slice(38, 54)).toEqual(nonce)
  })

  it('says in bytes 54 to 57 how many follow', () => {
    expect(new DataView(blob.buffer).getUint32(54)).toBe(blob.length - 58)
  })

  it('ends with CMS EncryptedData of AES-256-GCM', () => {
    const frame = [
      '3068 06092a864886f70d010706', // ContentInfo: pkcs7-encryptedData
      'a05b 3059 020100', // [0] EncryptedData: version 0
      '3054 06092a864886f70d010701', // EncryptedContentInfo: pkcs7-data
      '301e 060960864801650304012e', // AlgorithmIdentifier: aes-256-gcm
      `3011 040c ${toHex(iv)} 020110`, // its parameters: the IV, and 16 bytes of tag
      '8027', // [0] plaintext + 27 bytes
    ]
    expect(toHex(blob.slice(58, -39))).toBe(frame.join('').replaceAll(' ', ''))
  })

  it('is read back into its fields', () => {
    const parsed = parseBlob(blob)
    expect(parsed?.materialId).toEqual(materialId)
    expect(parsed?.nonce).toEqual(nonce)
    expect(parsed?.iv).toEqual(iv)
    expect(parsed?.ciphertext.length).toBe('known answer'.length + 11)
    expect(parsed?.tag).toEqual(blob.slice(-16))
  })

  it('is read from the middle of a larger array', () => {
    const larger = concat(new Uint8Array(3), blob, new Uint8Array(5))
    expect(decrypt(nobleEngine, larger.subarray(3, 3 + blob.length))).toEqual(utf8('known answer'))
  })

  it('is not found in arbitrary bytes, and none of them makes reading crash', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(parseBlob(bytes)).toBeUndefined()
        expect(parseBlob(concat(blob.subarray(0, 58), bytes))).toBeUndefined()
      }),
    )
  })

  it('has no form with a sealed field shorter than its tag, and none above 65,535 bytes', () => {
    const framed = (sealedBytes: number) => {
      const framedBlob = new Uint8Array(blobBytes(sealedBytes))
      writeFrame(framedBlob, { materialId, nonce, iv }, sealedBytes)
      return framedBlob
    }
    expect(parseBlob(framed(16))).toBeDefined()
    expect(parseBlob(framed(15))).toBeUndefined()
    expect(parseBlob(framed(65_400))?.blob.length).toBe(65_400 + 135)
    expect(parseBlob(framed(65_401))).toBeUndefined()
  })

  it('differs between two seals with fresh nonces, at equal length', () => {
    const other = seal(nobleEngine, utf8('known answer'), { nonce: sequenceOf(0x90, 16) })
    expect(other.length).toBe(blob.length)
    expect(other.slice(-39)).not.toEqual(blob.slice(-39))
  })
})
