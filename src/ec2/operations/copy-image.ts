import type { JournalEntry } from '../../core/journal.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import { knownRegion } from '../../core/regions.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, shape, text, unsupported } from '../../core/shape.ts'
import { type BegunCopy, storeCopy as storeSnapshotCopy } from '../begun-copy.ts'
import { checkTokenLength, idsOfToken, keepToken, tokenRequest } from '../client-tokens.ts'
import { ec2Failure } from '../errors.ts'
import { dryRun } from '../fields.ts'
import { beginImageCopy, type PlannedCopy, planImageCopy } from '../image-copy.ts'
import { findUsableImage, readImageId } from '../image-lookup.ts'
import { checkImageName, checkNameIsFree } from '../image-names.ts'
import type { ImageMapping, ImageRecord } from '../image-records.ts'
import { newImageAccesses, newImageId, storeNewImage } from '../new-image.ts'
import { readTagSpecifications, type TagSpecification, type TagsByResource, tagSpecifications, tagsFor } from '../tags.ts'
import { present, tagSpecificationSet } from '../trail-shapes.ts'

/** Input of CopyImage. The call goes to the destination Region. */
export interface CopyImageInput {
  /** Of the copy; unique among the account's images in the Region. */
  Name: string | undefined
  SourceImageId: string | undefined
  /** Also needed for a copy within a Region. */
  SourceRegion: string | undefined
  /** Of the copy; the source's is not taken over. */
  Description?: string | undefined
  /** Without it every snapshot keeps its status, and its key where it is the account's and of this Region. */
  Encrypted?: boolean | undefined
  /** One key of the destination Region for all snapshots; needs `Encrypted: true`. Key id, alias, key ARN or alias ARN. */
  KmsKeyId?: string | undefined
  /** Takes over the tags of an own image. */
  CopyImageTags?: boolean | undefined
  /** Tags of the image and of its snapshots. */
  TagSpecifications?: TagSpecification[] | undefined
  /** Up to 64 characters: the same request under the same token copies nothing more. */
  ClientToken?: string | undefined
  DestinationOutpostArn?: string | undefined
  DestinationAvailabilityZone?: string | undefined
  DestinationAvailabilityZoneId?: string | undefined
  SnapshotCopyCompletionDurationMinutes?: number | undefined
  DryRun?: boolean | undefined
}

/** Output of CopyImage. */
export interface CopyImageOutput {
  /** In the state `pending`. */
  ImageId: string
}

type Prepared = { readonly kind: 'new'; readonly image: ImageRecord; readonly planned: readonly PlannedCopy[] } | Again
type Used = { readonly kind: 'new'; readonly image: ImageRecord; readonly begun: ReadonlyMap<string, BegunCopy> } | Again

interface Again {
  readonly kind: 'again'
  readonly imageId: string
}

/**
 * Copies an image with all its snapshots into the Region that the call is made in. Every snapshot is copied as by CopySnapshot, under its own
 * id as context (2.4, row 22), but keeps its key by default (3.3). Trouble with keys, even an unknown one, shows as an image in the state
 * `failed` (3.6, 4.5).
 */
