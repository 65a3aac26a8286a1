import type { Call } from '../core/operation.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { authoriseByIdentity, type Ec2Access, requestTagKeys } from '../ec2/access.ts'
import type { ConditionValues } from '../iam/common-keys.ts'
import { denialText } from '../iam/denial-text.ts'
import { type ResourceWord, rdsArn, readName } from './arns.ts'
import { rdsFailure } from './errors.ts'

/**
 * The authorise gate of RDS, which has no policies of its own: the caller's policies decide.
 *
 * Source: Service Authorization Reference, "Amazon RDS"; spec/around.md 1.10.
 */
export const authoriseRds = (call: Call): Outcome<unknown, Failure> =>
  authoriseByIdentity(call, (question, reason) => rdsFailure('AccessDenied', denialText(question, reason)))

/** A resource of a request, by whatever name it has there. */
export interface AccessedResource {
  readonly word: ResourceWord
  readonly name: string | undefined
  /** The tags that it has, or is to have: `aws:ResourceTag/…`. */
  readonly tags?: ReadonlyMap<string, string> | undefined
}

/** The operation's action on each resource of the request; `*` stands for all of a kind where the request names none. */
export const onResources = (call: Call, ...resources: readonly AccessedResource[]): readonly Ec2Access[] =>
  resources.map(({ word, name, tags }) => ({
    action: call.operation.action,
    resource: arnOf(call, word, name),
    keys: resourceTagKeys(tags),
  }))

/** The same for an operation that makes the first of the resources, with tags: `rds:AddTagsToResource` is needed too. */
export const onNewResource = (
  call: Call,
  tags: ReadonlyMap<string, string>,
  made: AccessedResource,
  ...others: readonly AccessedResource[]
): readonly Ec2Access[] => {
  const keys = requestTagKeys(tags)
  const resource = arnOf(call, made.word, made.name)
  const tagging = tags.size === 0 ? [] : [{ action: 'rds:AddTagsToResource', resource, keys }]
  return [{ action: call.operation.action, resource, keys }, ...onResources(call, ...others), ...tagging]
}

const arnOf = (call: Call, word: ResourceWord, name = '*'): string => {
  const named = readName(call, word, name)
  return rdsArn(named, word, named.identifier)
}

const resourceTagKeys = (tags: ReadonlyMap<string, string> | undefined): ConditionValues =>
  Object.fromEntries([...(tags ?? [])].map(([key, value]) => [`aws:resourcetag/${key.toLowerCase()}`, value]))
