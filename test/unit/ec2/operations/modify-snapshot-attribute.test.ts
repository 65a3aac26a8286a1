import { describe, expect, it } from 'vitest'
import type { Session } from '../../../../src/index.ts'
import { ebsWorld, placeOf, REGION_A, REGION_B, refusalOf } from '../../../support/cloud/ebs-world.ts'
import { GUEST_ACCOUNT, sharedSnapshots } from '../../../support/cloud/shared-snapshot.ts'

type Input = Omit<Parameters<Session['ec2']['modifySnapshotAttribute']>[0], 'SnapshotId'>

const THIRD_ACCOUNT = '777788889999'

/** An unencrypted snapshot that nobody else can use, and another account. */
const setUp = () => {
  const w = ebsWorld()
  const SnapshotId = w.snapshot(w.volume())
  const modify = (input: Input) => w.ec2.modifySnapshotAttribute({ SnapshotId, ...input })
  const permissions = () => w.ec2.describeSnapshotAttribute({ SnapshotId, Attribute: 'createVolumePermission' })
  const visitorOf = (account: string) =>
    w.cloud.account(account).createRole('Visitor', {
      policies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }],
    })
  const visitors = new Map([GUEST_ACCOUNT, THIRD_ACCOUNT].map((account) => [account, visitorOf(account)]))
  const visitor = (account: string, region = REGION_A) => placeOf(w.cloud.session({ as: visitors.get(account), region }))
  const sees = (account: string, input: Parameters<Session['ec2']['describeSnapshots']>[0] = {}) =>
    visitor(account)
      .ec2.describeSnapshots(input)
      .Snapshots.some((each) => each.SnapshotId === SnapshotId)
  return { ...w, SnapshotId, modify, permissions, visitor, sees }
}

const flat = { Attribute: 'createVolumePermission' } as const

