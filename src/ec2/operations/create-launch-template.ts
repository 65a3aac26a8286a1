import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, succeed } from '../../core/outcome.ts'
import { principalName } from '../../core/principal.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape, text, unsupported } from '../../core/shape.ts'
import { type Ec2Access, requestTagKeys, tagOnCreate } from '../access.ts'
import { launchTemplateArn } from '../arns.ts'
import { idsOfToken, keepToken, tokenRequest } from '../client-tokens.ts'
import { wrappedTrail } from '../defaults-trail.ts'
import { dryRun } from '../fields.ts'
import { newId } from '../ids.ts'
import { type LaunchTemplateData, launchTemplateData } from '../launch-template-data.ts'
import type { LaunchTemplateRecord } from '../launch-template-records.ts'
import { type LaunchTemplate, templateView } from '../launch-template-view.ts'
import { checkTemplateData, checkTemplateName, newVersion } from '../new-launch-template.ts'
import { findPlace, nextSerial, placeOf } from '../store.ts'
import { readTagSpecifications, type TagSpecification, type TagsByResource, tagSpecifications, tagsFor } from '../tags.ts'

/** Input of CreateLaunchTemplate. */
export interface CreateLaunchTemplateInput {
  /** Unique in the account and Region; 3 to 128 characters. */
  LaunchTemplateName: string | undefined
  /** What version 1 says. Nothing of it is checked before a launch. */
  LaunchTemplateData: LaunchTemplateData | undefined
  VersionDescription?: string | undefined
  /** Tags of the launch template itself. */
  TagSpecifications?: TagSpecification[] | undefined
  ClientToken?: string | undefined
  Operator?: object | undefined
  DryRun?: boolean | undefined
}

/** Output of CreateLaunchTemplate. */
export interface CreateLaunchTemplateOutput {
  LaunchTemplate: LaunchTemplate
}

/** Makes a launch template with its first version. */
export const CreateLaunchTemplate = defineOperation({
  name: 'CreateLaunchTemplate',
  action: 'ec2:CreateLaunchTemplate',
  doc: 'AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html',
  basis: 'V:doc',
  input: shape<CreateLaunchTemplateInput>({
    LaunchTemplateName: text().required(),
    LaunchTemplateData: launchTemplateData().required(),
    VersionDescription: text({ max: 255 }),
    TagSpecifications: tagSpecifications(),
    ClientToken: text({ max: 128 }),
    Operator: unsupported<object>('managed resources'),
    DryRun: dryRun(),
  }),
  target: ({ input }): Outcome<TagsByResource, Failure> => {
    const data = checkTemplateData(input.LaunchTemplateData as LaunchTemplateData)
    return data.ok ? readTagSpecifications(input.TagSpecifications, ['launch-template']) : data
  },
  access: (call) => accesses(call),
  crossAccount: false,
  checks: [],
  prepare: (call): Outcome<LaunchTemplateRecord | undefined, Failure> => {
    const earlier = idsOfToken(tokenRequest(call))
    if (!earlier.ok) return earlier
    const [id = ''] = earlier.value ?? []
    const made = findPlace(call.world, call)?.launchTemplates.get(id)
    return made === undefined ? checkTemplateName(call, call.input.LaunchTemplateName as string) : succeed(made)
  },
  commit: (call): CreateLaunchTemplateOutput => ({ LaunchTemplate: templateView(call.prepared ?? create(call)) }),
  trail: wrappedTrail('CreateLaunchTemplate', 'write'),
})

const create = (call: Call<CreateLaunchTemplateInput, TagsByResource>): LaunchTemplateRecord => {
  const { world, account, region, time, entry, input, target: tags } = call
  const template: LaunchTemplateRecord = {
    id: newId(world, 'lt', call),
    serial: nextSerial(world),
    account,
    region,
    name: input.LaunchTemplateName as string,
    createdAt: time,
    createdBy: principalName(entry.principal),
    defaultVersion: 1,
    lastVersion: 1,
    versions: new Map([[1, newVersion(call, input, 1, input.LaunchTemplateData as LaunchTemplateData)]]),
    tags: tagsFor(tags, 'launch-template'),
  }
  placeOf(world, template).launchTemplates.set(template.id, template)
  keepToken(tokenRequest(call), [template.id])
  return template
}

function accesses(call: Call<CreateLaunchTemplateInput, TagsByResource>): readonly Ec2Access[] {
  const { operation, target: tags } = call
  const resource = launchTemplateArn(call, '*')
  const keys = requestTagKeys(tags.get('launch-template'))
  return [{ action: operation.action, resource, keys }, ...tagOnCreate(call, tags, () => resource)]
}
