import { describe, expect, it } from 'vitest'
import { ec2Cloud, refusal } from '../fixture.ts'

const OTHER = '444455556666'

const imageCloud = () => {
  const w = ec2Cloud()
  const register = (input: object = {}, Name = 'mine') => {
    const BlockDeviceMappings = [{ DeviceName: '/dev/sda1', Ebs: { SnapshotId: w.snapshot(w.volume(input)) } }]
    return w.ec2.registerImage({ Name, BlockDeviceMappings }).ImageId
  }
  const ImageId = register()
  const image = () => w.ec2.describeImages({ ImageIds: [ImageId], IncludeDisabled: true }).Images[0]
  const permissions = () => w.ec2.describeImageAttribute({ ImageId, Attribute: 'launchPermission' }).LaunchPermissions
  const modify = (input: object) => w.ec2.modifyImageAttribute({ ImageId, ...input })
  const other = w.cloud.session({ as: w.cloud.account(OTHER).createRole('Other', { policies: [ALL as never] }) })
  return { ...w, register, ImageId, image, permissions, modify, other }
}

const ALL = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }

describe('ModifyImageAttribute', () => {
  it('changes the description, in either form', () => {
    const w = imageCloud()
    w.modify({ Description: { Value: 'one' } })
    expect(w.image()?.Description).toBe('one')
    w.modify({ Attribute: 'description', Value: 'two' })
    expect(w.ec2.describeImageAttribute({ ImageId: w.ImageId, Attribute: 'description' })).toEqual({
      ImageId: w.ImageId,
      Description: { Value: 'two' },
    })
  })

  it('gives and takes the permission to launch, in either form, both at once too', () => {
    const w = imageCloud()
    w.modify({ LaunchPermission: { Add: [{ UserId: OTHER }, { UserId: '777788889999' }] } })
    expect(w.permissions()).toEqual([{ UserId: OTHER }, { UserId: '777788889999' }])
    w.modify({ LaunchPermission: { Add: [{ UserId: '222233334444' }], Remove: [{ UserId: OTHER }] } })
    expect(w.permissions()).toEqual([{ UserId: '222233334444' }, { UserId: '777788889999' }])
    w.modify({ Attribute: 'launchPermission', OperationType: 'remove', UserIds: ['222233334444', '777788889999'] })
    expect(w.permissions()).toEqual([])
    w.modify({ Attribute: 'launchPermission', OperationType: 'add', UserIds: [OTHER, '111122223333'] })
    expect(w.permissions()).toEqual([{ UserId: OTHER }])
    w.ec2.resetImageAttribute({ ImageId: w.ImageId, Attribute: 'launchPermission' })
    expect(w.permissions()).toEqual([])
  })

  it('makes an image public only where the account allows it, and private again', () => {
    const w = imageCloud()
    const publish = () => w.modify({ LaunchPermission: { Add: [{ Group: 'all' }] } })
    expect(w.ec2.getImageBlockPublicAccessState()).toEqual({
      ImageBlockPublicAccessState: 'block-new-sharing',
      ManagedBy: 'account',
    })
    expect(refusal(publish)).toEqual({
      name: 'OperationNotPermitted',
      message:
        'You can’t publicly share this image because block public access for AMIs is enabled for this account. ' +
        'To publicly share the image, you must call the DisableImageBlockPublicAccess API.',
      status: 400,
    })
    expect(w.ec2.disableImageBlockPublicAccess()).toEqual({ ImageBlockPublicAccessState: 'unblocked' })
    publish()
    expect(w.image()?.Public).toBe(true)
    expect(w.permissions()).toEqual([{ Group: 'all' }])
    const told = () => w.other.ec2.describeImages({ ExecutableUsers: ['all'] }).Images.map(({ ImageId }) => ImageId)
    expect(told()).toContain(w.ImageId)
    expect(w.other.ec2.runInstances({ ImageId: w.ImageId, MinCount: 1, MaxCount: 1 }).Instances).toHaveLength(1)
    w.ec2.enableImageBlockPublicAccess({ ImageBlockPublicAccessState: 'block-new-sharing' })
    expect(told()).toContain(w.ImageId)
    w.modify({ LaunchPermission: { Remove: [{ Group: 'all' }] } })
    expect(told()).not.toContain(w.ImageId)
  })

  it('shares an image under a customer key with accounts, never with everybody', () => {
    const w = imageCloud()
    w.ec2.disableImageBlockPublicAccess()
    const ImageId = w.register({ Encrypted: true, KmsKeyId: w.key() }, 'encrypted')
    const share = (permission: object) => w.ec2.modifyImageAttribute({ ImageId, LaunchPermission: { Add: [permission] } })
    share({ UserId: OTHER })
    expect(refusal(() => share({ Group: 'all' })).name).toBe('OperationNotPermitted')
    expect(w.other.ec2.describeImages({ ImageIds: [ImageId] }).Images).toHaveLength(1)
  })

  it.each([
    [{}, 'InvalidParameterCombination', 'No attributes specified.'],
    [{ Attribute: 'launchPermission' }, 'MissingParameter', 'The request must contain the parameter LaunchPermission'],
    [{ Attribute: 'description' }, 'MissingParameter', 'The request must contain the parameter Value'],
    [
      { LaunchPermission: { Add: [{ UserId: '12' }] } },
      'InvalidAMIAttributeItemValue',
      'Invalid attribute item value "12" for userId item type.',
    ],
    [
      { LaunchPermission: { Remove: [{ Group: 'some' }] } },
      'InvalidAMIAttributeItemValue',
      'Invalid attribute item value "some" for userGroup item type.',
    ],
    [
      { ImageId: 'ami-01234567', Description: { Value: 'x' } },
      'InvalidAMIID.NotFound',
      "The image id '[ami-01234567]' does not exist",
    ],
  ])('refuses %o', (input, name, message) => {
    const w = imageCloud()
    expect(refusal(() => w.modify(input))).toEqual({ name, message, status: 400 })
    expect(w.permissions()).toEqual([])
  })

  it('is loud about organizations and product codes', () => {
    const w = imageCloud()
    expect(() => w.modify({ OrganizationArns: ['x'] })).toThrow(/AWS Organizations/)
    expect(() => w.modify({ ProductCodes: ['x'] })).toThrow(/AWS Marketplace/)
  })
})

