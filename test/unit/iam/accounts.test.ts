import { describe, expect, it } from 'vitest'
import { iamState, policiesOf, resourceControlOf } from '../../../src/iam/accounts.ts'
import {
  attachPolicy,
  deleteInlinePolicy,
  detachPolicy,
  openAccount,
  putBoundary,
  putInlinePolicy,
  putManagedPolicy,
  putOrganizationPolicies,
} from '../../../src/iam/identities.ts'
import { administratorRole, createRole, createServiceLinkedRole, deleteRole, putTrustPolicy } from '../../../src/iam/roles.ts'
import { hostSession, roleSession, rootUser, servicePrincipal, userPrincipal } from '../../../src/iam/sessions.ts'
import { addUserToGroup, createGroup, createUser, deleteUser } from '../../../src/iam/users.ts'
import { bad, good, iamWorld } from '../../support/iam/world.ts'

const A = '111122223333'
const allow = (Action: string) => ({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource: '*' } }) as const
const session = { sessionName: 'test', createdAt: 0 }

describe('a role', () => {
  it('has an ARN with its path, an id of its own, inline and managed policies', () => {
    const world = iamWorld()
    const role = good(
      createRole(world, A, 'App', {
        path: '/team/',
        policies: [allow('kms:*'), JSON.stringify(allow('s3:*'))],
        managedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
      }),
    )
    expect(role).toMatchObject({ arn: `arn:aws:iam::${A}:role/team/App`, createdAt: 1_767_225_600_000, maxSessionSeconds: 3600 })
    expect(role.uniqueId).toMatch(/^AROA[A-Z2-7]{17}$/)
    expect(policiesOf(world, good(roleSession(role, session))).identity.map(({ name }) => name)).toEqual([
      'policy-1',
      'policy-2',
      'arn:aws:iam::aws:policy/AdministratorAccess',
    ])
  })

  it('gets ids that depend on the seed and its account alone', () => {
    const [first, second] = [iamWorld('7'), iamWorld('7')]
    createUser(second, A, 'Someone')
    createRole(second, '444455556666', 'Other')
    expect(good(createRole(first, A, 'App')).uniqueId).toBe(good(createRole(second, A, 'App')).uniqueId)
    expect(good(createRole(iamWorld('8'), A, 'App')).uniqueId).not.toBe(good(createRole(first, A, 'App2')).uniqueId)
  })

  it('is refused where its name is taken, in any case, or is none', () => {
    const world = iamWorld()
    good(createRole(world, A, 'App'))
    expect(bad(createRole(world, A, 'APP'))).toEqual({
      code: 'EntityAlreadyExists',
      message: 'Role with name APP already exists.',
    })
    expect(bad(createRole(world, A, 'a b')).code).toBe('ValidationError')
    expect(bad(createRole(world, A, 'b', { path: 'team' })).code).toBe('ValidationError')
  })

  it('is refused with IAM’s sentence where a policy is malformed, and nothing is left behind', () => {
    const world = iamWorld()
    const unknown = { Statement: { Effect: 'Allow', Action: 'kms:*', Resource: '*', Condition: { StringEqual: { a: 'b' } } } }
    expect(bad(createRole(world, A, 'App', { policies: [unknown] }))).toEqual({
      code: 'MalformedPolicyDocument',
      message: 'Syntax errors in policy. Statement.Condition.StringEqual is no condition operator.',
    })
    expect(bad(createRole(world, A, 'App', { managedPolicyArns: ['arn:aws:iam::aws:policy/None'] })).message).toBe(
      'Policy arn:aws:iam::aws:policy/None does not exist or is not attachable.',
    )
    const stranger = {
      Statement: { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${A}:role/None` }, Action: 'sts:AssumeRole' },
    }
    expect(bad(createRole(world, A, 'App', { trustPolicy: stranger }))).toEqual({
      code: 'MalformedPolicyDocument',
      message: `Invalid principal in policy: "AWS":"arn:aws:iam::${A}:role/None"`,
    })
    expect(openAccount(world, A).roles.size).toBe(0)
  })

  it.each([
    [{ Statement: { Effect: 'Allow', Resource: '*' } }, 'Policy statement must contain actions.'],
    [{ Statement: { Effect: 'Allow', Action: 'kms:*' } }, 'Policy statement must contain resources.'],
    [{ Statement: { Effect: 'Allow', Action: 'kms:*', Resource: [] } }, 'Policy statement must contain resources.'],
    [
      { Statement: { Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' } },
      'Policy document should not specify a principal.',
    ],
    [
      { Statement: { Effect: 'Allow', Action: 'Decrypt', Resource: '*' } },
      'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
    ],
    [{ Statement: { Effect: 'Allow', Action: 'kms:*', Resource: 'key' } }, 'Resource key must be in ARN format or "*".'],
  ])('refuses the policy %j: %s', (policy, message) => {
    expect(bad(createRole(iamWorld(), A, 'App', { policies: [policy] }))).toEqual({ code: 'MalformedPolicyDocument', message })
  })

  it('made anew under its old name is another, and sessions of the old one have no policies', () => {
    const world = iamWorld()
    const old = good(createRole(world, A, 'App', { policies: [allow('kms:*')] }))
    const oldSession = good(roleSession(old, session))
    expect(policiesOf(world, oldSession).identity).toHaveLength(1)
    good(deleteRole(world, A, 'App'))
    expect(policiesOf(world, oldSession).identity).toEqual([])
    const anew = good(createRole(world, A, 'App', { policies: [allow('kms:*')] }))
    expect(anew.uniqueId).not.toBe(old.uniqueId)
    expect(policiesOf(world, oldSession).identity).toEqual([])
    expect(bad(deleteRole(world, A, 'None'))).toEqual({
      code: 'NoSuchEntity',
      message: 'The role with name None cannot be found.',
    })
  })

  it('may be trusted to principals that exist, whose ids are kept', () => {
    const world = iamWorld()
    const user = good(createUser(world, A, 'U'))
    const role = good(createRole(world, A, 'App'))
    expect(JSON.parse(role.trust.text)).toMatchObject({ Statement: [{ Principal: { AWS: `arn:aws:iam::${A}:root` } }] })
    good(
      putTrustPolicy(world, role, {
        Statement: { Effect: 'Allow', Principal: { AWS: user.arn, Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
      }),
    )
    expect(role.trust.principalIds).toEqual({ [user.arn]: user.uniqueId })
  })

  it('named Admin may do everything and is made once', () => {
    const world = iamWorld()
    const admin = administratorRole(world, A)
    expect(administratorRole(world, A)).toBe(admin)
    expect(policiesOf(world, good(roleSession(admin, session))).identity[0]?.text).toContain('"Action": "*"')
  })
})

describe('policiesOf', () => {
  it('answers with the same object until something changes', () => {
    const world = iamWorld()
    const role = good(createRole(world, A, 'App', { policies: [allow('kms:*')] }))
    const principal = good(roleSession(role, session))
    const before = policiesOf(world, principal)
    expect(policiesOf(world, principal)).toBe(before)
    good(putInlinePolicy(world, role, 'more', allow('s3:*')))
    expect(policiesOf(world, principal).identity.map(({ name }) => name)).toEqual(['policy-1', 'more'])
    expect(policiesOf(world, principal).identity[0]).toBe(before.identity[0])
    good(deleteInlinePolicy(world, role, 'policy-1'))
    expect(bad(deleteInlinePolicy(world, role, 'policy-1')).code).toBe('NoSuchEntity')
    expect(policiesOf(world, principal).identity.map(({ name }) => name)).toEqual(['more'])
  })

  it('follows a managed policy that changes, also as a boundary', () => {
    const world = iamWorld()
    const arn = good(putManagedPolicy(world, A, 'P', allow('kms:*')))
    const role = good(createRole(world, A, 'App', { managedPolicyArns: [arn], permissionsBoundary: arn }))
    const principal = good(roleSession(role, session))
    const before = policiesOf(world, principal)
    expect(before).toMatchObject({ identity: [{ kind: 'identity', name: arn }], boundary: { kind: 'boundary', name: arn } })
    good(putManagedPolicy(world, A, 'P', allow('s3:*')))
    expect(policiesOf(world, principal).boundary?.text).toContain('s3:*')
    good(detachPolicy(world, role, arn))
    expect(bad(detachPolicy(world, role, arn)).code).toBe('NoSuchEntity')
    good(attachPolicy(world, role, 'arn:aws:iam::aws:policy/AdministratorAccess'))
    expect(bad(attachPolicy(world, role, 'arn:aws:iam::aws:policy/None')).code).toBe('NoSuchEntity')
    good(putBoundary(world, role, undefined))
    expect(policiesOf(world, principal)).toEqual({
      identity: [expect.objectContaining({ name: 'arn:aws:iam::aws:policy/AdministratorAccess' })],
    })
    good(putBoundary(world, role, allow('kms:*')))
    expect(policiesOf(world, principal).boundary?.name).toBe(`arn:aws:iam::${A}:policy/App-boundary`)
    expect(bad(putBoundary(world, role, 'arn:aws:iam::aws:policy/None')).code).toBe('NoSuchEntity')
  })

  it('gives a user the policies of its groups', () => {
    const world = iamWorld()
    const user = good(createUser(world, A, 'U', { policies: [allow('kms:*')] }))
    const principal = userPrincipal(user)
    good(createGroup(world, A, 'Staff', { managedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] }))
    expect(bad(addUserToGroup(world, user, 'None'))).toEqual({
      code: 'NoSuchEntity',
      message: 'The group with name None cannot be found.',
    })
    good(addUserToGroup(world, user, 'staff'))
    expect(policiesOf(world, principal).identity).toHaveLength(2)
    good(deleteUser(world, A, 'U'))
    expect(policiesOf(world, principal).identity).toEqual([])
    expect(bad(deleteUser(world, A, 'U')).code).toBe('NoSuchEntity')
  })

  it('gives a session its session policy, as one object', () => {
    const world = iamWorld()
    const role = good(createRole(world, A, 'App'))
    const principal = good(roleSession(role, { ...session, sessionPolicy: allow('kms:*') }))
    const { session: limits } = policiesOf(world, principal)
    expect(limits).toMatchObject([{ kind: 'session', text: JSON.stringify(allow('kms:*')) }])
    good(putInlinePolicy(world, role, 'more', allow('s3:*')))
    expect(policiesOf(world, principal).session?.[0]).toBe(limits?.[0])
  })

  it('gives the root user, hosts and services no identity policies', () => {
    const world = iamWorld()
    administratorRole(world, A)
    good(putOrganizationPolicies(world, A, 'service-control', { policies: [allow('kms:*')], fullAccess: 'attached' }))
    const host = hostSession(A, {
      instanceId: 'i-0123456789abcdef0',
      instanceArn: 'arn:aws:ec2:us-east-1:1:instance/i-0',
      createdAt: 0,
    })
    for (const principal of [rootUser(A), host]) {
      expect(policiesOf(world, principal)).toMatchObject({
        identity: [],
        serviceControl: [{ name: /FullAWSAccess/ }, { name: 'service-control-1' }].map(() => expect.anything()),
      })
    }
    expect(policiesOf(world, servicePrincipal('ec2.amazonaws.com', undefined))).toEqual({ identity: [] })
    expect(policiesOf(world, rootUser('999988887777'))).toEqual({ identity: [] })
  })
})

describe('organization policies', () => {
  it('stand beside full access unless that is detached', () => {
    const world = iamWorld()
    const deny = { Statement: { Effect: 'Deny', Action: 'kms:*', Resource: '*' } }
    good(putOrganizationPolicies(world, A, 'service-control', { policies: [deny], fullAccess: 'attached' }))
    expect(policiesOf(world, rootUser(A)).serviceControl?.map(({ name }) => name)).toEqual([
      'arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess',
      'service-control-1',
    ])
    good(putOrganizationPolicies(world, A, 'service-control', { policies: [deny], fullAccess: 'detached' }))
    expect(policiesOf(world, rootUser(A)).serviceControl).toHaveLength(1)
  })

  it('over resources belong to the account of the resource', () => {
    const world = iamWorld()
    const deny = { Statement: { Effect: 'Deny', Principal: '*', Action: 'kms:*', Resource: '*' } }
    good(putOrganizationPolicies(world, A, 'resource-control', { policies: [deny], fullAccess: 'attached' }))
    expect(resourceControlOf(world, A)).toHaveLength(2)
    expect(resourceControlOf(world, '444455556666')).toBeUndefined()
    expect(
      bad(putOrganizationPolicies(world, A, 'resource-control', { policies: [allow('kms:*')], fullAccess: 'attached' })).code,
    ).toBe('MalformedPolicyDocument')
  })
})

describe('a service-linked role', () => {
  it('has its path, its name with the suffix, and policies without kms actions', () => {
    const world = iamWorld()
    const role = good(createServiceLinkedRole(world, A, 'autoscaling.amazonaws.com', 'group1'))
    expect(role).toMatchObject({
      arn: `arn:aws:iam::${A}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling_group1`,
      serviceLinkedTo: 'autoscaling.amazonaws.com',
    })
    expect(good(roleSession(role, { sessionName: 'AutoScaling', createdAt: 0 })).arn).toBe(
      `arn:aws:sts::${A}:assumed-role/AWSServiceRoleForAutoScaling_group1/AutoScaling`,
    )
  })

  it('is refused where it is there already, and where a suffix is not allowed', () => {
    const world = iamWorld()
    good(createServiceLinkedRole(world, A, 'mrk.kms.amazonaws.com'))
    expect(bad(createServiceLinkedRole(world, A, 'mrk.kms.amazonaws.com'))).toEqual({
      code: 'InvalidInput',
      message:
        'Service role name AWSServiceRoleForKeyManagementServiceMultiRegionKeys has been taken in this account, please try a different suffix.',
    })
    expect(bad(createServiceLinkedRole(world, A, 'rds.amazonaws.com', 'x')).code).toBe('InvalidInput')
    expect(() => createServiceLinkedRole(world, A, 's3.amazonaws.com')).toThrow(/What exists: autoscaling.amazonaws.com/)
  })
})

describe('the state of IAM', () => {
  it('is plain data: a copy answers like the original and goes its own way', () => {
    const world = iamWorld()
    const role = good(createRole(world, A, 'App', { policies: [allow('kms:*')] }))
    const principal = good(roleSession(role, session))
    policiesOf(world, principal)
    const copy = { ...iamWorld(), stored: new Map([['iam', structuredClone(iamState(world))]]) }
    expect(policiesOf(copy, principal)).toEqual(policiesOf(world, principal))
    good(deleteRole(copy, A, 'App'))
    expect(policiesOf(copy, principal).identity).toEqual([])
    expect(policiesOf(world, principal).identity).toHaveLength(1)
  })
})
