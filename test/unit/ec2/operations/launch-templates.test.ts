import { describe, expect, it } from 'vitest'
import { ec2Cloud, refusal } from '../fixture.ts'

const templateCloud = () => {
  const w = ec2Cloud()
  const create = (LaunchTemplateData: object = { ImageId: w.session.baseImageId }, input: object = {}) =>
    w.ec2.createLaunchTemplate({ LaunchTemplateName: 'web', LaunchTemplateData, ...input }).LaunchTemplate
  const launch = (LaunchTemplate: object, input: object = {}) =>
    w.ec2.runInstances({ LaunchTemplate, MinCount: 1, MaxCount: 1, ...input }).Instances[0].InstanceId
  const version = (LaunchTemplateData: object, input: object = {}) =>
    w.ec2.createLaunchTemplateVersion({ LaunchTemplateName: 'web', LaunchTemplateData, ...input }).LaunchTemplateVersion
  const versions = (input: object = { LaunchTemplateName: 'web' }) =>
    w.ec2.describeLaunchTemplateVersions(input).LaunchTemplateVersions
  return { ...w, create, launch, version, versions }
}

describe('CreateLaunchTemplate', () => {
  it('makes a template with version 1, which is the latest and the default one', () => {
    const w = templateCloud()
    const data = { InstanceType: 'm5.large', BlockDeviceMappings: [{ DeviceName: '/dev/sdf', Ebs: { VolumeSize: 2 } }] }
    const TagSpecifications = [{ ResourceType: 'launch-template', Tags: [{ Key: 'a', Value: 'b' }] }]
    const template = w.create(data, { VersionDescription: 'first', TagSpecifications })
    expect(template).toEqual({
      LaunchTemplateId: expect.stringMatching(/^lt-[0-9a-f]{17}$/),
      LaunchTemplateName: 'web',
      CreateTime: new Date('2026-01-01T00:00:00Z'),
      CreatedBy: expect.stringMatching(/^arn:aws:sts::111122223333:assumed-role\/Admin\//),
      DefaultVersionNumber: 1,
      LatestVersionNumber: 1,
      Tags: [{ Key: 'a', Value: 'b' }],
    })
    expect(w.ec2.describeLaunchTemplates().LaunchTemplates).toEqual([template])
    expect(w.versions()).toEqual([
      {
        LaunchTemplateId: template.LaunchTemplateId,
        LaunchTemplateName: 'web',
        VersionNumber: 1,
        VersionDescription: 'first',
        CreateTime: template.CreateTime,
        CreatedBy: template.CreatedBy,
        DefaultVersion: true,
        LaunchTemplateData: data,
      },
    ])
  })

  it('checks nothing before a launch', () => {
    const w = templateCloud()
    w.create({ ImageId: 'ami-01234567', InstanceType: 'huge' })
    expect(refusal(() => w.launch({ LaunchTemplateName: 'web' })).message).toBe("Invalid value 'huge' for InstanceType.")
    const InstanceType = 't3.micro'
    expect(refusal(() => w.launch({ LaunchTemplateName: 'web' }, { InstanceType })).name).toBe('InvalidAMIID.NotFound')
  })

  it('answers the same template under a client token', () => {
    const w = templateCloud()
    const first = w.create(undefined, { ClientToken: 'T' })
    expect(w.create(undefined, { ClientToken: 'T' })).toEqual(first)
    expect(refusal(() => w.create({ InstanceType: 't3.nano' }, { ClientToken: 'T' })).name).toBe('IdempotentParameterMismatch')
  })

  it.each([
    [{ LaunchTemplateName: 'a' }, 'InvalidLaunchTemplateName.MalformedException', /^A launch template name must be/],
    [{ LaunchTemplateName: 'a b c' }, 'InvalidLaunchTemplateName.MalformedException', /^A launch template name must be/],
    [{ LaunchTemplateData: {} }, 'MissingParameter', /^The request must contain the parameter LaunchTemplateData$/],
    [{ LaunchTemplateData: undefined }, 'MissingParameter', /^The request must contain the parameter LaunchTemplateData$/],
    [
      { LaunchTemplateName: 'taken' },
      'InvalidLaunchTemplateName.AlreadyExistsException',
      /^Launch template name already in use\.$/,
    ],
  ])('refuses %o', (input, name, message) => {
    const w = templateCloud()
    w.create(undefined, { LaunchTemplateName: 'taken' })
    expect(refusal(() => w.create(undefined, input))).toEqual({ name, message: expect.stringMatching(message), status: 400 })
    expect(w.ec2.describeLaunchTemplates().LaunchTemplates).toHaveLength(1)
  })

  it('is loud about what is not simulated', () => {
    const w = templateCloud()
    expect(() => w.create({ KeyName: 'mine' })).toThrow(/key pairs/)
    expect(() => w.create({ InstanceRequirements: {} })).toThrow(/attributes/)
  })
})

describe('The versions of a launch template', () => {
  it('count up, can be based on another, and say what the default is', () => {
    const w = templateCloud()
    w.create({ ImageId: 'ami-01234567', InstanceType: 't3.nano' })
    expect(w.version({ InstanceType: 'm5.large' }, { SourceVersion: '1', VersionDescription: 'bigger' })).toMatchObject({
      VersionNumber: 2,
      DefaultVersion: false,
      LaunchTemplateData: { ImageId: 'ami-01234567', InstanceType: 'm5.large' },
    })
    expect(w.version({ InstanceType: 'c5.large' }).LaunchTemplateData).toEqual({ InstanceType: 'c5.large' })
    const LaunchTemplateName = 'web'
    expect(w.ec2.modifyLaunchTemplate({ LaunchTemplateName, DefaultVersion: '2' }).LaunchTemplate).toMatchObject({
      DefaultVersionNumber: 2,
      LatestVersionNumber: 3,
    })
    const numbers = (input: object) => w.versions({ LaunchTemplateName, ...input }).map(({ VersionNumber }) => VersionNumber)
    expect(numbers({})).toEqual([3, 2, 1])
    expect(numbers({ Versions: ['$Latest', '$Default', '1'] })).toEqual([3, 2, 1])
    expect(numbers({ MinVersion: '2', MaxVersion: '2' })).toEqual([2])
    expect(numbers({ Filters: [{ Name: 'is-default-version', Values: ['true'] }] })).toEqual([2])
    expect(numbers({ Filters: [{ Name: 'instance-type', Values: ['c5.*'] }] })).toEqual([3])
    expect(w.versions({ Versions: ['$Latest'] }).map(({ VersionNumber }) => VersionNumber)).toEqual([3])
    expect(refusal(() => w.versions({ Versions: ['1'] })).name).toBe('MissingParameter')
  })

  it('are deleted each for itself, never the default one, and their numbers are not given again', () => {
    const w = templateCloud()
    w.create()
    w.version({ InstanceType: 't3.nano' })
    w.version({ InstanceType: 't3.nano' })
    const answer = w.ec2.deleteLaunchTemplateVersions({ LaunchTemplateName: 'web', Versions: ['3', '1', '7'] })
    expect(answer.SuccessfullyDeletedLaunchTemplateVersions.map(({ VersionNumber }) => VersionNumber)).toEqual([3])
    expect(
      answer.UnsuccessfullyDeletedLaunchTemplateVersions.map(({ VersionNumber, ResponseError }) => [
        VersionNumber,
        ResponseError.Code,
      ]),
    ).toEqual([
      [1, 'unexpectedError'],
      [7, 'launchTemplateVersionDoesNotExist'],
    ])
    expect(w.ec2.describeLaunchTemplates().LaunchTemplates[0]?.LatestVersionNumber).toBe(2)
    expect(w.version({ InstanceType: 't3.nano' }).VersionNumber).toBe(4)
  })

  it('go with their template', () => {
    const w = templateCloud()
    const { LaunchTemplateId } = w.create()
    expect(w.ec2.deleteLaunchTemplate({ LaunchTemplateId }).LaunchTemplate.LaunchTemplateName).toBe('web')
    expect(refusal(() => w.versions({ LaunchTemplateId }))).toEqual({
      name: 'InvalidLaunchTemplateId.NotFound',
      message: `The specified launch template, with template ID ${LaunchTemplateId}, does not exist.`,
      status: 400,
    })
  })
})

describe('Launch templates that are not there', () => {
  it.each([
    [{ LaunchTemplateId: 'lt-x' }, 'InvalidLaunchTemplateId.Malformed'],
    [{ LaunchTemplateId: 'lt-01234567' }, 'InvalidLaunchTemplateId.NotFound'],
    [{ LaunchTemplateName: 'nobody' }, 'InvalidLaunchTemplateName.NotFoundException'],
    [{ LaunchTemplateName: 'web', LaunchTemplateId: 'lt-01234567' }, 'InvalidParameterCombination'],
    [{}, 'MissingParameter'],
    [{ LaunchTemplateName: 'web', Version: '9' }, 'InvalidLaunchTemplateId.VersionNotFound'],
    [{ LaunchTemplateName: 'web', Version: '$Newest' }, 'InvalidParameterValue'],
  ])('refuse a launch from %o', (template, name) => {
    const w = templateCloud()
    w.create()
    expect(refusal(() => w.launch(template)).name).toBe(name)
    expect(w.ec2.describeInstances().Reservations).toEqual([])
  })

  it('fail the whole description', () => {
    const w = templateCloud()
    w.create()
    expect(refusal(() => w.ec2.describeLaunchTemplates({ LaunchTemplateNames: ['web', 'nobody'] }))).toEqual({
      name: 'InvalidLaunchTemplateName.NotFoundException',
      message: 'At least one of the launch templates specified in the request does not exist.',
      status: 400,
    })
  })

  it('are those of other accounts and Regions', () => {
    const w = templateCloud()
    const { LaunchTemplateId } = w.create()
    const elsewhere = w.cloud.session({ region: 'eu-west-1' })
    expect(elsewhere.ec2.describeLaunchTemplates().LaunchTemplates).toEqual([])
    expect(refusal(() => elsewhere.ec2.deleteLaunchTemplate({ LaunchTemplateId })).name).toBe('InvalidLaunchTemplateId.NotFound')
  })
})

describe('RunInstances from a launch template', () => {
  it('takes the default version, the latest or a numbered one, by name or id', () => {
    const w = templateCloud()
    const ImageId = w.session.baseImageId
    const { LaunchTemplateId } = w.create({ ImageId, InstanceType: 't3.nano' })
    w.version({ ImageId, InstanceType: 'm5.large' })
    const typeOf = (template: object) => w.describedInstance(w.launch(template))?.InstanceType
    expect(typeOf({ LaunchTemplateId })).toBe('t3.nano')
    expect(typeOf({ LaunchTemplateName: 'web', Version: '$Default' })).toBe('t3.nano')
    expect(typeOf({ LaunchTemplateName: 'web', Version: '$Latest' })).toBe('m5.large')
    expect(typeOf({ LaunchTemplateId, Version: '2' })).toBe('m5.large')
    w.ec2.modifyLaunchTemplate({ LaunchTemplateId, DefaultVersion: '2' })
    expect(typeOf({ LaunchTemplateId })).toBe('m5.large')
  })

  it('lets the request go before the template; block devices are merged by name, tags by key', () => {
    const w = templateCloud()
    const KmsKeyId = w.key()
    w.create({
      ImageId: w.session.baseImageId,
      InstanceType: 't3.nano',
      DisableApiTermination: true,
      Placement: { AvailabilityZone: 'us-east-1b' },
      BlockDeviceMappings: [
        { DeviceName: '/dev/xvda', Ebs: { Encrypted: true, KmsKeyId } },
        { DeviceName: '/dev/sdf', Ebs: { VolumeSize: 2 } },
      ],
      TagSpecifications: [
        {
          ResourceType: 'instance',
          Tags: [
            { Key: 'a', Value: 'template' },
            { Key: 'b', Value: 'template' },
          ],
        },
      ],
    })
    const id = w.launch(
      { LaunchTemplateName: 'web' },
      {
        InstanceType: 'm5.large',
        BlockDeviceMappings: [
          { DeviceName: '/dev/sdf', Ebs: { VolumeSize: 3 } },
          { DeviceName: '/dev/sdg', Ebs: { VolumeSize: 4 } },
        ],
        TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'b', Value: 'request' }] }],
      },
    )
    const launched = w.describedInstance(id)
    expect(launched).toMatchObject({ InstanceType: 'm5.large', Placement: { AvailabilityZone: 'us-east-1b' } })
    const volumes = launched?.BlockDeviceMappings.map(({ DeviceName, Ebs }) => [DeviceName, w.describedVolume(Ebs.VolumeId)])
    expect(volumes).toMatchObject([
      ['/dev/xvda', { Size: 8, KmsKeyId }],
      ['/dev/sdf', { Size: 3, Encrypted: false }],
      ['/dev/sdg', { Size: 4 }],
    ])
    const { LaunchTemplateId } = w.ec2.describeLaunchTemplates().LaunchTemplates[0] ?? {}
    expect(Object.fromEntries(launched?.Tags.map(({ Key, Value }) => [Key, Value]) ?? [])).toEqual({
      a: 'template',
      b: 'request',
      'aws:ec2launchtemplate:id': LaunchTemplateId,
      'aws:ec2launchtemplate:version': '1',
    })
    expect(refusal(() => w.ec2.terminateInstances({ InstanceIds: [id] })).name).toBe('OperationNotPermitted')
  })

  it('is refused for a bad request as without a template', () => {
    const w = templateCloud()
    w.create({
      ImageId: w.session.baseImageId,
      BlockDeviceMappings: [{ DeviceName: '/dev/sdf', Ebs: { KmsKeyId: 'alias/x', VolumeSize: 1 } }],
    })
    expect(refusal(() => w.launch({ LaunchTemplateName: 'web' }))).toMatchObject({
      name: 'InvalidParameterDependency',
      message: 'The parameter KmsKeyId requires the parameter Encrypted to be set.',
    })
    const twice = [1, 2].map(() => ({ DeviceName: '/dev/sdf', Ebs: { VolumeSize: 1 } }))
    expect(refusal(() => w.launch({ LaunchTemplateName: 'web' }, { BlockDeviceMappings: twice })).name).toBe(
      'InvalidBlockDeviceMapping',
    )
  })

  it('needs the permission on the template, which policies can also ask for on the instance', () => {
    const w = templateCloud()
    const { LaunchTemplateId } = w.create()
    const arn = `arn:aws:ec2:us-east-1:111122223333:launch-template/${LaunchTemplateId}`
    const as = (name: string, ...Statement: object[]) =>
      w.cloud.session({
        as: w.cloud.account('111122223333').createRole(name, { policies: [{ Version: '2012-10-17', Statement } as never] }),
      }).ec2
    const run = (ec2: typeof w.ec2, input: object) => ec2.runInstances({ MinCount: 1, MaxCount: 1, ...input }).Instances
    const LaunchTemplate = { LaunchTemplateId }
    const all = { Effect: 'Allow', Action: '*', Resource: '*' }
    const denied = as('A', all, { Effect: 'Deny', Action: 'ec2:RunInstances', Resource: arn })
    expect(refusal(() => run(denied, { LaunchTemplate })).message).toContain(arn)
    const onlyTemplate = as('B', all, {
      Effect: 'Deny',
      Action: 'ec2:RunInstances',
      Resource: '*',
      Condition: { ArnNotEquals: { 'ec2:LaunchTemplate': arn } },
    })
    expect(refusal(() => run(onlyTemplate, { ImageId: w.session.baseImageId })).name).toBe('UnauthorizedOperation')
  })

  it('is recorded by CloudTrail with the template that the request names', () => {
    const w = templateCloud()
    const { LaunchTemplateId } = w.create()
    w.launch({ LaunchTemplateId, Version: '1' })
    const [record] = w.cloud.trail.records({ eventName: 'RunInstances' })
    expect(record?.requestParameters).toMatchObject({ launchTemplate: { launchTemplateId: LaunchTemplateId, version: '1' } })
    const [created] = w.cloud.trail.records({ eventName: 'CreateLaunchTemplate' })
    expect(created?.requestParameters).toMatchObject({ CreateLaunchTemplateRequest: { LaunchTemplateName: 'web' } })
  })
})

describe('GetLaunchTemplateData', () => {
  it('tells what launches an instance like the one', () => {
    const w = templateCloud()
    const BlockDeviceMappings = [{ DeviceName: '/dev/sdf', Ebs: { VolumeSize: 2, DeleteOnTermination: false } }]
    const InstanceId = w.instance({ InstanceType: 'm5.large', BlockDeviceMappings })
    const { LaunchTemplateData: data } = w.ec2.getLaunchTemplateData({ InstanceId })
    expect(data).toEqual({
      ImageId: w.session.baseImageId,
      InstanceType: 'm5.large',
      EbsOptimized: false,
      BlockDeviceMappings: [
        { DeviceName: '/dev/xvda', Ebs: { DeleteOnTermination: true } },
        { DeviceName: '/dev/sdf', Ebs: { DeleteOnTermination: false } },
      ],
      Placement: { AvailabilityZone: 'us-east-1a', Tenancy: 'default' },
      DisableApiTermination: false,
      DisableApiStop: false,
      InstanceInitiatedShutdownBehavior: 'stop',
    })
  })
})
