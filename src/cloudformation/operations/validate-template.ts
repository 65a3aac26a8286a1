import { defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape, unsupported } from '../../core/shape.ts'
import { neededCapability, readTemplate } from '../definition.ts'
import { invalid } from '../errors.ts'
import { type Capability, templateBody } from '../fields.ts'
import { scalarText } from '../json.ts'
import { isHidden } from '../parameters.ts'
import type { Template } from '../template.ts'

/** Input of ValidateTemplate. */
export interface ValidateTemplateInput {
  TemplateBody?: string | undefined
  TemplateURL?: string | undefined
}

/** Output of ValidateTemplate. */
export interface ValidateTemplateOutput {
  Parameters: { ParameterKey: string; DefaultValue?: string; NoEcho: boolean; Description?: string }[]
  Description?: string
  Capabilities?: Capability[]
  CapabilitiesReason?: string
}

/** Says whether a template can be read, and what it needs. */
export const ValidateTemplate = defineOperation({
  name: 'ValidateTemplate',
  action: 'cloudformation:ValidateTemplate',
  doc: 'AWSCloudFormation/latest/APIReference/API_ValidateTemplate.html',
  basis: 'V:doc',
  input: shape<ValidateTemplateInput>({
    TemplateBody: templateBody(),
    TemplateURL: unsupported('templates in S3: give a TemplateBody'),
  }),
  target: ({ input: { TemplateBody } }): Outcome<Template, Failure> =>
    TemplateBody === undefined
      ? refuse(invalid('Either Template URL or Template Body must be specified.'))
      : readTemplate(TemplateBody),
  crossAccount: false,
  checks: [],
  commit: ({ target: template }): ValidateTemplateOutput => {
    const capability = neededCapability(template)
    return {
      Parameters: Object.entries(template.parameters).map(([ParameterKey, declaration]) => {
        const DefaultValue = scalarText(declaration.Default)
        return {
          ParameterKey,
          ...(DefaultValue === undefined ? {} : { DefaultValue }),
          NoEcho: isHidden(declaration),
          ...(declaration.Description === undefined ? {} : { Description: declaration.Description }),
        }
      }),
      ...(template.description === undefined ? {} : { Description: template.description }),
      ...(capability === undefined ? {} : { Capabilities: [capability], CapabilitiesReason: reason(template) }),
    }
  },
  trail: { readOnly: true },
})

const reason = ({ resources }: Template): string => {
  const types = [...new Set(Object.values(resources).map(({ type }) => type))].filter((type) => type.startsWith('AWS::IAM::'))
  return `The following resource(s) require capabilities: [${types.join(', ')}]`
}
