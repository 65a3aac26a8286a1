import { defineOperation } from '../../core/operation.ts'
import { PASS, refuse } from '../../core/outcome.ts'
import { shape } from '../../core/shape.ts'
import { type MacAlgorithm, verifyMac } from '../../crypto/key-pairs/mac.ts'
import { kmsFailure } from '../errors.ts'
import { ciphertext, dryRun, grantTokens, keyIdentifier } from '../fields.ts'
import { secretOf } from '../key-pairs.ts'
import { MAC_CHECKS, macAlgorithm } from '../macs.ts'
import { byAnyIdentifier, keyOf } from '../resolve.ts'
import { message } from '../signing.ts'
import { sentMembers } from '../trail-facts.ts'

/** Input of VerifyMac. */
export interface VerifyMacInput {
  /** 1 to 4096 bytes. */
  Message: Uint8Array | undefined
  /** Key id, key ARN, alias name or alias ARN of an HMAC key. */
  KeyId: string | undefined
  /** The one of the key. */
  MacAlgorithm: MacAlgorithm | undefined
  /** 1 to 6144 bytes. */
  Mac: Uint8Array | undefined
  GrantTokens?: string[] | undefined
  DryRun?: boolean | undefined
}

/** Output of VerifyMac. */
export interface VerifyMacOutput {
  /** The key's ARN, however the request named it. */
  KeyId: string
  /** Always true: a wrong MAC is an error. */
  MacValid: boolean
  MacAlgorithm: MacAlgorithm
}

/** Compares a MAC with the one of the message. A wrong one is KMSInvalidMacException, never an answer; also in a dry run. */
export const VerifyMac = defineOperation({
  name: 'VerifyMac',
  action: 'kms:VerifyMac',
  doc: 'kms/latest/APIReference/API_VerifyMac.html',
  basis: 'V:snap',
  input: shape<VerifyMacInput>({
    Message: message().required(),
    KeyId: keyIdentifier().required(),
    MacAlgorithm: macAlgorithm().required(),
    Mac: ciphertext().required(),
    GrantTokens: grantTokens(),
    DryRun: dryRun(),
  }),
  target: (call) => byAnyIdentifier(call, call.input.KeyId as string),
  crossAccount: true,
  checks: MAC_CHECKS,
  prepare: ({ world, input, target }) => {
    const key = secretOf(world, keyOf(target).family)
    const given = { key, message: input.Message as Uint8Array, mac: input.Mac as Uint8Array }
    return verifyMac(input.MacAlgorithm as MacAlgorithm, given) ? PASS : refuse(kmsFailure('KMSInvalidMacException'))
  },
  commit: ({ input, target }): VerifyMacOutput => ({
    KeyId: keyOf(target).arn,
    MacValid: true,
    MacAlgorithm: input.MacAlgorithm as MacAlgorithm,
  }),
  trail: { readOnly: true, requestParameters: ({ input }) => sentMembers(input, 'KeyId', 'MacAlgorithm') },
})
