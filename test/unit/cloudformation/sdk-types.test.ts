import type * as sdk from '@aws-sdk/client-cloudformation'
import {
  AlreadyExistsException as SdkAlreadyExists,
  CloudFormationServiceException as SdkBase,
} from '@aws-sdk/client-cloudformation'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type { CloudFormationApi } from '../../../src/cloudformation/api.ts'
import { make, stackWorld, thrownBy } from '../../support/cloud/stack-world.ts'

/** The SDK's input and output of every method. The compiler rejects a missing one. */
interface SdkTypes extends Record<keyof CloudFormationApi, { input: object; output: object }> {
  createStack: { input: sdk.CreateStackCommandInput; output: sdk.CreateStackCommandOutput }
  deleteStack: { input: sdk.DeleteStackCommandInput; output: sdk.DeleteStackCommandOutput }
  describeStackEvents: { input: sdk.DescribeStackEventsCommandInput; output: sdk.DescribeStackEventsCommandOutput }
  describeStackResources: { input: sdk.DescribeStackResourcesCommandInput; output: sdk.DescribeStackResourcesCommandOutput }
  describeStacks: { input: sdk.DescribeStacksCommandInput; output: sdk.DescribeStacksCommandOutput }
  getTemplate: { input: sdk.GetTemplateCommandInput; output: sdk.GetTemplateCommandOutput }
  listExports: { input: sdk.ListExportsCommandInput; output: sdk.ListExportsCommandOutput }
  listStackResources: { input: sdk.ListStackResourcesCommandInput; output: sdk.ListStackResourcesCommandOutput }
  listStacks: { input: sdk.ListStacksCommandInput; output: sdk.ListStacksCommandOutput }
  updateStack: { input: sdk.UpdateStackCommandInput; output: sdk.UpdateStackCommandOutput }
  validateTemplate: { input: sdk.ValidateTemplateCommandInput; output: sdk.ValidateTemplateCommandOutput }
}

type Input<Name extends keyof CloudFormationApi> = NonNullable<Parameters<CloudFormationApi[Name]>[0]>

/** What our inputs have and the SDK's have not, and the other way round: nothing. */
type Differences = {
  [Name in keyof CloudFormationApi]:
    | Exclude<keyof Input<Name>, keyof SdkTypes[Name]['input']>
    | Exclude<keyof SdkTypes[Name]['input'], keyof Input<Name>>
}[keyof CloudFormationApi]

/** Whether what we answer is what the SDK's types promise. */
type Fitting = {
  [Name in keyof CloudFormationApi]: ReturnType<CloudFormationApi[Name]> extends Omit<SdkTypes[Name]['output'], '$metadata'>
    ? true
    : Name
}[keyof CloudFormationApi]

/** Whether our inputs can be sent with the SDK. */
type Sendable = {
  [Name in keyof CloudFormationApi]: SdkTypes[Name]['input'] extends Input<Name> ? true : Name
}[keyof CloudFormationApi]

describe('the types of CloudFormation', () => {
  it('are the AWS SDK’s: members of inputs, their types, and answers', () => {
    expectTypeOf<Differences>().toEqualTypeOf<never>()
    // The SDK's ResourceStatus lacks the clean-up states of stacks, which AWS's events have.
    expectTypeOf<Fitting>().toEqualTypeOf<true | 'describeStackEvents'>()
    expectTypeOf<Sendable>().toEqualTypeOf<true>()
  })

  it('are the AWS SDK’s: its instanceof accepts the errors', () => {
    const { session } = stackWorld()
    const template = { Resources: { Key: { Type: 'AWS::KMS::Key' } } }
    make(session, template)
    const error = thrownBy(() => make(session, template))
    expect(error).toBeInstanceOf(SdkBase)
    expect(error).toBeInstanceOf(SdkAlreadyExists)
    expect(error).toMatchObject({ $fault: 'client', $metadata: { httpStatusCode: 400 } })
  })

  it('tells templates: as they were given, what they need, and whether they can be read', () => {
    const { session } = stackWorld()
    const text = 'Description: d\nParameters: { P: { Type: String, Default: x } }\nResources: { Key: { Type: AWS::KMS::Key } }\n'
    make(session, text)
    expect(session.cloudformation.getTemplate({ StackName: 'app' }).TemplateBody).toBe(text)
    expect(session.cloudformation.validateTemplate({ TemplateBody: text })).toEqual({
      Description: 'd',
      Parameters: [{ ParameterKey: 'P', DefaultValue: 'x', NoEcho: false }],
    })
    expect(session.cloudformation.listStackResources({ StackName: 'app' }).StackResourceSummaries).toMatchObject([
      { LogicalResourceId: 'Key', ResourceType: 'AWS::KMS::Key', ResourceStatus: 'CREATE_COMPLETE' },
    ])
  })
})
