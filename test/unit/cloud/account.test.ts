import { describe, expect, it } from 'vitest'
import { createCloud, type PolicyInput } from '../../../src/index.ts'
import { ACCOUNT, refusalOf } from '../../support/cloud/ebs-world.ts'

const statement = (Effect: 'Allow' | 'Deny', Action: string, more: object = {}): PolicyInput => ({
  Version: '2012-10-17',
  Statement: [{ Effect, Action, Resource: '*', ...more }],
})

const stage = () => {
  const cloud = createCloud({ seed: 5 })
  const account = cloud.account(ACCOUNT)
  const ann = account.createUser('ann')
  const { kms } = cloud.session({ as: ann })
  const outcome = () => {
    try {
      kms.listKeys()
      return 'allowed'
    } catch (error) {
      return (error as Error).message.replace(/^.* (because|with) /, '')
    }
  }
  return { cloud, account, ann, outcome }
}

const NO_IDENTITY = 'no identity-based policy allows the kms:ListKeys action'

describe('a group', () => {
  it('hands inline and managed policies to its users while they are in it', () => {
    const s = stage()
    const readers = s.account.createGroup('Readers', { policies: [statement('Allow', 'kms:List*')] })
    expect(readers.arn).toBe(`arn:aws:iam::${ACCOUNT}:group/Readers`)
    expect(s.outcome()).toBe(NO_IDENTITY)
    readers.addUser(s.ann)
    expect(s.outcome()).toBe('allowed')
    readers.deletePolicy('policy-1')
    expect(s.outcome()).toBe(NO_IDENTITY)
    s.account.group('readers').attachPolicy('arn:aws:iam::aws:policy/AdministratorAccess')
    expect(s.outcome()).toBe('allowed')
    readers.removeUser(s.ann)
    expect(s.outcome()).toBe(NO_IDENTITY)
    expect(refusalOf(() => readers.removeUser(s.ann)).name).toBe('NoSuchEntity')
  })

  it('leaves nothing to its users when it is deleted, not even to those of a later group of its name', () => {
    const s = stage()
    s.account.createGroup('Readers', { policies: [statement('Allow', '*')] }).addUser(s.ann)
    s.account.deleteGroup('Readers')
    expect(refusalOf(() => s.account.group('Readers'))).toMatchObject({
      name: 'NoSuchEntity',
      message: 'The group with name Readers cannot be found.',
    })
    s.account.createGroup('Readers', { policies: [statement('Allow', '*')] })
    expect(s.outcome()).toBe(NO_IDENTITY)
    expect(refusalOf(() => s.account.createGroup('READERS')).name).toBe('EntityAlreadyExists')
  })
})

describe('a managed policy', () => {
  it('can be changed and detached, and deleted when nobody uses it any more', () => {
    const s = stage()
    const arn = s.account.createPolicy('List', statement('Allow', 'kms:ListKeys'))
    s.ann.attachPolicy(arn)
    expect(s.outcome()).toBe('allowed')
    s.account.createPolicy('List', statement('Allow', 'kms:ListAliases'))
    expect(s.outcome()).toBe(NO_IDENTITY)
    expect(refusalOf(() => s.account.deletePolicy(arn))).toEqual({
      name: 'DeleteConflict',
      message: 'Cannot delete a policy attached to entities.',
      status: 409,
    })
    s.ann.detachPolicy(arn)
    s.account.deletePolicy(arn)
    expect(refusalOf(() => s.account.deletePolicy(arn)).name).toBe('NoSuchEntity')
    expect(refusalOf(() => s.ann.attachPolicy(arn)).name).toBe('NoSuchEntity')
  })

  it('is in use as a permissions boundary too', () => {
    const s = stage()
    const arn = s.account.createPolicy('Limit', statement('Allow', '*'))
    s.ann.putPermissionsBoundary(arn)
    expect(refusalOf(() => s.account.deletePolicy(arn)).name).toBe('DeleteConflict')
    s.ann.deletePermissionsBoundary()
    s.account.deletePolicy(arn)
    expect(refusalOf(() => s.ann.putPermissionsBoundary(arn)).name).toBe('NoSuchEntity')
  })
})

describe('a permissions boundary', () => {
  it('limits a user and a role while it is there', () => {
    const s = stage()
    s.ann.putPolicy('all', statement('Allow', '*'))
    s.ann.putPermissionsBoundary(statement('Allow', 'ec2:*'))
    expect(s.outcome()).toBe('no permissions boundary allows the kms:ListKeys action')
    s.ann.deletePermissionsBoundary()
    expect(s.outcome()).toBe('allowed')
    const role = s.account.createRole('App', { policies: [statement('Allow', '*')] })
    role.putPermissionsBoundary(statement('Allow', 'kms:ListKeys'))
    const { kms } = s.cloud.session({ as: role })
    expect(kms.listKeys().Keys).toEqual([])
    expect(refusalOf(() => kms.listAliases()).message).toMatch(/no permissions boundary allows/)
  })
})

