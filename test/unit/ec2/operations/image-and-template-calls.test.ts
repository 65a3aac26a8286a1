import { describe, expect, it } from 'vitest'
import type { Session } from '../../../../src/index.ts'
import { resourceDigest } from '../../../support/cloud/resource-digest.ts'
import { ec2Cloud, refusal } from '../fixture.ts'

const stage = () => {
  const w = ec2Cloud()
  const InstanceId = w.instance()
  const SnapshotId = w.snapshot(w.volume())
  const mapping = { DeviceName: '/dev/sda1', Ebs: { SnapshotId } }
  const { ImageId } = w.ec2.registerImage({ Name: 'there', BlockDeviceMappings: [mapping] })
  const { LaunchTemplate } = w.ec2.createLaunchTemplate({
    LaunchTemplateName: 'there',
    LaunchTemplateData: { InstanceType: 't3.nano' },
  })
  const { LaunchTemplateId } = LaunchTemplate
  return { ...w, InstanceId, SnapshotId, ImageId, LaunchTemplateId, mapping }
}
type Stage = ReturnType<typeof stage>
type Ec2 = Session['ec2']

/** Every operation on images, launch templates and the instances' descriptions, as it would succeed. */
const CALLS = {
  createImage: (ec2, { InstanceId }, rest) => ec2.createImage({ InstanceId, Name: 'new', ...rest }),
  copyImage: (ec2, { ImageId }, rest) =>
    ec2.copyImage({ SourceImageId: ImageId, SourceRegion: 'us-east-1', Name: 'new', ...rest }),
  registerImage: (ec2, { mapping }, rest) => ec2.registerImage({ Name: 'new', BlockDeviceMappings: [mapping], ...rest }),
  deregisterImage: (ec2, { ImageId }, rest) => ec2.deregisterImage({ ImageId, ...rest }),
  describeImages: (ec2, _, rest) => ec2.describeImages(rest),
  describeImageAttribute: (ec2, { ImageId }, rest) => ec2.describeImageAttribute({ ImageId, Attribute: 'description', ...rest }),
  modifyImageAttribute: (ec2, { ImageId }, rest) => ec2.modifyImageAttribute({ ImageId, Description: { Value: 'x' }, ...rest }),
  resetImageAttribute: (ec2, { ImageId }, rest) => ec2.resetImageAttribute({ ImageId, Attribute: 'launchPermission', ...rest }),
  enableImage: (ec2, { ImageId }, rest) => ec2.enableImage({ ImageId, ...rest }),
  disableImage: (ec2, { ImageId }, rest) => ec2.disableImage({ ImageId, ...rest }),
  enableImageDeprecation: (ec2, { ImageId }, rest) =>
    ec2.enableImageDeprecation({ ImageId, DeprecateAt: new Date('2027-01-01'), ...rest }),
  disableImageDeprecation: (ec2, { ImageId }, rest) => ec2.disableImageDeprecation({ ImageId, ...rest }),
  getImageBlockPublicAccessState: (ec2, _, rest) => ec2.getImageBlockPublicAccessState(rest),
  enableImageBlockPublicAccess: (ec2, _, rest) =>
    ec2.enableImageBlockPublicAccess({ ImageBlockPublicAccessState: 'block-new-sharing', ...rest }),
  disableImageBlockPublicAccess: (ec2, _, rest) => ec2.disableImageBlockPublicAccess(rest),
  createLaunchTemplate: (ec2, _, rest) =>
    ec2.createLaunchTemplate({ LaunchTemplateName: 'new', LaunchTemplateData: { InstanceType: 't3.nano' }, ...rest }),
  createLaunchTemplateVersion: (ec2, { LaunchTemplateId }, rest) =>
    ec2.createLaunchTemplateVersion({ LaunchTemplateId, LaunchTemplateData: { InstanceType: 't3.nano' }, ...rest }),
  describeLaunchTemplates: (ec2, _, rest) => ec2.describeLaunchTemplates(rest),
  describeLaunchTemplateVersions: (ec2, { LaunchTemplateId }, rest) =>
    ec2.describeLaunchTemplateVersions({ LaunchTemplateId, ...rest }),
  modifyLaunchTemplate: (ec2, { LaunchTemplateId }, rest) =>
    ec2.modifyLaunchTemplate({ LaunchTemplateId, DefaultVersion: '1', ...rest }),
  deleteLaunchTemplate: (ec2, { LaunchTemplateId }, rest) => ec2.deleteLaunchTemplate({ LaunchTemplateId, ...rest }),
  deleteLaunchTemplateVersions: (ec2, { LaunchTemplateId }, rest) =>
    ec2.deleteLaunchTemplateVersions({ LaunchTemplateId, Versions: ['1'], ...rest }),
  getLaunchTemplateData: (ec2, { InstanceId }, rest) => ec2.getLaunchTemplateData({ InstanceId, ...rest }),
  describeInstanceTypes: (ec2, _, rest) => ec2.describeInstanceTypes(rest),
  describeInstanceStatus: (ec2, _, rest) => ec2.describeInstanceStatus(rest),
  runInstances: (ec2, { ImageId }, rest) => ec2.runInstances({ ImageId, MinCount: 1, MaxCount: 1, ...rest }),
} as const satisfies Partial<Record<keyof Ec2, (ec2: Ec2, at: Stage, rest: { DryRun?: boolean }) => unknown>>

const actionOf = (method: string) => `ec2:${method.charAt(0).toUpperCase()}${method.slice(1)}`

describe.each(Object.entries(CALLS))('%s', (method, call) => {
  it('is refused to a caller that may do everything but this, and changes nothing then', () => {
    const at = stage()
    const Statement = [
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: actionOf(method), Resource: '*' },
    ]
    const as = at.cloud
      .account('111122223333')
      .createRole('Denied', { policies: [{ Version: '2012-10-17', Statement } as never] })
    const { ec2 } = at.cloud.session({ as })
    const before = resourceDigest(at.cloud)
    const { name, message, status } = refusal(() => call(ec2, at, {}))
    expect({ name, status }).toEqual({ name: 'UnauthorizedOperation', status: 403 })
    expect(message).toContain(`is not authorized to perform: ${actionOf(method)}`)
    expect(resourceDigest(at.cloud)).toBe(before)
  })

  it('answers a dry run, and changes nothing then', () => {
    const at = stage()
    const before = resourceDigest(at.cloud)
    expect(refusal(() => call(at.ec2, at, { DryRun: true }))).toMatchObject({ name: 'DryRunOperation', status: 412 })
    expect(resourceDigest(at.cloud)).toBe(before)
  })

  it('is recorded by CloudTrail under its name', () => {
    const at = stage()
    call(at.ec2, at, {})
    const [record] = at.cloud.trail.records({ eventName: actionOf(method).slice(4) })
    expect(record).toMatchObject({ eventSource: 'ec2.amazonaws.com', readOnly: /^(describe|get)/.test(method) })
    expect(record).not.toHaveProperty('errorCode')
  })
})
