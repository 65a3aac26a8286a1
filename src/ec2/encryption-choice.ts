import type { Basis } from '../core/operation.ts'

/** Where the data of a new volume or copy comes from, as far as its encryption is concerned. `shared` is another account's. */
export type SourceKind = 'none' | 'own plain' | 'own encrypted' | 'shared plain' | 'shared encrypted'

/** What becomes of a new volume or copy. */
export type EncryptionVerdict =
  /** It is not encrypted. */
  | 'unencrypted'
  /** Under the Region's default key: `alias/aws/ebs` unless the account has set another. */
  | 'default key'
  /** Under the key that the request names. */
  | 'named key'
  /** Under the key of the snapshot that it comes from. */
  | 'snapshot key'
  /** `InvalidParameterCombination`: an encrypted snapshot cannot become an unencrypted volume. */
  | 'error A'
  /** `InvalidParameterDependency`: a key was named without asking for encryption. */
  | 'error B'

/** One cell of a table: the verdict and how sure it is. */
export interface EncryptionCell {
  readonly verdict: EncryptionVerdict
  readonly basis: Basis
}

type Switch = 'off' | 'on'
type Encrypted = 'omitted' | 'true' | 'false'
type Key = 'no key' | 'key'
/** A row: encryption by default, the parameter Encrypted, the parameter KmsKeyId. */
type Row = `${Switch}, ${Encrypted}, ${Key}`

const documented = (verdict: EncryptionVerdict): EncryptionCell => ({ verdict, basis: 'V:doc' })
const observed = (verdict: EncryptionVerdict): EncryptionCell => ({ verdict, basis: 'V:obs' })
const inferred = (verdict: EncryptionVerdict): EncryptionCell => ({ verdict, basis: 'I' })
const emulated = (verdict: EncryptionVerdict): EncryptionCell => ({ verdict, basis: 'E' })

const everySource = (cell: EncryptionCell): Record<SourceKind, EncryptionCell> => ({
  none: cell,
  'own plain': cell,
  'own encrypted': cell,
  'shared plain': cell,
  'shared encrypted': cell,
})

/**
 * What becomes of a volume made by CreateVolume or RunInstances.
 *
 * The trap: a volume from an own encrypted snapshot keeps the snapshot's key; neither encryption by default nor a custom
 * default key changes that.
 *
 * Source: EBS User Guide, "Encryption scenarios" (outcome table); spec/ebs-ec2.md 3.1.
 */
export const VOLUME_OUTCOMES = {
  'off, omitted, no key': {
    none: documented('unencrypted'),
    'own plain': documented('unencrypted'),
    'own encrypted': documented('snapshot key'),
    'shared plain': documented('unencrypted'),
    'shared encrypted': documented('default key'),
  },
  'off, true, no key': {
    none: documented('default key'),
    'own plain': documented('default key'),
    'own encrypted': documented('snapshot key'),
    'shared plain': documented('default key'),
    'shared encrypted': documented('default key'),
  },
  'off, true, key': everySource(documented('named key')),
  'off, false, no key': {
    none: documented('unencrypted'),
    'own plain': documented('unencrypted'),
    'own encrypted': observed('error A'),
    'shared plain': documented('unencrypted'),
    'shared encrypted': inferred('error A'),
  },
  'off, omitted, key': everySource(observed('error B')),
  'off, false, key': everySource(emulated('error B')),
  'on, omitted, no key': {
    none: documented('default key'),
    'own plain': documented('default key'),
    'own encrypted': documented('snapshot key'),
    'shared plain': documented('default key'),
    'shared encrypted': documented('default key'),
  },
  'on, true, no key': {
    none: documented('default key'),
    'own plain': documented('default key'),
    'own encrypted': documented('snapshot key'),
    'shared plain': documented('default key'),
    'shared encrypted': documented('default key'),
  },
  'on, true, key': everySource(documented('named key')),
  'on, false, no key': {
    none: inferred('default key'),
    'own plain': inferred('default key'),
    'own encrypted': observed('error A'),
    'shared plain': inferred('default key'),
    'shared encrypted': inferred('error A'),
  },
  'on, omitted, key': everySource(inferred('error B')),
  'on, false, key': everySource(emulated('error B')),
} as const satisfies Record<Row, Record<SourceKind, EncryptionCell>>

type CopySource = Exclude<SourceKind, 'none'>

const everyCopy = (cell: EncryptionCell): Record<CopySource, EncryptionCell> => ({
  'own plain': cell,
  'own encrypted': cell,
  'shared plain': cell,
  'shared encrypted': cell,
})

/** Encryption by default is off and no key is named: an unencrypted source stays so, an encrypted one goes under the default key. */
const copyAsTheSource: Record<CopySource, EncryptionCell> = {
  'own plain': documented('unencrypted'),
  'shared plain': documented('unencrypted'),
  'own encrypted': observed('default key'),
  'shared encrypted': documented('default key'),
}

