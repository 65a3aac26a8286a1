import type { JournalEntry } from '../core/journal.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { ec2Failure } from './errors.ts'
import { readSnapshotId } from './snapshot-lookup.ts'
import { present } from './trail-shapes.ts'

/** The attributes of snapshots. Source: SDK model, `SnapshotAttributeName`. */
export type SnapshotAttribute = 'createVolumePermission' | 'productCodes'

/** A request about one attribute of one snapshot. */
export interface AttributeTarget {
  readonly id: string
  readonly attribute: SnapshotAttribute
}

/** Reads snapshot and attribute, or AWS's refusal. Source: spec/ebs-ec2.md 6.3, recorded. */
export const readAttributeRequest = (
  input: { readonly SnapshotId?: string | undefined; readonly Attribute?: string | undefined },
  allowed: readonly SnapshotAttribute[],
): Outcome<AttributeTarget, Failure> => {
  const attribute = allowed.find((each) => each === input.Attribute)
  if (attribute === undefined) return refuse(ec2Failure('InvalidRequest', 'The request received was invalid.'))
  const id = readSnapshotId(input)
  return id.ok ? succeed({ id: id.value, attribute }) : id
}

/** How CloudTrail writes such a request. Source: CloudTrail samples of snapshot attributes. */
export const attributeParameters = ({ input }: JournalEntry): object => {
  const { SnapshotId, Attribute } = input as { readonly SnapshotId?: string; readonly Attribute?: SnapshotAttribute }
  const attributeType = Attribute === undefined ? undefined : ATTRIBUTE_TYPES[Attribute]
  return present({ snapshotId: SnapshotId, attributeType })
}

/** CloudTrail's names of the attributes. */
export const ATTRIBUTE_TYPES: Readonly<Record<SnapshotAttribute, string>> = {
  createVolumePermission: 'CREATE_VOLUME_PERMISSION',
  productCodes: 'PRODUCT_CODES',
}
