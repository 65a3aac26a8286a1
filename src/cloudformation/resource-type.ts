import type { Outcome } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import type { Place, Properties, ResourceRecord } from './records.ts'

/** How a value of a property is read. Texts that say a number or a truth value are taken for one, as CloudFormation does. */
export type ValueKind =
  | 'text'
  | 'number'
  | 'flag'
  /** Anything, as it is. */
  | 'json'
  | readonly [ValueKind]
  | { readonly [member: string]: ValueKind | Unsimulated }

/** A property that AWS has and the simulator has not: using it is a loud error. */
export interface Unsimulated {
  readonly unsimulated: string
}

/** What a change of a property does: the resource is changed in place, made anew, or the update fails. */
export type Change = 'in place' | 'replacement' | 'failure'

/** One property of a type of resource. */
export type PropertyRule =
  | Unsimulated
  | {
      readonly kind: ValueKind
      readonly isRequired?: true
      readonly pattern?: RegExp
      readonly change: Change
    }

/** What a type of resource is made, changed and removed with. */
export interface ResourceContext extends Place {
  readonly world: World
  readonly stackName: string
  readonly logicalId: string
  /** Makes a complete request to a service in the name of whoever works on the stack. */
  readonly call: <Answer>(service: string, operation: string, input: object, region?: string) => Outcome<Answer, Failure>
  /** Whether whoever works on the stack may do something in IAM, which is no service here. */
  readonly mayDo: (action: string, resource: string) => Outcome<unknown, Failure>
  /** Says that the resource is there: what fails from then on leaves something to remove. */
  readonly made: (physicalId: string, attributes: Readonly<Record<string, string>>) => void
  /** A name for a resource that the template gives none. */
  readonly newName: () => string
}

/** How far something is that AWS does in its own time. */
export type Progress = Outcome<'done' | 'wait', Failure>

/** A type of resource: its row in the table. `Ref` is the physical id. */
export interface ResourceType {
  readonly name: string
  readonly properties: Readonly<Record<string, PropertyRule>>
  /** What `Fn::GetAtt` knows. */
  readonly attributes: readonly string[]
  readonly create: (context: ResourceContext, properties: Properties) => Outcome<unknown, Failure>
  /** Whether the resource that was made is ready to be used. */
  readonly isMade?: (context: ResourceContext, resource: ResourceRecord) => Progress
  /** Changes the resource in place. */
  readonly update?: (context: ResourceContext, resource: ResourceRecord, wanted: Properties) => Outcome<unknown, Failure>
  readonly remove: (context: ResourceContext, resource: ResourceRecord) => Outcome<unknown, Failure>
  /** Whether the resource is gone. */
  readonly isRemoved?: (context: ResourceContext, resource: ResourceRecord) => Progress
  /** Makes a snapshot before the resource goes: for `DeletionPolicy: Snapshot`. */
  readonly snapshot?: (context: ResourceContext, resource: ResourceRecord) => Outcome<unknown, Failure>
  /** Names that only IAM's capability for names allows; any type of IAM needs a capability. */
  readonly capability?: (properties: Readonly<Record<string, unknown>>) => 'CAPABILITY_IAM' | 'CAPABILITY_NAMED_IAM'
}
