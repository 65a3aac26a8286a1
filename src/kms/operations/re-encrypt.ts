import { fromHex, toBase64 } from '../../core/bytes.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { list, oneOf, shape } from '../../core/shape.ts'
import { recordedContext } from '../../crypto/encryption-context.ts'
import type { KmsAccess } from '../access.ts'
import { checkAlgorithm, checkContext, checkState, checkUsage } from '../checks.ts'
import {
  type CiphertextSource,
  type CiphertextTarget,
  ciphertextTarget,
  isKeyOfCiphertext,
  type Opened,
  open,
  opened,
} from '../ciphertext-target.ts'
import { ciphertext, dryRun, encryptionContext, grantTokens, keyIdentifier } from '../fields.ts'
import { bringIntoBeing } from '../managed-keys.ts'
import { byAnyIdentifier, type KeyTarget, keyOf } from '../resolve.ts'
import { checkBinding, checkSize, ENCRYPTION_ALGORITHMS, type EncryptionAlgorithm, seal, sealingMaterialId } from '../sealing.ts'
import { note, sentMembers } from '../trail-facts.ts'

/** Input of ReEncrypt. */
export interface ReEncryptInput {
  /** 1 to 6144 bytes. Not needed with `DryRun` and `IGNORE_CIPHERTEXT`. */
  CiphertextBlob?: Uint8Array | undefined
  /** The pairs that the ciphertext is bound to. */
  SourceEncryptionContext?: Record<string, string> | undefined
  /** Where given, it must be the key that the ciphertext names. An RSA ciphertext names none: it must be given. */
  SourceKeyId?: string | undefined
  /** Key id, key ARN, alias name or alias ARN. */
  DestinationKeyId: string | undefined
  /** The pairs that the new ciphertext is bound to. */
  DestinationEncryptionContext?: Record<string, string> | undefined
  /** Default `SYMMETRIC_DEFAULT`. */
  SourceEncryptionAlgorithm?: EncryptionAlgorithm | undefined
  /** Default `SYMMETRIC_DEFAULT`. */
  DestinationEncryptionAlgorithm?: EncryptionAlgorithm | undefined
  GrantTokens?: string[] | undefined
  DryRun?: boolean | undefined
  DryRunModifiers?: 'IGNORE_CIPHERTEXT'[] | undefined
}

/** Output of ReEncrypt. */
export interface ReEncryptOutput {
  CiphertextBlob: Uint8Array
  /** The ARN of the key that opened the ciphertext. */
  SourceKeyId: string
  /** The ARN of the key that sealed it anew. */
  KeyId: string
  SourceEncryptionAlgorithm: EncryptionAlgorithm
  DestinationEncryptionAlgorithm: EncryptionAlgorithm
  /** 64 hexadecimal digits; only for symmetric encryption. */
  SourceKeyMaterialId?: string
  /** 64 hexadecimal digits; only for symmetric encryption. */
  DestinationKeyMaterialId?: string
}

/** The key that opens and the key that seals. */
interface BothTargets {
  readonly source: CiphertextTarget
  readonly destination: KeyTarget
}

type ReEncryptCall = Call<ReEncryptInput, BothTargets>

/**
 * Opens a ciphertext and seals its content anew, under another key or another encryption context; the plaintext never leaves KMS.
 * Needs kms:ReEncryptFrom on the one key and kms:ReEncryptTo on the other; kms:Decrypt and kms:Encrypt do not help.
 *
 * Order of checks: that of Decrypt for the source, then that of Encrypt for the destination (spec/kms.md 0.3, 4.3; inferred).
 */