describe('ModifySnapshotAttribute', () => {
  it('adds and takes away accounts and everybody, in both forms of the request', () => {
    const w = setUp()
    w.modify({ CreateVolumePermission: { Add: [{ UserId: THIRD_ACCOUNT }, { Group: 'all' }] } })
    w.modify({ ...flat, OperationType: 'add', UserIds: [GUEST_ACCOUNT, GUEST_ACCOUNT] })
    expect(w.permissions().CreateVolumePermissions).toEqual([
      { Group: 'all' },
      { UserId: GUEST_ACCOUNT },
      { UserId: THIRD_ACCOUNT },
    ])
    w.modify({ ...flat, OperationType: 'remove', GroupNames: ['all'] })
    w.modify({ CreateVolumePermission: { Remove: [{ UserId: THIRD_ACCOUNT }] } })
    expect(w.permissions().CreateVolumePermissions).toEqual([{ UserId: GUEST_ACCOUNT }])
    w.ec2.resetSnapshotAttribute({ SnapshotId: w.SnapshotId, ...flat })
    expect(w.permissions()).toEqual({ SnapshotId: w.SnapshotId, CreateVolumePermissions: [] })
  })

  it('leaves the owner out: adding it changes nothing and tells nobody', () => {
    const w = setUp()
    w.modify({ CreateVolumePermission: { Add: [{ UserId: w.session.accountId }] } })
    expect(w.permissions().CreateVolumePermissions).toEqual([])
    expect(w.cloud.events.matching({ detail: { event: ['shareSnapshot'] } })).toEqual([])
  })

  it('tells each account once, and nobody of public sharing', () => {
    const w = setUp()
    w.modify({ CreateVolumePermission: { Add: [{ UserId: GUEST_ACCOUNT }, { Group: 'all' }] } })
    w.modify({ CreateVolumePermission: { Add: [{ UserId: GUEST_ACCOUNT }, { UserId: THIRD_ACCOUNT }] } })
    const told = w.cloud.events.matching({ detail: { event: ['shareSnapshot'] } })
    expect(told.map(({ account }) => account)).toEqual([GUEST_ACCOUNT, THIRD_ACCOUNT])
    expect(told[1]?.detail['request-id']).toBe(
      w.cloud.journal.entries().findLast(({ operation }) => operation === 'ModifySnapshotAttribute')?.requestId,
    )
  })

  it('shares a snapshot that is still pending', () => {
    const w = ebsWorld({ latency: 'typical' })
    const id = w.volume()
    w.cloud.clock.advance({ seconds: 1 })
    const SnapshotId = w.snapshot(id)
    w.ec2.modifySnapshotAttribute({ SnapshotId, CreateVolumePermission: { Add: [{ UserId: GUEST_ACCOUNT }] } })
    expect(w.ec2.describeSnapshotAttribute({ SnapshotId, ...flat }).CreateVolumePermissions).toEqual([{ UserId: GUEST_ACCOUNT }])
  })

  const many = Array.from({ length: 501 }, (_, n) => String(100_000_000_000 + n))
  const refusals: [string, Input, string, string][] = [
    [
      'adds and removes',
      { CreateVolumePermission: { Add: [{ Group: 'all' }], Remove: [{ UserId: GUEST_ACCOUNT }] } },
      'InvalidParameterCombination',
      'One and only one operation type may be specified for createVolumePermissions',
    ],
    ['names nothing', {}, 'InvalidParameterCombination', 'No attributes specified.'],
    [
      'names empty permissions',
      { CreateVolumePermission: { Add: [{}] } },
      'InvalidParameterCombination',
      'No attributes specified.',
    ],
    [
      'names no attribute',
      { OperationType: 'add', UserIds: [GUEST_ACCOUNT] },
      'MissingParameter',
      'Value for parameter attribute is invalid. Parameter may not be null or empty.',
    ],
    [
      'names another attribute',
      { Attribute: 'productCodes', OperationType: 'add', UserIds: [GUEST_ACCOUNT] },
      'InvalidParameterValue',
      'Unrecognized attribute.',
    ],
    [
      'names no operation',
      { ...flat, UserIds: [GUEST_ACCOUNT] },
      'InvalidParameterCombination',
      'No operation specified for createVolumePermission attribute.',
    ],
    [
      'changes more than 500',
      { ...flat, OperationType: 'add', UserIds: many },
      'InvalidParameterValue',
      'Modification size must not be greater than 500.',
    ],
    [
      'names no account id, in lists',
      { ...flat, OperationType: 'add', UserIds: ['12345'] },
      'InvalidAMIAttributeItemValue',
      'UserId (12345) is invalid.',
    ],
    [
      'names no account id, in the structure',
      { CreateVolumePermission: { Add: [{ UserId: '12345' }] } },
      'InvalidAMIAttributeItemValue',
      'UserId 12345',
    ],
    [
      'names another group',
      { ...flat, OperationType: 'add', GroupNames: ['friends'] },
      'InvalidAMIAttributeItemValue',
      'UserGroup friends',
    ],
  ]
  it.each(refusals)('refuses a request that %s', (_, input, name, message) => {
    const w = setUp()
    expect(refusalOf(() => w.modify(input))).toEqual({ name, message, status: 400 })
    expect(w.permissions().CreateVolumePermissions).toEqual([])
  })

  it('refuses what is no snapshot of the account', () => {
    const w = setUp()
    const share = (SnapshotId: string) => () =>
      w.ec2.modifySnapshotAttribute({ SnapshotId, CreateVolumePermission: { Add: [{ Group: 'all' }] } })
    expect(refusalOf(share('snap-00000000000000000'))).toMatchObject({
      name: 'InvalidSnapshot.NotFound',
      message: "The snapshot 'snap-00000000000000000' does not exist.",
    })
    expect(refusalOf(share('snap-xyz'))).toMatchObject({ name: 'InvalidSnapshotID.Malformed' })
  })

  it('lets a policy decide by whom a snapshot is shared with', () => {
    const w = setUp()
    const role = w.cloud.account(w.session.accountId).createRole('Sharer', {
      policies: [
        {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: 'ec2:ModifySnapshotAttribute',
              Resource: `arn:aws:ec2:${REGION_A}::snapshot/*`,
              Condition: {
                'ForAllValues:StringEquals': { 'ec2:Add/userId': [GUEST_ACCOUNT] },
                Null: { 'ec2:Add/group': 'true' },
              },
            },
          ],
        },
      ],
    })
    const { ec2 } = w.cloud.session({ as: role, region: REGION_A })
    const share =
      (permission: { UserId: string } | { Group: 'all' }, DryRun = false) =>
      () =>
        ec2.modifySnapshotAttribute({ SnapshotId: w.SnapshotId, CreateVolumePermission: { Add: [permission] }, DryRun })
    expect(refusalOf(share({ UserId: THIRD_ACCOUNT })).name).toBe('UnauthorizedOperation')
    expect(refusalOf(share({ Group: 'all' })).name).toBe('UnauthorizedOperation')
    expect(refusalOf(share({ UserId: GUEST_ACCOUNT }, true))).toMatchObject({ name: 'DryRunOperation', status: 412 })
    expect(w.permissions().CreateVolumePermissions).toEqual([])
    share({ UserId: GUEST_ACCOUNT })()
    expect(w.permissions().CreateVolumePermissions).toEqual([{ UserId: GUEST_ACCOUNT }])
  })

  it('is recorded with who was added', () => {
    const w = setUp()
    w.modify({ ...flat, OperationType: 'add', UserIds: [GUEST_ACCOUNT] })
    expect(w.cloud.trail.records({ eventName: 'ModifySnapshotAttribute' })).toEqual([
      expect.objectContaining({
        requestParameters: {
          snapshotId: w.SnapshotId,
          attributeType: 'CREATE_VOLUME_PERMISSION',
          createVolumePermission: { add: { items: [{ userId: GUEST_ACCOUNT }] } },
        },
        responseElements: { _return: true },
        readOnly: false,
      }),
    ])
  })
})

