import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse, succeed } from '../../core/outcome.ts'
import type { TokenPage } from '../../core/paging.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, list, shape, text, unsupported } from '../../core/shape.ts'
import { wrappedTrail } from '../defaults-trail.ts'
import { dryRun, type PageInput, pageFields } from '../fields.ts'
import { findTemplate, type LaunchTemplateName, launchTemplateName, versionOf } from '../launch-template-lookup.ts'
import type { LaunchTemplateRecord } from '../launch-template-records.ts'
import { type LaunchTemplateVersion, type ListedVersion, VERSION_FILTERS, versionView } from '../launch-template-view.ts'
import { checkPage, listing } from '../listing.ts'
import { missingParameter } from '../shape-failures.ts'
import { findPlace } from '../store.ts'

/** Input of DescribeLaunchTemplateVersions. Without a template: `$Latest` or `$Default` of all templates. */
export interface DescribeLaunchTemplateVersionsInput extends LaunchTemplateName, PageInput {
  /** Numbers, `$Latest`, `$Default`. */
  Versions?: string[] | undefined
  /** The first number. */
  MinVersion?: string | undefined
  /** The last number. */
  MaxVersion?: string | undefined
  /** Makes no difference: no service makes templates in the simulator. */
  IncludeManagedResources?: boolean | undefined
  ResolveAlias?: boolean | undefined
  DryRun?: boolean | undefined
}

/** Output of DescribeLaunchTemplateVersions: the newest version first. */
export interface DescribeLaunchTemplateVersionsOutput {
  LaunchTemplateVersions: LaunchTemplateVersion[]
  /** Where the next page begins, if there is one. */
  NextToken?: string
}

/** Tells versions of a launch template, or of all. */
export const DescribeLaunchTemplateVersions = defineOperation({
  name: 'DescribeLaunchTemplateVersions',
  action: 'ec2:DescribeLaunchTemplateVersions',
  doc: 'AWSEC2/latest/APIReference/API_DescribeLaunchTemplateVersions.html',
  basis: 'V:doc',
  input: shape<DescribeLaunchTemplateVersionsInput>({
    ...pageFields(),
    ...launchTemplateName(),
    Versions: list(text()),
    MinVersion: text({ pattern: /^[0-9]{1,9}$/ }),
    MaxVersion: text({ pattern: /^[0-9]{1,9}$/ }),
    IncludeManagedResources: flag(),
    ResolveAlias: unsupported<boolean>('parameters of AWS Systems Manager'),
    DryRun: dryRun(),
  }),
  target: () => PASS,
  crossAccount: false,
  checks: [({ input }) => checkPage(input, undefined, { min: 1, idsName: 'versions' })],
  prepare: (call) => find(call),
  commit: ({ prepared: { items, NextToken } }): DescribeLaunchTemplateVersionsOutput => ({
    LaunchTemplateVersions: items.map(({ template, version }) => versionView(template, version)),
    ...(NextToken === undefined ? {} : { NextToken }),
  }),
  trail: wrappedTrail('DescribeLaunchTemplateVersions', 'read'),
})

const find = (call: Call<DescribeLaunchTemplateVersionsInput>): Outcome<TokenPage<ListedVersion>, Failure> => {
  const { input, account, region } = call
  const templates = templatesOf(call)
  if (!templates.ok) return templates
  const items: ListedVersion[] = []
  for (const template of templates.value) {
    const versions = wanted(template, input)
    if (!versions.ok) return versions
    items.push(...versions.value)
  }
  const scope = `ec2/DescribeLaunchTemplateVersions/${account}/${region}`
  return listing({ items, filterable: VERSION_FILTERS, keyOf: newestFirst, scope, page: input })
}

const templatesOf = (call: Call<DescribeLaunchTemplateVersionsInput>): Outcome<readonly LaunchTemplateRecord[], Failure> => {
  const { input, world } = call
  const { LaunchTemplateId, LaunchTemplateName, Versions = [] } = input
  if (LaunchTemplateId !== undefined || LaunchTemplateName !== undefined) {
    const named = findTemplate(call, { LaunchTemplateId, LaunchTemplateName })
    return named.ok ? succeed([named.value]) : named
  }
  const isOfAll = Versions.length > 0 && Versions.every((each) => each === '$Latest' || each === '$Default')
  if (!isOfAll) return refuse(missingParameter('LaunchTemplateId'))
  return succeed([...(findPlace(world, call)?.launchTemplates.values() ?? [])])
}

const wanted = (
  template: LaunchTemplateRecord,
  { Versions, MinVersion = '0', MaxVersion = '999999999' }: DescribeLaunchTemplateVersionsInput,
): Outcome<readonly ListedVersion[], Failure> => {
  const found = new Map<number, ListedVersion>()
  for (const text of Versions ?? []) {
    const version = versionOf(template, text)
    if (!version.ok) return version
    found.set(version.value.number, { template, version: version.value })
  }
  if (Versions !== undefined && Versions.length > 0) return succeed([...found.values()])
  const all = [...template.versions.values()].map((version) => ({ template, version }))
  return succeed(all.filter(({ version: { number } }) => number >= Number(MinVersion) && number <= Number(MaxVersion)))
}

/** By template, and the newest version first. */
const newestFirst = ({ template, version }: ListedVersion): string =>
  `${String(template.serial).padStart(16, '0')}/${String(1e9 - version.number).padStart(10, '0')}`
