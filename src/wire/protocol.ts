import type { Outcome } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { WireRequest, WireResponse } from './message.ts'
import type { OperationSchemas, WireShapes } from './shape-table.ts'

/** How one of AWS's protocols writes calls and answers. */
export interface Protocol {
  /** The name of the operation that a request asks for. */
  operationOf(request: WireRequest, shapes: WireShapes): Outcome<string, Failure>
  /** The input of that operation. */
  readInput(request: WireRequest, operation: OperationSchemas, shapes: WireShapes): Outcome<unknown, Failure>
  writeOutput(output: unknown, operation: OperationSchemas, shapes: WireShapes, requestId: string): WireResponse
  writeFailure(failure: Failure, shapes: WireShapes, requestId: string): WireResponse
}
