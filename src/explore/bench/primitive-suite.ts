import { spawnSync } from 'node:child_process'
import { createCipheriv, createDecipheriv, createHmac, webcrypto } from 'node:crypto'
import type { Engine } from '../../crypto/engine.ts'
import { messageKey } from '../../crypto/kdf.ts'
import { selectEngine } from '../../crypto/select-engine.ts'
import type { Contestant, Race } from './race.ts'
import type { Extent, Figure, Suite } from './suite.ts'

/** The cryptography by itself: what nothing that stands on it can beat. */
export const primitiveSuite: Suite = {
  name: 'The primitive',
  question: 'What does the cryptography cost by itself, engine by engine?',
  races: ({ isQuick }) => [
    ...sizes(isQuick).map((bytes) => () => sealRace(bytes)),
    ...sizes(isQuick).map((bytes) => () => openRace(bytes)),
    () => hmacRace(),
    () => keyDerivationRace(),
    ...(isQuick ? [4096] : [512, 4096, 65_536]).map((bytes) => () => lengthPreservingRace(bytes)),
  ],
  figures: openSslFigures,
}

/** Bytes of a message: the sizes of encryption units and of whole requests. */
export const MESSAGE_BYTES = [512, 4096, 16_384, 65_536, 262_144, 524_288, 1_048_576] as const

const sizes = (isQuick: boolean) => (isQuick ? [512, 4096, 65_536, 524_288] : MESSAGE_BYTES)

const KEY = Uint8Array.from({ length: 32 }, (_, index) => index * 7)
const NONCE = Uint8Array.from({ length: 12 }, (_, index) => index)
const AAD = Uint8Array.from({ length: 24 }, (_, index) => 255 - index)
const TAG_16 = { authTagLength: 16 }

/** Bytes that look like nothing in particular, always the same. */
export const sampleBytes = (length: number): Uint8Array => {
  const bytes = new Uint8Array(length)
  for (let index = 0, state = 1; index < length; index++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    bytes[index] = state >>> 16
  }
  return bytes
}

const sealRace = (bytes: number): Race => {
  const plaintext = sampleBytes(bytes)
  return {
    name: `AES-256-GCM seal, ${bytes} B`,
    bytes,
    contestants: [
      {
        name: 'node:crypto',
        work: () => {
          const cipher = createCipheriv('aes-256-gcm', KEY, NONCE, TAG_16)
          cipher.setAAD(AAD)
          const ciphertext = cipher.update(plaintext)
          cipher.final()
          return [ciphertext, cipher.getAuthTag()]
        },
        proof: () => sealedBy(selectEngine('native'), plaintext),
      },
      ...(['native', 'noble'] as const).map((name) => sealContestant(name, plaintext)),
      ...webContestants('encrypt', plaintext),
    ],
  }
}

const sealContestant = (name: 'native' | 'noble', plaintext: Uint8Array): Contestant => {
  const engine = selectEngine(name)
  const key = engine.gcm(KEY)
  const ciphertext = new Uint8Array(plaintext.length)
  const tag = new Uint8Array(16)
  return {
    name: `engine ${name}`,
    work: () => key.seal(NONCE, AAD, plaintext, ciphertext, tag),
    proof: () => sealedBy(engine, plaintext),
  }
}

const sealedBy = (engine: Engine, plaintext: Uint8Array): Uint8Array => {
  const sealed = new Uint8Array(plaintext.length + 16)
  engine.gcm(KEY).seal(NONCE, AAD, plaintext, sealed.subarray(0, plaintext.length), sealed.subarray(plaintext.length))
  return sealed
}

const openRace = (bytes: number): Race => {
  const plaintext = sampleBytes(bytes)
  const sealed = sealedBy(selectEngine('native'), plaintext)
  const ciphertext = sealed.subarray(0, bytes)
  const tag = sealed.subarray(bytes)
  const opened = new Uint8Array(bytes)
  const raw = () => {
    const decipher = createDecipheriv('aes-256-gcm', KEY, NONCE, TAG_16)
    decipher.setAAD(AAD)
    decipher.setAuthTag(tag)
    const text = decipher.update(ciphertext)
    decipher.final()
    return text
  }
  const engines = (['native', 'noble'] as const).map((name): Contestant => {
    const key = selectEngine(name).gcm(KEY)
    const work = () => key.open(NONCE, AAD, ciphertext, tag, opened)
    const proof = () => {
      work()
      return opened.slice()
    }
    return { name: `engine ${name}`, work, proof }
  })
  return {
    name: `AES-256-GCM open, ${bytes} B`,
    bytes,
    contestants: [
      { name: 'node:crypto', work: raw, proof: () => new Uint8Array(raw()) },
      ...engines,
      ...webContestants('decrypt', sealed),
    ],
  }
}

