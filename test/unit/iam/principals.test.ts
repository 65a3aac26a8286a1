import { describe, expect, it } from 'vitest'
import { readAwsPrincipal, readPrincipal } from '../../../src/iam/principal-element.ts'
import type { MatchClass, PrincipalIds } from '../../../src/iam/principals.ts'
import { matchPrincipal } from '../../../src/iam/principals.ts'
import { type PrincipalJson, principalOf } from '../../support/iam/cases.ts'
import { good } from '../../support/iam/world.ts'

const A = '111122223333'
const ROOT: PrincipalJson = { kind: 'root', account: A }
const USER: PrincipalJson = { kind: 'user', account: A, name: 'U' }
const SESSION: PrincipalJson = { kind: 'session', account: A, role: 'R', session: 'ss', path: '/p/' }
const SERVICE: PrincipalJson = { kind: 'service', name: 'ec2.us-east-1.amazonaws.com' }

const classOf = (written: string, who: PrincipalJson, ids: PrincipalIds = {}): MatchClass | undefined => {
  const value = good(readPrincipal(written.endsWith('.amazonaws.com') ? 'Service' : 'AWS', written))
  return matchPrincipal({ effect: 'Allow', principal: { negated: false, values: [value] } }, principalOf(who), ids)
}

describe('a principal of a statement', () => {
  it.each<[string, PrincipalJson, MatchClass | undefined]>([
    ['*', USER, 'any'],
    ['*', ROOT, 'any'],
    ['*', SERVICE, 'any'],
    ['*', SESSION, 'any-session'],
    [A, ROOT, 'direct'],
    [A, USER, 'account'],
    [`arn:aws:iam::${A}:root`, SESSION, 'account'],
    [`arn:aws:iam::${A}:root`, SERVICE, undefined],
    ['arn:aws:iam::444455556666:root', USER, undefined],
    [`arn:aws:iam::${A}:user/U`, USER, 'direct'],
    [`arn:aws:iam::${A}:user/u`, USER, undefined],
    [`arn:aws:iam::${A}:user/p/U`, USER, undefined],
    [`arn:aws:iam::${A}:user/U`, SESSION, undefined],
    [`arn:aws:iam::${A}:role/p/R`, SESSION, 'role'],
    [`arn:aws:iam::${A}:role/R`, SESSION, undefined],
    [`arn:aws:iam::${A}:role/p/R`, USER, undefined],
    [`arn:aws:sts::${A}:assumed-role/R/ss`, SESSION, 'direct'],
    [`arn:aws:sts::${A}:assumed-role/R/tt`, SESSION, undefined],
    [`arn:aws:sts::${A}:federated-user/U`, USER, undefined],
    ['AIDAU00000000000000', { ...USER, id: 'AIDAU00000000000000' } as PrincipalJson, 'direct'],
    ['AROAR00000000000000', { ...SESSION, id: 'AROAR00000000000000' } as PrincipalJson, 'role'],
    ['AROAR00000000000000:ss', { ...SESSION, id: 'AROAR00000000000000' } as PrincipalJson, 'direct'],
    ['AROAR00000000000000:tt', { ...SESSION, id: 'AROAR00000000000000' } as PrincipalJson, undefined],
    ['AROAR00000000000000', ROOT, undefined],
    ['ec2.amazonaws.com', SERVICE, 'service'],
    ['ec2.us-east-1.amazonaws.com', SERVICE, 'service'],
    ['ec2.eu-west-1.amazonaws.com', SERVICE, undefined],
    ['ec2.amazonaws.com', USER, undefined],
  ])('%s, asked by %j: %s', (written, who, expected) => {
    expect(classOf(written, who)).toBe(expected)
  })

  it('means the holder of the name at the time of saving, and no later one', () => {
    const role = `arn:aws:iam::${A}:role/p/R`
    expect(classOf(role, SESSION, { [role]: 'AROAR' })).toBe('role')
    expect(classOf(role, SESSION, { [role]: 'AROAOTHER' })).toBeUndefined()
    const session = `arn:aws:sts::${A}:assumed-role/R/ss`
    expect(classOf(session, SESSION, { [session]: 'AROAOTHER' })).toBeUndefined()
    const user = `arn:aws:iam::${A}:user/U`
    expect(classOf(user, USER, { [user]: 'AIDAOTHER' })).toBeUndefined()
  })

  it('is taken at its strongest where several mean the caller', () => {
    const values = [A, `arn:aws:iam::${A}:role/p/R`, `arn:aws:sts::${A}:assumed-role/R/ss`].map((text) =>
      good(readAwsPrincipal(text)),
    )
    expect(matchPrincipal({ effect: 'Allow', principal: { negated: false, values } }, principalOf(SESSION), {})).toBe('direct')
    expect(
      matchPrincipal({ effect: 'Allow', principal: { negated: false, values: values.slice(0, 2) } }, principalOf(SESSION), {}),
    ).toBe('role')
  })
})

