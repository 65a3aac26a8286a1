import { describe, expect, it } from 'vitest'
import { ebsWorld, REGION_A, REGION_B, refusalOf } from '../../support/cloud/ebs-world.ts'

const days = (RetentionPeriodValue: number) => ({ RetentionPeriodValue, RetentionPeriodUnit: 'DAYS' }) as const

const setUp = () => {
  const w = ebsWorld()
  const { rbin } = w.session
  const rule = (input: Partial<Parameters<typeof rbin.createRule>[0]> = {}) =>
    rbin.createRule({ ResourceType: 'EBS_SNAPSHOT', RetentionPeriod: days(7), ...input })
  /** For how many days a snapshot with these tags is kept. */
  const kept = (tags: Record<string, string> = {}) => {
    const SnapshotId = w.snapshot(w.volume())
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
    if (Tags.length > 0) w.ec2.createTags({ Resources: [SnapshotId], Tags })
    w.ec2.deleteSnapshot({ SnapshotId })
    const found = w.ec2.listSnapshotsInRecycleBin().Snapshots.find((each) => each.SnapshotId === SnapshotId)
    return found === undefined ? 0 : (Number(found.RecycleBinExitTime) - Number(found.RecycleBinEnterTime)) / 86_400_000
  }
  return { ...w, rbin, rule, kept }
}

