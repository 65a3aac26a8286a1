import { defineOperation } from '../../core/operation.ts'
import { shape } from '../../core/shape.ts'
import { keyState } from '../checks.ts'
import { grantTokens, keyIdentifier } from '../fields.ts'
import { type KeyMetadata, keyMetadata } from '../key-metadata.ts'
import { bringIntoBeing } from '../managed-keys.ts'
import { byAnyIdentifier, keyOf } from '../resolve.ts'
import { sentMembers } from '../trail-facts.ts'

/** Input of DescribeKey. */
export interface DescribeKeyInput {
  /** Key id, key ARN, alias name or alias ARN. */
  KeyId: string | undefined
  GrantTokens?: string[] | undefined
}

/** Output of DescribeKey. */
export interface DescribeKeyOutput {
  KeyMetadata: KeyMetadata
}

/** Says what a key is. Naming a predefined alias such as `alias/aws/ebs` brings its AWS managed key into being. */
export const DescribeKey = defineOperation({
  name: 'DescribeKey',
  action: 'kms:DescribeKey',
  doc: 'kms/latest/APIReference/API_DescribeKey.html',
  basis: 'V:model',
  input: shape<DescribeKeyInput>({ KeyId: keyIdentifier().required(), GrantTokens: grantTokens() }),
  target: (call) => byAnyIdentifier(call, call.input.KeyId as string),
  crossAccount: true,
  checks: [keyState],
  commit: (call): DescribeKeyOutput => {
    const key = bringIntoBeing(call.world, keyOf(call.target))
    return { KeyMetadata: keyMetadata(key) }
  },
  trail: { readOnly: true, requestParameters: ({ input }) => sentMembers(input, 'KeyId') },
})