export const ReEncrypt = defineOperation({
  name: 'ReEncrypt',
  action: 'kms:ReEncryptFrom',
  doc: 'kms/latest/APIReference/API_ReEncrypt.html',
  basis: 'V:model',
  input: shape<ReEncryptInput>({
    CiphertextBlob: ciphertext(),
    SourceEncryptionContext: encryptionContext(),
    SourceKeyId: keyIdentifier(),
    DestinationKeyId: keyIdentifier().required(),
    DestinationEncryptionContext: encryptionContext(),
    SourceEncryptionAlgorithm: oneOf(ENCRYPTION_ALGORITHMS),
    DestinationEncryptionAlgorithm: oneOf(ENCRYPTION_ALGORITHMS),
    GrantTokens: grantTokens(),
    DryRun: dryRun(),
    DryRunModifiers: list(oneOf(['IGNORE_CIPHERTEXT'])),
  }),
  target: (call) => {
    const source = ciphertextTarget(call, sourceOf(call.input))
    if (!source.ok) return source
    const destination = byAnyIdentifier(call, call.input.DestinationKeyId as string)
    return destination.ok ? succeed({ source: source.value, destination: destination.value }) : destination
  },
  access: ({ input, target: { source, destination } }): readonly KmsAccess[] => {
    const onSameKey = source.arn === destination.arn
    return [
      { action: 'kms:ReEncryptFrom', on: source, context: input.SourceEncryptionContext, onSameKey },
      { action: 'kms:ReEncryptTo', on: destination, context: input.DestinationEncryptionContext, onSameKey },
    ]
  },
  crossAccount: true,
  checks: [
    ({ input }) => checkContext(input.SourceEncryptionContext),
    ({ input }) => checkContext(input.DestinationEncryptionContext),
    ({ target }) => isKeyOfCiphertext(target.source),
    ({ target }) => checkState(keyOf(target.source), 'ReEncrypt'),
    ({ target }) => checkState(keyOf(target.destination), 'ReEncrypt'),
    ({ target }) => checkUsage(keyOf(target.source), 'ENCRYPT_DECRYPT', 'ReEncrypt'),
    ({ target }) => checkUsage(keyOf(target.destination), 'ENCRYPT_DECRYPT', 'ReEncrypt'),
    ({ input, target }) => checkAlgorithm(keyOf(target.source), sourceAlgorithm(input)),
    ({ input, target }) => checkAlgorithm(keyOf(target.destination), destinationAlgorithm(input)),
    ({ input, target }) => checkBinding(keyOf(target.source), input.SourceEncryptionContext),
    ({ input, target }) => checkBinding(keyOf(target.destination), input.DestinationEncryptionContext),
  ],
  prepare: (call) => openSource(call),
  commit: (call): ReEncryptOutput => {
    const { world, input, target } = call
    const destination = bringIntoBeing(world, keyOf(target.destination))
    const { plaintext, materialId } = opened(call.prepared)
    const algorithm = destinationAlgorithm(input)
    const blob = seal(world, destination.family, { algorithm, plaintext, context: input.DestinationEncryptionContext })
    plaintext.fill(0)
    const newMaterialId = sealingMaterialId(destination.family)
    noteMaterials(call, materialId, newMaterialId)
    return {
      CiphertextBlob: blob,
      SourceKeyId: keyOf(target.source).arn,
      KeyId: destination.arn,
      SourceEncryptionAlgorithm: sourceAlgorithm(input),
      DestinationEncryptionAlgorithm: algorithm,
      ...(materialId === undefined ? {} : { SourceKeyMaterialId: materialId }),
      ...(newMaterialId === undefined ? {} : { DestinationKeyMaterialId: newMaterialId }),
    }
  },
  trail: { readOnly: true, requestParameters: ({ input }) => reEncryptionParameters(input) },
})

const sourceOf = ({ CiphertextBlob, SourceKeyId, DryRun, DryRunModifiers }: ReEncryptInput): CiphertextSource => ({
  blob: CiphertextBlob,
  keyId: SourceKeyId,
  ignoreCiphertext: DryRun === true && DryRunModifiers?.includes('IGNORE_CIPHERTEXT') === true,
  keyMember: 'sourceKeyId',
  action: 'kms:ReEncryptFrom',
})

/** What the ciphertext holds must fit into the destination key. */
const openSource = ({ world, input, target }: ReEncryptCall): Outcome<Opened | undefined, Failure> => {
  const found = open(world, target.source, { algorithm: sourceAlgorithm(input), context: input.SourceEncryptionContext })
  if (!found.ok || found.value === undefined) return found
  const fitting = checkSize(keyOf(target.destination), destinationAlgorithm(input), found.value.plaintext)
  return fitting.ok ? found : fitting
}

const sourceAlgorithm = (input: ReEncryptInput): EncryptionAlgorithm => input.SourceEncryptionAlgorithm ?? 'SYMMETRIC_DEFAULT'
const destinationAlgorithm = (input: ReEncryptInput): EncryptionAlgorithm =>
  input.DestinationEncryptionAlgorithm ?? 'SYMMETRIC_DEFAULT'

/** The AADs are recorded where a service makes the call (spec/ebs-ec2.md 2.7). */
const noteMaterials = (call: ReEncryptCall, sourceMaterialId: string | undefined, destinationMaterialId: string | undefined) => {
  const { SourceEncryptionContext, DestinationEncryptionContext } = call.input
  note(call, {
    additionalEventData: {
      ...(sourceMaterialId === undefined ? {} : { sourceKeyMaterialId: sourceMaterialId }),
      ...(destinationMaterialId === undefined ? {} : { destinationKeyMaterialId: destinationMaterialId }),
    },
  })
  if (call.request.origin === undefined || sourceMaterialId === undefined || destinationMaterialId === undefined) return
  note(call, {
    requestParameters: {
      ...reEncryptionParameters(call.input),
      sourceAAD: toBase64(recordedContext(SourceEncryptionContext, fromHex(sourceMaterialId))),
      destinationAAD: toBase64(recordedContext(DestinationEncryptionContext, fromHex(destinationMaterialId))),
    },
  })
}

/** CloudTrail's request parameters: the algorithms always, the source key only if the caller sent it. Source: spec/kms.md 11.2. */
const reEncryptionParameters = (input: unknown) => {
  const { SourceEncryptionAlgorithm, DestinationEncryptionAlgorithm } = input as ReEncryptInput
  return {
    ...sentMembers(input, 'SourceKeyId', 'DestinationKeyId', 'SourceEncryptionContext', 'DestinationEncryptionContext'),
    sourceEncryptionAlgorithm: SourceEncryptionAlgorithm ?? 'SYMMETRIC_DEFAULT',
    destinationEncryptionAlgorithm: DestinationEncryptionAlgorithm ?? 'SYMMETRIC_DEFAULT',
  }
}
