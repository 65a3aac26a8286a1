import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { type ApplicablePolicies, evaluate, type Verdict } from '../../src/iam/evaluate.ts'
import { explain, type GrantConsidered } from '../../src/iam/explain.ts'
import type { PolicyKind, PolicyVersion } from '../../src/iam/policy.ts'
import { forEveryone, type Question, question, statement, withStatements } from '../support/iam/random-policies.ts'
import { slowlyAllowed } from '../support/iam/slow-evaluator.ts'

const decide = ({ request, policies, grants }: Question): Verdict => evaluate(request, policies, () => grants)

/** What a verdict says, without the statements that it refers to. */
const gist = (verdict: Verdict) =>
  verdict.allowed
    ? { allowed: true, by: verdict.by.kind, viaGrantOnly: verdict.viaGrantOnly }
    : { allowed: false, kind: verdict.reason.kind, layer: 'layer' in verdict.reason ? verdict.reason.layer : undefined }

type Layer = keyof typeof KINDS
const KINDS = {
  resource: 'key',
  identity: 'identity',
  boundary: 'boundary',
  session: 'session',
  serviceControl: 'service-control',
  resourceControl: 'resource-control',
  endpoint: 'endpoint',
} as const satisfies Readonly<Record<string, PolicyKind>>
const LAYERS = Object.keys(KINDS) as readonly Layer[]
const namesPrincipals = (layer: Layer) => layer === 'resource' || layer === 'endpoint' || layer === 'resourceControl'

/** The one of two statements that a layer can have. */
const statementOf = (layer: Layer, withPrincipal: object, without: object): object => {
  if (layer === 'resourceControl') return forEveryone(withPrincipal)
  return namesPrincipals(layer) ? withPrincipal : without
}

/** The policies with a change to all policies of one layer; a layer without policies stays without. */
const changed = (
  policies: ApplicablePolicies,
  layer: Layer,
  change: (version: PolicyVersion) => PolicyVersion,
): ApplicablePolicies => {
  const found = policies[layer]
  if (found === undefined) return policies
  return { ...policies, [layer]: Array.isArray(found) ? found.map(change) : change(found as PolicyVersion) }
}

const everyLayer = (policies: ApplicablePolicies, change: (version: PolicyVersion) => PolicyVersion): ApplicablePolicies =>
  LAYERS.reduce((all, layer) => changed(all, layer, change), policies)

const RUNS = { numRuns: 500 }

