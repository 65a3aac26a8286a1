import { type Outcome, PASS, refuse } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { findAccount } from '../../iam/accounts.ts'
import { iamFailure } from '../../iam/iam-errors.ts'
import { attachPolicy, deleteManagedPolicy, detachPolicy, noSuchIdentity, putManagedPolicy } from '../../iam/identities.ts'
import { isList, type Json } from '../json.ts'
import type { Properties } from '../records.ts'
import type { ResourceContext, ResourceType } from '../resource-type.ts'
import { inTurn, type Step } from '../steps.ts'
import { policyText } from './policy-text.ts'

/** AWS::IAM::ManagedPolicy, in the account's small IAM. `Ref` is its ARN. Source: CloudFormation Template Reference. */
export const IamManagedPolicy: ResourceType = {
  name: 'AWS::IAM::ManagedPolicy',
  properties: {
    Description: { kind: 'text', change: 'replacement' },
    Groups: { kind: ['text'], change: 'in place' },
    ManagedPolicyName: { kind: 'text', change: 'replacement' },
    Path: { unsimulated: 'paths of managed policies' },
    PolicyDocument: { kind: 'json', isRequired: true, change: 'in place' },
    Roles: { kind: ['text'], change: 'in place' },
    Users: { kind: ['text'], change: 'in place' },
  },
  attributes: ['PolicyArn'],
  create: (context, properties) => {
    const { ManagedPolicyName = context.newName(), PolicyDocument } = properties
    const name = String(ManagedPolicyName)
    const arn = `arn:aws:iam::${context.account}:policy/${name}`
    const allowed = context.mayDo('iam:CreatePolicy', arn)
    if (!allowed.ok) return allowed
    if (findAccount(context.world, context.account)?.policies.has(arn))
      return refuse(iamFailure('EntityAlreadyExists', `A policy called ${name} already exists. Duplicate names are not allowed.`))
    const made = putManagedPolicy(context.world, context.account, name, policyText(PolicyDocument ?? ''))
    if (!made.ok) return made
    context.made(arn, { PolicyArn: arn })
    return bring(context, arn, {}, properties)
  },
  update: (context, { physicalId: arn = '', properties }, wanted) => {
    const allowed = context.mayDo('iam:CreatePolicyVersion', arn)
    if (!allowed.ok) return allowed
    const name = arn.slice(arn.lastIndexOf('/') + 1)
    const put = putManagedPolicy(context.world, context.account, name, policyText(wanted.PolicyDocument ?? ''))
    return put.ok ? bring(context, arn, properties, wanted) : put
  },
  remove: (context, { physicalId: arn = '', properties }) => {
    if (findAccount(context.world, context.account)?.policies.has(arn) !== true) return PASS
    const allowed = context.mayDo('iam:DeletePolicy', arn)
    if (!allowed.ok) return allowed
    const detached = bring(context, arn, properties, {})
    return detached.ok ? deleteManagedPolicy(context.world, context.account, arn) : detached
  },
  capability: ({ ManagedPolicyName }) => (ManagedPolicyName === undefined ? 'CAPABILITY_IAM' : 'CAPABILITY_NAMED_IAM'),
}

const KINDS = { Roles: 'role', Users: 'user', Groups: 'group' } as const

/** Attaches the policy to the identities that the template names, and detaches it from the others that it has named. */
const bring = (context: ResourceContext, arn: string, present: Properties, wanted: Properties): Outcome<unknown, Failure> =>
  inTurn(
    (['Roles', 'Users', 'Groups'] as const).flatMap((member): Step[] => {
      const [had, has] = [texts(present[member]), texts(wanted[member])]
      return [
        ...has.filter((name) => !had.includes(name)).map((name) => () => attach(context, member, name, arn)),
        ...had.filter((name) => !has.includes(name)).map((name) => () => detach(context, member, name, arn)),
      ]
    }),
  )

const attach = (context: ResourceContext, member: keyof typeof KINDS, name: string, arn: string): Outcome<unknown, Failure> => {
  const identity = identityOf(context, member, name)
  return identity === undefined ? refuse(noSuchIdentity(KINDS[member], name)) : attachPolicy(context.world, identity, arn)
}

/** An identity that is gone, or has lost the policy, needs no detaching. */
const detach = (context: ResourceContext, member: keyof typeof KINDS, name: string, arn: string): Outcome<unknown, Failure> => {
  const identity = identityOf(context, member, name)
  return identity?.attached.includes(arn) ? detachPolicy(context.world, identity, arn) : PASS
}

const identityOf = ({ world, account }: ResourceContext, member: keyof typeof KINDS, name: string) =>
  findAccount(world, account)?.[`${KINDS[member]}s`].get(name.toLowerCase())

const texts = (values: Json | undefined): readonly string[] => (isList(values) ? values.map(String) : [])
