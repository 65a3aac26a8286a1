import type { Call } from '../core/operation.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import { principalName } from '../core/principal.ts'
import type { Failure } from '../core/service-error.ts'
import { ec2Failure } from './errors.ts'
import type { LaunchTemplateData } from './launch-template-data.ts'
import type { LaunchTemplateRecord, LaunchTemplateVersionRecord } from './launch-template-records.ts'
import { missingParameter } from './shape-failures.ts'
import { findPlace } from './store.ts'

/** Whether a text can be the name of a launch template, and no other one of the account in the Region has it. */
export const checkTemplateName = (
  call: Pick<Call, 'world' | 'account' | 'region'>,
  name: string,
): Outcome<undefined, Failure> => {
  if (!/^[a-zA-Z0-9().\-/_]{3,128}$/.test(name)) {
    return refuse(ec2Failure('InvalidLaunchTemplateName.MalformedException', MALFORMED_NAME))
  }
  const templates = findPlace(call.world, call)?.launchTemplates.values() ?? []
  const isTaken = [...templates].some((each) => each.name === name)
  return isTaken ? refuse(ec2Failure('InvalidLaunchTemplateName.AlreadyExistsException', NAME_TAKEN)) : succeed(undefined)
}

/** Whether a version says anything: with nothing in it the parameter does not reach AWS. */
export const checkTemplateData = (data: LaunchTemplateData): Outcome<undefined, Failure> =>
  Object.keys(data).length > 0 ? succeed(undefined) : refuse(missingParameter('LaunchTemplateData'))

/** What a request says of a version. */
export interface VersionInput {
  readonly VersionDescription?: string | undefined
}

/** A new version. Its data are the record's own. */
export const newVersion = (
  { time, entry }: Call,
  { VersionDescription: description }: VersionInput,
  number: number,
  data: LaunchTemplateData,
): LaunchTemplateVersionRecord => ({
  number,
  ...(description === undefined ? {} : { description }),
  createdAt: time,
  createdBy: principalName(entry.principal),
  data: structuredClone(data),
})

/** Gives a template one more version, which is its latest one now. */
export const addVersion = (
  call: Call,
  template: LaunchTemplateRecord,
  input: VersionInput,
  data: LaunchTemplateData,
): LaunchTemplateVersionRecord => {
  const version = newVersion(call, input, ++template.lastVersion, data)
  template.versions.set(version.number, version)
  return version
}

/** As the API Reference says what a name may be; the sentence is inferred. */
const MALFORMED_NAME =
  'A launch template name must be between 3 and 128 characters, and may contain letters, numbers, and the following characters: - ( ) . / _.'
const NAME_TAKEN = 'Launch template name already in use.'
