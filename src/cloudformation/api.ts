import type { CreateStackInput, CreateStackOutput } from './operations/create-stack.ts'
import type { DeleteStackInput, DeleteStackOutput } from './operations/delete-stack.ts'
import type { DescribeStackEventsInput, DescribeStackEventsOutput } from './operations/describe-stack-events.ts'
import type { DescribeStackResourcesInput, DescribeStackResourcesOutput } from './operations/describe-stack-resources.ts'
import type { DescribeStacksInput, DescribeStacksOutput } from './operations/describe-stacks.ts'
import type { GetTemplateInput, GetTemplateOutput } from './operations/get-template.ts'
import type { ListExportsInput, ListExportsOutput } from './operations/list-exports.ts'
import type { ListStackResourcesInput, ListStackResourcesOutput } from './operations/list-stack-resources.ts'
import type { ListStacksInput, ListStacksOutput } from './operations/list-stacks.ts'
import type { UpdateStackInput, UpdateStackOutput } from './operations/update-stack.ts'
import type { ValidateTemplateInput, ValidateTemplateOutput } from './operations/validate-template.ts'

/**
 * AWS CloudFormation as one principal in one Region calls it: templates in JSON and YAML become keys, aliases, volumes, instances and
 * roles, all made as that principal. A refusal is thrown as AWS's error; what fails while a stack is made stands in its events.
 *
 * Besides what a method's comment names, every method can throw AccessDenied and ValidationError.
 */
export interface CloudFormationApi {
  /**
   * Makes a stack with its resources. Needs `Capabilities` where the template has resources of IAM.
   *
   * Throws AlreadyExistsException, InsufficientCapabilitiesException.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
   */
  createStack(input: CreateStackInput): CreateStackOutput

  /**
   * Removes a stack with its resources. Keys are scheduled for deletion.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteStack.html
   */
  deleteStack(input: DeleteStackInput): DeleteStackOutput

  /**
   * Tells what has happened to a stack, the latest first, with the reasons of failures.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackEvents.html
   */
  describeStackEvents(input: DescribeStackEventsInput): DescribeStackEventsOutput

  /**
   * Tells the resources of a stack.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html
   */
  describeStackResources(input?: DescribeStackResourcesInput): DescribeStackResourcesOutput

  /**
   * Tells stacks with their parameters and outputs.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
   */
  describeStacks(input?: DescribeStacksInput): DescribeStacksOutput

  /**
   * Tells the template of a stack.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplate.html
   */
  getTemplate(input?: GetTemplateInput): GetTemplateOutput

  /**
   * Lists what stacks export.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListExports.html
   */
  listExports(input?: ListExportsInput): ListExportsOutput

  /**
   * Lists the resources of a stack.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackResources.html
   */
  listStackResources(input: ListStackResourcesInput): ListStackResourcesOutput

  /**
   * Lists stacks, deleted ones too.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStacks.html
   */
  listStacks(input?: ListStacksInput): ListStacksOutput

  /**
   * Brings a stack to another template, other parameters or tags.
   *
   * Throws InsufficientCapabilitiesException.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateStack.html
   */
  updateStack(input: UpdateStackInput): UpdateStackOutput

  /**
   * Says whether a template can be read, and what it needs.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ValidateTemplate.html
   */
  validateTemplate(input?: ValidateTemplateInput): ValidateTemplateOutput
}
