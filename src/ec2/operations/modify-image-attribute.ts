import type { JournalEntry } from '../../core/journal.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { list, oneOf, shape, structure, text, unsupported } from '../../core/shape.ts'
import { ec2Failure } from '../errors.ts'
import { dryRun } from '../fields.ts'
import { findOwnImage, imageAccess, readImageId } from '../image-lookup.ts'
import type { ImageRecord } from '../image-records.ts'
import { changedLaunchers, checkImageSharing, type LaunchPermission, type SharingChange } from '../image-sharing.ts'
import { missingParameter } from '../shape-failures.ts'
import { DONE, present } from '../trail-shapes.ts'

/** Input of ModifyImageAttribute: one attribute at a time, in either of two forms. */
export interface ModifyImageAttributeInput {
  ImageId: string | undefined
  Description?: { Value?: string | undefined } | undefined
  /** Who may launch from the image, besides its owner. */
  LaunchPermission?: LaunchPermissionModifications | undefined
  /** The second form: which attribute `OperationType`, `UserIds`, `UserGroups` or `Value` are about. */
  Attribute?: 'description' | 'launchPermission' | undefined
  OperationType?: 'add' | 'remove' | undefined
  /** Account ids. */
  UserIds?: string[] | undefined
  /** `all` is the only group. */
  UserGroups?: string[] | undefined
  /** The new description. */
  Value?: string | undefined
  ProductCodes?: string[] | undefined
  OrganizationArns?: string[] | undefined
  OrganizationalUnitArns?: string[] | undefined
  ImdsSupport?: object | undefined
  DryRun?: boolean | undefined
}

/** Permissions to give and to take away. */
export interface LaunchPermissionModifications {
  Add?: LaunchPermission[] | undefined
  Remove?: LaunchPermission[] | undefined
}

/** Output of ModifyImageAttribute: nothing. */
export type ModifyImageAttributeOutput = Record<never, never>

type Change =
  | { readonly kind: 'description'; readonly text: string }
  | { readonly kind: 'sharing'; readonly sharing: SharingChange }

const permissions = () =>
  list(
    structure<LaunchPermission>({
      UserId: text(),
      Group: text<'all'>(),
      OrganizationArn: unsupported('AWS Organizations'),
      OrganizationalUnitArn: unsupported('AWS Organizations'),
    }),
  )

/** Changes the description of an image, or who may launch from it. Source: spec/ebs-ec2.md 7. */
export const ModifyImageAttribute = defineOperation({
  name: 'ModifyImageAttribute',
  action: 'ec2:ModifyImageAttribute',
  doc: 'AWSEC2/latest/APIReference/API_ModifyImageAttribute.html',
  basis: 'V:doc',
  input: shape<ModifyImageAttributeInput>({
    ImageId: text().required(),
    Description: structure<{ Value?: string | undefined }>({ Value: text() }),
    LaunchPermission: structure<LaunchPermissionModifications>({ Add: permissions(), Remove: permissions() }),
    Attribute: oneOf(['description', 'launchPermission']),
    OperationType: oneOf(['add', 'remove']),
    UserIds: list(text()),
    UserGroups: list(text()),
    Value: text(),
    ProductCodes: unsupported<string[]>('AWS Marketplace'),
    OrganizationArns: unsupported<string[]>('AWS Organizations'),
    OrganizationalUnitArns: unsupported<string[]>('AWS Organizations'),
    ImdsSupport: unsupported<object>('instance metadata'),
    DryRun: dryRun(),
  }),
  target: ({ input }): Outcome<Change, Failure> => {
    const id = readImageId(input)
    return id.ok ? readChange(input) : id
  },
  access: (call) => [imageAccess(call, call.input.ImageId as string)],
  crossAccount: false,
  checks: [],
  prepare: (call): Outcome<ImageRecord, Failure> => {
    const { world, input, target: change } = call
    const image = findOwnImage(world, call, input.ImageId as string)
    return image.ok && change.kind === 'sharing' ? checkImageSharing(world, image.value, change.sharing) : image
  },
  commit: ({
    target: change,
    prepared: image,
  }: Call<ModifyImageAttributeInput, Change, ImageRecord>): ModifyImageAttributeOutput => {
    if (change.kind === 'description') image.description = change.text
    else image.sharing = changedLaunchers(image, change.sharing)
    return {}
  },
  trail: { readOnly: false, requestParameters, responseElements: () => DONE },
})

/** The text without attributes is as users of AWS have reported it, as is the one without permissions. */
function readChange(input: ModifyImageAttributeInput): Outcome<Change, Failure> {
  const { Attribute, Description, LaunchPermission: launch, OperationType, UserIds = [], UserGroups = [], Value } = input
  if (Description?.Value !== undefined) return succeed({ kind: 'description', text: Description.Value })
  if (launch?.Add !== undefined || launch?.Remove !== undefined) {
    return succeed({ kind: 'sharing', sharing: { add: launch.Add ?? [], remove: launch.Remove ?? [] } })
  }
  if (Attribute === undefined) return refuse(ec2Failure('InvalidParameterCombination', 'No attributes specified.'))
  if (Attribute === 'description') {
    return Value === undefined ? refuse(missingParameter('Value')) : succeed({ kind: 'description', text: Value })
  }
  const named: LaunchPermission[] = [
    ...UserIds.map((UserId) => ({ UserId })),
    ...UserGroups.map((Group) => ({ Group: Group as 'all' })),
  ]
  if (OperationType === undefined || named.length === 0) return refuse(missingParameter('LaunchPermission'))
  const [add, remove] = OperationType === 'add' ? [named, []] : [[], named]
  return succeed({ kind: 'sharing', sharing: { add, remove } })
}

function requestParameters({ input }: JournalEntry) {
  const request = input as ModifyImageAttributeInput
  const { LaunchPermission: launch, UserIds = [], UserGroups = [], OperationType } = request
  const asked = [...UserIds.map((UserId) => ({ UserId })), ...UserGroups.map((Group) => ({ Group }))]
  const add = launch?.Add ?? (OperationType === 'add' ? asked : [])
  const remove = launch?.Remove ?? (OperationType === 'remove' ? asked : [])
  const isSharing = add.length + remove.length > 0
  return present({
    imageId: request.ImageId,
    attributeType: isSharing ? 'launchPermission' : 'description',
    description: request.Description?.Value ?? request.Value,
    launchPermission: isSharing ? present({ add: permissionSet(add), remove: permissionSet(remove) }) : undefined,
  })
}

const permissionSet = (named: readonly { UserId?: string | undefined; Group?: string | undefined }[]) =>
  named.length === 0 ? undefined : { items: named.map(({ UserId, Group }) => present({ userId: UserId, group: Group })) }
