import { agree, type Command } from '../command.ts'
import { GUEST, type Key, livingKeys, OWNER, POLICIES, type Policy, pick } from '../paper.ts'
import { at, outcomeOf } from '../stage.ts'
import { ownerOf } from './people.ts'

export const putKeyPolicy: Command = {
  name: 'put key policy',
  weight: 2,
  run: (stage, [a, b]) => {
    const key = pick(livingKeys(stage.now.paper), a)
    const policy = pick(POLICIES, b) ?? 'plain'
    if (key === undefined) return
    const { kms } = at(stage, ownerOf(key), key.region)
    const outcome = outcomeOf(stage, () => kms.putKeyPolicy({ KeyId: key.arn, Policy: JSON.stringify(documentOf(key, policy)) }))
    agree('putting a key policy', outcome, 'accepted')
    key.policy = policy
  },
}

const USE = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey', 'kms:CreateGrant']

const documentOf = ({ account }: Key, policy: Policy) => {
  const neighbour = account === OWNER ? GUEST : OWNER
  const root = (id: string) => ({ AWS: `arn:aws:iam::${id}:root` })
  const app = { AWS: `arn:aws:iam::${OWNER}:role/App` }
  const more = {
    plain: [],
    'open to app': [{ Effect: 'Allow', Principal: app, Action: USE, Resource: '*' }],
    'closed to app': [{ Effect: 'Deny', Principal: app, Action: 'kms:*', Resource: '*' }],
    'open to guest': [{ Effect: 'Allow', Principal: root(neighbour), Action: USE, Resource: '*' }],
  }
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: root(account), Action: 'kms:*', Resource: '*' }, ...more[policy]],
  }
}
