import type { Call } from '../core/operation.ts'
import { type Outcome, PASS, refuse } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { type Field, oneOf } from '../core/shape.ts'
import type { KeyPair, KeyPairSpec, MlDsaSpec } from '../crypto/key-pairs/key-algorithm.ts'
import { selectAlgorithm } from '../crypto/key-pairs/select-algorithm.ts'
import { checkAlgorithm, contextSize, keyState, keyUsage } from './checks.ts'
import { kmsFailure } from './errors.ts'
import { encryptUnder } from './key-material.ts'
import { handedIn, makeKeyPair } from './key-pairs.ts'
import { currentMaterial, type KeyRecord } from './key-record.ts'
import { bringIntoBeing } from './managed-keys.ts'
import { type KeyTarget, keyOf } from './resolve.ts'
import { note, sentMembers } from './trail-facts.ts'

/** The kinds of data key pairs. */
export type DataKeyPairSpec = Exclude<KeyPairSpec, MlDsaSpec>

/** Which data key pair is to be made. */
export interface DataKeyPairRequest {
  readonly EncryptionContext?: Record<string, string> | undefined
  readonly KeyPairSpec: DataKeyPairSpec | undefined
}

/** A new data key pair: the private key in clear, and sealed under a KMS key. */
export interface DataKeyPair extends KeyPair {
  readonly key: KeyRecord
  readonly privateKeyCiphertextBlob: Uint8Array
  readonly materialId: string
}

type PairCall = Call<DataKeyPairRequest, KeyTarget>

/** `KeyPairSpec`. */
export const dataKeyPairSpec = (): Field<DataKeyPairSpec> =>
  oneOf([
    'RSA_2048', 'RSA_3072', 'RSA_4096', 'ECC_NIST_P256', 'ECC_NIST_P384', 'ECC_NIST_P521', 'ECC_SECG_P256K1', 'SM2',
    'ECC_NIST_EDWARDS25519', 'ML_KEM_512', 'ML_KEM_768', 'ML_KEM_1024',
  ]) // biome-ignore format: one list

/** What must be true before a data key pair can be made. A kind of key that nobody here makes is a `SimulatorError`. */
export const DATA_KEY_PAIR_CHECKS = [
  contextSize,
  keyState,
  keyUsage('ENCRYPT_DECRYPT'),
  ({ target }: PairCall): Outcome<undefined, Failure> => checkAlgorithm(keyOf(target), 'SYMMETRIC_DEFAULT'),
  ({ target }: PairCall): Outcome<undefined, Failure> => isOutsideKeyStores(keyOf(target)),
  ({ world, input }: PairCall): Outcome<undefined, Failure> => {
    selectAlgorithm(handedIn(world), { spec: input.KeyPairSpec as DataKeyPairSpec })
    return PASS
  },
]

/** Makes a data key pair. KMS keeps nothing of it. */
export const makeDataKeyPair = (call: PairCall): DataKeyPair => {
  const { world, input, target } = call
  const key = bringIntoBeing(world, keyOf(target))
  const { account, region, family } = key
  const seed = world.random.bytes({ purpose: 'kms/data-key-pair', account, region }, SEED_BYTES)
  const { privateKey, publicKey } = makeKeyPair(world, input.KeyPairSpec as DataKeyPairSpec, seed)
  const privateKeyCiphertextBlob = encryptUnder(world, family, privateKey, input.EncryptionContext)
  const materialId = currentMaterial(family).id
  note(call, { additionalEventData: { keyMaterialId: materialId } })
  return { key, privateKey, publicKey, privateKeyCiphertextBlob, materialId }
}

/** CloudTrail's request parameters of an operation that makes a data key pair. Source: spec/kms.md 11.2. */
export const dataKeyPairParameters = (input: unknown): Record<string, unknown> =>
  sentMembers(input, 'KeyId', 'KeyPairSpec', 'EncryptionContext')

/** Custom key stores make no key pairs; the text is inferred. Source: spec/kms.md 4.2, 13.1 #24. */
const isOutsideKeyStores = ({ arn, family: { keyStore, origin } }: KeyRecord): Outcome<undefined, Failure> =>
  keyStore === undefined
    ? PASS
    : refuse(kmsFailure('UnsupportedOperationException', `${arn} origin is ${origin} which is not valid for this operation.`))

const SEED_BYTES = 32
