import type { JournalEntry } from '../core/journal.ts'
import { defineStored, type World } from '../core/world.ts'
import type { Json } from './json.ts'
import type { ParameterValues } from './parameters.ts'
import type { Template } from './template.ts'

/** An account in a Region: where stacks live. */
export interface Place {
  readonly account: string
  readonly region: string
}

/** The states of a stack. Source: CloudFormation API Reference, `StackStatus`. */
export type StackStatus =
  | 'CREATE_IN_PROGRESS'
  | 'CREATE_FAILED'
  | 'CREATE_COMPLETE'
  | 'ROLLBACK_IN_PROGRESS'
  | 'ROLLBACK_FAILED'
  | 'ROLLBACK_COMPLETE'
  | 'DELETE_IN_PROGRESS'
  | 'DELETE_FAILED'
  | 'DELETE_COMPLETE'
  | 'UPDATE_IN_PROGRESS'
  | 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'
  | 'UPDATE_COMPLETE'
  | 'UPDATE_FAILED'
  | 'UPDATE_ROLLBACK_IN_PROGRESS'
  | 'UPDATE_ROLLBACK_FAILED'
  | 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS'
  | 'UPDATE_ROLLBACK_COMPLETE'

/** The states of a resource of a stack. Source: CloudFormation API Reference, `ResourceStatus`. */
export type ResourceStatus =
  | 'CREATE_IN_PROGRESS'
  | 'CREATE_FAILED'
  | 'CREATE_COMPLETE'
  | 'DELETE_IN_PROGRESS'
  | 'DELETE_FAILED'
  | 'DELETE_COMPLETE'
  | 'DELETE_SKIPPED'
  | 'UPDATE_IN_PROGRESS'
  | 'UPDATE_FAILED'
  | 'UPDATE_COMPLETE'

/** A tag of a stack: it goes on to what the stack makes. */
export interface StackTag {
  readonly Key: string
  readonly Value: string
}

/** What a stack is, or is to be. */
export interface Definition {
  /** The template as it was given. */
  readonly body: string
  readonly template: Template
  readonly parameters: ParameterValues
  readonly tags: readonly StackTag[]
  readonly capabilities: readonly string[]
}

/** Properties of a resource with all functions worked out. */
export type Properties = Readonly<Record<string, Json>>

/** A resource of a stack. */
export interface ResourceRecord {
  readonly logicalId: string
  readonly type: string
  /** Nothing before the resource is there. */
  physicalId?: string
  /** What `Fn::GetAtt` answers. */
  attributes: Readonly<Record<string, string>>
  status: ResourceStatus
  reason?: string
  /** Epoch milliseconds of the last change of its status. */
  changedAt: number
  properties: Properties
}

/** An output of a stack. */
export interface OutputRecord {
  readonly key: string
  readonly value: string
  readonly description?: string
  readonly exportName?: string
}

/** Something that has happened to a stack or to one of its resources. */
export interface EventRecord {
  readonly eventId: string
  readonly logicalId: string
  readonly physicalId: string
  readonly type: string
  readonly time: number
  readonly status: StackStatus | ResourceStatus
  readonly reason?: string
  readonly properties?: string
  readonly token?: string
}

/** What is left to do for one resource. */
export interface Step {
  readonly action: 'create' | 'update' | 'restore' | 'delete'
  readonly logicalId: string
  /** A resource that another one has replaced, to be deleted. */
  readonly leftover?: ResourceRecord
  /** What is to be done has been asked for, and is waited for. */
  hasBegun?: true
  /** How often it has been waited for. */
  waits: number
}

/** What is going on in a stack. */
export type Phase = 'create' | 'rollback' | 'delete' | 'update' | 'cleanup' | 'update-rollback' | 'update-rollback-cleanup'

/** The work on a stack: plain data, so that a saved world still has it before it. */
export interface Work {
  phase: Phase
  /** The request that asked for it: all calls are made in its name. */
  readonly entry: JournalEntry
  steps: Step[]
  /** The resources at which it has failed. */
  failed: string[]
  /** Resources that have been replaced, to be deleted at the end. */
  leftovers: ResourceRecord[]
  /** What the stack was before an update. */
  readonly before?: Pick<StackRecord, 'definition' | 'resources'>
}

/** A stack. */
export interface StackRecord extends Place {
  readonly stackId: string
  readonly name: string
  readonly createdAt: number
  updatedAt?: number
  deletedAt?: number
  status: StackStatus
  reason?: string
  readonly onFailure: 'ROLLBACK' | 'DELETE' | 'DO_NOTHING'
  readonly retainsExceptOnCreate: boolean
  isProtected: boolean
  definition: Definition
  /** In the order in which they were made. */
  resources: Map<string, ResourceRecord>
  /** What an update has made or replaced and could not clear away: it goes with the stack. */
  leftovers?: readonly ResourceRecord[]
  outputs: readonly OutputRecord[]
  /** Oldest first. */
  readonly events: EventRecord[]
  /** The token of the operation that is, or was last, under way. */
  token?: string
  /** Counts the operations on the stack: work of an earlier one is overtaken. */
  operation: number
  work?: Work
}

const stacksOf = defineStored<Map<string, StackRecord>>('cloudformation', () => new Map())

/** Stores a new stack. */
export const storeStack = (world: World, stack: StackRecord): void => {
  stacksOf(world).set(stack.stackId, stack)
}

/** All stacks of an account in a Region, deleted ones included, oldest first. */
export const stacksIn = (world: World, { account, region }: Place): readonly StackRecord[] =>
  [...stacksOf(world).values()].filter((stack) => stack.account === account && stack.region === region)

/** The stack of that id, also where it has been deleted. */
export const stackOfId = (world: World, stackId: string): StackRecord | undefined => stacksOf(world).get(stackId)

/** The stack that a name or an id means: a name means one that has not been deleted. */
export const findStack = (world: World, place: Place, nameOrId: string): StackRecord | undefined =>
  stacksIn(world, place).find(
    ({ name, stackId, status }) => stackId === nameOrId || (name === nameOrId && status !== 'DELETE_COMPLETE'),
  )

/** The value that another stack of the place exports under a name. */
export const exportedValue = (world: World, place: Place, name: string): string | undefined =>
  exportsIn(world, place).find(({ output }) => output.exportName === name)?.output.value

/** All that the stacks of a place export. */
export const exportsIn = (
  world: World,
  place: Place,
): readonly { readonly stack: StackRecord; readonly output: OutputRecord & { readonly exportName: string } }[] =>
  stacksIn(world, place).flatMap((stack) =>
    stack.status === 'DELETE_COMPLETE'
      ? []
      : stack.outputs.flatMap((output) =>
          output.exportName === undefined ? [] : [{ stack, output: { ...output, exportName: output.exportName } }],
        ),
  )
