import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { ec2Failure } from './errors.ts'

/**
 * Whether a text is the name of a device of an HVM instance: `/dev/sda` to `/dev/sdz`, `/dev/sda1`, `/dev/sda2`, `/dev/xvda` to
 * `/dev/xvdz`, `/dev/xvdba` to `/dev/xvdcz`.
 *
 * Source: EC2 User Guide, "Device names for volumes"; spec/ebs-ec2.md 9.4. The single letters behind `/dev/xvd` are widely used (basis I).
 */
export const isDeviceName = (name: string): boolean => /^\/dev\/(?:sd[a-z]|sda[12]|xvd[a-z]|xvd[bc][a-z])$/.test(name)

/** Whether AttachVolume takes a device name. Source: spec/ebs-ec2.md 11.4. */
export const checkDeviceName = (name: string): Outcome<undefined, Failure> =>
  isDeviceName(name)
    ? succeed(undefined)
    : refuse(
        ec2Failure(
          'InvalidParameterValue',
          `Value (${name}) for parameter device is invalid. ${name} is not a valid EBS device name.`,
        ),
      )
