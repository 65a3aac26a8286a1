import type { AnyOperation } from '../core/operation.ts'
import { CreateStack } from './operations/create-stack.ts'
import { DeleteStack } from './operations/delete-stack.ts'
import { DescribeStackEvents } from './operations/describe-stack-events.ts'
import { DescribeStackResources } from './operations/describe-stack-resources.ts'
import { DescribeStacks } from './operations/describe-stacks.ts'
import { GetTemplate } from './operations/get-template.ts'
import { ListExports } from './operations/list-exports.ts'
import { ListStackResources } from './operations/list-stack-resources.ts'
import { ListStacks } from './operations/list-stacks.ts'
import { UpdateStack } from './operations/update-stack.ts'
import { ValidateTemplate } from './operations/validate-template.ts'

/** Every operation of CloudFormation that is simulated. */
export const CLOUDFORMATION_OPERATIONS: readonly AnyOperation[] = [
  CreateStack,
  DeleteStack,
  DescribeStackEvents,
  DescribeStackResources,
  DescribeStacks,
  GetTemplate,
  ListExports,
  ListStackResources,
  ListStacks,
  UpdateStack,
  ValidateTemplate,
]