describe('DescribeImageAttribute', () => {
  it('refuses blockDeviceMapping even to the owner', () => {
    const w = imageCloud()
    expect(refusal(() => w.ec2.describeImageAttribute({ ImageId: w.ImageId, Attribute: 'blockDeviceMapping' }))).toEqual({
      name: 'AuthFailure',
      message: 'Unauthorized attempt to access restricted resource',
      status: 400,
    })
  })

  it('tells what images here do not have as AWS does', () => {
    const w = imageCloud()
    const { ImageId } = w
    expect(w.ec2.describeImageAttribute({ ImageId, Attribute: 'kernel' })).toEqual({ ImageId, KernelId: {} })
    expect(w.ec2.describeImageAttribute({ ImageId, Attribute: 'productCodes' })).toEqual({ ImageId, ProductCodes: [] })
    expect(w.ec2.describeImageAttribute({ ImageId, Attribute: 'deregistrationProtection' })).toEqual({
      ImageId,
      DeregistrationProtection: { Value: 'disabled' },
    })
  })
})

describe('DisableImage and EnableImage', () => {
  it('keep everybody from launching, make the image private, and let its owner launch again', () => {
    const w = imageCloud()
    w.modify({ LaunchPermission: { Add: [{ UserId: OTHER }] } })
    expect(w.ec2.disableImage({ ImageId: w.ImageId })).toEqual({ Return: true })
    expect(w.ec2.describeImages({ Owners: ['self'] }).Images).toEqual([])
    expect(w.image()).toMatchObject({ State: 'disabled', Public: false })
    expect(refusal(() => w.instance({ ImageId: w.ImageId }))).toEqual({
      name: 'InvalidAMIID.Unavailable',
      message: `The image id '[${w.ImageId}]' is no longer available`,
      status: 400,
    })
    expect(refusal(() => w.modify({ LaunchPermission: { Add: [{ UserId: OTHER }] } })).name).toBe('InvalidAMIID.Unavailable')
    w.ec2.disableImage({ ImageId: w.ImageId })
    w.ec2.enableImage({ ImageId: w.ImageId })
    expect(w.image()?.State).toBe('available')
    expect(w.permissions()).toEqual([])
    expect(w.instance({ ImageId: w.ImageId })).toMatch(/^i-/)
    const events = w.cloud.events.matching({ 'detail-type': ['EC2 AMI State Change'] })
    expect(events.map(({ detail }) => detail['State'])).toEqual(['available', 'disabled', 'available'])
  })
})

