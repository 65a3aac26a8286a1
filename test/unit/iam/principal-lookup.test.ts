import { describe, expect, it } from 'vitest'
import { parsePolicy } from '../../../src/iam/parse-policy.ts'
import type { PolicyVersion } from '../../../src/iam/policy.ts'
import { bindPrincipals, findPrincipal, granteeKindOf, shownPolicyText } from '../../../src/iam/principal-lookup.ts'
import { createRole, deleteRole } from '../../../src/iam/roles.ts'
import { rootUser } from '../../../src/iam/sessions.ts'
import { createUser } from '../../../src/iam/users.ts'
import { good, iamWorld } from '../../support/iam/world.ts'

const A = '111122223333'
const setUp = () => {
  const world = iamWorld()
  const role = good(createRole(world, A, 'App', { path: '/team/' }))
  const user = good(createUser(world, A, 'U'))
  return { world, role, user }
}

describe('findPrincipal', () => {
  it('finds accounts, users, roles, sessions and federated users', () => {
    const { world, role, user } = setUp()
    expect(findPrincipal(world, '444455556666')).toEqual({
      found: true,
      kind: 'account',
      arn: 'arn:aws:iam::444455556666:root',
      account: '444455556666',
    })
    expect(findPrincipal(world, `arn:aws:iam::${A}:root`)).toMatchObject({ found: true, kind: 'account', account: A })
    expect(findPrincipal(world, user.arn)).toEqual({
      found: true,
      kind: 'user',
      arn: user.arn,
      account: A,
      uniqueId: user.uniqueId,
    })
    expect(findPrincipal(world, role.arn)).toEqual({
      found: true,
      kind: 'role',
      arn: role.arn,
      account: A,
      uniqueId: role.uniqueId,
    })
    const session = `arn:aws:sts::${A}:assumed-role/App/not-issued-yet`
    expect(findPrincipal(world, session)).toEqual({
      found: true,
      kind: 'session',
      arn: session,
      account: A,
      uniqueId: role.uniqueId,
    })
    expect(findPrincipal(world, `arn:aws:sts::${A}:federated-user/F`)).toMatchObject({ found: true, kind: 'federated-user' })
  })

  it('finds the host of an instance, whose role nobody made', () => {
    const arn = `arn:aws:sts::${A}:assumed-role/aws:ec2-infrastructure/i-0123456789abcdef0`
    expect(findPrincipal(iamWorld(), arn)).toEqual({
      found: true,
      kind: 'session',
      arn,
      account: A,
      uniqueId: `${A}:aws:ec2-infrastructure`,
    })
  })

  it('leads unique ids to the ARN of today', () => {
    const { world, role, user } = setUp()
    expect(findPrincipal(world, role.uniqueId)).toMatchObject({ kind: 'role', arn: role.arn })
    expect(findPrincipal(world, `${role.uniqueId}:me`)).toMatchObject({
      kind: 'session',
      arn: `arn:aws:sts::${A}:assumed-role/App/me`,
    })
    expect(findPrincipal(world, user.uniqueId)).toMatchObject({ kind: 'user', arn: user.arn })
    expect(findPrincipal(world, `${user.uniqueId}:me`)).toEqual({ found: false, because: 'malformed' })
  })

  it.each([
    [`arn:aws:iam::${A}:role/App`, 'unknown'],
    [`arn:aws:iam::${A}:role/other/App`, 'unknown'],
    [`arn:aws:iam::${A}:user/None`, 'unknown'],
    [`arn:aws:iam::${A}:user/App`, 'unknown'],
    ['arn:aws:iam::444455556666:role/team/App', 'unknown'],
    [`arn:aws:sts::${A}:assumed-role/None/me`, 'unknown'],
    [`arn:aws:sts::${A}:assumed-role/app/me`, 'unknown'],
    [`arn:aws:sts::${A}:assumed-role/team/App/me`, 'malformed'],
    [`arn:aws:iam::${A}:group/G`, 'group'],
    ['*', 'malformed'],
    ['ec2.amazonaws.com', 'malformed'],
    ['AROAAAAAAAAAAAAAAAAAA', 'stale-id'],
    ['AROAAAAAAAAAAAAAAAAAA:me', 'stale-id'],
  ])('does not find %s: %s', (written, because) => {
    expect(findPrincipal(setUp().world, written)).toEqual({ found: false, because })
  })
})

describe('saving a policy', () => {
  const key = (world: ReturnType<typeof iamWorld>, ...principals: readonly string[]) => {
    const text = JSON.stringify(
      { Statement: { Effect: 'Allow', Principal: { AWS: principals }, Action: 'kms:*', Resource: '*' } },
      null,
      2,
    )
    return { text, bound: bindPrincipals(world, good(parsePolicy(text, 'key'))) }
  }

  it('keeps the ids of those it names', () => {
    const { world, role, user } = setUp()
    expect(good(key(world, role.arn, user.arn, A, '*').bound)).toEqual({ [role.arn]: role.uniqueId, [user.arn]: user.uniqueId })
  })

  it('is refused where a name means nobody', () => {
    expect(key(setUp().world, `arn:aws:iam::${A}:role/None`).bound).toEqual({
      ok: false,
      error: { unknown: `arn:aws:iam::${A}:role/None` },
    })
  })

  it('shows those who are gone by their ids, also after another has taken the name', () => {
    const { world, role, user } = setUp()
    const { text, bound } = key(world, role.arn, user.arn)
    const version: PolicyVersion = { kind: 'key', name: 'k', text, principalIds: good(bound) }
    expect(shownPolicyText(world, version)).toBe(text)
    good(deleteRole(world, A, 'App'))
    const shown = text.replace(role.arn, role.uniqueId)
    expect(shownPolicyText(world, version)).toBe(shown)
    good(createRole(world, A, 'App', { path: '/team/' }))
    expect(shownPolicyText(world, version)).toBe(shown)
  })

  it('leaves the same ARN in a condition as it is', () => {
    const { world, role } = setUp()
    const statement = {
      Effect: 'Allow',
      Principal: { AWS: role.arn },
      Action: 'kms:*',
      Resource: '*',
      Condition: { ArnLike: { 'aws:PrincipalArn': role.arn } },
    }
    const text = JSON.stringify({ Statement: statement })
    const version: PolicyVersion = { kind: 'key', name: 'k', text, principalIds: { [role.arn]: role.uniqueId } }
    good(deleteRole(world, A, 'App'))
    expect(JSON.parse(shownPolicyText(world, version))).toEqual({
      Statement: { ...statement, Principal: { AWS: role.uniqueId } },
    })
  })
})

describe('granteeKindOf', () => {
  it.each([
    [`arn:aws:iam::${A}:root`, 'account'],
    [A, 'account'],
    [`arn:aws:iam::${A}:user/p/U`, 'user'],
    [`arn:aws:iam::${A}:role/p/R`, 'role'],
    [`arn:aws-cn:sts::${A}:assumed-role/R/s`, 'session'],
    [`arn:aws:sts::${A}:federated-user/F`, 'federated-user'],
    ['ec2.us-east-1.amazonaws.com', 'service'],
  ])('%s is a %s', (written, kind) => {
    expect(granteeKindOf(written, rootUser(A))).toBe(kind)
  })

  it('a user is the one behind the session where a federated user asks', () => {
    const maker = rootUser(A)
    const caller = { kind: 'federated-user', account: A, arn: '', name: 'F', federatedBy: maker, createdAt: 0 } as const
    expect(granteeKindOf(`arn:aws:iam::${A}:user/p/U`, caller)).toBe('federating-user')
  })
})