/** WebCrypto, one message after another and four at a time. */
const webContestants = (direction: 'encrypt' | 'decrypt', message: Uint8Array): readonly Contestant[] => {
  const imported = webcrypto.subtle.importKey('raw', KEY, 'AES-GCM', false, ['encrypt', 'decrypt'])
  const parameters = { name: 'AES-GCM', iv: NONCE, additionalData: AAD }
  const once = async () => webcrypto.subtle[direction](parameters, await imported, message)
  const proof = async () => new Uint8Array(await once())
  return [
    { name: 'WebCrypto', work: once, usesThreads: true, proof },
    {
      name: 'WebCrypto, 4 at a time',
      work: () => Promise.all([once(), once(), once(), once()]),
      times: 4,
      usesThreads: true,
      proof,
    },
  ]
}

const hmacRace = (): Race => {
  const message = sampleBytes(64)
  const raw = () => createHmac('sha256', KEY).update(message).digest()
  return {
    name: 'HMAC-SHA-256, 64 B',
    contestants: [
      { name: 'node:crypto', work: raw, proof: () => new Uint8Array(raw()) },
      ...(['native', 'noble'] as const).map((name): Contestant => {
        const work = () => selectEngine(name).hmacSha256(KEY, message)
        return { name: `engine ${name}`, work, proof: work }
      }),
    ],
  }
}

const keyDerivationRace = (): Race => {
  const nonce = sampleBytes(16)
  const input = Uint8Array.of(0, 0, 0, 1, ...new TextEncoder().encode('AWS-KMS-SIM'), 0, ...nonce, 0, 0, 1, 0)
  const raw = () => createHmac('sha256', KEY).update(input).digest()
  return {
    name: 'Key of one KMS message (SP 800-108)',
    contestants: [
      { name: 'node:crypto', work: raw, proof: () => new Uint8Array(raw()) },
      ...(['native', 'noble'] as const).map((name): Contestant => {
        const work = () => messageKey(selectEngine(name), KEY, nonce)
        return { name: `engine ${name}`, work, proof: work }
      }),
    ],
  }
}

/** XTS is what real disks do: no nonce, no tag, the same length. Only measured here. */
const lengthPreservingRace = (bytes: number): Race => {
  const plaintext = sampleBytes(bytes)
  const keys = sampleBytes(64)
  const tweak = new Uint8Array(16)
  const gcm = () => {
    const cipher = createCipheriv('aes-256-gcm', KEY, NONCE, TAG_16)
    cipher.setAAD(AAD)
    const ciphertext = cipher.update(plaintext)
    cipher.final()
    return [ciphertext, cipher.getAuthTag()] as const
  }
  const gcmProof = () => {
    const [ciphertext, tag] = gcm()
    const decipher = createDecipheriv('aes-256-gcm', KEY, NONCE, TAG_16)
    decipher.setAAD(AAD).setAuthTag(tag)
    return new Uint8Array(decipher.update(ciphertext))
  }
  const xts = () => createCipheriv('aes-256-xts', keys, tweak).update(plaintext)
  const xtsProof = () => new Uint8Array(createDecipheriv('aes-256-xts', keys, tweak).update(xts()))
  return {
    name: `GCM beside XTS, ${bytes} B`,
    bytes,
    contestants: [
      { name: 'AES-256-GCM', work: gcm, proof: gcmProof },
      { name: 'AES-256-XTS', work: xts, proof: xtsProof },
    ],
  }
}

/** What the machine's own `openssl speed` reaches, where it is installed. */
function openSslFigures({ isQuick }: Extent): readonly Figure[] {
  const wanted = isQuick ? [4096] : [512, 4096, 65_536, 524_288]
  return wanted.flatMap((bytes) => {
    const words = ['speed', '-mr', '-seconds', '1', '-bytes', String(bytes), '-evp', 'aes-256-gcm']
    const { status, stdout } = spawnSync('openssl', words, { encoding: 'utf8' })
    const found = status === 0 ? /^\+F:\d+:[^:]+:([\d.]+)$/m.exec(stdout) : null
    return found === null ? [] : [{ name: `openssl speed AES-256-GCM, ${bytes} B`, value: Number(found[1]) / 1e6, unit: 'MB/s' }]
  })
}
