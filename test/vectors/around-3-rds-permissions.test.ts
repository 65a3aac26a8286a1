import { describe, expect, it } from 'vitest'
import { OWNER, rdsPlace, rdsWorld, refusal } from '../support/cloud/rds-world.ts'

/*
 * The permissions of spec/around.md 3.2: a role that may do everything but one action calls an operation. It needs kms:CreateGrant and
 * kms:DescribeKey on the key, and nothing that RDS does through its grant.
 */

const ACTIONS = [
  'kms:CreateGrant',
  'kms:DescribeKey',
  'kms:Decrypt',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:RetireGrant',
] as const

type Place = ReturnType<typeof rdsPlace>

const stage = (action: string) => {
  const w = rdsWorld()
  const other = w.kms.createKey({}).KeyMetadata.Arn
  w.create({ KmsKeyId: w.K })
  w.snapshot()
  w.create({ DBClusterIdentifier: 'stopped', KmsKeyId: w.K })
  w.stop('stopped')
  const role = w.cloud.account(OWNER).createRole('Without', {
    policies: [
      {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: '*', Resource: '*' },
          { Effect: 'Deny', Action: action, Resource: '*' },
        ],
      },
    ],
  })
  return { ...w, other, caller: rdsPlace(w.cloud, w.cloud.session({ as: role })) }
}

const OPERATIONS: Record<
  string,
  { needed: readonly string[]; call: (caller: Place, keys: { K: string; other: string }) => unknown }
> = {
  'CreateDBCluster under a customer key': {
    needed: ['kms:CreateGrant', 'kms:DescribeKey'],
    call: (caller, { K }) => caller.create({ DBClusterIdentifier: 'made', KmsKeyId: K }),
  },
  'CreateDBCluster under aws/rds': {
    needed: ['kms:CreateGrant', 'kms:DescribeKey'],
    call: (caller) => caller.create({ DBClusterIdentifier: 'made', StorageEncrypted: true }),
  },
  'CreateDBCluster under the key that AWS owns': {
    needed: [],
    call: (caller) => caller.create({ DBClusterIdentifier: 'made' }),
  },
  'CopyDBClusterSnapshot under the same key': {
    needed: ['kms:CreateGrant', 'kms:DescribeKey'],
    call: (caller) => caller.copy(),
  },
  'CopyDBClusterSnapshot under another key': {
    needed: ['kms:CreateGrant', 'kms:DescribeKey'],
    call: (caller, { other }) => caller.copy({ KmsKeyId: other }),
  },
  'RestoreDBClusterFromSnapshot under the same key': {
    needed: ['kms:CreateGrant', 'kms:DescribeKey'],
    call: (caller) => caller.restore(),
  },
  'RestoreDBClusterFromSnapshot under another key': {
    needed: ['kms:CreateGrant', 'kms:DescribeKey'],
    call: (caller, { other }) => caller.restore({ KmsKeyId: other }),
  },
  'CreateDBInstance in a cluster': { needed: [], call: (caller) => caller.member() },
  StartDBCluster: { needed: [], call: (caller) => caller.start('stopped') },
  CreateDBClusterSnapshot: { needed: [], call: (caller) => caller.snapshot('another') },
  DeleteDBCluster: {
    needed: [],
    call: (caller) => caller.rds.deleteDBCluster({ DBClusterIdentifier: 'stopped', SkipFinalSnapshot: true }),
  },
}

describe.each(Object.entries(OPERATIONS))('permissions for %s (around 3.2)', (_, { needed, call }) => {
  it.each(ACTIONS.map((action) => ({ action, isNeeded: needed.includes(action) })))(
    'without $action: fails: $isNeeded',
    ({ action, isNeeded }) => {
      const w = stage(action)
      const before = w.grants(w.K).length + w.grants(w.other).length
      const act = () => call(w.caller, w)
      if (!isNeeded) expect(act).not.toThrow()
      else {
        expect(refusal(act)).toMatchObject({ name: 'KMSKeyNotAccessibleFault', status: 400 })
        expect(w.grants(w.K).length + w.grants(w.other).length).toBe(before)
      }
    },
  )
})

describe('a policy that allows the two actions through RDS alone (around 3.2)', () => {
  const Condition = { StringEquals: { 'kms:ViaService': 'rds.us-east-1.amazonaws.com' } }
  const role = (w: ReturnType<typeof rdsWorld>, condition: typeof Condition) =>
    w.cloud.account(OWNER).createRole('Through', {
      policies: [
        {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: 'rds:*', Resource: '*' },
            { Effect: 'Allow', Action: ['kms:CreateGrant', 'kms:DescribeKey'], Resource: w.K, Condition: condition },
          ],
        },
      ],
    })

  it('is enough for RDS and gives nothing else', () => {
    const w = rdsWorld()
    const { create, kms } = rdsPlace(w.cloud, w.cloud.session({ as: role(w, Condition) }))
    create({ KmsKeyId: w.K })
    expect(refusal(() => kms.describeKey({ KeyId: w.K })).name).toBe('AccessDeniedException')
  })

  it('of another Region is not', () => {
    const w = rdsWorld()
    const elsewhere = { StringEquals: { 'kms:ViaService': 'rds.eu-west-1.amazonaws.com' } }
    const { create } = rdsPlace(w.cloud, w.cloud.session({ as: role(w, elsewhere) }))
    expect(refusal(() => create({ KmsKeyId: w.K })).name).toBe('KMSKeyNotAccessibleFault')
  })

  it('and aws/rds cannot be used by hand', () => {
    const w = rdsWorld()
    w.create({ StorageEncrypted: true })
    const use = () => w.kms.generateDataKey({ KeyId: 'alias/aws/rds', NumberOfBytes: 64 })
    expect(refusal(use).name).toBe('AccessDeniedException')
  })
})
