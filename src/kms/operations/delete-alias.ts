import { defineOperation } from '../../core/operation.ts'
import { succeed } from '../../core/outcome.ts'
import { shape } from '../../core/shape.ts'
import type { KmsAccess } from '../access.ts'
import { aliasName, checkAliasName } from '../alias-names.ts'
import { aliasRecord, aliasResource, keyOfAlias, unlistAlias } from '../alias-target.ts'
import { keyState } from '../checks.ts'
import { keyOf } from '../resolve.ts'
import { aliasArn, openRegion } from '../store.ts'
import { keyResource, note } from '../trail-facts.ts'

/** Input of DeleteAlias. */
export interface DeleteAliasInput {
  /** `alias/` and the name of an alias that exists; not `alias/aws/…`. */
  AliasName: string | undefined
}

/** Output of DeleteAlias: nothing. */
export type DeleteAliasOutput = Record<never, never>

/** Takes a name from a key; the key stays as it is. Needs kms:DeleteAlias on the alias, which only IAM policies can give, and on the key. */
export const DeleteAlias = defineOperation({
  name: 'DeleteAlias',
  action: 'kms:DeleteAlias',
  doc: 'kms/latest/APIReference/API_DeleteAlias.html',
  basis: 'V:doc',
  input: shape<DeleteAliasInput>({ AliasName: aliasName().required() }),
  target: (call) => {
    const name = checkAliasName(call.input.AliasName as string)
    return name.ok ? succeed(keyOfAlias(call, call.input.AliasName as string)) : name
  },
  access: ({ account, region, input, target }): readonly KmsAccess[] => [
    { action: 'kms:DeleteAlias', on: { kind: 'iam-only', arn: aliasArn(account, region, input.AliasName as string) } },
    { action: 'kms:DeleteAlias', on: target },
  ],
  crossAccount: false,
  checks: [keyState],
  commit: (call): DeleteAliasOutput => {
    const { world, account, region, target } = call
    const { name, arn } = aliasRecord(call, call.input.AliasName as string)
    const key = keyOf(target)
    unlistAlias(key, name)
    openRegion(world, account, region).aliases.delete(name)
    note(call, { resources: [keyResource(key), aliasResource(account, arn)] })
    return {}
  },
  trail: { readOnly: false },
})
