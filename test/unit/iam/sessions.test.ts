import { describe, expect, it } from 'vitest'
import { createRole } from '../../../src/iam/roles.ts'
import { hostSession, roleSession, servicePrincipal } from '../../../src/iam/sessions.ts'
import { bad, good, iamWorld } from '../../support/iam/world.ts'

const A = '111122223333'

describe('a session of a role', () => {
  it('leaves the role’s path out of its own ARN and keeps it in the role’s', () => {
    const role = good(createRole(iamWorld(), A, 'App', { path: '/team/' }))
    expect(good(roleSession(role, { sessionName: 'me@example.com', createdAt: 5 }))).toEqual({
      kind: 'session',
      account: A,
      arn: `arn:aws:sts::${A}:assumed-role/App/me@example.com`,
      roleArn: `arn:aws:iam::${A}:role/team/App`,
      roleName: 'App',
      sessionName: 'me@example.com',
      roleId: role.uniqueId,
      createdAt: 5,
    })
  })

  it('has the tags of its role, and its own before them', () => {
    const role = good(createRole(iamWorld(), A, 'App', { tags: { Team: 'blue', Stage: 'test' } }))
    expect(good(roleSession(role, { sessionName: 'me', createdAt: 0, tags: { team: 'red' } })).tags).toEqual({
      Stage: 'test',
      team: 'red',
    })
  })

  it('is refused with a name or a policy that is none', () => {
    const role = good(createRole(iamWorld(), A, 'App'))
    expect(bad(roleSession(role, { sessionName: 'a b', createdAt: 0 })).code).toBe('ValidationError')
    expect(bad(roleSession(role, { sessionName: 'me', createdAt: 0, sessionPolicy: '{' })).code).toBe('MalformedPolicyDocument')
  })
})

describe('principals of the inside', () => {
  it('are the host of an instance', () => {
    const instanceArn = `arn:aws:ec2:us-east-1:${A}:instance/i-0123456789abcdef0`
    expect(hostSession(A, { instanceId: 'i-0123456789abcdef0', instanceArn, createdAt: 1 })).toEqual({
      kind: 'session',
      account: A,
      arn: `arn:aws:sts::${A}:assumed-role/aws:ec2-infrastructure/i-0123456789abcdef0`,
      roleArn: `arn:aws:iam::${A}:role/aws:ec2-infrastructure`,
      roleName: 'aws:ec2-infrastructure',
      sessionName: 'i-0123456789abcdef0',
      roleId: `${A}:aws:ec2-infrastructure`,
      createdAt: 1,
      hostOf: { instanceArn },
    })
  })

  it('are services, for a resource or for none', () => {
    expect(servicePrincipal('rds.amazonaws.com', undefined)).toEqual({ kind: 'service', name: 'rds.amazonaws.com' })
    const source = { arn: `arn:aws:rds:us-east-1:${A}:db:x`, account: A }
    expect(servicePrincipal('rds.amazonaws.com', source)).toEqual({
      kind: 'service',
      name: 'rds.amazonaws.com',
      sourceArn: source.arn,
      sourceAccount: A,
    })
  })
})
