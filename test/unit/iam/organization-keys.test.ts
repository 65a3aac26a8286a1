import { describe, expect, it } from 'vitest'
import { calledVia } from '../../../src/iam/called-via.ts'
import { organizationKeys } from '../../../src/iam/organization-keys.ts'
import { createCloud, restoreCloud, SimulatorError } from '../../../src/index.ts'
import { ACCOUNT, kmsWorld, OTHER_ACCOUNT } from '../../support/kms/kms-world.ts'

const ORGANIZATION = 'o-a1b2c3d4e5'

describe('an account in an organization', () => {
  it('is told by the keys of caller, resource and source', () => {
    const w = kmsWorld()
    w.account().joinOrganization(ORGANIZATION, { path: 'r-ab12/ou-ab12-11111111/' })
    const user = { kind: 'root', account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root` } as const
    const path = [`${ORGANIZATION}/r-ab12/ou-ab12-11111111/`]
    expect(organizationKeys(w.world, { principal: user, resourceAccount: OTHER_ACCOUNT })).toEqual({
      'aws:principalorgid': ORGANIZATION,
      'aws:principalorgpaths': path,
    })
    const service = { kind: 'service', name: 'ec2.amazonaws.com', sourceArn: 'arn', sourceAccount: ACCOUNT } as const
    expect(organizationKeys(w.world, { principal: service, resourceAccount: ACCOUNT })).toEqual({
      'aws:resourceorgid': ORGANIZATION,
      'aws:resourceorgpaths': path,
      'aws:sourceorgid': ORGANIZATION,
      'aws:sourceorgpaths': path,
    })
  })

  it('stays in it when its world is copied or saved', () => {
    const cloud = createCloud({ seed: 5 })
    cloud.account(ACCOUNT).joinOrganization(ORGANIZATION)
    const Condition = { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } }
    const policies = [
      { Version: '2012-10-17', Statement: [{ Effect: 'Allow' as const, Action: 'kms:ListKeys', Resource: '*', Condition }] },
    ]
    for (const one of [cloud, cloud.clone(), restoreCloud(cloud.save())]) {
      const user = one.account(ACCOUNT).createUser('ann', { policies })
      expect(one.session({ as: user }).kms.listKeys({}).Keys).toEqual([])
    }
  })

  it.each([
    ['my-organization', 'r-ab12/', /"id" expected/],
    [ORGANIZATION, 'ou-ab12-11111111/', /"path" expected/],
    [ORGANIZATION, 'r-ab12', /"path" expected/],
  ])('is none with the id %s and the path %s', (id, path, message) => {
    const join = () => createCloud().account(ACCOUNT).joinOrganization(id, { path })
    expect(join).toThrow(SimulatorError)
    expect(join).toThrow(message)
  })
})

describe('aws:CalledVia', () => {
  const via = (service: string) => `${service}.us-east-1.amazonaws.com`

  it('has the services on the way that set it, the first first', () => {
    const called = (...services: string[]) => calledVia({ viaChain: services.map(via) })
    expect(calledVia({})).toBeUndefined()
    expect(called('ec2')).toBeUndefined()
    expect(called('cloudformation', 'ec2')).toEqual(['cloudformation.amazonaws.com'])
    expect(called('cloudformation', 'dynamodb')).toEqual(['cloudformation.amazonaws.com', 'dynamodb.amazonaws.com'])
    expect(called('athena', 'cloudformation', 'ec2', 'kms')).toEqual([
      'athena.amazonaws.com',
      'cloudformation.amazonaws.com',
      'kms.amazonaws.com',
    ])
  })
})
