import { defineOperation } from '../../core/operation.ts'
import { PASS, refuse } from '../../core/outcome.ts'
import { shape } from '../../core/shape.ts'
import { aliasName, checkAliasName, checkAliasQuota } from '../alias-names.ts'
import { aliasResource } from '../alias-target.ts'
import { keyState } from '../checks.ts'
import { kmsFailure } from '../errors.ts'
import { keyIdentifier } from '../fields.ts'
import { byKeyIdOrArn, keyOf } from '../resolve.ts'
import { aliasArn, kmsRegion, openRegion } from '../store.ts'
import { keyResource, note } from '../trail-facts.ts'

/** Input of CreateAlias. */
export interface CreateAliasInput {
  /** `alias/` and a name of letters, digits, `/`, `_` and `-`; not `alias/aws/…`. At most 256 characters. */
  AliasName: string | undefined
  /** Key id or key ARN of a customer managed key in the caller's account and Region. */
  TargetKeyId: string | undefined
}

/** Output of CreateAlias: nothing. */
export type CreateAliasOutput = Record<never, never>

/** Gives a key a name. Needs kms:CreateAlias twice: on the alias, which only IAM policies can give, and on the key. */
export const CreateAlias = defineOperation({
  name: 'CreateAlias',
  action: 'kms:CreateAlias',
  doc: 'kms/latest/APIReference/API_CreateAlias.html',
  basis: 'V:snap',
  input: shape<CreateAliasInput>({
    AliasName: aliasName().required(),
    TargetKeyId: keyIdentifier().required(),
  }),
  target: (call) => {
    const name = checkAliasName(call.input.AliasName as string)
    return name.ok ? byKeyIdOrArn(call, call.input.TargetKeyId as string) : name
  },
  access: ({ account, region, input, target }) => [
    { action: 'kms:CreateAlias', on: { kind: 'iam-only', arn: aliasArn(account, region, input.AliasName as string) } },
    { action: 'kms:CreateAlias', on: target },
  ],
  crossAccount: false,
  checks: [
    keyState,
    ({ world, account, region, input }) => {
      const name = input.AliasName as string
      return kmsRegion(world, account, region).aliases.has(name)
        ? refuse(kmsFailure('AlreadyExistsException', `An alias with the name ${aliasArn(account, region, name)} already exists`))
        : PASS
    },
    ({ target }) => checkAliasQuota(keyOf(target).aliases.length),
  ],
  commit: (call): CreateAliasOutput => {
    const { world, account, region, time, input, target } = call
    const key = keyOf(target)
    const name = input.AliasName as string
    const arn = aliasArn(account, region, name)
    openRegion(world, account, region).aliases.set(name, { name, arn, keyId: key.keyId, createdAt: time, updatedAt: time })
    key.aliases.push(name)
    note(call, { resources: [keyResource(key), aliasResource(account, arn)] })
    return {}
  },
  trail: { readOnly: false },
})