describe('retention rules', () => {
  it('are made, told, changed and taken away', () => {
    const { rbin, rule, session } = setUp()
    const { Identifier, Tags, ...made } = rule({ Description: 'all', Tags: [{ Key: 'a', Value: 'b' }] })
    expect(Identifier).toMatch(/^[0-9a-zA-Z]{11}$/)
    expect(Tags).toEqual([{ Key: 'a', Value: 'b' }])
    expect(made).toEqual({
      RuleArn: `arn:aws:rbin:${REGION_A}:${session.accountId}:rule/${Identifier}`,
      ResourceType: 'EBS_SNAPSHOT',
      RetentionPeriod: days(7),
      Description: 'all',
      ResourceTags: [],
      ExcludeResourceTags: [],
      Status: 'available',
    })
    expect(rbin.getRule({ Identifier })).toEqual({ Identifier, ...made })
    const changed = rbin.updateRule({ Identifier, RetentionPeriod: days(14), ResourceTags: [{ ResourceTagKey: 'keep' }] })
    expect(changed).toMatchObject({ Description: 'all', RetentionPeriod: days(14), ResourceTags: [{ ResourceTagKey: 'keep' }] })
    expect(rbin.deleteRule({ Identifier })).toEqual({})
    expect(refusalOf(() => rbin.getRule({ Identifier }))).toMatchObject({ name: 'ResourceNotFoundException', status: 404 })
  })

  it('hold in one Region', () => {
    const { rule, kept, b } = setUp()
    rule()
    expect(kept()).toBe(7)
    const SnapshotId = b.snapshot(b.volume())
    b.ec2.deleteSnapshot({ SnapshotId })
    expect(b.ec2.listSnapshotsInRecycleBin().Snapshots).toEqual([])
    expect(b.region).toBe(REGION_B)
  })

  it('keep nothing of another kind, and nothing without a rule', () => {
    const { rule, kept } = setUp()
    expect(kept()).toBe(0)
    rule({ ResourceType: 'EC2_IMAGE' })
    expect(kept()).toBe(0)
  })

  it('by tag keep what has one of the tags, with any value where none is said', () => {
    const { rule, kept } = setUp()
    rule({
      ResourceTags: [{ ResourceTagKey: 'keep' }, { ResourceTagKey: 'level', ResourceTagValue: 'gold' }],
    })
    expect([kept(), kept({ keep: 'x' }), kept({ level: 'gold' }), kept({ level: 'tin' })]).toEqual([0, 7, 7, 0])
  })

  it('of a Region leave out what is excluded by its tags', () => {
    const { rule, kept } = setUp()
    rule({ ExcludeResourceTags: [{ ResourceTagKey: 'temporary', ResourceTagValue: 'yes' }] })
    expect([kept(), kept({ temporary: 'no' }), kept({ temporary: 'yes' })]).toEqual([7, 7, 0])
  })

  it('by tag go before those of the Region, and of several the longest holds', () => {
    const { rule, kept } = setUp()
    rule({ RetentionPeriod: days(30) })
    rule({ RetentionPeriod: days(60) })
    rule({ RetentionPeriod: days(1), ResourceTags: [{ ResourceTagKey: 'short' }] })
    rule({ RetentionPeriod: days(2), ResourceTags: [{ ResourceTagKey: 'short' }] })
    expect([kept(), kept({ short: '' })]).toEqual([60, 2])
  })

  it('are listed by kind and tags, page by page', () => {
    const { rbin, rule } = setUp()
    const tagged = rule({ ResourceTags: [{ ResourceTagKey: 'a', ResourceTagValue: 'b' }] })
    const plain = rule()
    rule({ ResourceType: 'EC2_IMAGE' })
    const list = (input: object = {}) => rbin.listRules({ ResourceType: 'EBS_SNAPSHOT', ...input })
    const ids = (input?: object) => list(input).Rules.map(({ Identifier }) => Identifier)
    expect(ids()).toEqual([tagged.Identifier, plain.Identifier].sort())
    expect(ids({ ResourceTags: [{ ResourceTagKey: 'a', ResourceTagValue: 'b' }] })).toEqual([tagged.Identifier])
    const { NextToken, Rules } = list({ MaxResults: 1 })
    expect([...Rules, ...list({ MaxResults: 1, NextToken }).Rules].map(({ Identifier }) => Identifier)).toEqual(ids())
    expect(refusalOf(() => list({ NextToken: 'x' })).name).toBe('ValidationException')
  })

  it.each([
    { RetentionPeriod: days(0) },
    { RetentionPeriod: days(3651) },
    { RetentionPeriod: { RetentionPeriodValue: 1, RetentionPeriodUnit: 'WEEKS' as 'DAYS' } },
    { RetentionPeriod: undefined },
    { ResourceType: 'VOLUME' as 'EBS_VOLUME' },
    { ResourceTags: [{ ResourceTagKey: 'a' }], ExcludeResourceTags: [{ ResourceTagKey: 'b' }] },
  ])('cannot be made with %o', (input) => {
    const { rule, kept } = setUp()
    expect(refusalOf(() => rule(input))).toMatchObject({ name: 'ValidationException', status: 400 })
    expect(kept()).toBe(0)
  })

  it('refuse locks loudly, and a change of their kind', () => {
    const { rbin, rule } = setUp()
    expect(refusalOf(() => rule({ LockConfiguration: {} })).message).toContain('locked retention rules')
    const { Identifier } = rule()
    expect(refusalOf(() => rbin.updateRule({ Identifier, ResourceType: 'EC2_IMAGE' })).name).toBe('ValidationException')
    expect(rbin.updateRule({ Identifier, ResourceType: 'EBS_SNAPSHOT' }).ResourceType).toBe('EBS_SNAPSHOT')
  })

  it('need permissions of their own', () => {
    const w = setUp()
    const { Identifier } = w.rule()
    const role = w.cloud.account(w.session.accountId).createRole('Images', {
      policies: [
        {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: 'rbin:CreateRule',
              Resource: '*',
              Condition: { StringEquals: { 'rbin:Request/ResourceType': 'EC2_IMAGE' } },
            },
          ],
        },
      ],
    })
    const { rbin } = w.cloud.session({ as: role, region: REGION_A })
    expect(rbin.createRule({ ResourceType: 'EC2_IMAGE', RetentionPeriod: days(1) }).Identifier).toMatch(/^\w{11}$/)
    expect(refusalOf(() => rbin.createRule({ ResourceType: 'EBS_SNAPSHOT', RetentionPeriod: days(1) }))).toMatchObject({
      name: 'AccessDeniedException',
      status: 403,
    })
    expect(refusalOf(() => rbin.deleteRule({ Identifier })).message).toContain(`rule/${Identifier}`)
  })
})