describe('EnableImageDeprecation', () => {
  it('hides an image from others when its time has come, but not from its owner, and it can still be launched', () => {
    const w = imageCloud()
    const { ImageId } = w
    w.modify({ LaunchPermission: { Add: [{ UserId: OTHER }] } })
    w.ec2.enableImageDeprecation({ ImageId, DeprecateAt: new Date('2026-02-01T10:20:30Z') })
    expect(w.image()?.DeprecationTime).toBe('2026-02-01T10:20:00.000Z')
    const told = (input: object = {}) => w.other.ec2.describeImages({ ExecutableUsers: ['self'], ...input }).Images.length
    expect(told()).toBe(1)
    w.cloud.clock.advance({ days: 40 })
    expect([told(), told({ IncludeDeprecated: true })]).toEqual([0, 1])
    expect(w.ec2.describeImages({ Owners: ['self'] }).Images).toHaveLength(1)
    expect(w.other.ec2.runInstances({ ImageId, MinCount: 1, MaxCount: 1 }).Instances).toHaveLength(1)
    w.ec2.disableImageDeprecation({ ImageId })
    expect(told()).toBe(1)
    expect(w.image()).not.toHaveProperty('DeprecationTime')
  })

  it.each(['2025-01-01', '2036-06-01'])('refuses %s: past or more than ten years away', (day) => {
    const w = imageCloud()
    const call = () => w.ec2.enableImageDeprecation({ ImageId: w.ImageId, DeprecateAt: new Date(day) })
    expect(refusal(call).name).toBe('InvalidParameterValue')
  })
})

describe('DescribeImages', () => {
  it('filters by every name that AWS documents', () => {
    const w = imageCloud()
    const InstanceId = w.instance()
    const made = w.ec2.createImage({ InstanceId, Name: 'made' }).ImageId
    const copied = w.ec2.copyImage({ SourceImageId: made, SourceRegion: 'us-east-1', Name: 'copied' }).ImageId
    const found = (Name: string, ...Values: string[]) =>
      w.ec2.describeImages({ Filters: [{ Name, Values }], Owners: ['self'] }).Images.map(({ ImageId }) => ImageId)
    expect(found('source-instance-id', InstanceId)).toEqual([made])
    expect(found('source-image-id', made)).toEqual([copied])
    expect(found('source-image-region', 'us-east-1')).toEqual([made, copied])
    expect(found('name', 'm*')).toEqual([w.ImageId, made])
    expect(found('state', 'available')).toHaveLength(3)
    expect(found('block-device-mapping.device-name', '/dev/xvda')).toEqual([made, copied])
    expect(found('manifest-location', '111122223333/made')).toEqual([made])
    expect(found('architecture', 'arm64')).toEqual([])
    for (const name of ['kernel-id', 'product-code', 'sriov-net-support', 'state-reason-code', 'free-tier-eligible']) {
      expect(found(name, '*')).toEqual([])
    }
    expect(refusal(() => found('colour', 'red')).message).toBe("The filter 'colour' is invalid")
  })

  it('tells images page by page in the order of their making', () => {
    const w = imageCloud()
    const others = ['two', 'three'].map((name) => w.register({}, name))
    const first = w.ec2.describeImages({ Owners: ['self'], MaxResults: 2 })
    const second = w.ec2.describeImages({ Owners: ['self'], MaxResults: 2, NextToken: first.NextToken })
    expect([...first.Images, ...second.Images].map(({ ImageId }) => ImageId)).toEqual([w.ImageId, ...others])
    expect(second).not.toHaveProperty('NextToken')
  })
})
