import { defineOperation } from '../../core/operation.ts'
import { shape } from '../../core/shape.ts'
import { generateMac, type MacAlgorithm } from '../../crypto/key-pairs/mac.ts'
import { dryRun, grantTokens, keyIdentifier } from '../fields.ts'
import { secretOf } from '../key-pairs.ts'
import { MAC_CHECKS, macAlgorithm } from '../macs.ts'
import { byAnyIdentifier, keyOf } from '../resolve.ts'
import { message } from '../signing.ts'
import { sentMembers } from '../trail-facts.ts'

/** Input of GenerateMac. */
export interface GenerateMacInput {
  /** 1 to 4096 bytes. */
  Message: Uint8Array | undefined
  /** Key id, key ARN, alias name or alias ARN of an HMAC key. */
  KeyId: string | undefined
  /** The one of the key. */
  MacAlgorithm: MacAlgorithm | undefined
  GrantTokens?: string[] | undefined
  DryRun?: boolean | undefined
}

/** Output of GenerateMac. */
export interface GenerateMacOutput {
  /** 28, 32, 48 or 64 bytes; the same for the same message. */
  Mac: Uint8Array
  MacAlgorithm: MacAlgorithm
  /** The key's ARN, however the request named it. */
  KeyId: string
}

/** Makes the HMAC of a message. */
export const GenerateMac = defineOperation({
  name: 'GenerateMac',
  action: 'kms:GenerateMac',
  doc: 'kms/latest/APIReference/API_GenerateMac.html',
  basis: 'V:snap',
  input: shape<GenerateMacInput>({
    Message: message().required(),
    KeyId: keyIdentifier().required(),
    MacAlgorithm: macAlgorithm().required(),
    GrantTokens: grantTokens(),
    DryRun: dryRun(),
  }),
  target: (call) => byAnyIdentifier(call, call.input.KeyId as string),
  crossAccount: true,
  checks: MAC_CHECKS,
  commit: ({ world, input, target }): GenerateMacOutput => {
    const { arn, family } = keyOf(target)
    const algorithm = input.MacAlgorithm as MacAlgorithm
    const mac = generateMac(algorithm, secretOf(world, family), input.Message as Uint8Array)
    return { Mac: mac, MacAlgorithm: algorithm, KeyId: arn }
  },
  trail: { readOnly: true, requestParameters: ({ input }) => sentMembers(input, 'KeyId', 'MacAlgorithm') },
})
