import { defineOperation } from '../../core/operation.ts'
import { shape, text } from '../../core/shape.ts'
import { dryRun } from '../fields.ts'
import { snapshotAccess } from '../snapshot-access.ts'
import { attributeParameters, readAttributeRequest, type SnapshotAttribute } from '../snapshot-attributes.ts'
import { findOwnSnapshot } from '../snapshot-lookup.ts'
import type { CreateVolumePermission } from '../snapshot-sharing.ts'

/** Input of DescribeSnapshotAttribute. */
export interface DescribeSnapshotAttributeInput {
  SnapshotId: string | undefined
  Attribute: SnapshotAttribute | undefined
  DryRun?: boolean | undefined
}

/** Output of DescribeSnapshotAttribute: the snapshot and the attribute that was asked for. */
export interface DescribeSnapshotAttributeOutput {
  SnapshotId: string
  /** Who may make volumes from it besides its owner. */
  CreateVolumePermissions?: CreateVolumePermission[]
  /** Always empty: nobody sells snapshots of the simulator. */
  ProductCodes?: ProductCode[]
}

/** A product of AWS Marketplace. */
export interface ProductCode {
  ProductCodeId: string
  ProductCodeType: 'devpay' | 'marketplace'
}

/** Tells an attribute of a snapshot of the account: with whom it is shared. Source: spec/ebs-ec2.md 6.3. */
export const DescribeSnapshotAttribute = defineOperation({
  name: 'DescribeSnapshotAttribute',
  action: 'ec2:DescribeSnapshotAttribute',
  doc: 'AWSEC2/latest/APIReference/API_DescribeSnapshotAttribute.html',
  basis: 'V:obs',
  input: shape<DescribeSnapshotAttributeInput>({
    SnapshotId: text().required(),
    Attribute: text<SnapshotAttribute>().required(),
    DryRun: dryRun(),
  }),
  target: ({ input }) => readAttributeRequest(input, ['createVolumePermission', 'productCodes']),
  access: (call) => [snapshotAccess(call, call.target.id)],
  crossAccount: false,
  checks: [],
  prepare: ({ world, account, region, target: { id } }) => findOwnSnapshot(world, { account, region }, id),
  commit: ({ target: { attribute }, prepared: { id, sharing } }): DescribeSnapshotAttributeOutput => {
    if (attribute === 'productCodes') return { SnapshotId: id, ProductCodes: [] }
    const everybody: CreateVolumePermission[] = sharing.isPublic ? [{ Group: 'all' }] : []
    return { SnapshotId: id, CreateVolumePermissions: [...everybody, ...sharing.accounts.map((UserId) => ({ UserId }))] }
  },
  trail: { readOnly: true, requestParameters: attributeParameters },
})
