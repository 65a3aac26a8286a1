import type { JournalEntry } from '../../core/journal.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse } from '../../core/outcome.ts'
import type { TokenPage } from '../../core/paging.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, list, shape, text } from '../../core/shape.ts'
import { dryRun, ids, type PageInput, pageFields } from '../fields.ts'
import { checkImageIds, noSuchImages } from '../image-lookup.ts'
import type { ImageRecord } from '../image-records.ts'
import { IMAGE_FILTERS, type Image, imageView } from '../image-view.ts'
import { imagesVisibleTo } from '../images.ts'
import { checkPage, listing, serialKey } from '../listing.ts'
import { tagsSeenBy } from '../snapshot-tags.ts'
import { tagSet } from '../tags.ts'
import { filterSet, idSet } from '../trail-shapes.ts'

/** Input of DescribeImages. */
export interface DescribeImagesInput extends PageInput {
  /** These images alone; one that the caller cannot see fails the whole call. */
  ImageIds?: string[] | undefined
  /** `self`, `amazon`, `aws-marketplace` or account ids. */
  Owners?: string[] | undefined
  /** `self`, `all` or account ids: images that they may launch. */
  ExecutableUsers?: string[] | undefined
  /** Also images of others that are deprecated; own ones are told in any case. */
  IncludeDeprecated?: boolean | undefined
  /** Also disabled images. */
  IncludeDisabled?: boolean | undefined
  DryRun?: boolean | undefined
}

/** Output of DescribeImages. */
export interface DescribeImagesOutput {
  Images: Image[]
  /** Where the next page begins, if there is one. */
  NextToken?: string
}

/**
 * Tells the images that the caller can see in a Region: its own, those shared with it, and public ones, among them the built-in,
 * unencrypted image of Amazon's. Source of the rules: spec/ebs-ec2.md 1.5, 7, 12.2; EC2 User Guide, "Deprecate an AMI", "Disable an AMI".
 */
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
  commit: ({ account, prepared: { items, NextToken } }): DescribeImagesOutput => ({
    Images: items.map((image) => imageView(image, account)),
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
      isTold(call, image) &&
      isOwnedBy(image, Owners, account) &&
      isExecutableBy(image, ExecutableUsers, account),
  )
  const scope = `ec2/DescribeImages/${account}/${region}`
  const filterable = { ...IMAGE_FILTERS, tags: (image: ImageRecord) => tagSet(tagsSeenBy(image, account)) }
  return listing({ items: wanted, filterable, keyOf: serialKey, scope, page: input })
}

const isOwnedBy = ({ account: owner, ownerAlias }: ImageRecord, owners: readonly string[], account: string): boolean =>
  owners.length === 0 || owners.some((each) => (each === 'self' ? account === owner : each === owner || each === ownerAlias))

/** Disabled images are told to those alone who ask for them, deprecated ones also to their owners. */
const isTold = ({ input, account, time }: Call<DescribeImagesInput>, image: ImageRecord): boolean => {
  const { account: owner, status, deprecatedAt } = image
  if (status.state === 'disabled' && input.IncludeDisabled !== true) return false
  return owner === account || deprecatedAt === undefined || deprecatedAt > time || input.IncludeDeprecated === true
}

/** `self` and account ids mean explicit permissions to launch; a public image answers to `all`. */
const isExecutableBy = ({ sharing }: ImageRecord, users: readonly string[], account: string): boolean =>
  users.length === 0 ||
  users.some((each) => (each === 'all' ? sharing.isPublic : sharing.accounts.includes(each === 'self' ? account : each)))

function requestParameters({ input }: JournalEntry) {
  const { ImageIds, Owners, ExecutableUsers, Filters } = input as DescribeImagesInput
  return {
    imagesSet: idSet('imageId', ImageIds),
    ownersSet: idSet('owner', Owners),
    executableBySet: idSet('user', ExecutableUsers),
    filterSet: filterSet(Filters),
  }
}
