import type { JournalEntry } from '../../core/journal.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse } from '../../core/outcome.ts'
import type { TokenPage } from '../../core/paging.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, list, shape, text } from '../../core/shape.ts'
import { dryRun, ids, type PageInput, pageFields } from '../fields.ts'
import { checkImageIds, noSuchImages } from '../image-lookup.ts'
import { IMAGE_FILTERS, type Image, imageView } from '../image-view.ts'
import { type ImageRecord, imagesVisibleTo } from '../images.ts'
import { checkPage, listing } from '../listing.ts'
import { filterSet, idSet } from '../trail-shapes.ts'

/** Input of DescribeImages. */
export interface DescribeImagesInput extends PageInput {
  /** These images alone; one that the caller cannot see fails the whole call. */
  ImageIds?: string[] | undefined
  /** `self`, `amazon`, `aws-marketplace` or account ids. */
  Owners?: string[] | undefined
  /** `self`, `all` or account ids: images that they may launch. */
  ExecutableUsers?: string[] | undefined
  /** Makes no difference: the simulator has no deprecated images. */
  IncludeDeprecated?: boolean | undefined
  /** Makes no difference: the simulator has no disabled images. */
  IncludeDisabled?: boolean | undefined
  DryRun?: boolean | undefined
}

/** Output of DescribeImages. */
export interface DescribeImagesOutput {
  Images: Image[]
  /** Where the next page begins, if there is one. */
  NextToken?: string
}

/** Tells the images that the caller can see in a Region. There is one: the built-in, unencrypted image of Amazon's. */
export const DescribeImages = defineOperation({
  name: 'DescribeImages',
  action: 'ec2:DescribeImages',
  doc: 'AWSEC2/latest/APIReference/API_DescribeImages.html',
  basis: 'V:doc',
  input: shape<DescribeImagesInput>({
    ...pageFields(),
    ImageIds: ids(),
    Owners: list(text()),
    ExecutableUsers: list(text()),
    IncludeDeprecated: flag(),
    IncludeDisabled: flag(),
    DryRun: dryRun(),
  }),
  target: ({ input }) => checkImageIds(input.ImageIds ?? []),
  crossAccount: false,
  checks: [({ input }) => checkPage(input, input.ImageIds, { min: 1, idsName: 'imagesSet' })],
  prepare: (call) => find(call),
  commit: ({ prepared: { items, NextToken } }): DescribeImagesOutput => ({
    Images: items.map((image) => imageView(image)),
    ...(NextToken === undefined ? {} : { NextToken }),
  }),
  trail: { readOnly: true, requestParameters },
})

const find = (call: Call<DescribeImagesInput>): Outcome<TokenPage<ImageRecord>, Failure> => {
  const { world, input, account, region } = call
  const { ImageIds = [], Owners = [], ExecutableUsers = [] } = input
  const visible = imagesVisibleTo(world, call)
  const missing = ImageIds.filter((id) => !visible.some((image) => image.id === id))
  if (missing.length > 0) return refuse(noSuchImages(missing))
  const wanted = visible.filter(
    (image) =>
      (ImageIds.length === 0 || ImageIds.includes(image.id)) &&
      isOwnedBy(image, Owners, account) &&
      isExecutableBy(image, ExecutableUsers, account),
  )
  const scope = `ec2/DescribeImages/${account}/${region}`
  return listing({ items: wanted, filterable: IMAGE_FILTERS, keyOf: ({ id }) => id, scope, page: input })
}

const isOwnedBy = ({ account: owner, ownerAlias }: ImageRecord, owners: readonly string[], account: string): boolean =>
  owners.length === 0 || owners.some((each) => (each === 'self' ? account === owner : each === owner || each === ownerAlias))

/** `self` and account ids mean explicit permissions, which no image has yet; a public image answers to `all`. */
const isExecutableBy = ({ account: owner, isPublic }: ImageRecord, users: readonly string[], account: string): boolean =>
  users.length === 0 || users.some((each) => (each === 'all' ? isPublic : (each === 'self' ? account : each) === owner))

function requestParameters({ input }: JournalEntry) {
  const { ImageIds, Owners, ExecutableUsers, Filters } = input as DescribeImagesInput
  return {
    imagesSet: idSet('imageId', ImageIds),
    ownersSet: idSet('owner', Owners),
    executableBySet: idSet('user', ExecutableUsers),
    filterSet: filterSet(Filters),
  }
}
