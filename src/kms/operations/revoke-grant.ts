import { defineOperation } from '../../core/operation.ts'
import { shape, text } from '../../core/shape.ts'
import { broken } from '../../core/simulator-error.ts'
import { keyState } from '../checks.ts'
import { dryRun, keyIdentifier } from '../fields.ts'
import { checkGrantId, findGrant, grantExists } from '../grant-identifiers.ts'
import { grantsOf, removeGrant } from '../grant-index.ts'
import { byKeyIdOrArn, keyOf } from '../resolve.ts'
import { keyIdElement, sentMembers } from '../trail-facts.ts'

/** Input of RevokeGrant. */
export interface RevokeGrantInput {
  /** Key id or key ARN. */
  KeyId: string | undefined
  GrantId: string | undefined
  DryRun?: boolean | undefined
}

/** Output of RevokeGrant: nothing. */
export type RevokeGrantOutput = Record<never, never>

/** Ends a grant, by the right of whoever manages the key: no grant gives kms:RevokeGrant. */
export const RevokeGrant = defineOperation({
  name: 'RevokeGrant',
  action: 'kms:RevokeGrant',
  doc: 'kms/latest/APIReference/API_RevokeGrant.html',
  basis: 'V:doc',
  input: shape<RevokeGrantInput>({
    KeyId: keyIdentifier().required(),
    GrantId: text({ min: 1, max: 128 }).required(),
    DryRun: dryRun(),
  }),
  target: (call) => byKeyIdOrArn(call, call.input.KeyId as string),
  crossAccount: true,
  checks: [
    keyState,
    ({ input }) => checkGrantId(input.GrantId as string),
    ({ world, input, target }) => {
      const key = keyOf(target)
      const grantId = input.GrantId as string
      return grantExists(findGrant(world, key, grantId), key, grantId)
    },
  ],
  commit: ({ world, input, target }): RevokeGrantOutput => {
    const key = keyOf(target)
    const grant = findGrant(world, key, input.GrantId as string) ?? broken('A grant that does not exist passed the checks')
    removeGrant(grantsOf(world, key), grant)
    return {}
  },
  trail: {
    readOnly: false,
    requestParameters: ({ input }) => sentMembers(input, 'KeyId', 'GrantId'),
    responseElements: keyIdElement,
  },
})
