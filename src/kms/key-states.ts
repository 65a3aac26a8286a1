import { type Outcome, PASS, refuse } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { kmsFailure } from './errors.ts'

/** The states of a KMS key. */
export const KEY_STATES = [
  'Enabled',
  'Disabled',
  'PendingDeletion',
  'PendingReplicaDeletion',
  'PendingImport',
  'Unavailable',
  'Creating',
  'Updating',
] as const

/** The state of a KMS key. */
export type KeyState = (typeof KEY_STATES)[number]

/** What a key state means for an operation. The reason follows the key ARN in AWS's message. */
export type StateVerdict =
  | { readonly allow: true }
  | {
      readonly allow: false
      readonly error: 'DisabledException' | 'KMSInvalidStateException' | 'UnsupportedOperationException'
      readonly reason: string
    }

const ok: StateVerdict = { allow: true }
/** Allowed by state; whether by origin or kind of key, the operation's own check says (footnotes 7 and 9 of the AWS table). */
const byOrigin: StateVerdict = { allow: true }
const disabled: StateVerdict = { allow: false, error: 'DisabledException', reason: 'is disabled.' }
const invalid = (reason: string): StateVerdict => ({ allow: false, error: 'KMSInvalidStateException', reason })
const deletion = invalid('is pending deletion.')
const replicaDeletion = invalid('is pending replica deletion.')
const notDeletion = invalid('is not pending deletion.')
const pendingImport = invalid('is pending import.')
const unavailable = invalid('is unavailable.')
const creating = invalid('is creating.')
const updating = invalid('is updating.')
const externalOrigin: StateVerdict = {
  allow: false,
  error: 'UnsupportedOperationException',
  reason: 'origin is EXTERNAL which is not valid for this operation.',
}
/** A state that a key of the operation's kind cannot be in; answered like any other unusable state should it happen. */
const cannotOccur = unavailable

type Row = Readonly<Record<KeyState, StateVerdict>>

const row = (...verdicts: readonly [...Eight]): Row => {
  const [Enabled, Disabled, PendingDeletion, PendingReplicaDeletion, PendingImport, Unavailable, Creating, Updating] = verdicts
  return { Enabled, Disabled, PendingDeletion, PendingReplicaDeletion, PendingImport, Unavailable, Creating, Updating }
}
type V = StateVerdict
type Eight = [V, V, V, V, V, V, V, V]

const always = row(ok, ok, ok, ok, ok, ok, ok, ok)
const cryptographic = row(ok, disabled, deletion, replicaDeletion, pendingImport, unavailable, creating, ok)
const asymmetric = row(ok, disabled, deletion, replicaDeletion, pendingImport, cannotOccur, creating, ok)
const notInDeletion = row(ok, ok, deletion, replicaDeletion, ok, ok, ok, ok)
const switching = row(ok, ok, deletion, replicaDeletion, pendingImport, ok, creating, updating)
const keyPair = row(ok, disabled, deletion, replicaDeletion, pendingImport, byOrigin, creating, ok)
const rotationSetting = row(byOrigin, disabled, deletion, replicaDeletion, externalOrigin, byOrigin, creating, byOrigin)

/**
 * THE TABLE: which operation works on a key in which state, and how it is refused. Every operation on a key × all eight states.
 * The columns are those of {@link KEY_STATES}.
 *
 * Source: AWS KMS Developer Guide, "Key states of AWS KMS keys"; messages and corrections from recordings, spec/kms.md 2.2.
 */
export const KEY_STATE_RULES = {
  CancelKeyDeletion: row(notDeletion, notDeletion, ok, ok, notDeletion, notDeletion, notDeletion, notDeletion),
  CreateAlias: notInDeletion,
  CreateGrant: row(ok, disabled, deletion, replicaDeletion, pendingImport, ok, creating, ok),
  Decapsulate: asymmetric,
  Decrypt: cryptographic,
  DeleteAlias: always,
  DeleteImportedKeyMaterial: row(byOrigin, byOrigin, byOrigin, byOrigin, ok, cannotOccur, creating, updating),
  DeriveSharedSecret: asymmetric,
  DescribeKey: always,
  DisableKey: switching,
  DisableKeyRotation: rotationSetting,
  EnableKey: switching,
  EnableKeyRotation: rotationSetting,
  Encapsulate: asymmetric,
  Encrypt: cryptographic,
  GenerateDataKey: cryptographic,
  GenerateDataKeyPair: keyPair,
  GenerateDataKeyPairWithoutPlaintext: keyPair,
  GenerateDataKeyWithoutPlaintext: cryptographic,
  GenerateMac: asymmetric,
  GetKeyLastUsage: always,
  GetKeyPolicy: always,
  GetKeyRotationStatus: row(ok, ok, ok, ok, ok, byOrigin, ok, ok),
  GetParametersForImport: row(byOrigin, byOrigin, deletion, replicaDeletion, ok, byOrigin, creating, updating),
  GetPublicKey: row(ok, ok, deletion, replicaDeletion, pendingImport, cannotOccur, creating, ok),
  ImportKeyMaterial: row(byOrigin, byOrigin, deletion, replicaDeletion, ok, byOrigin, creating, ok),
  ListAliases: always,
  ListGrants: always,
  ListKeyPolicies: always,
  ListKeyRotations: row(byOrigin, byOrigin, byOrigin, byOrigin, ok, byOrigin, byOrigin, byOrigin),
  ListResourceTags: always,
  PutKeyPolicy: always,
  ReEncrypt: cryptographic,
  ReplicateKey: row(ok, disabled, deletion, replicaDeletion, pendingImport, cannotOccur, creating, updating),
  RetireGrant: always,
  RevokeGrant: always,
  RotateKeyOnDemand: row(byOrigin, disabled, deletion, replicaDeletion, pendingImport, byOrigin, creating, byOrigin),
  ScheduleKeyDeletion: row(ok, ok, deletion, replicaDeletion, ok, ok, ok, updating),
  Sign: asymmetric,
  TagResource: notInDeletion,
  UntagResource: notInDeletion,
  UpdateAlias: notInDeletion,
  UpdateKeyDescription: notInDeletion,
  UpdatePrimaryRegion: asymmetric,
  Verify: asymmetric,
  VerifyMac: asymmetric,
} as const satisfies Record<string, Row>

/** An operation that concerns a key, and so its state. */
export type KeyOperationName = keyof typeof KEY_STATE_RULES

/** The operations that no key state concerns. Together with {@link KEY_STATE_RULES} these are all 56. */
export const OPERATIONS_WITHOUT_KEY = [
  'ConnectCustomKeyStore',
  'CreateCustomKeyStore',
  'CreateKey',
  'DeleteCustomKeyStore',
  'DescribeCustomKeyStores',
  'DisconnectCustomKeyStore',
  'GenerateRandom',
  'ListKeys',
  'ListRetirableGrants',
  'UpdateCustomKeyStore',
] as const

/** Whether the state of a key lets the operation go on, or AWS's refusal with the key's ARN. */
export const verdictForState = (operation: KeyOperationName, state: KeyState, keyArn: string): Outcome<undefined, Failure> => {
  const verdict: StateVerdict = KEY_STATE_RULES[operation][state]
  return verdict.allow ? PASS : refuse(kmsFailure(verdict.error, `${keyArn} ${verdict.reason}`))
}
