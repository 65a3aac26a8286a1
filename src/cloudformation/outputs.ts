import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { World } from '../core/world.ts'
import { evaluate, isConditionTrue } from './intrinsics.ts'
import { scalarText } from './json.ts'
import { exportsIn, type OutputRecord, type StackRecord } from './records.ts'
import { stackScope } from './stack-scope.ts'

/** The outputs of a stack whose resources are there, or why it can't have them. */
export const readOutputs = (world: World, stack: StackRecord): Outcome<readonly OutputRecord[], string> => {
  const scope = stackScope(world, stack, stack.definition, stack.resources)
  const outputs = Object.entries(stack.definition.template.outputs).flatMap(([key, output]): OutputRecord[] => {
    if (output.condition !== undefined && !isConditionTrue(output.condition, scope)) return []
    const value = scalarText(evaluate(output.value, scope))
    if (value === undefined)
      scope.problems.push(`Template format error: The Value field of every Outputs member must evaluate to a String.`)
    const exportName = output.exportName === undefined ? undefined : scalarText(evaluate(output.exportName, scope))
    return [
      {
        key,
        value: value ?? '',
        ...(output.description === undefined ? {} : { description: output.description }),
        ...(exportName === undefined ? {} : { exportName }),
      },
    ]
  })
  const [problem = takenExport(world, stack, outputs)] = scope.problems
  return problem === undefined ? succeed(outputs) : refuse(problem)
}

const takenExport = (world: World, stack: StackRecord, outputs: readonly OutputRecord[]): string | undefined => {
  const names = outputs.flatMap(({ exportName }) => exportName ?? [])
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) return takenBy(twice, stack)
  const taken = exportsIn(world, stack).find((other) => other.stack !== stack && names.includes(other.output.exportName))
  return taken && takenBy(taken.output.exportName, taken.stack)
}

const takenBy = (exportName: string, { name }: StackRecord): string =>
  `Export with name ${exportName} is already exported by stack ${name}`
