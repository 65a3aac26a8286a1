import type { Call } from '../core/operation.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { text } from '../core/shape.ts'
import { type Ec2Access, resourceTagKeys } from './access.ts'
import { launchTemplateArn } from './arns.ts'
import { ec2Failure } from './errors.ts'
import { formOfId } from './ids.ts'
import type { LaunchTemplateRecord, LaunchTemplateVersionRecord } from './launch-template-records.ts'
import { findPlace } from './store.ts'

/** How a request names a launch template: by id or by name. */
export interface LaunchTemplateName {
  LaunchTemplateId?: string | undefined
  LaunchTemplateName?: string | undefined
}

/** A version of a launch template. */
export interface LaunchTemplateSpecification extends LaunchTemplateName {
  /** A number, `$Latest` or `$Default` (default). */
  Version?: string | undefined
}

/** The fields of {@link LaunchTemplateName}. */
export const launchTemplateName = () => ({ LaunchTemplateId: text(), LaunchTemplateName: text() })

/** The fields of {@link LaunchTemplateSpecification}. */
export const launchTemplateSpecification = () => ({ ...launchTemplateName(), Version: text() })

/** The account's launch template of that id or name, or AWS's refusal. */
export const findTemplate = (
  call: Pick<Call, 'world' | 'account' | 'region'>,
  { LaunchTemplateId: id, LaunchTemplateName: name }: LaunchTemplateName,
): Outcome<LaunchTemplateRecord, Failure> => {
  if (id !== undefined && name !== undefined) return refuse(ec2Failure('InvalidParameterCombination', ID_AND_NAME))
  if (id === undefined && name === undefined) return refuse(ec2Failure('MissingParameter', NO_ID_OR_NAME))
  if (id !== undefined && formOfId('lt', id) !== 'right') {
    return refuse(ec2Failure('InvalidLaunchTemplateId.Malformed', `Invalid id: "${id}"`))
  }
  const templates = findPlace(call.world, call)?.launchTemplates
  const found = id === undefined ? [...(templates?.values() ?? [])].find((each) => each.name === name) : templates?.get(id)
  if (found !== undefined) return succeed(found)
  if (id !== undefined) return refuse(noSuchTemplate(id))
  return refuse(ec2Failure('InvalidLaunchTemplateName.NotFoundException', missing(`template name ${name}`)))
}

/** The answer where there is no launch template of that id. */
export const noSuchTemplate = (id: string): Failure =>
  ec2Failure('InvalidLaunchTemplateId.NotFound', missing(`template ID ${id}`))

/** A launch template and one of its versions. */
export interface TemplateVersion {
  readonly template: LaunchTemplateRecord
  readonly version: LaunchTemplateVersionRecord
}

/** The version that a request names, or AWS's refusal. */
export const findTemplateVersion = (
  call: Pick<Call, 'world' | 'account' | 'region'>,
  { Version = '$Default', ...name }: LaunchTemplateSpecification,
): Outcome<TemplateVersion, Failure> => {
  const template = findTemplate(call, name)
  if (!template.ok) return template
  const version = versionOf(template.value, Version)
  return version.ok ? succeed({ template: template.value, version: version.value }) : version
}

/** The version of a template that a text stands for. */
export const versionOf = (template: LaunchTemplateRecord, text: string): Outcome<LaunchTemplateVersionRecord, Failure> => {
  const number = versionNumber(template, text)
  if (number === undefined) return refuse(ec2Failure('InvalidParameterValue', BAD_VERSION))
  const version = template.versions.get(number)
  return version === undefined ? refuse(noSuchVersion(template, number)) : succeed(version)
}

/** The answer where a template has no such version. */
export const noSuchVersion = ({ id }: LaunchTemplateRecord, number: number): Failure =>
  ec2Failure(
    'InvalidLaunchTemplateId.VersionNotFound',
    `Could not find the specified version ${number} for the launch template with ID ${id}.`,
  )

/** The number of the newest version that there is. */
export const latestVersion = ({ versions }: LaunchTemplateRecord): number => Math.max(...versions.keys())

/** The tags that AWS itself gives an instance that comes from a template. Source: EC2 User Guide, "Launch templates". */
export const templateTags = (
  template: LaunchTemplateRecord | undefined,
  version: number | undefined,
): ReadonlyMap<string, string> =>
  template === undefined
    ? new Map()
    : new Map([
        ['aws:ec2launchtemplate:id', template.id],
        ['aws:ec2launchtemplate:version', String(version)],
      ])

/** The permission of an operation on the template that it names; on any where there is none. */
export const templateAccess = (call: Call, name: LaunchTemplateName): Ec2Access => {
  const found = findTemplate(call, name)
  const { action } = call.operation
  if (!found.ok) return { action, resource: launchTemplateArn(call, name.LaunchTemplateId ?? '*') }
  return { action, resource: launchTemplateArn(call, found.value.id), keys: resourceTagKeys(found.value.tags) }
}

const versionNumber = (template: LaunchTemplateRecord, text: string): number | undefined => {
  if (text === '$Default') return template.defaultVersion
  if (text === '$Latest') return latestVersion(template)
  return /^[0-9]{1,9}$/.test(text) ? Number(text) : undefined
}

const missing = (what: string) => `The specified launch template, with ${what}, does not exist.`

/** The texts are inferred. */
const ID_AND_NAME = 'Specify either a launch template ID or a launch template name, but not both.'
const NO_ID_OR_NAME = 'The request must contain the parameter LaunchTemplateId or LaunchTemplateName'
/** As Auto Scaling says it. */
const BAD_VERSION = "Invalid launch template version: either '$Default', '$Latest', or a numeric version are allowed."
