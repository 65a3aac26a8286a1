import { CloudTrailServiceException as SdkBase, InvalidLookupAttributesException as SdkInvalid } from '@aws-sdk/client-cloudtrail'
import { describe, expect, it } from 'vitest'
import { CloudTrailServiceException } from '../../../src/cloudtrail/errors.ts'
import { createCloud } from '../../../src/index.ts'
import { refusalOf } from '../../support/cloud/ebs-world.ts'

const setup = () => {
  const cloud = createCloud({ seed: 3 })
  const { kms, cloudtrail } = cloud.session()
  return { cloud, kms, cloudtrail }
}

const by = (AttributeKey: 'EventName' | 'ResourceName' | 'Username' | 'ReadOnly', AttributeValue: string) => ({
  LookupAttributes: [{ AttributeKey, AttributeValue }],
})

describe('LookupEvents: shape', () => {
  it('takes one attribute alone (around 8.4 #64)', () => {
    const { cloudtrail } = setup()
    const two = [...by('EventName', 'Decrypt').LookupAttributes, ...by('Username', 'root').LookupAttributes]
    expect(refusalOf(() => cloudtrail.lookupEvents({ LookupAttributes: two })).name).toBe('InvalidLookupAttributesException')
  })

  it('refuses a range that ends before it begins, page sizes of 0 and 51, and other categories than insight', () => {
    const { cloudtrail } = setup()
    const nameOf = (input: object) => refusalOf(() => cloudtrail.lookupEvents(input)).name
    expect(nameOf({ StartTime: new Date(2), EndTime: new Date(1) })).toBe('InvalidTimeRangeException')
    expect(nameOf({ MaxResults: 0 })).toBe('InvalidMaxResultsException')
    expect(nameOf({ MaxResults: 51 })).toBe('InvalidMaxResultsException')
    expect(nameOf({ EventCategory: 'data' })).toBe('InvalidEventCategoryException')
    expect(nameOf(by('EventNam' as 'EventName', 'x'))).toBe('ValidationException')
    expect(cloudtrail.lookupEvents({ EventCategory: 'insight' })).toEqual({ Events: [] })
  })

  it('throws errors that the SDK’s own instanceof accepts', () => {
    const { cloudtrail } = setup()
    const call = () => cloudtrail.lookupEvents({ LookupAttributes: [{}, {}] as never })
    expect(call).toThrow(SdkBase)
    expect(call).toThrow(CloudTrailServiceException)
    const attribute = { AttributeKey: 'EventName', AttributeValue: 'x' } as const
    expect(() => cloudtrail.lookupEvents({ LookupAttributes: [attribute, attribute] })).toThrow(SdkInvalid)
  })
})

describe('LookupEvents: authorisation', () => {
  it('needs cloudtrail:LookupEvents', () => {
    const { cloud } = setup()
    const { cloudtrail } = cloud.session({ as: cloud.account('111122223333').createRole('Nobody') })
    expect(refusalOf(() => cloudtrail.lookupEvents())).toEqual({
      name: 'AccessDeniedException',
      message:
        'User: arn:aws:sts::111122223333:assumed-role/Nobody/kms-ebs-sim is not authorized to perform: cloudtrail:LookupEvents ' +
        'on resource: * because no identity-based policy allows the cloudtrail:LookupEvents action',
      status: 400,
    })
    expect(cloud.trail.records({ eventName: 'LookupEvents' })[0]).toMatchObject({ errorCode: 'AccessDenied' })
  })

  it('is open to everyone where authorisation is off', () => {
    const cloud = createCloud({ authorization: 'off' })
    const nobody = cloud.account('111122223333').createRole('Nobody')
    expect(cloud.session({ as: nobody }).cloudtrail.lookupEvents().Events).toEqual([])
  })
})

