import { partitionOf } from '../core/regions.ts'

/**
 * The policy of a key that is created without one, in the exact spacing in which KMS prints it.
 *
 * Source: spec/kms.md 6.2 (`V:snap` for the content, `V:model` for the spacing).
 */
export const defaultKeyPolicy = (account: string, region: string): string =>
  `{
  "Version" : "2012-10-17",
  "Id" : "key-default-1",
  "Statement" : [ {
    "Sid" : "Enable IAM User Permissions",
    "Effect" : "Allow",
    "Principal" : {
      "AWS" : "arn:${partitionOf(region)}:iam::${account}:root"
    },
    "Action" : "kms:*",
    "Resource" : "*"
  } ]
}`

/**
 * The policy of the AWS managed key `aws/ebs` of an account and Region.
 *
 * Source: spec/kms.md 6.4 (`V:obs`, public GetKeyPolicy dumps); the spacing is that of {@link defaultKeyPolicy} (inferred).
 */
export const managedEbsKeyPolicy = (account: string, region: string): string =>
  managedKeyPolicy(account, region, {
    id: 'auto-ebs-2',
    service: 'EBS',
    endpoint: 'ec2',
    actions: ['Encrypt', 'Decrypt', 'ReEncrypt*', 'GenerateDataKey*', 'CreateGrant', 'DescribeKey'],
  })

/** The same of `aws/rds`. Source: public GetKeyPolicy dumps. */
export const managedRdsKeyPolicy = (account: string, region: string): string =>
  managedKeyPolicy(account, region, {
    id: 'auto-rds-2',
    service: 'RDS',
    endpoint: 'rds',
    actions: ['Encrypt', 'Decrypt', 'ReEncrypt*', 'GenerateDataKey*', 'CreateGrant', 'ListGrants', 'DescribeKey'],
  })

/** In what the policies of AWS managed keys differ. */
interface ManagedKeyService {
  readonly id: string
  readonly service: string
  /** The first part of `kms:ViaService`. */
  readonly endpoint: string
  readonly actions: readonly string[]
}

const managedKeyPolicy = (account: string, region: string, { id, service, endpoint, actions }: ManagedKeyService): string =>
  `{
  "Version" : "2012-10-17",
  "Id" : "${id}",
  "Statement" : [ {
    "Sid" : "Allow access through ${service} for all principals in the account that are authorized to use ${service}",
    "Effect" : "Allow",
    "Principal" : {
      "AWS" : "*"
    },
    "Action" : [ ${actions.map((action) => `"kms:${action}"`).join(', ')} ],
    "Resource" : "*",
    "Condition" : {
      "StringEquals" : {
        "kms:CallerAccount" : "${account}",
        "kms:ViaService" : "${endpoint}.${region}.amazonaws.com"
      }
    }
  }, {
    "Sid" : "Allow direct access to key metadata to the account",
    "Effect" : "Allow",
    "Principal" : {
      "AWS" : "arn:${partitionOf(region)}:iam::${account}:root"
    },
    "Action" : [ "kms:Describe*", "kms:Get*", "kms:List*", "kms:RevokeGrant" ],
    "Resource" : "*"
  } ]
}`

/** The document of `AdministratorAccess`, `FullAWSAccess` and their like: everything on everything. */
export const FULL_ACCESS = `{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": "*",
            "Resource": "*"
        }
    ]
}`
