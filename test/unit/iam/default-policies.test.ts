import { describe, expect, it } from 'vitest'
import { FULL_AWS_ACCESS } from '../../../src/iam/accounts.ts'
import { AWS_MANAGED_POLICIES } from '../../../src/iam/aws-managed-policies.ts'
import { defaultKeyPolicy, managedEbsKeyPolicy } from '../../../src/iam/default-policies.ts'
import { parsePolicy } from '../../../src/iam/parse-policy.ts'
import { SERVICE_LINKED_ROLES } from '../../../src/iam/service-linked-roles.ts'
import { good } from '../../support/iam/world.ts'

describe('the default key policy', () => {
  it('is printed in the spacing of KMS', () => {
    expect(defaultKeyPolicy('111122223333', 'us-east-1')).toBe(
      '{\n  "Version" : "2012-10-17",\n  "Id" : "key-default-1",\n  "Statement" : [ {\n    "Sid" : "Enable IAM User Permissions",\n    "Effect" : "Allow",\n    "Principal" : {\n      "AWS" : "arn:aws:iam::111122223333:root"\n    },\n    "Action" : "kms:*",\n    "Resource" : "*"\n  } ]\n}',
    )
  })

  it('names the partition of the Region', () => {
    expect(defaultKeyPolicy('111122223333', 'cn-north-1')).toContain('"arn:aws-cn:iam::111122223333:root"')
  })
})

describe('policies made by AWS', () => {
  it('are all policies', () => {
    expect(good(parsePolicy(managedEbsKeyPolicy('111122223333', 'eu-west-1'), 'key'))).toMatchObject({ id: 'auto-ebs-2' })
    for (const { kind, text } of [...AWS_MANAGED_POLICIES.values(), ...Object.values(FULL_AWS_ACCESS)])
      expect(parsePolicy(text, kind).ok).toBe(true)
  })

  it('give no service-linked role a kms action, but the one for multi-Region keys', () => {
    for (const { name, policyArn } of Object.values(SERVICE_LINKED_ROLES)) {
      const text = AWS_MANAGED_POLICIES.get(policyArn)?.text
      expect([name, text?.includes('kms:')]).toEqual([name, name.includes('MultiRegionKeys')])
    }
  })
})