describe('a decision', () => {
  test.prop([question], RUNS)('agrees with a slow second evaluator', (asked) => {
    expect(decide(asked).allowed).toBe(slowlyAllowed(asked.request, asked.policies, asked.grants))
  })

  test.prop([question], RUNS)('is the same when it is asked again', (asked) => {
    expect(decide(asked)).toEqual(decide(asked))
  })

  test.prop([question, fc.constantFrom(...LAYERS)], RUNS)('is a refusal wherever a statement denies', (asked, layer) => {
    const deny = {
      Effect: 'Deny',
      ...(namesPrincipals(layer) ? { Principal: '*' } : {}),
      Action: '*',
      Resource: '*',
    }
    const version: PolicyVersion = { kind: KINDS[layer], name: 'denies', text: JSON.stringify({ Statement: deny }) }
    const isSingle = layer === 'resource' || layer === 'boundary' || layer === 'endpoint'
    const policies = { ...asked.policies, [layer]: isSingle ? version : [...(asked.policies[layer] ?? []), version] }
    const verdict = decide({ ...asked, policies })
    const { principal } = asked.request
    const isServiceLinked = principal.kind === 'session' && principal.roleName === 'SLR'
    if (layer === 'serviceControl' && (principal.kind === 'service' || isServiceLinked)) return
    if (layer === 'resourceControl' && isServiceLinked) return
    expect(verdict).toMatchObject({ allowed: false, reason: { kind: 'explicit-deny' } })
  })

  test.prop([question], RUNS)('does not depend on the order of statements', (asked) => {
    const policies = everyLayer(asked.policies, (version) => withStatements(version, (all) => all.toReversed()))
    expect(gist(decide({ ...asked, policies }))).toEqual(gist(decide(asked)))
  })

  test.prop([question], RUNS)('does not depend on statements that speak of something else', (asked) => {
    const other = (version: PolicyVersion) => ({
      Effect: 'Allow',
      ...(['key', 'endpoint', 'resource-control'].includes(version.kind) ? { Principal: '*' } : {}),
      Action: 'kms:*',
      Resource: 'arn:aws:kms:eu-west-1:111122223333:key/other',
    })
    const many = (version: PolicyVersion) => withStatements(version, (all) => [...Array(12).fill(other(version)), ...all])
    expect(gist(decide({ ...asked, policies: everyLayer(asked.policies, many) }))).toEqual(gist(decide(asked)))
  })

  test.prop([question, fc.constantFrom(...LAYERS), statement(true), statement(false)], RUNS)(
    'is never lost by an additional allow',
    (asked, layer, withPrincipal, without) => {
      const more = { ...statementOf(layer, withPrincipal, without), Effect: 'Allow' }
      const policies = changed(asked.policies, layer, (version) => withStatements(version, (all) => [...all, more]))
      if (decide(asked).allowed) expect(decide({ ...asked, policies }).allowed).toBe(true)
    },
  )

  test.prop([question, fc.constantFrom(...LAYERS), statement(true), statement(false)], RUNS)(
    'is never won by an additional deny',
    (asked, layer, withPrincipal, without) => {
      const more = { ...statementOf(layer, withPrincipal, without), Effect: 'Deny' }
      const policies = changed(asked.policies, layer, (version) => withStatements(version, (all) => [more, ...all]))
      if (!decide(asked).allowed) expect(decide({ ...asked, policies }).allowed).toBe(false)
    },
  )

  test.prop([question, fc.constantFrom('boundary', 'session', 'serviceControl', 'resourceControl', 'endpoint')], RUNS)(
    'is never won by one more policy that only limits',
    (asked, layer) => {
      const without = { ...asked.policies, [layer]: undefined }
      if (decide(asked).allowed) expect(decide({ ...asked, policies: without }).allowed).toBe(true)
    },
  )

  test.prop([question], RUNS)('by a grant is a refusal without the grant, and never beats a deny', (asked) => {
    const withGrants = decide(asked)
    const without = decide({ ...asked, grants: [] })
    if (without.allowed) expect(withGrants).toEqual(without)
    expect(withGrants.allowed && withGrants.viaGrantOnly).toBe(withGrants.allowed && !without.allowed)
    if (!without.allowed && without.reason.kind !== 'no-allow') expect(withGrants).toEqual(without)
  })

  test.prop([question], RUNS)('asks for grants only where policies do not allow', (asked) => {
    let calls = 0
    const verdict = evaluate(asked.request, asked.policies, () => {
      calls++
      return []
    })
    expect(calls).toBeLessThanOrEqual(verdict.allowed ? 0 : 1)
  })
})

describe('an explanation', () => {
  const explained = ({ request, policies, grants }: Question) =>
    explain(
      request,
      policies,
      grants.map((grant): GrantConsidered => ({ ...grant, grantee: grant.granteeKind, reason: 'applies' })),
    )

  test.prop([question], RUNS)('has the verdict of the evaluator', (asked) => {
    const { verdict, explanation } = explained(asked)
    expect(verdict).toEqual(decide(asked))
    expect(explanation.allowed).toBe(verdict.allowed)
  })

  test.prop([question], RUNS)('shows every statement that the verdict rests on as matched', (asked) => {
    const { explanation } = explained(asked)
    const { decidedBy, policies } = explanation
    const named = [
      ...('by' in decidedBy ? [decidedBy.by] : []),
      ...('identity' in decidedBy && decidedBy.identity !== undefined ? [decidedBy.identity] : []),
    ]
    for (const { policy, index } of named) {
      const candidates = policies.filter(({ name }) => name === policy)
      expect(candidates.some(({ statements }) => statements[index]?.matched)).toBe(true)
    }
  })

  test.prop([question], RUNS)(
    'shows no allow in a layer that is said to have none, and a deny only where it decides',
    (asked) => {
      const { explanation } = explained(asked)
      const { decidedBy, policies } = explanation
      if (decidedBy.step === 'no-allow' && decidedBy.layer !== 'identity')
        expect(policies.filter(({ layer, says }) => layer === decidedBy.layer && says === 'allow')).toEqual([])
      const { principal } = asked.request
      const isServiceLinked = principal.kind === 'session' && principal.roleName === 'SLR'
      const isExempt = (layer: PolicyKind) =>
        (layer === 'service-control' && (principal.kind === 'service' || isServiceLinked)) ||
        (layer === 'resource-control' && isServiceLinked)
      const denying = policies.filter(({ layer, says }) => says === 'deny' && !isExempt(layer))
      expect(decidedBy.step === 'explicit-deny').toBe(denying.length > 0)
    },
  )

  test.prop([question], RUNS)('is plain JSON', (asked) => {
    const { explanation } = explained(asked)
    expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation)
  })
})
