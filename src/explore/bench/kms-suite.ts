import { createDecipheriv, createHmac } from 'node:crypto'
import { parseBlob } from '../../crypto/blob-layout.ts'
import { contextAfter } from '../../crypto/encryption-context.ts'
import { messageKey } from '../../crypto/kdf.ts'
import { selectEngine } from '../../crypto/select-engine.ts'
import { hsmOf } from '../../kms/store.ts'
import { type BenchWorld, benchWorld } from './bench-world.ts'
import { sampleBytes } from './primitive-suite.ts'
import type { Contestant, Race } from './race.ts'
import type { Suite } from './suite.ts'

/** KMS by direct calls: the whole pipeline with policies, journal and all. */
export const kmsSuite: Suite = {
  name: 'KMS',
  question: 'What does a call cost beyond its cryptography?',
  races: ({ isQuick }) => [
    () => decryptRace('auto'),
    () => decryptRace('noble'),
    ...(isQuick ? OPERATIONS.slice(0, 3) : OPERATIONS).map((operation) => () => operationRace(operation)),
  ],
}

const CONTEXT = { tenant: 'blue' }

/** Decrypt beside what it contains: a key derivation and an AES-256-GCM message. */
const decryptRace = (engine: 'auto' | 'noble'): Race => {
  const bench = benchWorld({ engine })
  const { kms } = bench.session
  const { CiphertextBlob } = sealedBlob(bench)
  const work = () => kms.decrypt({ CiphertextBlob, EncryptionContext: CONTEXT })
  return {
    name: `Decrypt, 32 B, ${engine === 'auto' ? 'native' : 'noble'}`,
    contestants: [rawDecrypt(bench, CiphertextBlob, engine), { name: 'Decrypt', work, proof: () => work().Plaintext }],
    targets: [{ contestant: 'Decrypt', timeAtMost: 2 }],
  }
}

const sealedBlob = ({ session: { kms } }: BenchWorld) => {
  const { KeyMetadata } = kms.createKey({})
  return kms.encrypt({ KeyId: KeyMetadata.KeyId, Plaintext: sampleBytes(32), EncryptionContext: CONTEXT })
}

/** The cryptography of Decrypt with everything around it made ready. It opens the very same ciphertext. */
const rawDecrypt = ({ world }: BenchWorld, blob: Uint8Array, engine: 'auto' | 'noble'): Contestant => {
  const parsed = parseBlob(blob)
  const [backingKey] = [...hsmOf(world).values()]
  if (parsed === undefined || backingKey === undefined) throw new Error('Expected a ciphertext of the only key.')
  const { nonce, iv, ciphertext, tag } = parsed
  const aad = new Uint8Array(contextAfter(blob.subarray(0, 54), CONTEXT, (size) => new Uint8Array(size)))
  const input = Uint8Array.of(0, 0, 0, 1, ...new TextEncoder().encode('AWS-KMS-SIM'), 0, ...nonce, 0, 0, 1, 0)
  const native = () => {
    const decipher = createDecipheriv('aes-256-gcm', createHmac('sha256', backingKey).update(input).digest(), iv, TAG_16)
    decipher.setAAD(aad)
    decipher.setAuthTag(tag)
    const body = decipher.update(ciphertext)
    decipher.final()
    return body
  }
  const noble = selectEngine('noble')
  const opened = () => noble.gcm(messageKey(noble, backingKey, nonce)).opened(iv, aad, ciphertext, tag)
  const work = engine === 'auto' ? native : opened
  return { name: 'KDF + AES-256-GCM', work, proof: () => new Uint8Array(work() ?? []).slice(FILLER_BYTES) }
}

/** In front of the plaintext in every message. */
const FILLER_BYTES = 11
const TAG_16 = { authTagLength: 16 }

const OPERATIONS = [
  'Encrypt',
  'GenerateDataKey',
  'DescribeKey',
  'GenerateDataKeyWithoutPlaintext',
  'ReEncrypt',
  'GenerateRandom',
  'GenerateMac',
  'Sign',
  'Verify',
] as const

/** An operation beside Decrypt, in one world. */
const operationRace = (operation: (typeof OPERATIONS)[number]): Race => {
  const bench = benchWorld()
  const { kms } = bench.session
  const { CiphertextBlob, KeyId } = sealedBlob(bench)
  const decrypt = () => kms.decrypt({ CiphertextBlob, EncryptionContext: CONTEXT })
  const proof = () => decrypt().Plaintext
  return {
    name: `${operation} beside Decrypt`,
    contestants: [
      { name: 'Decrypt', work: decrypt, proof },
      { name: operation, work: workOf(bench, operation, KeyId, CiphertextBlob), proof },
    ],
  }
}

const workOf = (
  { session: { kms } }: BenchWorld,
  operation: (typeof OPERATIONS)[number],
  KeyId: string,
  CiphertextBlob: Uint8Array,
): (() => unknown) => {
  const Plaintext = sampleBytes(32)
  const EncryptionContext = CONTEXT
  switch (operation) {
    case 'Encrypt':
      return () => kms.encrypt({ KeyId, Plaintext, EncryptionContext })
    case 'GenerateDataKey':
      return () => kms.generateDataKey({ KeyId, KeySpec: 'AES_256', EncryptionContext })
    case 'GenerateDataKeyWithoutPlaintext':
      return () => kms.generateDataKeyWithoutPlaintext({ KeyId, KeySpec: 'AES_256', EncryptionContext })
    case 'DescribeKey':
      return () => kms.describeKey({ KeyId })
    case 'ReEncrypt':
      return () => kms.reEncrypt({ CiphertextBlob, DestinationKeyId: KeyId, SourceEncryptionContext: CONTEXT })
    case 'GenerateRandom':
      return () => kms.generateRandom({ NumberOfBytes: 32 })
    case 'GenerateMac': {
      const { KeyMetadata: mac } = kms.createKey({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' })
      return () => kms.generateMac({ KeyId: mac.KeyId, MacAlgorithm: 'HMAC_SHA_256', Message: Plaintext })
    }
    case 'Sign':
    case 'Verify': {
      const { KeyMetadata: pair } = kms.createKey({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' })
      const signed = { KeyId: pair.KeyId, Message: Plaintext, SigningAlgorithm: 'ECDSA_SHA_256' } as const
      const { Signature } = kms.sign(signed)
      return operation === 'Sign' ? () => kms.sign(signed) : () => kms.verify({ ...signed, Signature })
    }
    default:
      return operation satisfies never
  }
}