describe('tags', () => {
  const byTag = statement('Allow', 'kms:ListKeys', { Condition: { StringEquals: { 'aws:PrincipalTag/Team': 'blue' } } })

  it('of a user count at the moment of a call, without regard to the case of their keys', () => {
    const s = stage()
    s.ann.putPolicy('by tag', byTag)
    expect(s.outcome()).toBe(NO_IDENTITY)
    s.ann.tag({ team: 'blue' })
    expect(s.outcome()).toBe('allowed')
    s.ann.tag({ TEAM: 'red' })
    expect(s.outcome()).toBe(NO_IDENTITY)
    expect(s.cloud.session({ as: s.ann }).principal).toMatchObject({ tags: { TEAM: 'red' } })
    s.ann.untag(['team'])
    expect(s.cloud.session({ as: s.ann }).principal).not.toHaveProperty('tags')
    const bob = s.account.createUser('bob', { tags: { Team: 'blue' }, policies: [byTag] })
    expect(s.cloud.session({ as: bob }).kms.listKeys().Keys).toEqual([])
  })

  it('of a role are those that it had when the session was made', () => {
    const s = stage()
    const role = s.account.createRole('App', { policies: [byTag], tags: { team: 'blue' } })
    const before = s.cloud.session({ as: role })
    role.tag({ team: 'red' })
    expect(before.kms.listKeys().Keys).toEqual([])
    expect(refusalOf(() => s.cloud.session({ as: role }).kms.listKeys()).name).toBe('AccessDeniedException')
  })

  it('are at most 50, have keys that are allowed, and no key twice', () => {
    const s = stage()
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`key-${index}`, '']))
    expect(refusalOf(() => s.ann.tag(many))).toMatchObject({ name: 'LimitExceeded', status: 409 })
    expect(refusalOf(() => s.ann.tag({ 'aws:x': '' })).name).toBe('ValidationError')
    expect(refusalOf(() => s.ann.tag({ key: 'x'.repeat(257) })).name).toBe('ValidationError')
    expect(refusalOf(() => s.account.createRole('App', { tags: { a: '1', A: '2' } }))).toMatchObject({
      name: 'InvalidInput',
      message: 'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    })
    expect(s.cloud.session({ as: s.ann }).principal).not.toHaveProperty('tags')
  })
})

describe('organization policies', () => {
  it('of services limit all principals of the account, and its root user', () => {
    const s = stage()
    s.ann.putPolicy('all', statement('Allow', '*'))
    s.account.setServiceControlPolicies([statement('Allow', 'ec2:*')], { fullAccess: 'detached' })
    expect(s.outcome()).toBe('no service control policy allows the kms:ListKeys action')
    expect(refusalOf(() => s.cloud.session({ as: s.account.root }).kms.listKeys()).message).toMatch(/service control policy/)
    s.account.setServiceControlPolicies([statement('Allow', 'ec2:*')])
    expect(s.outcome()).toBe('allowed')
  })

  it('of resources limit whoever uses the account’s keys', () => {
    const s = stage()
    const { KeyId } = s.cloud.kms.createKey({}).KeyMetadata
    s.account.setResourceControlPolicies([statement('Deny', 'kms:DescribeKey', { Principal: '*' })])
    expect(refusalOf(() => s.cloud.kms.describeKey({ KeyId })).message).toMatch(/explicit deny in a resource control policy/)
    s.account.setResourceControlPolicies([])
    expect(s.cloud.kms.describeKey({ KeyId }).KeyMetadata.KeyId).toBe(KeyId)
    expect(refusalOf(() => s.account.setResourceControlPolicies(['{}'])).name).toBe('MalformedPolicyDocument')
  })
})

describe('a role', () => {
  it('has sessions of 1 to 12 hours at most', () => {
    const s = stage()
    expect(refusalOf(() => s.account.createRole('App', { maxSessionSeconds: 3599 }))).toEqual({
      name: 'ValidationError',
      message:
        "1 validation error detected: Value '3599' at 'maxSessionDuration' failed to satisfy constraint: Member must have value greater than or equal to 3600",
      status: 400,
    })
    expect(refusalOf(() => s.account.createRole('App', { maxSessionSeconds: 43_201 })).message).toMatch(
      /less than or equal to 43200$/,
    )
    expect(s.account.createRole('App', { maxSessionSeconds: 43_200 }).name).toBe('App')
  })

  it('trusts only principals that exist', () => {
    const role = stage().account.createRole('App')
    const Principal = { AWS: `arn:aws:iam::${ACCOUNT}:user/nobody` }
    const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }] }
    expect(refusalOf(() => role.updateAssumeRolePolicy(policy))).toMatchObject({
      name: 'MalformedPolicyDocument',
      message: `Invalid principal in policy: "AWS":"${Principal.AWS}"`,
    })
  })
})