describe('DescribeSnapshotAttribute and ResetSnapshotAttribute', () => {
  it('know product codes, of which there are none and which cannot be reset', () => {
    const w = setUp()
    expect(w.ec2.describeSnapshotAttribute({ SnapshotId: w.SnapshotId, Attribute: 'productCodes' })).toEqual({
      SnapshotId: w.SnapshotId,
      ProductCodes: [],
    })
    const bad = { name: 'InvalidRequest', message: 'The request received was invalid.', status: 400 }
    const { SnapshotId } = w
    expect(w.cloud.trail.records({ eventName: 'DescribeSnapshotAttribute' })[0]?.requestParameters).toEqual({
      snapshotId: SnapshotId,
      attributeType: 'PRODUCT_CODES',
    })
    expect(refusalOf(() => w.ec2.resetSnapshotAttribute({ SnapshotId, Attribute: 'productCodes' }))).toEqual(bad)
    expect(refusalOf(() => w.ec2.describeSnapshotAttribute({ SnapshotId, Attribute: 'colour' as 'productCodes' }))).toEqual(bad)
  })
})

describe('DescribeSnapshots and other accounts', () => {
  it('shows a snapshot to those it is shared with, and to everybody when it is public', () => {
    const w = setUp()
    expect([w.sees(GUEST_ACCOUNT), w.sees(THIRD_ACCOUNT)]).toEqual([false, false])
    w.modify({ CreateVolumePermission: { Add: [{ UserId: GUEST_ACCOUNT }] } })
    expect([w.sees(GUEST_ACCOUNT), w.sees(THIRD_ACCOUNT)]).toEqual([true, false])
    w.modify({ CreateVolumePermission: { Add: [{ Group: 'all' }] } })
    expect([w.sees(GUEST_ACCOUNT), w.sees(THIRD_ACCOUNT)]).toEqual([true, true])
  })

  it('tells apart by owner and by who may restore', () => {
    const w = setUp()
    w.modify({ CreateVolumePermission: { Add: [{ UserId: GUEST_ACCOUNT }] } })
    const owner = w.session.accountId
    const seen = (input: Parameters<typeof w.sees>[1]) => w.sees(GUEST_ACCOUNT, input)
    expect([
      seen({ OwnerIds: [owner] }),
      seen({ OwnerIds: ['self'] }),
      seen({ OwnerIds: ['amazon'] }),
      seen({ RestorableByUserIds: ['self'] }),
      seen({ RestorableByUserIds: [GUEST_ACCOUNT] }),
      seen({ RestorableByUserIds: ['all'] }),
      seen({ SnapshotIds: [w.SnapshotId] }),
    ]).toEqual([true, false, false, true, true, false, true])
  })

  it('does not show it in another Region', () => {
    const w = setUp()
    w.modify({ CreateVolumePermission: { Add: [{ UserId: GUEST_ACCOUNT }] } })
    const { ec2 } = w.visitor(GUEST_ACCOUNT, REGION_B)
    expect(refusalOf(() => ec2.describeSnapshots({ SnapshotIds: [w.SnapshotId] })).name).toBe('InvalidSnapshot.NotFound')
  })

  it('shows every account its own tags alone', () => {
    const w = sharedSnapshots()
    w.owner.ec2.createTags({ Resources: [w.SP], Tags: [{ Key: 'cost', Value: 'owner' }] })
    expect(w.guest.shownSnapshot(w.SP)).not.toHaveProperty('Tags')
    w.guest.ec2.createTags({ Resources: [w.SP], Tags: [{ Key: 'cost', Value: 'guest' }] })
    expect(w.guest.shownSnapshot(w.SP)?.Tags).toEqual([{ Key: 'cost', Value: 'guest' }])
    expect(w.owner.shownSnapshot(w.SP)?.Tags).toEqual([{ Key: 'cost', Value: 'owner' }])
    const found = (place: typeof w.guest, value: string) =>
      place.ec2.describeSnapshots({ Filters: [{ Name: 'tag:cost', Values: [value] }] }).Snapshots.length
    expect([found(w.guest, 'guest'), found(w.guest, 'owner'), found(w.owner, 'owner')]).toEqual([1, 0, 1])
  })
})

