import { PASS } from '../../core/outcome.ts'
import type { ResourceType } from '../resource-type.ts'

/** AWS::KMS::Alias. Source: spec/around.md 6.1. */
export const KmsAlias: ResourceType = {
  name: 'AWS::KMS::Alias',
  properties: {
    AliasName: {
      kind: 'text',
      isRequired: true,
      pattern: /^(alias\/)[a-zA-Z0-9:/_-]+$/,
      change: 'replacement',
    },
    TargetKeyId: { kind: 'text', isRequired: true, change: 'in place' },
  },
  attributes: [],
  create: (context, { AliasName, TargetKeyId }) => {
    const made = context.call('kms', 'CreateAlias', { AliasName, TargetKeyId })
    if (made.ok) context.made(String(AliasName), {})
    return made
  },
  update: (context, _resource, { AliasName, TargetKeyId }) => context.call('kms', 'UpdateAlias', { AliasName, TargetKeyId }),
  remove: (context, { physicalId = '' }) => {
    const gone = context.call('kms', 'DeleteAlias', { AliasName: physicalId })
    return gone.ok || gone.error.code === 'NotFoundException' ? PASS : gone
  },
}
