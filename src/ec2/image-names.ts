import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import type { Place } from './arns.ts'
import { ec2Failure } from './errors.ts'
import { findPlace } from './store.ts'

/** Whether a text can be the name of an image. Source: API Reference, CreateImage, `Name`; the text is AWS's. */
export const checkImageName = (name: string): Outcome<undefined, Failure> =>
  /^[A-Za-z0-9()[\] ./\-'@_]{3,128}$/.test(name)
    ? succeed(undefined)
    : refuse(
        ec2Failure(
          'InvalidAMIName.Malformed',
          "AMI names must be between 3 and 128 characters long, and may contain letters, numbers, '(', ')', '.', '-', '/' and '_'",
        ),
      )

/** Whether no other image of the account in the Region has the name. Source: spec/ebs-ec2.md 7. */
export const checkNameIsFree = (world: World, place: Place, name: string): Outcome<undefined, Failure> => {
  for (const image of findPlace(world, place)?.images.values() ?? []) {
    if (image.name !== name || image.status.state === 'failed') continue
    return refuse(ec2Failure('InvalidAMIName.Duplicate', `AMI name ${name} is already in use by another AMI ${image.id}`))
  }
  return succeed(undefined)
}
