import { type Outcome, PASS, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { findAccount, type RoleRecord } from '../../iam/accounts.ts'
import { attachPolicy, deleteInlinePolicy, detachPolicy, putBoundary, putInlinePolicy } from '../../iam/identities.ts'
import { createRole, deleteRole, putTrustPolicy } from '../../iam/roles.ts'
import { tagIdentity, untagIdentity } from '../../iam/tags.ts'
import { isList, isObject, type Json, sameJson } from '../json.ts'
import type { Properties } from '../records.ts'
import type { ResourceContext, ResourceType } from '../resource-type.ts'
import { inTurn, type Step } from '../steps.ts'
import { policyText } from './policy-text.ts'
import { TAGS, tagChanges, tagsOf } from './tags.ts'

/** AWS::IAM::Role, in the account's small IAM. `Ref` is the role's name. Source: spec/around.md 6.1. */
export const IamRole: ResourceType = {
  name: 'AWS::IAM::Role',
  properties: {
    AssumeRolePolicyDocument: { kind: 'json', isRequired: true, change: 'in place' },
    Description: { kind: 'text', change: 'replacement' },
    ManagedPolicyArns: { kind: ['text'], change: 'in place' },
    MaxSessionDuration: { kind: 'number', change: 'replacement' },
    Path: { kind: 'text', change: 'replacement' },
    PermissionsBoundary: { kind: 'text', change: 'in place' },
    Policies: { kind: [{ PolicyName: 'text', PolicyDocument: 'json' }], change: 'in place' },
    RoleName: { kind: 'text', change: 'replacement' },
    Tags: TAGS,
  },
  attributes: ['Arn', 'RoleId'],
  create: (context, properties) => {
    const { RoleName = context.newName(), Path = '/', Description, MaxSessionDuration } = properties
    const name = String(RoleName)
    const allowed = context.mayDo('iam:CreateRole', `arn:aws:iam::${context.account}:role${String(Path)}${name}`)
    if (!allowed.ok) return allowed
    const made = createRole(context.world, context.account, name, {
      trustPolicy: policyText(properties.AssumeRolePolicyDocument ?? ''),
      path: String(Path),
      ...(Description === undefined ? {} : { description: String(Description) }),
      ...(MaxSessionDuration === undefined ? {} : { maxSessionSeconds: Number(MaxSessionDuration) }),
      tags: Object.fromEntries(tagsOf(properties).map(({ Key, Value }) => [Key, Value])),
    })
    if (!made.ok) return made
    const { arn, uniqueId } = made.value
    context.made(made.value.name, { Arn: arn, RoleId: uniqueId })
    return bring(context, made.value, {}, properties)
  },
  update: (context, resource, wanted) => {
    const role = roleOf(context, resource.physicalId)
    if (role === undefined) return succeed(undefined)
    const { properties } = resource
    const { put, take } = tagChanges(tagsOf(properties), tagsOf(wanted))
    return inTurn([
      () => {
        const { AssumeRolePolicyDocument: trust } = wanted
        if (sameJson(trust, properties.AssumeRolePolicyDocument)) return PASS
        return allowedTo(context, 'iam:UpdateAssumeRolePolicy', role, () =>
          putTrustPolicy(context.world, role, policyText(trust ?? '')),
        )
      },
      () => bring(context, role, properties, wanted),
      () => tagIdentity(context.world, role, Object.fromEntries(put.map(({ Key, Value }) => [Key, Value]))),
      () => {
        untagIdentity(context.world, role, take)
        return PASS
      },
    ])
  },
  remove: (context, { physicalId = '' }) => {
    const role = roleOf(context, physicalId)
    if (role === undefined) return PASS
    return allowedTo(context, 'iam:DeleteRole', role, () => deleteRole(context.world, context.account, physicalId))
  },
  capability: ({ RoleName }) => (RoleName === undefined ? 'CAPABILITY_IAM' : 'CAPABILITY_NAMED_IAM'),
}

const roleOf = ({ world, account }: ResourceContext, name = ''): RoleRecord | undefined =>
  findAccount(world, account)?.roles.get(name.toLowerCase())

/** Brings the policies and the boundary of a role to what the template wants. */
const bring = (
  context: ResourceContext,
  role: RoleRecord,
  present: Properties,
  wanted: Properties,
): Outcome<unknown, Failure> => {
  const { world } = context
  const [had, has] = [inlinePolicies(present.Policies), inlinePolicies(wanted.Policies)]
  const [hadArns, hasArns] = [texts(present.ManagedPolicyArns), texts(wanted.ManagedPolicyArns)]
  const boundary = wanted.PermissionsBoundary
  const steps: Step[] = [
    ...[...has].flatMap(([name, document]) =>
      sameJson(document, had.get(name))
        ? []
        : () => allowedTo(context, 'iam:PutRolePolicy', role, () => putInlinePolicy(world, role, name, policyText(document))),
    ),
    ...[...had.keys()].flatMap((name) =>
      has.has(name) ? [] : () => allowedTo(context, 'iam:DeleteRolePolicy', role, () => deleteInlinePolicy(world, role, name)),
    ),
    ...hasArns.flatMap((arn) =>
      hadArns.includes(arn) ? [] : () => allowedTo(context, 'iam:AttachRolePolicy', role, () => attachPolicy(world, role, arn)),
    ),
    ...hadArns.flatMap((arn) =>
      hasArns.includes(arn) ? [] : () => allowedTo(context, 'iam:DetachRolePolicy', role, () => detachPolicy(world, role, arn)),
    ),
    () =>
      boundary === present.PermissionsBoundary
        ? PASS
        : allowedTo(context, 'iam:PutRolePermissionsBoundary', role, () =>
            putBoundary(world, role, boundary === undefined ? undefined : String(boundary)),
          ),
  ]
  return inTurn(steps)
}

const allowedTo = (context: ResourceContext, action: string, { arn }: RoleRecord, work: Step): Outcome<unknown, Failure> => {
  const allowed = context.mayDo(action, arn)
  return allowed.ok ? work() : allowed
}

const inlinePolicies = (policies: Json | undefined): ReadonlyMap<string, Json> =>
  new Map(
    (isList(policies) ? policies : []).flatMap((policy): [string, Json][] =>
      isObject(policy) ? [[String(policy.PolicyName), policy.PolicyDocument ?? '']] : [],
    ),
  )

const texts = (values: Json | undefined): readonly string[] => (isList(values) ? values.map(String) : [])
