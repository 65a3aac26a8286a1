import type { Call } from '../core/operation.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { authoriseByIdentity, type Ec2Access } from '../ec2/access.ts'
import { denialText } from '../iam/denial-text.ts'
import { groupArn, launchConfigurationArn } from './arns.ts'
import { scalingFailure } from './errors.ts'
import type { GroupTag } from './records.ts'
import { defaultRoleArn, findServiceRole } from './service-roles.ts'
import { findPlace } from './store.ts'

/**
 * The authorise gate of Auto Scaling: groups have no policies, so the caller's policies decide.
 *
 * Source: Service Authorization Reference, "Amazon EC2 Auto Scaling"; the sentence around a missing iam:CreateServiceLinkedRole from
 * public logs.
 */
export const authoriseScaling = (call: Call): Outcome<unknown, Failure> =>
  authoriseByIdentity(call, (question, reason) => {
    const text = denialText(question, reason)
    const isAboutRole = question.action === CREATE_ROLE
    return scalingFailure('AccessDenied', isAboutRole ? `${ROLE_NOT_CREATED} ${text}` : text)
  })

/** The operation's action on a group, be it there or not. The tags that conditions look at are the group's own. */
export const onGroup = (call: Call, name: string): Ec2Access => {
  const group = findPlace(call.world, call)?.groups.get(name)
  const { account, region } = call
  const keys = tagKeys('resourcetag', group?.tags ?? [])
  return { action: call.operation.action, resource: groupArn({ account, region, name, uuid: group?.uuid ?? '*' }), keys }
}

/** The operation's action on a launch configuration, be it there or not. */
export const onConfiguration = (call: Call, name: string): Ec2Access => {
  const { account, region } = call
  const uuid = findPlace(call.world, call)?.configurations.get(name)?.uuid ?? '*'
  return { action: call.operation.action, resource: launchConfigurationArn({ account, region, name, uuid }) }
}

/** The permission to hand over the role that a request names. The default one needs none. */
export const toPassRole = (call: Call, roleArn: string | undefined): readonly Ec2Access[] => {
  if (roleArn === undefined || roleArn === defaultRoleArn(call, 'autoscaling.amazonaws.com')) return []
  return [{ action: 'iam:PassRole', resource: roleArn, keys: { 'iam:passedtoservice': 'autoscaling.amazonaws.com' } }]
}

/** The permission to make the default role, where it is used for the first time. */
export const toCreateRole = (call: Call): readonly Ec2Access[] => {
  const arn = defaultRoleArn(call, 'autoscaling.amazonaws.com')
  if (findServiceRole(call.world, call, arn) !== undefined) return []
  return [{ action: CREATE_ROLE, resource: arn, keys: { 'iam:awsservicename': 'autoscaling.amazonaws.com' } }]
}

/** `aws:RequestTag/…` or `aws:ResourceTag/…`, and Auto Scaling's own spelling of the latter. */
export const tagKeys = (kind: 'requesttag' | 'resourcetag', tags: readonly Pick<GroupTag, 'key' | 'value'>[]) =>
  Object.fromEntries(
    tags.flatMap(({ key, value }) => [
      [`aws:${kind}/${key.toLowerCase()}`, value],
      ...(kind === 'resourcetag' ? [[`autoscaling:resourcetag/${key.toLowerCase()}`, value]] : []),
    ]),
  )

const CREATE_ROLE = 'iam:CreateServiceLinkedRole'
const ROLE_NOT_CREATED = 'The default Service-Linked Role for Auto Scaling could not be created.'
