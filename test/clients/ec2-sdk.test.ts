import {
  AttachVolumeCommand,
  CreateImageCommand,
  CreateVolumeCommand,
  DescribeImagesCommand,
  DetachVolumeCommand,
  EC2Client,
  paginateDescribeImages,
  paginateDescribeInstances,
  paginateDescribeInstanceTypes,
  paginateDescribeSnapshots,
  RunInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
  waitUntilImageAvailable,
  waitUntilInstanceRunning,
  waitUntilInstanceStatusOk,
  waitUntilInstanceStopped,
  waitUntilInstanceTerminated,
  waitUntilVolumeAvailable,
  waitUntilVolumeInUse,
} from '@aws-sdk/client-ec2'
import { describe, expect, it } from 'vitest'
import { createCloud } from '../../src/index.ts'

const SUCCESS = { state: 'SUCCESS' }

describe('the waiters of EC2', () => {
  it.each([
    ['where nothing takes time', {}, {}],
    ['where each poll moves the clock on', { latency: 'typical' }, { pollAdvances: { minutes: 10 } }],
  ] as const)('see an instance, its volumes and its image through their lives %s', async (_, options, door) => {
    const cloud = createCloud(options)
    const client = new EC2Client(cloud.clientConfig(door))
    const waiter = { client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }
    const { Images } = await client.send(new DescribeImagesCommand({ Owners: ['amazon'] }))
    const { Instances } = await client.send(new RunInstancesCommand({ ImageId: Images?.[0]?.ImageId, MinCount: 1, MaxCount: 1 }))
    const InstanceId = Instances?.[0]?.InstanceId ?? ''
    const it = { InstanceIds: [InstanceId] }
    expect(await waitUntilInstanceRunning(waiter, it)).toMatchObject(SUCCESS)
    expect(await waitUntilInstanceStatusOk(waiter, it)).toMatchObject(SUCCESS)
    const { VolumeId = '' } = await client.send(new CreateVolumeCommand({ AvailabilityZone: 'us-east-1a', Size: 1 }))
    const volume = { VolumeIds: [VolumeId] }
    expect(await waitUntilVolumeAvailable(waiter, volume)).toMatchObject(SUCCESS)
    await client.send(new AttachVolumeCommand({ VolumeId, InstanceId, Device: '/dev/sdf' }))
    expect(await waitUntilVolumeInUse(waiter, volume)).toMatchObject(SUCCESS)
    const { ImageId = '' } = await client.send(new CreateImageCommand({ InstanceId, Name: 'golden' }))
    expect(await waitUntilImageAvailable(waiter, { ImageIds: [ImageId] })).toMatchObject(SUCCESS)
    await client.send(new DetachVolumeCommand({ VolumeId }))
    expect(await waitUntilVolumeAvailable(waiter, volume)).toMatchObject(SUCCESS)
    await client.send(new StopInstancesCommand(it))
    expect(await waitUntilInstanceStopped(waiter, it)).toMatchObject(SUCCESS)
    await client.send(new TerminateInstancesCommand(it))
    expect(await waitUntilInstanceTerminated(waiter, it)).toMatchObject(SUCCESS)
  })
})

describe('the paginators of EC2', () => {
  const lengths = async <Page>(pages: AsyncIterable<Page>, count: (page: Page) => number | undefined) => {
    const found: number[] = []
    for await (const page of pages) found.push(count(page) ?? 0)
    return found
  }

  it('walk instances, snapshots, images and instance types', async () => {
    const cloud = createCloud()
    const client = new EC2Client(cloud.clientConfig())
    const { VolumeId } = cloud.ec2.createVolume({ AvailabilityZone: 'us-east-1a', Size: 1 })
    const { SnapshotId } = cloud.ec2.createSnapshot({ VolumeId })
    for (let index = 1; index < 7; index++) cloud.ec2.createSnapshot({ VolumeId })
    for (let index = 0; index < 7; index++) {
      cloud.ec2.runInstances({ ImageId: cloud.session().baseImageId, MinCount: 1, MaxCount: 1 })
      cloud.ec2.registerImage({
        Name: `own-${index}`,
        RootDeviceName: '/dev/sda1',
        BlockDeviceMappings: [{ DeviceName: '/dev/sda1', Ebs: { SnapshotId } }],
      })
    }
    const config = { client, pageSize: 5 }
    const own = { OwnerIds: ['self'] }
    expect(await lengths(paginateDescribeInstances(config, {}), ({ Reservations }) => Reservations?.length)).toEqual([5, 2])
    expect(await lengths(paginateDescribeSnapshots(config, own), ({ Snapshots }) => Snapshots?.length)).toEqual([5, 2])
    expect(await lengths(paginateDescribeImages(config, { Owners: ['self'] }), ({ Images }) => Images?.length)).toEqual([5, 2])
    const types = await lengths(paginateDescribeInstanceTypes(config, {}), ({ InstanceTypes }) => InstanceTypes?.length)
    expect(types.length).toBeGreaterThan(1)
    expect(types.slice(0, -1).every((length) => length === 5)).toBe(true)
  })
})