describe('LookupEvents: behaviour', () => {
  it('tells the heads of a record, and the record itself as JSON', () => {
    const { cloud, kms, cloudtrail } = setup()
    const { KeyMetadata } = kms.createKey()
    const { Events } = cloudtrail.lookupEvents(by('EventName', 'CreateKey'))
    const [record] = cloud.trail.records({ eventName: 'CreateKey' })
    expect(Events).toEqual([
      {
        EventId: record?.eventID,
        EventName: 'CreateKey',
        ReadOnly: 'false',
        EventTime: new Date('2026-01-01T00:00:00Z'),
        EventSource: 'kms.amazonaws.com',
        Username: 'kms-ebs-sim',
        Resources: [{ ResourceType: 'AWS::KMS::Key', ResourceName: KeyMetadata.Arn }],
        CloudTrailEvent: JSON.stringify(record),
      },
    ])
  })

  it('tells the newest first, without the call that asks', () => {
    const { cloud, kms, cloudtrail } = setup()
    const { KeyMetadata } = kms.createKey()
    cloud.clock.advance({ hours: 1 })
    kms.describeKey({ KeyId: KeyMetadata.KeyId })
    const names = () => cloudtrail.lookupEvents().Events.map(({ EventName }) => EventName)
    expect(names()).toEqual(['DescribeKey', 'CreateKey'])
    expect(names()).toEqual(['LookupEvents', 'DescribeKey', 'CreateKey'])
  })

  it('looks up by resource, by user and by whether something was changed', () => {
    const { cloud, kms, cloudtrail } = setup()
    const { Arn } = kms.createKey().KeyMetadata
    kms.createKey()
    kms.describeKey({ KeyId: Arn })
    const ann = cloud.account('111122223333').createUser('ann')
    refusalOf(() => cloud.session({ as: ann }).kms.describeKey({ KeyId: Arn }))
    const names = (input: object) => cloudtrail.lookupEvents(input).Events.map(({ EventName }) => EventName)
    expect(names(by('ResourceName', Arn))).toEqual(['DescribeKey', 'CreateKey'])
    expect(names(by('Username', 'ann'))).toEqual(['DescribeKey'])
    expect(names(by('ReadOnly', 'false'))).toEqual(['CreateKey', 'CreateKey'])
    expect(names({ ...by('EventName', 'CreateKey'), StartTime: new Date(cloud.clock.now() + 1000) })).toEqual([])
  })

  it('tells an account and a Region their own events, of the last 90 days', () => {
    const { cloud, kms, cloudtrail } = setup()
    kms.createKey()
    const root = cloud.account('444455556666').root
    expect(cloud.session({ as: root }).cloudtrail.lookupEvents().Events).toEqual([])
    expect(cloud.session({ region: 'eu-west-1' }).cloudtrail.lookupEvents().Events).toEqual([])
    cloud.clock.advance({ days: 90 })
    expect(cloudtrail.lookupEvents(by('EventName', 'CreateKey')).Events).toHaveLength(1)
    cloud.clock.advance({ seconds: 1 })
    expect(cloudtrail.lookupEvents(by('EventName', 'CreateKey')).Events).toEqual([])
  })

  it('tells pages that neither repeat nor leave out anything while events come in and go out', () => {
    const cloud = createCloud({ trailCapacity: 12 })
    const { kms, cloudtrail } = cloud.session()
    for (let index = 0; index < 10; index++) kms.listKeys()
    const all = cloudtrail.lookupEvents(by('EventName', 'ListKeys')).Events
    const told: unknown[] = []
    let NextToken: string | undefined
    do {
      const page = cloudtrail.lookupEvents({ ...by('EventName', 'ListKeys'), MaxResults: 4, NextToken })
      told.push(...page.Events)
      NextToken = page.NextToken
    } while (NextToken !== undefined)
    expect(all).toHaveLength(10)
    // The ring keeps twelve: by the last page the two oldest are gone.
    expect(told).toEqual(all.slice(0, told.length))
    expect(told.length).toBeGreaterThanOrEqual(8)
  })

  it('binds a token to its query', () => {
    const { kms, cloudtrail } = setup()
    for (let index = 0; index < 3; index++) kms.listKeys()
    const { NextToken } = cloudtrail.lookupEvents({ ...by('EventName', 'ListKeys'), MaxResults: 1 })
    expect(refusalOf(() => cloudtrail.lookupEvents({ MaxResults: 1, NextToken })).name).toBe('InvalidNextTokenException')
    expect(cloudtrail.lookupEvents({ ...by('EventName', 'ListKeys'), MaxResults: 1, NextToken }).Events).toHaveLength(1)
  })

  it('is recorded itself, as a read', () => {
    const { cloud, cloudtrail } = setup()
    cloudtrail.lookupEvents({ MaxResults: 5 })
    expect(cloud.trail.records()).toMatchObject([
      {
        eventName: 'LookupEvents',
        eventSource: 'cloudtrail.amazonaws.com',
        readOnly: true,
        requestParameters: { maxResults: 5 },
      },
    ])
  })

  it('is subject to faults', () => {
    const { cloud, cloudtrail } = setup()
    cloud.faults.on('cloudtrail:LookupEvents').fail('ThrottlingException', 'Rate exceeded')
    expect(refusalOf(() => cloudtrail.lookupEvents()).name).toBe('ThrottlingException')
  })
})
