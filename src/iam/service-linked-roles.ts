/** A role that belongs to a service. */
export interface ServiceLinkedRole {
  /** Without the suffix. */
  readonly name: string
  readonly suffix: 'allowed' | 'refused'
  readonly policyArn: string
  readonly description: string
}

/**
 * THE TABLE of service-linked roles that the simulator can make, by service principal.
 *
 * Source: spec/around.md 2.1 (Auto Scaling, Spot), spec/kms.md 3.7 (multi-Region keys); RDS User Guide, "Using service-linked roles".
 */
export const SERVICE_LINKED_ROLES = {
  'autoscaling.amazonaws.com': {
    name: 'AWSServiceRoleForAutoScaling',
    suffix: 'allowed',
    policyArn: 'arn:aws:iam::aws:policy/aws-service-role/AutoScalingServiceRolePolicy',
    description: 'Default Service-Linked Role enables access to AWS Services and Resources used or managed by Auto Scaling',
  },
  'spot.amazonaws.com': {
    name: 'AWSServiceRoleForEC2Spot',
    suffix: 'refused',
    policyArn: 'arn:aws:iam::aws:policy/aws-service-role/AWSEC2SpotServiceRolePolicy',
    description: 'Default EC2 Spot Service Linked Role',
  },
  'rds.amazonaws.com': {
    name: 'AWSServiceRoleForRDS',
    suffix: 'refused',
    policyArn: 'arn:aws:iam::aws:policy/aws-service-role/AmazonRDSServiceRolePolicy',
    description: 'Allows Amazon RDS to manage AWS resources on your behalf',
  },
  'mrk.kms.amazonaws.com': {
    name: 'AWSServiceRoleForKeyManagementServiceMultiRegionKeys',
    suffix: 'refused',
    policyArn: 'arn:aws:iam::aws:policy/aws-service-role/AWSKeyManagementServiceMultiRegionKeysServiceRolePolicy',
    description: 'Enables access to AWS services and resources required for AWS KMS Multi-Region Keys',
  },
} as const satisfies Readonly<Record<string, ServiceLinkedRole>>
