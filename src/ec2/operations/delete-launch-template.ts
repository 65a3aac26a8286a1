import { defineOperation } from '../../core/operation.ts'
import { PASS } from '../../core/outcome.ts'
import { shape } from '../../core/shape.ts'
import { wrappedTrail } from '../defaults-trail.ts'
import { dryRun } from '../fields.ts'
import { findTemplate, type LaunchTemplateName, launchTemplateName, templateAccess } from '../launch-template-lookup.ts'
import { type LaunchTemplate, templateView } from '../launch-template-view.ts'
import { placeOf } from '../store.ts'

/** Input of DeleteLaunchTemplate. */
export interface DeleteLaunchTemplateInput extends LaunchTemplateName {
  DryRun?: boolean | undefined
}

/** Output of DeleteLaunchTemplate: what is gone. */
export interface DeleteLaunchTemplateOutput {
  LaunchTemplate: LaunchTemplate
}

/** Deletes a launch template with all its versions. Instances that were launched from it go on. */
export const DeleteLaunchTemplate = defineOperation({
  name: 'DeleteLaunchTemplate',
  action: 'ec2:DeleteLaunchTemplate',
  doc: 'AWSEC2/latest/APIReference/API_DeleteLaunchTemplate.html',
  basis: 'V:doc',
  input: shape<DeleteLaunchTemplateInput>({ ...launchTemplateName(), DryRun: dryRun() }),
  target: () => PASS,
  access: (call) => [templateAccess(call, call.input)],
  crossAccount: false,
  checks: [],
  prepare: (call) => findTemplate(call, call.input),
  commit: ({ world, prepared: template }): DeleteLaunchTemplateOutput => {
    placeOf(world, template).launchTemplates.delete(template.id)
    return { LaunchTemplate: templateView(template) }
  },
  trail: wrappedTrail('DeleteLaunchTemplate', 'write'),
})
