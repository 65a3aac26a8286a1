import { defineOperation } from '../../core/operation.ts'
import { PASS } from '../../core/outcome.ts'
import { list, shape, text } from '../../core/shape.ts'
import { wrappedTrail } from '../defaults-trail.ts'
import { dryRun } from '../fields.ts'
import {
  findTemplate,
  type LaunchTemplateName,
  launchTemplateName,
  noSuchVersion,
  templateAccess,
} from '../launch-template-lookup.ts'
import type { LaunchTemplateRecord } from '../launch-template-records.ts'

/** Input of DeleteLaunchTemplateVersions. */
export interface DeleteLaunchTemplateVersionsInput extends LaunchTemplateName {
  /** Up to 200 numbers. */
  Versions: string[] | undefined
  DryRun?: boolean | undefined
}

/** Output of DeleteLaunchTemplateVersions: each version is deleted or not for itself. */
export interface DeleteLaunchTemplateVersionsOutput {
  SuccessfullyDeletedLaunchTemplateVersions: DeletedLaunchTemplateVersion[]
  UnsuccessfullyDeletedLaunchTemplateVersions: UndeletedLaunchTemplateVersion[]
}

/** A version that is gone. */
export interface DeletedLaunchTemplateVersion {
  LaunchTemplateId: string
  LaunchTemplateName: string
  VersionNumber: number
}

/** A version that is not, and why. */
export interface UndeletedLaunchTemplateVersion extends DeletedLaunchTemplateVersion {
  ResponseError: { Code: 'launchTemplateVersionDoesNotExist' | 'unexpectedError'; Message: string }
}

/** Deletes versions of a launch template, each for itself. The default version cannot be deleted; its number is never given again. */
export const DeleteLaunchTemplateVersions = defineOperation({
  name: 'DeleteLaunchTemplateVersions',
  action: 'ec2:DeleteLaunchTemplateVersions',
  doc: 'AWSEC2/latest/APIReference/API_DeleteLaunchTemplateVersions.html',
  basis: 'V:doc',
  input: shape<DeleteLaunchTemplateVersionsInput>({
    ...launchTemplateName(),
    Versions: list(text({ pattern: /^[0-9]{1,9}$/ }), { min: 1, max: 200 }).required(),
    DryRun: dryRun(),
  }),
  target: () => PASS,
  access: (call) => [templateAccess(call, call.input)],
  crossAccount: false,
  checks: [],
  prepare: (call) => findTemplate(call, call.input),
  commit: ({ input, prepared: template }): DeleteLaunchTemplateVersionsOutput => {
    const output: DeleteLaunchTemplateVersionsOutput = {
      SuccessfullyDeletedLaunchTemplateVersions: [],
      UnsuccessfullyDeletedLaunchTemplateVersions: [],
    }
    for (const number of (input.Versions as string[]).map(Number)) {
      const version = { LaunchTemplateId: template.id, LaunchTemplateName: template.name, VersionNumber: number }
      const error = deleteVersion(template, number)
      if (error === undefined) output.SuccessfullyDeletedLaunchTemplateVersions.push(version)
      else output.UnsuccessfullyDeletedLaunchTemplateVersions.push({ ...version, ResponseError: error })
    }
    return output
  },
  trail: wrappedTrail('DeleteLaunchTemplateVersions', 'write'),
})

const deleteVersion = (
  template: LaunchTemplateRecord,
  number: number,
): UndeletedLaunchTemplateVersion['ResponseError'] | undefined => {
  if (number === template.defaultVersion) return { Code: 'unexpectedError', Message: IS_DEFAULT }
  if (template.versions.delete(number)) return undefined
  return { Code: 'launchTemplateVersionDoesNotExist', Message: noSuchVersion(template, number).message ?? '' }
}

/** The text is inferred. */
const IS_DEFAULT = 'The default version of a launch template cannot be deleted. Make another version the default first.'
