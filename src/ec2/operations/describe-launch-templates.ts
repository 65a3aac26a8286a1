import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse } from '../../core/outcome.ts'
import type { TokenPage } from '../../core/paging.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, list, shape, text } from '../../core/shape.ts'
import { wrappedTrail } from '../defaults-trail.ts'
import { ec2Failure } from '../errors.ts'
import { dryRun, ids, type PageInput, pageFields } from '../fields.ts'
import type { LaunchTemplateRecord } from '../launch-template-records.ts'
import { type LaunchTemplate, TEMPLATE_FILTERS, templateView } from '../launch-template-view.ts'
import { checkPage, listing, serialKey } from '../listing.ts'
import { findPlace } from '../store.ts'

/** Input of DescribeLaunchTemplates. */
export interface DescribeLaunchTemplatesInput extends PageInput {
  /** These templates alone; one that does not exist fails the whole call. */
  LaunchTemplateIds?: string[] | undefined
  LaunchTemplateNames?: string[] | undefined
  /** Makes no difference: no service makes templates in the simulator. */
  IncludeManagedResources?: boolean | undefined
  DryRun?: boolean | undefined
}

/** Output of DescribeLaunchTemplates. */
export interface DescribeLaunchTemplatesOutput {
  LaunchTemplates: LaunchTemplate[]
  /** Where the next page begins, if there is one. */
  NextToken?: string
}

/** Tells the account's launch templates in a Region. */
export const DescribeLaunchTemplates = defineOperation({
  name: 'DescribeLaunchTemplates',
  action: 'ec2:DescribeLaunchTemplates',
  doc: 'AWSEC2/latest/APIReference/API_DescribeLaunchTemplates.html',
  basis: 'V:doc',
  input: shape<DescribeLaunchTemplatesInput>({
    ...pageFields(),
    LaunchTemplateIds: ids(),
    LaunchTemplateNames: list(text()),
    IncludeManagedResources: flag(),
    DryRun: dryRun(),
  }),
  target: () => PASS,
  crossAccount: false,
  checks: [({ input }) => checkPage(input, input.LaunchTemplateIds, { min: 1, idsName: 'launchTemplateIds' })],
  prepare: (call) => find(call),
  commit: ({ prepared: { items, NextToken } }): DescribeLaunchTemplatesOutput => ({
    LaunchTemplates: items.map(templateView),
    ...(NextToken === undefined ? {} : { NextToken }),
  }),
  trail: wrappedTrail('DescribeLaunchTemplates', 'read'),
})

const find = (call: Call<DescribeLaunchTemplatesInput>): Outcome<TokenPage<LaunchTemplateRecord>, Failure> => {
  const { world, input, account, region } = call
  const { LaunchTemplateIds: templateIds, LaunchTemplateNames: names } = input
  const all = [...(findPlace(world, call)?.launchTemplates.values() ?? [])]
  if (templateIds?.some((id) => !all.some((each) => each.id === id))) {
    return refuse(ec2Failure('InvalidLaunchTemplateId.NotFound', NOT_ALL_THERE))
  }
  if (names?.some((name) => !all.some((each) => each.name === name))) {
    return refuse(ec2Failure('InvalidLaunchTemplateName.NotFoundException', NOT_ALL_THERE))
  }
  const isAnyNamed = (templateIds?.length ?? 0) + (names?.length ?? 0) > 0
  const items = all.filter(({ id, name }) => !isAnyNamed || templateIds?.includes(id) || names?.includes(name))
  const scope = `ec2/DescribeLaunchTemplates/${account}/${region}`
  return listing({ items, filterable: TEMPLATE_FILTERS, keyOf: serialKey, scope, page: input })
}

/** As users of AWS have reported it. */
const NOT_ALL_THERE = 'At least one of the launch templates specified in the request does not exist.'
