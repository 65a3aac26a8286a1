import { describe, expect, it } from 'vitest'
import { createCloud, type Session } from '../../src/index.ts'
import { ACCOUNT, placeOf, refusalOf } from '../support/cloud/ebs-world.ts'

/*
 * spec/around.md 2.1 to 2.4: what the service-linked role of EC2 Auto Scaling needs of a customer managed key. The group itself is not
 * here: EC2 is called as a session of the role, as Auto Scaling calls it.
 */

const EXTERNAL = '444455556666'

const USE = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey']
const CHAIN = [
  'Encrypt',
  'Decrypt',
  'ReEncryptFrom',
  'ReEncryptTo',
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'DescribeKey',
  'CreateGrant',
] as const

const delegation = (account: string) => ({
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: 'kms:*',
  Resource: '*',
})
const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement })
const allow = (AWS: string, Action: string | string[], Condition = {}) => ({
  Effect: 'Allow',
  Principal: { AWS },
  Action,
  Resource: '*',
  Condition,
})
const forResource = (value: boolean) => ({ Bool: { 'kms:GrantIsForAWSResource': value } })

/** A world with the service-linked role in the default account, and a key. */
const stage = (keyAccount = ACCOUNT) => {
  const cloud = createCloud({ seed: 22 })
  const role = cloud.account(ACCOUNT).createServiceLinkedRole('autoscaling.amazonaws.com')
  const owner = cloud.session({ as: cloud.account(keyAccount).createRole('Owner', { policies: [ALL] }) })
  const { Arn } = owner.kms.createKey({}).KeyMetadata
  const scaling = cloud.session({ as: role.session({ sessionName: 'AutoScaling' }) })
  return { cloud, role, owner, Arn, scaling, putPolicy: (Policy: string) => owner.kms.putKeyPolicy({ KeyId: Arn, Policy }) }
}
const ALL = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }

/** Launches an instance with one encrypted volume, and tells what becomes of it. */
const launch = (session: Session, KmsKeyId: string | undefined) => {
  const place = placeOf(session)
  const Ebs = { VolumeSize: 1, Encrypted: true, ...(KmsKeyId === undefined ? {} : { KmsKeyId }) }
  const shown = place.shownInstance(place.instance({ BlockDeviceMappings: [{ DeviceName: '/dev/sdf', Ebs }] }))
  return { state: shown?.State.Name, reason: shown?.StateReason }
}

const LAUNCHED = { state: 'running', reason: undefined }
const LOST = {
  state: 'terminated',
  reason: {
    Code: 'Client.InvalidKMSKey.InvalidState',
    Message: 'Client.InvalidKMSKey.InvalidState: The KMS key provided is in an incorrect state',
  },
}