/**
 * What becomes of a snapshot made by CopySnapshot; encryption by default and default key are those of the destination Region.
 *
 * The trap: a copy of an own encrypted snapshot does not keep the source's key but goes under the default key, and
 * `Encrypted: false` is accepted in silence.
 *
 * Source: recorded copies and API Reference, CopySnapshot; spec/ebs-ec2.md 3.2. A key named without Encrypted=true: the guide
 * says it must be true, nobody has recorded the error, so it counts as true.
 */
export const COPY_OUTCOMES = {
  'off, omitted, no key': copyAsTheSource,
  'off, false, no key': copyAsTheSource,
  'off, true, no key': everyCopy(documented('default key')),
  'off, true, key': everyCopy(documented('named key')),
  'off, omitted, key': everyCopy(emulated('named key')),
  'off, false, key': everyCopy(emulated('named key')),
  'on, omitted, no key': everyCopy(documented('default key')),
  'on, false, no key': everyCopy(documented('default key')),
  'on, true, no key': everyCopy(documented('default key')),
  'on, true, key': everyCopy(documented('named key')),
  'on, omitted, key': everyCopy(emulated('named key')),
  'on, false, key': everyCopy(emulated('named key')),
} as const satisfies Record<Row, Record<CopySource, EncryptionCell>>

/** The source of a snapshot of a copied image. A key never leaves its Region, so it matters whether an own one comes from elsewhere. */
export type ImageCopySource = CopySource | 'own encrypted, other Region'

/** Nobody says anything of the encrypted ones: each keeps its key where it can. */
const imageAsTheSource = (plain: EncryptionCell): Record<ImageCopySource, EncryptionCell> => ({
  'own plain': plain,
  'own encrypted': documented('snapshot key'),
  'own encrypted, other Region': inferred('default key'),
  'shared plain': plain,
  'shared encrypted': documented('default key'),
})

const everyImageCopy = (cell: EncryptionCell): Record<ImageCopySource, EncryptionCell> => ({
  ...everyCopy(cell),
  'own encrypted, other Region': cell,
})

/**
 * What becomes of the snapshots of an image copied by CopyImage; encryption by default and default key are those of the destination Region.
 *
 * The trap: unlike CopySnapshot, CopyImage keeps the key of an own encrypted snapshot. A named key is one key for all snapshots.
 * `Encrypted: false` decrypts nothing.
 *
 * Source: EC2 User Guide, "Use encryption with EBS-backed AMIs"; spec/ebs-ec2.md 3.3.
 */
export const IMAGE_COPY_OUTCOMES = {
  'off, omitted, no key': imageAsTheSource(documented('unencrypted')),
  'off, false, no key': imageAsTheSource(inferred('unencrypted')),
  'off, true, no key': imageAsTheSource(documented('default key')),
  'off, true, key': everyImageCopy(documented('named key')),
  'off, omitted, key': everyImageCopy(documented('error B')),
  'off, false, key': everyImageCopy(inferred('error B')),
  'on, omitted, no key': imageAsTheSource(documented('default key')),
  'on, false, no key': imageAsTheSource(inferred('default key')),
  'on, true, no key': imageAsTheSource(documented('default key')),
  'on, true, key': everyImageCopy(documented('named key')),
  'on, omitted, key': everyImageCopy(documented('error B')),
  'on, false, key': everyImageCopy(inferred('error B')),
} as const satisfies Record<Row, Record<ImageCopySource, EncryptionCell>>

/** What a request says about encryption, and where. */
export interface EncryptionRequest {
  /** Encryption by default in the account and Region of the new resource. */
  readonly isEncryptedByDefault: boolean
  readonly encrypted: boolean | undefined
  readonly kmsKeyId: string | undefined
}

/** The cell of {@link VOLUME_OUTCOMES} that a request falls into. */
export const chooseVolumeEncryption = (request: EncryptionRequest, source: SourceKind): EncryptionCell =>
  VOLUME_OUTCOMES[rowOf(request)][source]

/** The cell of {@link COPY_OUTCOMES} that a request falls into. */
export const chooseCopyEncryption = (request: EncryptionRequest, source: CopySource): EncryptionCell =>
  COPY_OUTCOMES[rowOf(request)][source]

/** The cell of {@link IMAGE_COPY_OUTCOMES} that a request falls into. */
export const chooseImageCopyEncryption = (request: EncryptionRequest, source: ImageCopySource): EncryptionCell =>
  IMAGE_COPY_OUTCOMES[rowOf(request)][source]

const rowOf = ({ isEncryptedByDefault, encrypted, kmsKeyId }: EncryptionRequest): Row => {
  const byDefault: Switch = isEncryptedByDefault ? 'on' : 'off'
  const asked: Encrypted = encrypted === undefined ? 'omitted' : `${encrypted}`
  const key: Key = kmsKeyId === undefined ? 'no key' : 'key'
  return `${byDefault}, ${asked}, ${key}`
}
