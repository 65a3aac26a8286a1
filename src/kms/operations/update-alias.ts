import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape } from '../../core/shape.ts'
import type { KmsAccess } from '../access.ts'
import { aliasName, checkAliasName, checkAliasQuota } from '../alias-names.ts'
import { aliasRecord, aliasResource, keyOfAlias, unlistAlias } from '../alias-target.ts'
import { keyState } from '../checks.ts'
import { kmsFailure } from '../errors.ts'
import { keyIdentifier } from '../fields.ts'
import type { KeyRecord } from '../key-record.ts'
import { KEY_SPECS } from '../key-specs.ts'
import { byKeyIdOrArn, type KeyTarget, keyOf } from '../resolve.ts'
import { aliasArn } from '../store.ts'
import { keyResource, note } from '../trail-facts.ts'

/** Input of UpdateAlias. */
export interface UpdateAliasInput {
  /** `alias/` and the name of an alias that exists; not `alias/aws/…`. */
  AliasName: string | undefined
  /** Key id or key ARN of a customer managed key of the same type and usage as the current one. */
  TargetKeyId: string | undefined
}

/** Output of UpdateAlias: nothing. */
export type UpdateAliasOutput = Record<never, never>

/** The new key, and the one that the alias points to until now. */
interface UpdateTarget extends KeyTarget {
  readonly current: KeyTarget
}

/**
 * Points an alias to another key. Needs kms:UpdateAlias three times: on the alias, which only IAM policies can give, on the key that
 * it points to and on the key that it is to point to.
 */
export const UpdateAlias = defineOperation({
  name: 'UpdateAlias',
  action: 'kms:UpdateAlias',
  doc: 'kms/latest/APIReference/API_UpdateAlias.html',
  basis: 'V:model',
  input: shape<UpdateAliasInput>({ AliasName: aliasName().required(), TargetKeyId: keyIdentifier().required() }),
  target: (call): Outcome<UpdateTarget, Failure> => {
    const { AliasName, TargetKeyId } = call.input
    const name = checkAliasName(AliasName as string)
    if (!name.ok) return name
    const named = byKeyIdOrArn(call, TargetKeyId as string)
    return named.ok ? succeed({ ...named.value, current: keyOfAlias(call, AliasName as string) }) : named
  },
  access: ({ account, region, input, target }): readonly KmsAccess[] => [
    { action: 'kms:UpdateAlias', on: { kind: 'iam-only', arn: aliasArn(account, region, input.AliasName as string) } },
    { action: 'kms:UpdateAlias', on: target.current },
    { action: 'kms:UpdateAlias', on: target },
  ],
  crossAccount: false,
  checks: [
    keyState,
    (call) => checkSameKind(call),
    ({ target }) => (target.arn === target.current.arn ? PASS : checkAliasQuota(keyOf(target).aliases.length)),
  ],
  commit: (call): UpdateAliasOutput => {
    const { account, time, target } = call
    const alias = aliasRecord(call, call.input.AliasName as string)
    const key = keyOf(target)
    unlistAlias(keyOf(target.current), alias.name)
    key.aliases.push(alias.name)
    alias.keyId = key.keyId
    alias.updatedAt = time
    note(call, { resources: [keyResource(key), aliasResource(account, alias.arn)] })
    return {}
  },
  trail: { readOnly: false },
})

/** Both keys are of one type and for one usage. The first text was seen in an emulator; the second is made like it (spec/kms.md 8.1). */
const checkSameKind = ({ account, region, input, target }: Call<UpdateAliasInput, UpdateTarget>): Outcome<undefined, Failure> => {
  const { family: from } = keyOf(target.current)
  const { family: to } = keyOf(target)
  const alias = `Alias ${aliasArn(account, region, input.AliasName as string)} cannot be changed`
  if (from.keyUsage !== to.keyUsage) {
    return refuse(
      kmsFailure(
        'ValidationException',
        `${alias} from a CMK with key usage ${from.keyUsage} to a CMK with key usage ${to.keyUsage}. ` +
          'The key usage of the current CMK and the new CMK must be the same.',
      ),
    )
  }
  if (keyType(from) === keyType(to)) return PASS
  return refuse(
    kmsFailure(
      'ValidationException',
      `${alias} from a CMK with key spec ${from.keySpec} to a CMK with key spec ${to.keySpec}. ` +
        'The current CMK and the new CMK must be of the same type.',
    ),
  )
}

const keyType = ({ keySpec }: KeyRecord['family']): 'symmetric' | 'asymmetric' | 'hmac' => {
  const { family } = KEY_SPECS[keySpec]
  return family === 'symmetric' || family === 'hmac' ? family : 'asymmetric'
}
