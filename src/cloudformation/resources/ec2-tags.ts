import { type Outcome, PASS, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import type { Properties, StackTag } from '../records.ts'
import type { ResourceContext } from '../resource-type.ts'
import { inTurn } from '../steps.ts'
import { tagChanges, tagsOf } from './tags.ts'

/** Tags for what a request of EC2 makes; nothing where there are none. */
export const specification = (resourceType: string, tags: readonly StackTag[]): readonly object[] | undefined =>
  tags.length === 0 ? undefined : [{ ResourceType: resourceType, Tags: tags }]

/** Brings the tags of a resource of EC2 to what the template wants. */
export const changeEc2Tags = (
  context: ResourceContext,
  id: string,
  present: Properties,
  wanted: Properties,
): Outcome<unknown, Failure> => {
  const { put, take } = tagChanges(tagsOf(present), tagsOf(wanted))
  const Tags = take.map((Key) => ({ Key }))
  return inTurn([
    () => (put.length === 0 ? PASS : context.call('ec2', 'CreateTags', { Resources: [id], Tags: put })),
    () => (take.length === 0 ? PASS : context.call('ec2', 'DeleteTags', { Resources: [id], Tags })),
  ])
}

/** What is not there any more has been removed: no refusal. */
export const goneWith = <Value>(code: string, outcome: Outcome<unknown, Failure>, value?: Value): Outcome<Value, Failure> =>
  outcome.ok || outcome.error.code === code ? succeed(value as Value) : outcome
