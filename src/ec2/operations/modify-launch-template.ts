import { defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape, text } from '../../core/shape.ts'
import { wrappedTrail } from '../defaults-trail.ts'
import { dryRun } from '../fields.ts'
import {
  findTemplateVersion,
  type LaunchTemplateName,
  launchTemplateName,
  type TemplateVersion,
  templateAccess,
} from '../launch-template-lookup.ts'
import { type LaunchTemplate, templateView } from '../launch-template-view.ts'
import { missingParameter } from '../shape-failures.ts'

/** Input of ModifyLaunchTemplate. */
export interface ModifyLaunchTemplateInput extends LaunchTemplateName {
  /** The number of the version that `$Default` is to stand for. */
  DefaultVersion?: string | undefined
  /** Accepted; the same request twice does the same in any case. */
  ClientToken?: string | undefined
  DryRun?: boolean | undefined
}

/** Output of ModifyLaunchTemplate. */
export interface ModifyLaunchTemplateOutput {
  LaunchTemplate: LaunchTemplate
}

/** Says which version of a launch template is the default one. */
export const ModifyLaunchTemplate = defineOperation({
  name: 'ModifyLaunchTemplate',
  action: 'ec2:ModifyLaunchTemplate',
  doc: 'AWSEC2/latest/APIReference/API_ModifyLaunchTemplate.html',
  basis: 'V:doc',
  input: shape<ModifyLaunchTemplateInput>({
    ...launchTemplateName(),
    DefaultVersion: text(),
    ClientToken: text({ max: 128 }),
    DryRun: dryRun(),
  }),
  target: ({ input: { DefaultVersion } }): Outcome<string, Failure> =>
    DefaultVersion === undefined ? refuse(missingParameter('DefaultVersion')) : succeed(DefaultVersion),
  access: (call) => [templateAccess(call, call.input)],
  crossAccount: false,
  checks: [],
  prepare: (call): Outcome<TemplateVersion, Failure> => {
    const { LaunchTemplateId, LaunchTemplateName } = call.input
    return findTemplateVersion(call, { LaunchTemplateId, LaunchTemplateName, Version: call.target })
  },
  commit: ({ prepared: { template, version } }): ModifyLaunchTemplateOutput => {
    template.defaultVersion = version.number
    return { LaunchTemplate: templateView(template) }
  },
  trail: wrappedTrail('ModifyLaunchTemplate', 'write'),
})
