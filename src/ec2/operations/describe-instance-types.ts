import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse } from '../../core/outcome.ts'
import type { TokenPage } from '../../core/paging.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, list, shape, text } from '../../core/shape.ts'
import { ec2Failure } from '../errors.ts'
import { dryRun, type PageInput, pageFields } from '../fields.ts'
import { INSTANCE_TYPE_FILTERS, type InstanceTypeInfo, instanceTypeView } from '../instance-type-view.ts'
import { instanceTypeRules, LISTED_INSTANCE_TYPES } from '../instance-types.ts'
import { checkPage, listing } from '../listing.ts'

/** Input of DescribeInstanceTypes. */
export interface DescribeInstanceTypesInput extends PageInput {
  /** These types alone; one that does not exist fails the whole call. */
  InstanceTypes?: string[] | undefined
  /** Makes no difference: every type is there in every Region. */
  IncludeUnsupportedInRegion?: boolean | undefined
  DryRun?: boolean | undefined
}

/** Output of DescribeInstanceTypes. */
export interface DescribeInstanceTypesOutput {
  InstanceTypes: InstanceTypeInfo[]
  /** Where the next page begins, if there is one. */
  NextToken?: string
}

/** Tells what instance types mean for volumes and their encryption. */
export const DescribeInstanceTypes = defineOperation({
  name: 'DescribeInstanceTypes',
  action: 'ec2:DescribeInstanceTypes',
  doc: 'AWSEC2/latest/APIReference/API_DescribeInstanceTypes.html',
  basis: 'V:doc',
  input: shape<DescribeInstanceTypesInput>({
    ...pageFields(),
    InstanceTypes: list(text(), { max: 100 }),
    IncludeUnsupportedInRegion: flag(),
    DryRun: dryRun(),
  }),
  target: () => PASS,
  crossAccount: false,
  checks: [({ input }) => checkPage(input, input.InstanceTypes, { min: 5, idsName: 'instanceTypes' })],
  prepare: (call) => find(call),
  commit: ({ prepared: { items, NextToken } }): DescribeInstanceTypesOutput => ({
    InstanceTypes: items.map(instanceTypeView),
    ...(NextToken === undefined ? {} : { NextToken }),
  }),
  trail: { readOnly: true },
})

const find = ({ input }: Call<DescribeInstanceTypesInput>): Outcome<TokenPage<string>, Failure> => {
  const { InstanceTypes: named = [] } = input
  const unknown = named.filter((type) => instanceTypeRules(type) === undefined)
  if (unknown.length > 0) {
    const message = `The following supplied instance types do not exist: [${unknown.join(', ')}]`
    return refuse(ec2Failure('InvalidInstanceType', message))
  }
  const items = named.length > 0 ? new Set(named) : LISTED_INSTANCE_TYPES
  const scope = 'ec2/DescribeInstanceTypes'
  return listing({ items, filterable: INSTANCE_TYPE_FILTERS, keyOf: (type) => type, scope, page: input })
}