describe('block public access for snapshots', () => {
  const publish: Input = { CreateVolumePermission: { Add: [{ Group: 'all' }] } }

  it('is off at first, and belongs to the account in the Region', () => {
    const w = setUp()
    expect(w.ec2.getSnapshotBlockPublicAccessState({})).toEqual({ State: 'unblocked', ManagedBy: 'account' })
    expect(w.ec2.enableSnapshotBlockPublicAccess({ State: 'block-new-sharing' })).toEqual({ State: 'block-new-sharing' })
    expect(w.ec2.getSnapshotBlockPublicAccessState().State).toBe('block-new-sharing')
    expect(w.b.ec2.getSnapshotBlockPublicAccessState().State).toBe('unblocked')
    expect(w.ec2.disableSnapshotBlockPublicAccess()).toEqual({ State: 'unblocked' })
  })

  it('block-new-sharing refuses new public sharing and leaves the old', () => {
    const w = setUp()
    w.modify(publish)
    const other = w.snapshot(w.volume())
    w.ec2.enableSnapshotBlockPublicAccess({ State: 'block-new-sharing' })
    expect(w.sees(GUEST_ACCOUNT)).toBe(true)
    expect(refusalOf(() => w.ec2.modifySnapshotAttribute({ SnapshotId: other, ...publish })).name).toBe('OperationNotPermitted')
    w.ec2.modifySnapshotAttribute({ SnapshotId: other, CreateVolumePermission: { Add: [{ UserId: GUEST_ACCOUNT }] } })
    expect(w.visitor(GUEST_ACCOUNT).shownSnapshot(other)?.SnapshotId).toBe(other)
  })

  it('block-all-sharing hides what is public, until it is lifted', () => {
    const w = setUp()
    w.modify(publish)
    w.ec2.enableSnapshotBlockPublicAccess({ State: 'block-all-sharing' })
    expect(w.sees(GUEST_ACCOUNT)).toBe(false)
    const guest = w.visitor(GUEST_ACCOUNT)
    expect(refusalOf(() => guest.create({ SnapshotId: w.SnapshotId })).name).toBe('InvalidSnapshot.NotFound')
    expect(w.permissions().CreateVolumePermissions).toEqual([{ Group: 'all' }])
    w.ec2.disableSnapshotBlockPublicAccess()
    expect(w.sees(GUEST_ACCOUNT)).toBe(true)
  })

  it('refuses other states', () => {
    const { ec2 } = setUp()
    const enable = () => ec2.enableSnapshotBlockPublicAccess({ State: 'unblocked' as 'block-all-sharing' })
    expect(refusalOf(enable)).toMatchObject({ name: 'InvalidParameterValue', status: 400 })
  })
})
