import { describe, expect, it } from 'vitest'
import { ec2Cloud, makers, refusal } from '../fixture.ts'

describe('Protection of instances', () => {
  const protectedFrom = (input: object) => {
    const w = ec2Cloud()
    const id = w.instance(input)
    const stop = () => w.ec2.stopInstances({ InstanceIds: [id] })
    const terminate = () => w.ec2.terminateInstances({ InstanceIds: [id] })
    return { ...w, id, stop, terminate, state: () => w.describedInstance(id)?.State.Name }
  }

  it('from termination: TerminateInstances is refused until it is switched off, StopInstances is not', () => {
    const w = protectedFrom({ DisableApiTermination: true })
    expect(refusal(w.terminate)).toEqual({
      name: 'OperationNotPermitted',
      message: `The instance '${w.id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
      status: 400,
    })
    w.stop()
    expect(w.state()).toBe('stopped')
    w.ec2.modifyInstanceAttribute({ InstanceId: w.id, DisableApiTermination: { Value: false } })
    w.terminate()
    expect(w.state()).toBe('terminated')
  })

  it('from stopping: neither StopInstances nor TerminateInstances', () => {
    const w = protectedFrom({ DisableApiStop: true })
    expect(refusal(w.stop)).toEqual({
      name: 'OperationNotPermitted',
      message: `The instance '${w.id}' may not be stopped. Modify its 'disableApiStop' instance attribute and try again.`,
      status: 400,
    })
    expect(refusal(w.terminate).message).toContain("'disableApiStop'")
    expect(w.state()).toBe('running')
  })

  it('stops the whole request', () => {
    const w = protectedFrom({ DisableApiTermination: true })
    const free = w.instance()
    expect(refusal(() => w.ec2.terminateInstances({ InstanceIds: [free, w.id] })).name).toBe('OperationNotPermitted')
    expect(w.describedInstance(free)?.State.Name).toBe('running')
  })
})

describe('RunInstances: types, subnets, counts', () => {
  it('refuses a type with another processor than the image’s, in AWS’s words', () => {
    const w = ec2Cloud()
    expect(refusal(() => w.instance({ InstanceType: 't4g.micro' }))).toEqual({
      name: 'InvalidParameterValue',
      message:
        "The architecture 'arm64' of the specified instance type does not match the architecture 'x86_64' of the specified AMI. " +
        'Specify an instance type and an AMI that have matching architectures, and try again. You can use ' +
        "'describe-instance-types' or 'describe-images' to discover the architecture of the instance type or AMI.",
      status: 400,
    })
    const Ebs = { SnapshotId: w.snapshot(w.volume()) }
    const BlockDeviceMappings = [{ DeviceName: '/dev/sda1', Ebs }]
    const { ImageId } = w.ec2.registerImage({ Name: 'arm', Architecture: 'arm64', BlockDeviceMappings })
    expect(w.describedInstance(w.instance({ ImageId, InstanceType: 't4g.micro' }))?.Architecture).toBe('arm64')
    expect(refusal(() => w.instance({ ImageId })).name).toBe('InvalidParameterValue')
  })

  it('launches into the zone of a default subnet', () => {
    const w = ec2Cloud()
    const { ec2, session } = w
    const launched = w.describedInstance(w.instance({ Placement: { AvailabilityZone: 'us-east-1c' } }))
    const SubnetId = launched?.SubnetId as string
    expect(SubnetId).toMatch(/^subnet-[0-9a-f]{17}$/)
    const request = { ImageId: session.baseImageId, MinCount: 1, MaxCount: 1, SubnetId }
    expect(ec2.runInstances(request).Instances[0]).toMatchObject({ SubnetId, Placement: { AvailabilityZone: 'us-east-1c' } })
    const elsewhere = { Placement: { AvailabilityZone: 'us-east-1a' } }
    expect(refusal(() => ec2.runInstances({ ...request, ...elsewhere })).name).toBe('InvalidParameterCombination')
    expect(refusal(() => ec2.runInstances({ ...request, SubnetId: 'subnet-01234567' }))).toEqual({
      name: 'InvalidSubnetID.NotFound',
      message: "The subnet ID 'subnet-01234567' does not exist",
      status: 400,
    })
  })

  it.each([
    [{ MinCount: 0, MaxCount: 1 }, 'minCount'],
    [{ MinCount: 2, MaxCount: 1 }, 'maxCount'],
  ])('refuses %o', (counts, parameter) => {
    const { instance } = ec2Cloud()
    expect(refusal(() => instance(counts))).toMatchObject({
      name: 'InvalidParameterValue',
      message: expect.stringContaining(`for parameter ${parameter} is invalid`),
    })
  })

  it.each<[string, unknown, string?]>([
    ['KeyName', 'mine'],
    ['UserData', 'IyEvYmluL3No'],
    ['SecurityGroupIds', ['sg-01234567']],
    ['NetworkInterfaces', [{}]],
    ['IamInstanceProfile', { Name: 'web' }],
    ['MetadataOptions', { HttpTokens: 'required' }],
    ['InstanceMarketOptions', { MarketType: 'spot' }],
    ['HibernationOptions', { Configured: true }],
    ['Ipv6AddressCount', 1],
    ['Monitoring', { Enabled: true }],
    ['Placement', { GroupName: 'cluster' }, 'placement.groupName (placement groups)'],
    ['Colour', 'red'],
  ])('is loud about %s', (name, value, found = name.charAt(0).toLowerCase() + name.slice(1)) => {
    const { instance, ec2 } = ec2Cloud()
    const launch = () => instance({ [name]: value })
    expect(launch).toThrow(`found ${found}`)
    expect(ec2.describeInstances().Reservations).toEqual([])
  })

  it('needs the permission on everything that a launch uses and makes', () => {
    const w = ec2Cloud()
    const account = w.cloud.account('111122223333')
    const SnapshotId = w.snapshot(w.volume())
    const kinds = ['image', 'instance', 'volume', 'snapshot', 'network-interface', 'subnet', 'security-group']
    for (const kind of kinds) {
      const Resource = `arn:aws:ec2:*:*:${kind}/*`
      const Statement = [
        { Effect: 'Allow', Action: '*', Resource: '*' },
        { Effect: 'Deny', Action: 'ec2:RunInstances', Resource },
      ]
      const as = account.createRole(`No-${kind}`, { policies: [{ Version: '2012-10-17', Statement } as never] })
      const { instance } = makers(w.cloud.session({ as }))
      const launch = () => instance({ BlockDeviceMappings: [{ DeviceName: '/dev/sdf', Ebs: { SnapshotId } }] })
      expect(refusal(launch).name, kind).toBe('UnauthorizedOperation')
    }
    expect(w.ec2.describeInstances().Reservations).toEqual([])
  })
})

describe('DescribeInstanceTypes', () => {
  it('says which types take encrypted volumes, and RunInstances agrees', () => {
    const w = ec2Cloud()
    const { InstanceTypes } = w.ec2.describeInstanceTypes()
    const unsupported = InstanceTypes.filter(({ EbsInfo }) => EbsInfo.EncryptionSupport === 'unsupported')
    expect(unsupported.map(({ InstanceType }) => InstanceType)).toEqual(['c1.medium', 'm1.large', 'm1.small', 't1.micro'])
    const encrypted = { BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { Encrypted: true } }] }
    for (const { InstanceType, EbsInfo, ProcessorInfo } of InstanceTypes) {
      if (!ProcessorInfo.SupportedArchitectures.includes('x86_64')) continue
      const launch = () => w.instance({ InstanceType, ...encrypted })
      if (EbsInfo.EncryptionSupport === 'supported') expect(launch()).toMatch(/^i-/)
      else expect(refusal(launch).name).toBe('EncryptedVolumesNotSupported')
    }
  })

  it('describes any type of a family by name, filters, and refuses what is no type', () => {
    const { ec2 } = ec2Cloud()
    const types = (input: object) => ec2.describeInstanceTypes(input).InstanceTypes.map(({ InstanceType }) => InstanceType)
    expect(ec2.describeInstanceTypes({ InstanceTypes: ['r7g.16xlarge'] }).InstanceTypes).toMatchObject([
      { Hypervisor: 'nitro', ProcessorInfo: { SupportedArchitectures: ['arm64'] }, EbsInfo: { NvmeSupport: 'required' } },
    ])
    expect(types({ Filters: [{ Name: 'ebs-info.encryption-support', Values: ['unsupported'] }] })).toHaveLength(4)
    expect(types({ Filters: [{ Name: 'instance-type', Values: ['t4g.*'] }] })).toEqual(['t4g.micro', 't4g.small'])
    expect(refusal(() => types({ InstanceTypes: ['t3.micro', 'huge'] }))).toEqual({
      name: 'InvalidInstanceType',
      message: 'The following supplied instance types do not exist: [huge]',
      status: 400,
    })
  })
})

describe('DescribeInstanceStatus', () => {
  it('tells running instances, and the others where that is asked for', () => {
    const w = ec2Cloud()
    const [running, stopped] = [w.instance(), w.instance()]
    w.ec2.stopInstances({ InstanceIds: [stopped] })
    const told = (input: object) => w.ec2.describeInstanceStatus(input).InstanceStatuses.map(({ InstanceId }) => InstanceId)
    expect(w.ec2.describeInstanceStatus().InstanceStatuses).toMatchObject([
      {
        InstanceId: running,
        AvailabilityZone: 'us-east-1a',
        InstanceState: { Code: 16, Name: 'running' },
        InstanceStatus: { Status: 'ok', Details: [{ Name: 'reachability', Status: 'passed' }] },
        SystemStatus: { Status: 'ok' },
        AttachedEbsStatus: { Status: 'ok' },
      },
    ])
    expect(told({ IncludeAllInstances: true })).toEqual([running, stopped])
    const Filters = [{ Name: 'instance-status.status', Values: ['not-applicable'] }]
    expect(told({ IncludeAllInstances: true, Filters })).toEqual([stopped])
    expect(refusal(() => told({ InstanceIds: ['i-01234567'] })).name).toBe('InvalidInstanceID.NotFound')
  })
})