describe('a customer managed key of the same account', () => {
  it('lets the service-linked role launch with the two statements of its key policy', () => {
    const s = stage()
    s.putPolicy(policy(delegation(ACCOUNT), allow(s.role.arn, USE), allow(s.role.arn, 'kms:CreateGrant', forResource(true))))
    expect(launch(s.scaling, s.Arn)).toEqual(LAUNCHED)
    const [made] = s.cloud.trail.records({ eventName: 'CreateGrant' })
    expect(made?.userIdentity).toMatchObject({
      type: 'AssumedRole',
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/AWSServiceRoleForAutoScaling/AutoScaling`,
    })
    expect(s.owner.kms.listGrants({ KeyId: s.Arn }).Grants.length).toBeGreaterThan(0)
  })

  it('does not let it launch with the delegation to the account alone, since nobody can give the role a policy', () => {
    const s = stage()
    expect(launch(s.scaling, s.Arn)).toEqual(LOST)
    const refused = s.cloud.trail.records({ errorCode: 'AccessDenied' })
    expect(refused[0]?.errorMessage).toBe(
      `User: arn:aws:sts::${ACCOUNT}:assumed-role/AWSServiceRoleForAutoScaling/AutoScaling is not authorized to perform: ` +
        `kms:GenerateDataKeyWithoutPlaintext on resource: ${s.Arn} because no identity-based policy allows the kms:GenerateDataKeyWithoutPlaintext action`,
    )
  })

  it('does not let it launch without the CreateGrant statement, and leaves no grant behind', () => {
    const s = stage()
    s.putPolicy(policy(delegation(ACCOUNT), allow(s.role.arn, USE)))
    expect(launch(s.scaling, s.Arn)).toEqual(LOST)
    expect(s.cloud.trail.records({ errorCode: 'AccessDenied' })[0]).toMatchObject({ eventName: 'CreateGrant' })
    expect(s.owner.kms.listGrants({ KeyId: s.Arn }).Grants).toEqual([])
  })

  it('does not let it launch where kms:GrantIsForAWSResource is asked to be false', () => {
    const s = stage()
    s.putPolicy(policy(delegation(ACCOUNT), allow(s.role.arn, USE), allow(s.role.arn, 'kms:CreateGrant', forResource(false))))
    expect(launch(s.scaling, s.Arn)).toEqual(LOST)
  })

  it('refuses the role a grant that is not for an AWS resource, where the condition asks for one', () => {
    const s = stage()
    const create = () => s.scaling.kms.createGrant({ KeyId: s.Arn, GranteePrincipal: s.role.arn, Operations: ['Decrypt'] })
    const statements = (Condition: object) =>
      policy(delegation(ACCOUNT), allow(s.role.arn, USE), allow(s.role.arn, 'kms:CreateGrant', Condition))
    s.putPolicy(statements(forResource(true)))
    expect(refusalOf(create).name).toBe('AccessDeniedException')
    s.putPolicy(statements({}))
    expect(create().GrantId).toMatch(/^[0-9a-f]{64}$/)
  })

  it('counts aws:ViaAWSService as false for the role, and as true for a user', () => {
    const s = stage()
    const viaService = (value: boolean) => ({ Bool: { 'aws:ViaAWSService': value } })
    const both = (value: boolean) =>
      policy(delegation(ACCOUNT), allow(s.role.arn, [...USE, 'kms:CreateGrant'], viaService(value)))
    s.putPolicy(both(false))
    expect(launch(s.scaling, s.Arn)).toEqual(LAUNCHED)
    s.putPolicy(both(true))
    expect(launch(s.scaling, s.Arn)).toEqual(LOST)
    const Deny = { ...ALL.Statement[0], Effect: 'Deny', Action: 'kms:*', Condition: viaService(true) }
    const user = s.cloud.account(ACCOUNT).createUser('ann', { policies: [{ ...ALL, Statement: [...ALL.Statement, Deny] }] })
    expect(launch(s.cloud.session({ as: user }), s.Arn)).toEqual(LOST)
  })

  it('loses the role for ever when the role is made anew under its name', () => {
    const s = stage()
    s.putPolicy(policy(delegation(ACCOUNT), allow(s.role.arn, USE), allow(s.role.arn, 'kms:CreateGrant', forResource(true))))
    s.cloud.account(ACCOUNT).deleteRole(s.role.name)
    const again = s.cloud.account(ACCOUNT).createServiceLinkedRole('autoscaling.amazonaws.com')
    expect(again.arn).toBe(s.role.arn)
    expect(launch(s.cloud.session({ as: again.session({ sessionName: 'AutoScaling' }) }), s.Arn)).toEqual(LOST)
  })
})

describe('a role with a suffix of its own', () => {
  it('is another role: a key that names the default one does not let it launch', () => {
    const s = stage()
    const blue = s.cloud.account(ACCOUNT).createServiceLinkedRole('autoscaling.amazonaws.com', 'blue')
    const launchBlue = () => launch(s.cloud.session({ as: blue.session({ sessionName: 'AutoScaling' }) }), s.Arn)
    const naming = (arn: string) => policy(delegation(ACCOUNT), allow(arn, USE), allow(arn, 'kms:CreateGrant', forResource(true)))
    s.putPolicy(naming(s.role.arn))
    expect([launchBlue(), launch(s.scaling, s.Arn)]).toEqual([LOST, LAUNCHED])
    s.putPolicy(naming(blue.arn))
    expect([launchBlue(), launch(s.scaling, s.Arn)]).toEqual([LAUNCHED, LOST])
  })
})

describe('the AWS managed key aws/ebs', () => {
  it('needs nothing', () => {
    expect(launch(stage().scaling, undefined)).toEqual(LAUNCHED)
  })
})

describe('a customer managed key of another account', () => {
  /** The key policy of the recipe: account 111122223333 may use the key and hand it on. */
  const shared = () => {
    const s = stage(EXTERNAL)
    const root = `arn:aws:iam::${ACCOUNT}:root`
    s.putPolicy(policy(delegation(EXTERNAL), allow(root, USE), allow(root, 'kms:CreateGrant')))
    return s
  }
  const grant = (by: Session, KeyId: string, GranteePrincipal: string) =>
    by.kms.createGrant({ KeyId, GranteePrincipal, Operations: [...CHAIN] })

  it('lets the service-linked role launch with a grant that its own account has made', () => {
    const s = shared()
    const admin = s.cloud.account(ACCOUNT).createUser('admin', {
      policies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'kms:CreateGrant', Resource: s.Arn }] }],
    })
    expect(launch(s.scaling, s.Arn)).toEqual(LOST)
    grant(s.cloud.session({ as: admin }), s.Arn, s.role.arn)
    expect(launch(s.scaling, s.Arn)).toEqual(LAUNCHED)
  })

  it('does not let it launch with a grant that the owner of the key has made', () => {
    const s = shared()
    grant(s.owner, s.Arn, s.role.arn)
    expect(launch(s.scaling, s.Arn)).toEqual(LOST)
    expect(s.cloud.trail.records({ errorCode: 'AccessDenied' })[0]?.errorMessage).toMatch(
      /kms:GenerateDataKeyWithoutPlaintext on this resource because no identity-based policy allows the kms:GenerateDataKeyWithoutPlaintext action$/,
    )
  })

  it('needs the CreateGrant statement of the key policy before anybody there can make the grant', () => {
    const s = stage(EXTERNAL)
    s.putPolicy(policy(delegation(EXTERNAL), allow(`arn:aws:iam::${ACCOUNT}:root`, USE)))
    expect(refusalOf(() => grant(s.cloud.session(), s.Arn, s.role.arn)).message).toMatch(
      /on this resource because the resource does not exist/,
    )
  })

  it('is cut off by revoking the grant: later launches fail, running instances go on', () => {
    const s = shared()
    const { GrantId } = grant(s.cloud.session(), s.Arn, s.role.arn)
    const place = placeOf(s.scaling)
    const id = place.instance({
      BlockDeviceMappings: [{ DeviceName: '/dev/sdf', Ebs: { VolumeSize: 1, Encrypted: true, KmsKeyId: s.Arn } }],
    })
    s.owner.kms.revokeGrant({ KeyId: s.Arn, GrantId })
    expect(launch(s.scaling, s.Arn)).toEqual(LOST)
    const disk = s.cloud.instance(id).device('/dev/sdf')
    disk.write(0, Uint8Array.of(7))
    expect([...disk.read(0, 1)]).toEqual([7])
  })
})

describe('organization policies and the service-linked role', () => {
  it('around 8.1 #38: a service control policy that denies kms:* stops a user and not the role', () => {
    const s = stage()
    s.putPolicy(policy(delegation(ACCOUNT), allow(s.role.arn, USE), allow(s.role.arn, 'kms:CreateGrant', forResource(true))))
    const user = s.cloud.account(ACCOUNT).createUser('ann', { policies: [ALL] })
    const ann = s.cloud.session({ as: user })
    const encrypt = (by: Session) => by.kms.encrypt({ KeyId: s.Arn, Plaintext: Uint8Array.of(1) }).KeyId
    expect(encrypt(ann)).toBe(s.Arn)
    const Statement = [{ Effect: 'Deny', Action: 'kms:*', Resource: '*' }]
    s.cloud.account(ACCOUNT).setServiceControlPolicies([{ Version: '2012-10-17', Statement }])
    expect(encrypt(s.scaling)).toBe(s.Arn)
    expect(launch(ann, s.Arn)).toEqual(LOST)
    expect(refusalOf(() => encrypt(ann))).toEqual({
      name: 'AccessDeniedException',
      message: `User: ${user.arn} is not authorized to perform: kms:Encrypt on resource: ${s.Arn} with an explicit deny in a service control policy`,
      status: 400,
    })
  })

  it('around 8.1 #38: the host of the instance is bound by it, so that the launch fails where it decrypts', () => {
    const s = stage()
    s.putPolicy(policy(delegation(ACCOUNT), allow(s.role.arn, USE), allow(s.role.arn, 'kms:CreateGrant', forResource(true))))
    const deny = { Effect: 'Deny', Action: 'kms:*', Resource: '*' }
    const set = (Condition: Readonly<Record<string, Readonly<Record<string, string>>>>) =>
      s.cloud
        .account(ACCOUNT)
        .setServiceControlPolicies([{ Version: '2012-10-17', Statement: [{ ...deny, Effect: 'Deny' as const, Condition }] }])
    set({})
    expect(launch(s.scaling, s.Arn)).toEqual(LOST)
    const refused = s.cloud.trail.records({ errorCode: 'AccessDenied' })
    expect(refused).toMatchObject([{ eventName: 'Decrypt' }])
    expect(refused[0]?.errorMessage).toMatch(
      /assumed-role\/aws:ec2-infrastructure\/i-[0-9a-f]+ is not authorized to perform: kms:Decrypt .* with an explicit deny in a service control policy$/,
    )
    set({ ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/aws:ec2-infrastructure' } })
    expect(launch(s.scaling, s.Arn)).toEqual(LAUNCHED)
  })

  it('a deny outside of a network stops the host, which brings no address', () => {
    const s = stage()
    const NotIpAddress = { 'aws:SourceIp': '127.0.0.0/8' }
    const outside = { Effect: 'Deny', Principal: '*', Action: 'kms:*', Resource: '*', Condition: { NotIpAddress } }
    s.putPolicy(policy(delegation(ACCOUNT), outside))
    expect(launch(s.cloud.session(), s.Arn)).toEqual(LOST)
    expect(s.cloud.trail.records({ errorCode: 'AccessDenied' })).toMatchObject([{ eventName: 'Decrypt' }])
    const ArnNotLike = { 'aws:PrincipalArn': 'arn:aws:iam::*:role/aws:ec2-infrastructure' }
    s.putPolicy(policy(delegation(ACCOUNT), { ...outside, Condition: { NotIpAddress, ArnNotLike } }))
    expect(launch(s.cloud.session(), s.Arn)).toEqual(LAUNCHED)
  })

  it('a resource control policy reaches customer managed keys, not the AWS managed one', () => {
    const s = stage()
    s.cloud.account(ACCOUNT).joinOrganization('o-a1b2c3d4e5')
    const perimeter = (id: string) =>
      s.cloud.account(ACCOUNT).setResourceControlPolicies([
        {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Deny',
              Principal: '*',
              Action: 'kms:*',
              Resource: '*',
              Condition: {
                StringNotEqualsIfExists: { 'aws:PrincipalOrgID': id },
                Bool: { 'aws:PrincipalIsAWSService': 'false' },
              },
            },
          ],
        },
      ])
    const encrypt = () => s.cloud.kms.encrypt({ KeyId: s.Arn, Plaintext: Uint8Array.of(1) }).KeyId
    perimeter('o-a1b2c3d4e5')
    expect(encrypt()).toBe(s.Arn)
    perimeter('o-z9y8x7w6v5')
    expect(refusalOf(encrypt).message).toMatch(/ with an explicit deny in a resource control policy$/)
    expect(launch(s.cloud.session(), undefined)).toEqual(LAUNCHED)
    const { kms } = s.cloud
    perimeter('o-a1b2c3d4e5')
    const { GrantId } = kms.createGrant({ KeyId: s.Arn, GranteePrincipal: s.role.arn, Operations: ['Decrypt'] })
    perimeter('o-z9y8x7w6v5')
    expect(kms.retireGrant({ KeyId: s.Arn, GrantId })).toEqual({})
  })
})
