import { FULL_ACCESS } from './default-policies.ts'
import type { PolicyVersion } from './policy.ts'

/** The AWS managed policy of an ARN, where it is one of {@link AWS_MANAGED_POLICIES}. */
export const awsManagedPolicy = (arn: string): PolicyVersion | undefined => AWS_MANAGED_POLICIES.get(arn)

const policy = (path: string, document: string | object): [string, PolicyVersion] => {
  const arn = `arn:aws:iam::aws:policy/${path}`
  return [arn, { kind: 'identity', name: arn, text: typeof document === 'string' ? document : JSON.stringify(document) }]
}
const allow = (Action: string | readonly string[], more: object = {}) => ({ Effect: 'Allow', Action, Resource: '*', ...more })
const statements = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement })

/**
 * THE TABLE of AWS managed policies that the simulator knows: full access, and those of the service-linked roles that it makes. None
 * of the latter but the one for multi-Region keys has a kms action, which is why a service-linked role needs a key policy or a grant.
 *
 * Source: AWS Managed Policy Reference; spec/around.md 2.1; spec/kms.md 3.7. Abridged to the services simulated here.
 */
export const AWS_MANAGED_POLICIES: ReadonlyMap<string, PolicyVersion> = new Map([
  policy('AdministratorAccess', FULL_ACCESS),
  policy(
    'aws-service-role/AutoScalingServiceRolePolicy',
    statements(
      allow([
        'ec2:CancelSpotInstanceRequests',
        'ec2:CreateFleet',
        'ec2:CreateTags',
        'ec2:DeleteTags',
        'ec2:Describe*',
        'ec2:GetInstanceTypesFromInstanceRequirements',
        'ec2:GetSecurityGroupsForVpc',
        'ec2:ModifyInstanceAttribute',
        'ec2:RequestSpotInstances',
        'ec2:RunInstances',
        'ec2:StartInstances',
        'ec2:StopInstances',
        'ec2:TerminateInstances',
      ]),
      allow('iam:PassRole', { Condition: { StringLike: { 'iam:PassedToService': 'ec2.amazonaws.com*' } } }),
      allow('iam:CreateServiceLinkedRole', { Condition: { StringEquals: { 'iam:AWSServiceName': 'spot.amazonaws.com' } } }),
      allow(['cloudwatch:DeleteAlarms', 'cloudwatch:DescribeAlarms', 'cloudwatch:PutMetricAlarm', 'sns:Publish']),
    ),
  ),
  policy(
    'aws-service-role/AWSEC2SpotServiceRolePolicy',
    statements(
      allow(['ec2:DescribeInstances', 'ec2:StartInstances', 'ec2:StopInstances', 'ec2:RunInstances']),
      {
        Effect: 'Deny',
        Action: 'ec2:RunInstances',
        Resource: 'arn:aws:ec2:*:*:instance/*',
        Condition: { StringNotEquals: { 'ec2:InstanceMarketType': 'spot' } },
      },
      allow('iam:PassRole', { Condition: { StringLike: { 'iam:PassedToService': 'ec2.amazonaws.com*' } } }),
      allow('ec2:CreateTags', { Condition: { StringEquals: { 'ec2:CreateAction': 'RunInstances' } } }),
    ),
  ),
  policy(
    'aws-service-role/AmazonRDSServiceRolePolicy',
    statements(
      allow([
        'ec2:AuthorizeSecurityGroupIngress',
        'ec2:CreateNetworkInterface',
        'ec2:CreateSecurityGroup',
        'ec2:DeleteNetworkInterface',
        'ec2:DeleteSecurityGroup',
        'ec2:Describe*',
        'ec2:ModifyNetworkInterfaceAttribute',
      ]),
      allow(['cloudwatch:PutMetricData', 'logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents', 'sns:Publish']),
    ),
  ),
  policy(
    'aws-service-role/AWSKeyManagementServiceMultiRegionKeysServiceRolePolicy',
    statements(allow('kms:SynchronizeMultiRegionKey')),
  ),
])
