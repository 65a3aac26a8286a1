import type { ImageArchitecture } from './image-records.ts'

/** What an instance type means for EBS. */
export interface InstanceTypeRules {
  /** `DescribeInstanceTypes.EbsInfo.EncryptionSupport`. */
  readonly encryptionSupport: 'supported' | 'unsupported'
  /** Nitro instances alone take multi-attach volumes. */
  readonly isNitro: boolean
  /** EBS volumes that can be attached at a time. */
  readonly attachmentsMax: number
}

/** The type of an instance whose request names none. AWS itself says `m1.small`, which could not take an encrypted volume. */
export const DEFAULT_INSTANCE_TYPE = 't3.micro'

/** 28 attachments, one of which is the network interface. Source: spec/ebs-ec2.md 9.4. */
const NITRO: InstanceTypeRules = { encryptionSupport: 'supported', isNitro: true, attachmentsMax: 27 }
/** Source: EC2 User Guide, "Amazon EBS volume limits": 40 volumes on Xen (the User Guide recommends no more). */
const XEN: InstanceTypeRules = { encryptionSupport: 'supported', isNitro: false, attachmentsMax: 40 }
/** Basis I: AWS says today that all types support encryption; these did not in their day (spec/ebs-ec2.md 9.4). */
const HISTORIC: InstanceTypeRules = { encryptionSupport: 'unsupported', isNitro: false, attachmentsMax: 40 }

/** The families that are not Nitro. Source: EC2 User Guide, "Amazon EC2 instance types" (hypervisor type). */
const OLDER_FAMILIES: Readonly<Record<string, InstanceTypeRules>> = {
  t1: HISTORIC,
  m1: HISTORIC,
  c1: HISTORIC,
  m2: HISTORIC,
  cc1: HISTORIC,
  cc2: HISTORIC,
  cg1: HISTORIC,
  hi1: HISTORIC,
  hs1: HISTORIC,
  t2: XEN,
  m3: XEN,
  m4: XEN,
  c3: XEN,
  c4: XEN,
  r3: XEN,
  r4: XEN,
  i2: XEN,
  d2: XEN,
  g2: XEN,
  g3: XEN,
  p2: XEN,
  p3: XEN,
  x1: XEN,
  x1e: XEN,
  f1: XEN,
  h1: XEN,
}

/** The processor of an instance type: AWS's own ones have a `g` behind the generation, as in `t4g` or `c7gn`. Source: EC2 Instance Types Guide, "Naming conventions". */
export const architectureOf = (type: string): ImageArchitecture =>
  /^(?:[a-z]+[0-9]+g[a-z]*|a1)\./.test(type) ? 'arm64' : 'x86_64'

/** The rules of an instance type, or `undefined` for a text that is none. A family that is not older is Nitro, as all newer ones are. */
export const instanceTypeRules = (type: string): InstanceTypeRules | undefined => {
  const family = /^([a-z][a-z0-9-]*)\.[a-z0-9-]+$/.exec(type)?.[1]
  if (family === undefined) return undefined
  return Object.hasOwn(OLDER_FAMILIES, family) ? OLDER_FAMILIES[family] : NITRO
}

/**
 * The types that DescribeInstanceTypes tells when it is not asked for certain ones: some of every kind that differs in its rules. Any other
 * type of a family can be launched and described as well.
 */
export const LISTED_INSTANCE_TYPES: readonly string[] = [
  'c1.medium',
  'c4.large',
  'c5.large',
  'c6g.large',
  'c6i.large',
  'c7g.large',
  'i3.large',
  'm1.large',
  'm1.small',
  'm4.large',
  'm5.large',
  'm5.xlarge',
  'm6g.large',
  'm6i.large',
  'm7g.large',
  'm7i.large',
  'p3.2xlarge',
  'r4.large',
  'r5.large',
  'r6g.large',
  'r6i.large',
  't1.micro',
  't2.micro',
  't2.small',
  't3.large',
  't3.medium',
  't3.micro',
  't3.nano',
  't3.small',
  't3a.micro',
  't4g.micro',
  't4g.small',
]