export const CopyImage = defineOperation({
  name: 'CopyImage',
  action: 'ec2:CopyImage',
  doc: 'AWSEC2/latest/APIReference/API_CopyImage.html',
  basis: 'V:doc',
  input: shape<CopyImageInput>({
    Name: text().required(),
    SourceImageId: text().required(),
    SourceRegion: text().required(),
    Description: text(),
    Encrypted: flag(),
    KmsKeyId: text(),
    CopyImageTags: flag(),
    TagSpecifications: tagSpecifications(),
    ClientToken: text(),
    DestinationOutpostArn: unsupported('AWS Outposts'),
    DestinationAvailabilityZone: unsupported('Local Zones'),
    DestinationAvailabilityZoneId: unsupported('Local Zones'),
    SnapshotCopyCompletionDurationMinutes: unsupported<number>('time-based copies of images'),
    DryRun: dryRun(),
  }),
  target: ({ input }) => readRequest(input),
  access: (call) => newImageAccesses(call, call.target),
  crossAccount: false,
  checks: [],
  prepare: (call): Outcome<Prepared, Failure> => {
    const { world, account, input } = call
    const earlier = idsOfToken(tokenRequest(call))
    if (!earlier.ok) return earlier
    const [imageId] = earlier.value ?? []
    if (imageId !== undefined) return succeed({ kind: 'again', imageId })
    const source = { account, region: input.SourceRegion as string }
    const image = findUsableImage(world, source, input.SourceImageId as string)
    if (!image.ok) return image
    const free = checkNameIsFree(world, call, input.Name as string)
    if (!free.ok) return free
    const planned = planImageCopy(world, call, image.value, input)
    return planned.ok ? succeed({ kind: 'new', image: image.value, planned: planned.value }) : planned
  },
  keyUse: (call): Outcome<Used, Failure> => {
    const { input, prepared } = call
    if (prepared.kind === 'again') return succeed(prepared)
    const token = checkTokenLength(input.ClientToken)
    if (!token.ok) return token
    const begun = new Map<string, BegunCopy>()
    for (const { copy } of prepared.planned) {
      // A snapshot that stands behind two devices is copied once.
      if (copy !== undefined && !begun.has(copy.source.id)) begun.set(copy.source.id, beginImageCopy(call, copy, input))
    }
    return succeed({ kind: 'new', image: prepared.image, begun })
  },
  commit: (call): CopyImageOutput => {
    const { used } = call
    return { ImageId: used.kind === 'again' ? used.imageId : store(call, used.image, used.begun) }
  },
  trail: {
    readOnly: false,
    requestParameters,
    responseElements: ({ output }) => ({ imageId: (output as CopyImageOutput).ImageId }),
  },
})

function readRequest(input: CopyImageInput): Outcome<TagsByResource, Failure> {
  const region = input.SourceRegion as string
  if (knownRegion(region) === undefined) return refuse(ec2Failure('InvalidRegion', `${region} is not a valid region name.`))
  const id = readImageId({ ImageId: input.SourceImageId })
  if (!id.ok) return id
  const name = checkImageName(input.Name as string)
  return name.ok ? readTagSpecifications(input.TagSpecifications, ['image', 'snapshot']) : name
}

const store = (call: Call<CopyImageInput, TagsByResource>, image: ImageRecord, begun: ReadonlyMap<string, BegunCopy>): string => {
  const { input, target: tags } = call
  const imageId = newImageId(call)
  const copies = new Map(
    Array.from(begun, ([sourceId, copy]) => {
      const description = `Copied for DestinationAmi ${imageId} from SourceAmi ${image.id} for SourceSnapshot ${sourceId}.`
      return [sourceId, storeSnapshotCopy(call, copy, { description, tags: tagsFor(tags, 'snapshot') })]
    }),
  )
  const mappings = image.mappings.map((mapping): ImageMapping => {
    const copy = copies.get(mapping.snapshotId ?? '')
    return copy === undefined ? mapping : { ...mapping, snapshotId: copy.id, isEncrypted: copy.protection.kind !== 'none' }
  })
  const { architecture, isEnaEnabled, rootDevice } = image
  const taken = input.CopyImageTags === true && image.account === call.account ? image.tags : []
  const copied = {
    name: input.Name as string,
    description: input.Description ?? '',
    architecture,
    isEnaEnabled,
    rootDevice,
    mappings,
    tags: new Map([...taken, ...tagsFor(tags, 'image')]),
    origin: { kind: 'copy', imageId: image.id, region: image.region } as const,
  }
  storeNewImage(call, imageId, copied, 'pending')
  keepToken(tokenRequest(call), [imageId])
  return imageId
}

function requestParameters({ input }: JournalEntry) {
  const request = input as CopyImageInput
  return present({
    sourceRegion: request.SourceRegion,
    sourceImageId: request.SourceImageId,
    name: request.Name,
    description: request.Description,
    encrypted: request.Encrypted,
    kmsKeyId: request.KmsKeyId,
    copyImageTags: request.CopyImageTags,
    clientToken: request.ClientToken,
    ...tagSpecificationSet(request.TagSpecifications),
  })
}
