import { partitionOf } from '../core/regions.ts'

/** Where a resource is: the account that owns it and its Region. */
export interface Place {
  readonly account: string
  readonly region: string
}

/** `arn:aws:ec2:REGION:ACCOUNT:volume/vol-…`. Source: spec/ebs-ec2.md 1.1. */
export const volumeArn = ({ account, region }: Place, id: string): string => arn(region, account, `volume/${id}`)

/** `arn:aws:ec2:REGION:ACCOUNT:instance/i-…`. Source: spec/ebs-ec2.md 1.1. */
export const instanceArn = ({ account, region }: Place, id: string): string => arn(region, account, `instance/${id}`)

/** `arn:aws:ec2:REGION:ACCOUNT:launch-template/lt-…`. Source: Service Authorization Reference, "Amazon EC2". */
export const launchTemplateArn = ({ account, region }: Place, id: string): string => arn(region, account, `launch-template/${id}`)

/** `arn:aws:ec2:REGION:ACCOUNT:network-interface/eni-…`. Source: Service Authorization Reference, "Amazon EC2". */
export const networkInterfaceArn = ({ account, region }: Place, id: string): string =>
  arn(region, account, `network-interface/${id}`)

/** `arn:aws:ec2:REGION:ACCOUNT:subnet/subnet-…`. Source: Service Authorization Reference, "Amazon EC2". */
export const subnetArn = ({ account, region }: Place, id: string): string => arn(region, account, `subnet/${id}`)

/** `arn:aws:ec2:REGION:ACCOUNT:security-group/sg-…`. Source: Service Authorization Reference, "Amazon EC2". */
export const securityGroupArn = ({ account, region }: Place, id: string): string => arn(region, account, `security-group/${id}`)

/** `arn:aws:ec2:REGION::snapshot/snap-…`: the account is empty. Source: spec/ebs-ec2.md 1.1. */
export const snapshotArn = (region: string, id: string): string => arn(region, '', `snapshot/${id}`)

/** `arn:aws:ec2:REGION::image/ami-…`: the account is empty. Source: spec/ebs-ec2.md 1.1. */
export const imageArn = (region: string, id: string): string => arn(region, '', `image/${id}`)

/** `arn:aws:ec2::REGION:snapshot/snap-…`: snapshot events carry the Region where the account belongs. Source: spec/ebs-ec2.md 5.2, recorded. */
export const eventSnapshotArn = (region: string, id: string): string => `arn:${partitionOf(region)}:ec2::${region}:snapshot/${id}`

/** `arn:aws:ec2::REGION:volume/vol-…` as snapshot events name a source volume. Source: spec/ebs-ec2.md 5.2, recorded. */
export const eventVolumeArn = (region: string, id: string): string => `arn:${partitionOf(region)}:ec2::${region}:volume/${id}`

/**
 * The ARN that a key selector stands for by its form, for events about a key that KMS has not named:
 * a bare id is a key and `alias/…` an alias of the caller's account and Region. Source: spec/ebs-ec2.md 3.2.
 */
export const keySelectorArn = ({ account, region }: Place, selector: string): string => {
  if (selector.startsWith('arn:')) return selector
  const resource = selector.startsWith('alias/') ? selector : `key/${selector}`
  return `arn:${partitionOf(region)}:kms:${region}:${account}:${resource}`
}

const arn = (region: string, account: string, resource: string) =>
  `arn:${partitionOf(region)}:ec2:${region}:${account}:${resource}`