describe('NotPrincipal', () => {
  const spares = (effect: 'Allow' | 'Deny', who: PrincipalJson, ...list: readonly string[]) => {
    const values = list.map((text) => good(readPrincipal(text.endsWith('.amazonaws.com') ? 'Service' : 'AWS', text)))
    return matchPrincipal({ effect, principal: { negated: true, values } }, principalOf(who), {}) === undefined
  }
  const [role, session, user, root] = [
    `arn:aws:iam::${A}:role/p/R`,
    `arn:aws:sts::${A}:assumed-role/R/ss`,
    `arn:aws:iam::${A}:user/U`,
    `arn:aws:iam::${A}:root`,
  ]

  it('with Deny spares only those listed with all that stands behind them', () => {
    expect(spares('Deny', SESSION, session)).toBe(false)
    expect(spares('Deny', SESSION, session, role)).toBe(false)
    expect(spares('Deny', SESSION, role, root)).toBe(false)
    expect(spares('Deny', SESSION, session, role, root)).toBe(true)
    expect(spares('Deny', USER, user)).toBe(false)
    expect(spares('Deny', USER, user, root)).toBe(true)
    expect(spares('Deny', ROOT, root)).toBe(true)
    expect(spares('Deny', SERVICE, 'ec2.amazonaws.com')).toBe(true)
    expect(spares('Deny', SERVICE, root)).toBe(false)
    expect(spares('Deny', SESSION, '*')).toBe(true)
  })

  it('with Allow leaves out everyone who is listed in any way', () => {
    expect(spares('Allow', SESSION, role)).toBe(true)
    expect(spares('Allow', USER, root)).toBe(true)
    expect(spares('Allow', USER, role)).toBe(false)
  })
})

describe('reading a principal', () => {
  it.each([
    ['arn:aws:iam::111122223333:group/g', 'group'],
    ['arn:aws:iam::111122223333:role/*', 'wildcard'],
    ['arn:aws:iam::*:root', 'wildcard'],
    ['arn:aws:sts::111122223333:assumed-role/R/?', 'wildcard'],
    ['arn:aws:sts::111122223333:assumed-role/p/R/ss', 'malformed-arn'],
    ['arn:aws:sts::111122223333:assumed-role/R', 'malformed-arn'],
    ['arn:aws:iam::1111:user/U', 'malformed-arn'],
    ['arn:aws:iam:us-east-1:111122223333:user/U', 'malformed-arn'],
    ['arn:aws:iam::111122223333:user/', 'malformed-arn'],
    ['arn:aws:iam::111122223333:policy/P', 'malformed-arn'],
    ['1111', 'malformed-arn'],
    ['', 'malformed-arn'],
  ])('refuses %j: %s', (written, because) => {
    expect(readAwsPrincipal(written)).toEqual({ ok: false, error: because })
  })

  it('refuses services that are none', () => {
    expect(readPrincipal('Service', '*')).toEqual({ ok: false, error: 'wildcard' })
    expect(readPrincipal('Service', 'ec2')).toEqual({ ok: false, error: 'malformed-arn' })
  })
})
