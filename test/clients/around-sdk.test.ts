import {
  AlreadyExistsFault,
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
  DescribeScalingActivitiesCommand,
} from '@aws-sdk/client-auto-scaling'
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  InsufficientCapabilitiesException,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation'
import {
  CreateDBClusterCommand,
  CreateDBInstanceCommand,
  DBClusterNotFoundFault,
  DBInstanceNotFoundFault,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  RDSClient,
} from '@aws-sdk/client-rds'
import { describe, expect, it } from 'vitest'
import { type Cloud, createCloud } from '../../src/index.ts'

/** A client that answers through the whole wire, and one that answers above it. */
const LANES = ['handler', 'plugin'] as const
type Lane = (typeof LANES)[number]

const configOf = (cloud: Cloud, lane: Lane) => (lane === 'handler' ? cloud.clientConfig() : { region: 'us-east-1' })

const group = (cloud: Cloud) => {
  const session = cloud.session()
  session.ec2.createLaunchTemplate({
    LaunchTemplateName: 'web',
    LaunchTemplateData: { ImageId: session.baseImageId, InstanceType: 't3.micro' },
  })
  return {
    AutoScalingGroupName: 'web',
    MinSize: 1,
    MaxSize: 2,
    LaunchTemplate: { LaunchTemplateName: 'web', Version: '$Default' },
    AvailabilityZones: ['us-east-1a'],
  }
}

describe.each(LANES)('the clients of the services around the disk, by the %s', (lane) => {
  it('scale a group, and get the SDK’s own error classes and dates', async () => {
    const cloud = createCloud()
    const client = new AutoScalingClient(configOf(cloud, lane))
    if (lane === 'plugin') client.middlewareStack.use(cloud.sdkPlugin())
    const input = group(cloud)
    await client.send(new CreateAutoScalingGroupCommand(input))
    const { AutoScalingGroups } = await client.send(new DescribeAutoScalingGroupsCommand({}))
    expect(AutoScalingGroups?.[0]).toMatchObject({
      AutoScalingGroupName: 'web',
      DesiredCapacity: 1,
      Instances: [{ LifecycleState: 'InService' }],
    })
    const { Activities } = await client.send(new DescribeScalingActivitiesCommand({ AutoScalingGroupName: 'web' }))
    expect(Activities?.[0]?.StartTime).toBeInstanceOf(Date)
    expect(Activities?.[0]?.StatusCode).toBe('Successful')
    const again = client.send(new CreateAutoScalingGroupCommand(input))
    await expect(again).rejects.toBeInstanceOf(AlreadyExistsFault)
  })

  it('make a database, and get the SDK’s own error classes under AWS’s codes', async () => {
    const cloud = createCloud()
    const client = new RDSClient(configOf(cloud, lane))
    if (lane === 'plugin') client.middlewareStack.use(cloud.sdkPlugin())
    const { KeyMetadata } = cloud.kms.createKey({})
    const made = await client.send(
      new CreateDBClusterCommand({
        DBClusterIdentifier: 'orders',
        Engine: 'aurora-postgresql',
        MasterUsername: 'root1',
        MasterUserPassword: 'not-a-secret',
        StorageEncrypted: true,
        KmsKeyId: KeyMetadata.Arn,
      }),
    )
    expect(made.DBCluster).toMatchObject({ StorageEncrypted: true, KmsKeyId: KeyMetadata.Arn, StorageEncryptionType: 'sse-kms' })
    expect(made.DBCluster?.ClusterCreateTime).toBeInstanceOf(Date)
    await client.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier: 'orders-1',
        DBClusterIdentifier: 'orders',
        DBInstanceClass: 'db.r6g.large',
        Engine: 'aurora-postgresql',
      }),
    )
    const { DBInstances } = await client.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: 'orders-1' }))
    expect(DBInstances?.map(({ DBInstanceStatus }) => DBInstanceStatus)).toEqual(['available'])
    const noCluster = client.send(new DescribeDBClustersCommand({ DBClusterIdentifier: 'none' }))
    await expect(noCluster).rejects.toBeInstanceOf(DBClusterNotFoundFault)
    const noInstance = client.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: 'none' }))
    await expect(noInstance).rejects.toBeInstanceOf(DBInstanceNotFoundFault)
  })

  it('deploy a template, wait for it, and read its outputs', async () => {
    const cloud = createCloud()
    const client = new CloudFormationClient(configOf(cloud, lane))
    if (lane === 'plugin') client.middlewareStack.use(cloud.sdkPlugin())
    const TemplateBody = `
Resources:
  Key: { Type: AWS::KMS::Key }
Outputs:
  Arn: { Value: !GetAtt Key.Arn }
`
    await client.send(new CreateStackCommand({ StackName: 'keys', TemplateBody }))
    await waitUntilStackCreateComplete({ client, minDelay: 1, maxDelay: 1, maxWaitTime: 5 }, { StackName: 'keys' })
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: 'keys' }))
    const arn = Stacks?.[0]?.Outputs?.[0]?.OutputValue
    expect(cloud.kms.describeKey({ KeyId: arn }).KeyMetadata.Arn).toBe(arn)
    const role = JSON.stringify({
      Resources: {
        Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] } } },
      },
    })
    const refused = client.send(new CreateStackCommand({ StackName: 'roles', TemplateBody: role }))
    await expect(refused).rejects.toBeInstanceOf(InsufficientCapabilitiesException)
  })
})
