import { defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape, text, unsupported } from '../../core/shape.ts'
import { idsOfToken, keepToken, tokenRequest } from '../client-tokens.ts'
import { wrappedTrail } from '../defaults-trail.ts'
import { dryRun } from '../fields.ts'
import { type LaunchTemplateData, launchTemplateData } from '../launch-template-data.ts'
import {
  findTemplate,
  type LaunchTemplateName,
  launchTemplateName,
  templateAccess,
  versionOf,
} from '../launch-template-lookup.ts'
import type { LaunchTemplateRecord } from '../launch-template-records.ts'
import { type LaunchTemplateVersion, versionView } from '../launch-template-view.ts'
import { addVersion, checkTemplateData } from '../new-launch-template.ts'

/** Input of CreateLaunchTemplateVersion. */
export interface CreateLaunchTemplateVersionInput extends LaunchTemplateName {
  /** What the version says. */
  LaunchTemplateData: LaunchTemplateData | undefined
  /** The version that this one is based on: a number, `$Latest` or `$Default`. What `LaunchTemplateData` does not say is taken from it. */
  SourceVersion?: string | undefined
  VersionDescription?: string | undefined
  ClientToken?: string | undefined
  ResolveAlias?: boolean | undefined
  DryRun?: boolean | undefined
}

/** Output of CreateLaunchTemplateVersion. */
export interface CreateLaunchTemplateVersionOutput {
  LaunchTemplateVersion: LaunchTemplateVersion
}

interface Prepared {
  readonly template: LaunchTemplateRecord
  readonly data: LaunchTemplateData
  /** The number of the version that an earlier request under the token has made. */
  readonly earlier: number | undefined
}

/** Gives a launch template one more version. The default version stays what it is. */
export const CreateLaunchTemplateVersion = defineOperation({
  name: 'CreateLaunchTemplateVersion',
  action: 'ec2:CreateLaunchTemplateVersion',
  doc: 'AWSEC2/latest/APIReference/API_CreateLaunchTemplateVersion.html',
  basis: 'V:doc',
  input: shape<CreateLaunchTemplateVersionInput>({
    ...launchTemplateName(),
    LaunchTemplateData: launchTemplateData().required(),
    SourceVersion: text(),
    VersionDescription: text({ max: 255 }),
    ClientToken: text({ max: 128 }),
    ResolveAlias: unsupported<boolean>('parameters of AWS Systems Manager'),
    DryRun: dryRun(),
  }),
  target: ({ input }): Outcome<undefined, Failure> =>
    input.SourceVersion === undefined ? checkTemplateData(input.LaunchTemplateData as LaunchTemplateData) : succeed(undefined),
  access: (call) => [templateAccess(call, call.input)],
  crossAccount: false,
  checks: [],
  prepare: (call): Outcome<Prepared, Failure> => {
    const { input } = call
    const template = findTemplate(call, input)
    if (!template.ok) return template
    const earlier = idsOfToken(tokenRequest(call))
    if (!earlier.ok) return earlier
    const source = input.SourceVersion === undefined ? succeed(undefined) : versionOf(template.value, input.SourceVersion)
    if (!source.ok) return refuse(source.error)
    const [number] = earlier.value ?? []
    const data = { ...source.value?.data, ...(input.LaunchTemplateData as LaunchTemplateData) }
    return succeed({ template: template.value, data, earlier: number === undefined ? undefined : Number(number) })
  },
  commit: (call): CreateLaunchTemplateVersionOutput => {
    const { template, data, earlier } = call.prepared
    const known = earlier === undefined ? undefined : template.versions.get(earlier)
    const version = known ?? addVersion(call, template, call.input, data)
    keepToken(tokenRequest(call), [String(version.number)])
    return { LaunchTemplateVersion: versionView(template, version) }
  },
  trail: wrappedTrail('CreateLaunchTemplateVersion', 'write'),
})
