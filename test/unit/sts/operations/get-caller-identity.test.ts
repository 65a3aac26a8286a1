import { expect, it } from 'vitest'
import { createCloud } from '../../../../src/index.ts'
import { ACCOUNT } from '../../../support/cloud/ebs-world.ts'

const cloudWithUser = () => {
  const cloud = createCloud({ seed: 4 })
  const account = cloud.account(ACCOUNT)
  return { cloud, account, ann: account.createUser('ann', { path: '/team/' }) }
}

it('tells a user, a session and the root user who they are', () => {
  const { cloud, account, ann } = cloudWithUser()
  const identity = (as?: typeof ann | typeof account.root) => cloud.session({ as }).sts.getCallerIdentity()
  expect(identity(ann)).toEqual({
    UserId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/),
    Account: ACCOUNT,
    Arn: `arn:aws:iam::${ACCOUNT}:user/team/ann`,
  })
  expect(identity()).toEqual({
    UserId: expect.stringMatching(/^AROA[A-Z2-7]{17}:kms-ebs-sim$/),
    Account: ACCOUNT,
    Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Admin/kms-ebs-sim`,
  })
  expect(identity(account.root)).toEqual({ UserId: ACCOUNT, Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:root` })
  expect(cloud.sts.getCallerIdentity()).toEqual(identity())
})

it('needs no permission, and no Deny can forbid it', () => {
  const { cloud, ann } = cloudWithUser()
  ann.putPolicy('never', { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] })
  expect(cloud.session({ as: ann }).sts.getCallerIdentity().Account).toBe(ACCOUNT)
})

it('is recorded without parameters and without an answer', () => {
  const { cloud, ann } = cloudWithUser()
  cloud.session({ as: ann }).sts.getCallerIdentity()
  expect(cloud.trail.records({ eventName: 'GetCallerIdentity' })).toMatchObject([
    {
      eventSource: 'sts.amazonaws.com',
      userIdentity: { type: 'IAMUser', userName: 'ann' },
      requestParameters: null,
      responseElements: null,
      readOnly: true,
    },
  ])
})
