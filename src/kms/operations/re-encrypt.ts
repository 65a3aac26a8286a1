import { fromHex, toBase64 } from '../../core/bytes.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { succeed } from '../../core/outcome.ts'
import { list, oneOf, shape } from '../../core/shape.ts'
import { recordedContext } from '../../crypto/encryption-context.ts'
import type { KmsAccess } from '../access.ts'
import { checkAlgorithm, checkContext, checkState, checkUsage } from '../checks.ts'
import {
  type CiphertextSource,
  type CiphertextTarget,
  ciphertextTarget,
  isKeyOfCiphertext,
  open,
  opened,
} from '../ciphertext-target.ts'
import { ciphertext, dryRun, encryptionContext, grantTokens, keyIdentifier } from '../fields.ts'
import { encryptUnder } from '../key-material.ts'
import { currentMaterial } from '../key-record.ts'
import { bringIntoBeing } from '../managed-keys.ts'
import { byAnyIdentifier, type KeyTarget, keyOf } from '../resolve.ts'
import { note, sentMembers } from '../trail-facts.ts'
import { ENCRYPTION_ALGORITHMS, type EncryptionAlgorithm } from './encrypt.ts'

/** Input of ReEncrypt. */
export interface ReEncryptInput {
  /** 1 to 6144 bytes. Not needed with `DryRun` and `IGNORE_CIPHERTEXT`. */
  CiphertextBlob?: Uint8Array | undefined
  /** The pairs that the ciphertext is bound to. */
  SourceEncryptionContext?: Record<string, string> | undefined
  /** Where given, it must be the key that the ciphertext names. */
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
  /** 64 hexadecimal digits. */
  SourceKeyMaterialId: string
  /** 64 hexadecimal digits. */
  DestinationKeyMaterialId: string
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
    ({ input, target }) => checkAlgorithm(keyOf(target.source), input.SourceEncryptionAlgorithm ?? 'SYMMETRIC_DEFAULT'),
    ({ input, target }) => checkAlgorithm(keyOf(target.destination), input.DestinationEncryptionAlgorithm ?? 'SYMMETRIC_DEFAULT'),
  ],
  prepare: ({ world, input, target }) => open(world, target.source, input.SourceEncryptionContext),
  commit: (call): ReEncryptOutput => {
    const { world, input, target } = call
    const destination = bringIntoBeing(world, keyOf(target.destination))
    const { plaintext, materialId } = opened(call.prepared)
    const blob = encryptUnder(world, destination.family, plaintext, input.DestinationEncryptionContext)
    plaintext.fill(0)
    const newMaterialId = currentMaterial(destination.family).id
    noteMaterials(call, materialId, newMaterialId)
    return {
      CiphertextBlob: blob,
      SourceKeyId: keyOf(target.source).arn,
      KeyId: destination.arn,
      SourceEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      DestinationEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      SourceKeyMaterialId: materialId,
      DestinationKeyMaterialId: newMaterialId,
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

/** The AADs are recorded where a service makes the call (spec/ebs-ec2.md 2.7). */
const noteMaterials = (call: ReEncryptCall, sourceMaterialId: string, destinationMaterialId: string) => {
  const { SourceEncryptionContext, DestinationEncryptionContext } = call.input
  note(call, {
    additionalEventData: { sourceKeyMaterialId: sourceMaterialId, destinationKeyMaterialId: destinationMaterialId },
  })
  if (call.request.origin === undefined) return
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
