import type { Call } from '../core/operation.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import type { ConditionValues } from '../iam/common-keys.ts'
import { type Ec2Access, resourceTagKeys } from './access.ts'
import { imageArn, type Place } from './arns.ts'
import { ec2Failure } from './errors.ts'
import { formOfId } from './ids.ts'
import type { ImageRecord } from './image-records.ts'
import { findImage, isVisibleTo } from './images.ts'
import { tagsSeenBy } from './snapshot-tags.ts'

/** Whether all texts can be image ids; the first that cannot is named. Source: spec/ebs-ec2.md 7. */
export const checkImageIds = (ids: readonly string[]): Outcome<undefined, Failure> => {
  const wrong = ids.find((id) => formOfId('ami', id) !== 'right')
  return wrong === undefined ? succeed(undefined) : refuse(ec2Failure('InvalidAMIID.Malformed', `Invalid id: "${wrong}"`))
}

/** The id of a request that names one image, if it can be one. */
export const readImageId = ({ ImageId = '' }: { readonly ImageId?: string | undefined }): Outcome<string, Failure> => {
  const form = checkImageIds([ImageId])
  return form.ok ? succeed(ImageId) : form
}

/** The image of that id in a Region, if the account owns it. Source: spec/ebs-ec2.md 7. */
export const findOwnImage = (world: World, { account, region }: Place, id: string): Outcome<ImageRecord, Failure> => {
  const image = findImage(world, region, id)
  if (image === undefined) return refuse(noSuchImages([id]))
  return image.account === account ? succeed(image) : refuse(notAuthorized(`Not authorized for image ${id}`))
}

/** The image of that id in a Region, if the account owns it and it has been completed: it may be disabled. */
export const findCompletedImage = (world: World, place: Place, id: string): Outcome<ImageRecord, Failure> => {
  const image = findOwnImage(world, place, id)
  if (!image.ok) return image
  const { state } = image.value.status
  return state === 'available' || state === 'disabled' ? image : refuse(unavailableImage(id))
}

/** The image of that id in a Region that the account may use now: its own, one shared with it, or a public one. */
export const findUsableImage = (
  world: World,
  { account, region }: Place,
  id: string,
  deniedText = `Not authorized for image ${id}`,
): Outcome<ImageRecord, Failure> => {
  const image = findImage(world, region, id)
  if (image === undefined) return refuse(noSuchImages([id]))
  if (!isVisibleTo(image, account)) return refuse(notAuthorized(deniedText))
  return image.status.state === 'available' ? succeed(image) : refuse(unavailableImage(id))
}

/** The answer where there are no such images. The brackets are AWS's. Source: spec/ebs-ec2.md 7. */
export const noSuchImages = (ids: readonly string[]): Failure => {
  const [noun, verb] = ids.length === 1 ? ['id', 'does'] : ['ids', 'do']
  return ec2Failure('InvalidAMIID.NotFound', `The image ${noun} '[${ids.join(', ')}]' ${verb} not exist`)
}

/** The answer where an image is not in a state to be used. Source: spec/ebs-ec2.md 7. */
export const unavailableImage = (id: string): Failure =>
  ec2Failure('InvalidAMIID.Unavailable', `The image id '[${id}]' is no longer available`)

/** AuthFailure about a resource has another status than AuthFailure about a key. Source: spec/ebs-ec2.md 11.1, 11.6. */
export const notAuthorized = (message: string): Failure => ({ ...ec2Failure('AuthFailure', message), status: 400 })

/** The permission of an operation on an image that it names. */
export const imageAccess = (call: Call, id: string): Ec2Access => {
  const { operation, region, world } = call
  const image = findImage(world, region, id)
  return {
    action: operation.action,
    resource: imageArn(region, id),
    keys: image === undefined ? {} : imageKeys(image, call.account),
  }
}

/** The condition keys of an image for one account's request. Source: Service Authorization Reference, "Amazon EC2", image. */
export const imageKeys = (image: ImageRecord, account: string): ConditionValues => ({
  ...resourceTagKeys(tagsSeenBy(image, account)),
  'ec2:imageid': image.id,
  'ec2:imagetype': 'machine',
  'ec2:owner': image.ownerAlias ?? image.account,
  'ec2:public': String(image.sharing.isPublic),
  'ec2:rootdevicetype': 'ebs',
})
