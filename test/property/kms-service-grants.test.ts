import { fc, it } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { GRANTED_CALLS, goesThrough } from '../support/kms/granted-calls.ts'
import { ACCOUNT, kmsWorld } from '../support/kms/kms-world.ts'

/** What a person would write down of a grant to a service. */
interface Paper {
  readonly service: string
  readonly source: string
  readonly operations: readonly Operation[]
  /** Pairs that the encryption context must have among others. */
  readonly pairs: Readonly<Record<string, string>> | undefined
}

const OPERATIONS = ['Encrypt', 'GenerateDataKeyWithoutPlaintext', 'DescribeKey'] as const
type Operation = (typeof OPERATIONS)[number]

const SERVICES = ['dynamodb.us-east-1.amazonaws.com', 's3.amazonaws.com'] as const
const SOURCES = ['table/a', 'table/b'].map((resource) => `arn:aws:dynamodb:us-east-1:${ACCOUNT}:${resource}`)

const pairs = fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom('1', '2'), { noNullPrototype: true })
const paper: fc.Arbitrary<Paper> = fc.record({
  service: fc.constantFrom(...SERVICES),
  source: fc.constantFrom(...SOURCES),
  operations: fc.uniqueArray(fc.constantFrom(...OPERATIONS), { minLength: 1 }),
  pairs: fc.option(pairs, { nil: undefined }),
})
const caller = fc.record({
  service: fc.constantFrom(...SERVICES),
  source: fc.option(fc.constantFrom(...SOURCES), { nil: undefined }),
  operation: fc.constantFrom(...OPERATIONS),
  context: pairs,
})

/** The rule of the guide, in words: this service, for this resource, and at least these pairs; DescribeKey has no context. */
const allows = (each: Paper, asked: { service: string; source: string | undefined; operation: Operation; context: object }) => {
  if (each.service !== asked.service || each.source !== asked.source || !each.operations.includes(asked.operation)) return false
  const given = new Map(Object.entries(asked.context))
  return asked.operation === 'DescribeKey' || Object.entries(each.pairs ?? {}).every(([key, value]) => given.get(key) === value)
}

const grantOf = (each: Paper, more: readonly 'CreateGrant'[] = []) => ({
  GranteeServicePrincipal: each.service,
  RetiringServicePrincipal: each.service,
  Operations: [...each.operations, ...more],
  Constraints: { SourceArn: each.source, ...(each.pairs === undefined ? {} : { EncryptionContextSubset: { ...each.pairs } }) },
})

describe('grants to services', () => {
  it.prop([fc.array(paper, { maxLength: 5 }), fc.array(caller, { minLength: 1, maxLength: 6 }), fc.nat()])(
    'allow what one of them allows, and never more, also when some are gone',
    (papers, calls, turn) => {
      const w = kmsWorld()
      const { KeyId, Arn } = w.kms().createKey().KeyMetadata
      const ids = papers.map((each) => w.kms().createGrant({ KeyId, ...grantOf(each) }).GrantId)
      const check = (left: readonly Paper[]) => {
        for (const asked of calls) {
          const by = w.service(asked.service, asked.source)
          const went = goesThrough(() => GRANTED_CALLS[asked.operation](by, Arn, asked.context, w))
          expect({ asked, went }).toEqual({ asked, went: left.some((each) => allows(each, asked)) })
        }
      }
      check(papers)
      const gone = papers.length === 0 ? 0 : turn % papers.length
      const [GrantId, retired] = [ids[gone], papers[gone]]
      if (GrantId === undefined || retired === undefined) return
      w.service(retired.service).retireGrant({ KeyId: Arn, GrantId })
      check(papers.filter((_, index) => index !== gone))
    },
  )

  it.prop([paper, paper, caller])('handed on allow nothing that the parent did not', (parent, child, asked) => {
    const w = kmsWorld()
    const { KeyId, Arn } = w.kms().createKey().KeyMetadata
    w.kms().createGrant({ KeyId, ...grantOf(parent, ['CreateGrant']) })
    const by = w.service(parent.service, parent.source)
    const isMade = goesThrough(() => by.createGrant({ KeyId: Arn, ...grantOf(child) }))
    const went = goesThrough(() => GRANTED_CALLS[asked.operation](w.service(asked.service, asked.source), Arn, asked.context, w))
    expect(went).toBe(allows(parent, asked) || (isMade && allows(child, asked)))
    if (isMade) {
      expect(child.source).toBe(parent.source)
      expect(parent.operations).toEqual(expect.arrayContaining([...child.operations]))
      expect(child.pairs ?? {}).toMatchObject(parent.pairs ?? {})
    }
  })
})
