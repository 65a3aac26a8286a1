import { PASS } from '../../core/outcome.ts'
import { partitionOf } from '../../core/regions.ts'
import type { Place } from '../records.ts'
import type { ResourceType } from '../resource-type.ts'

/**
 * What `cloud.deploy` puts in the place of a resource that is to be left out: nothing is made, and what names it gets a name and ARNs
 * that mean nobody.
 */
export const Skipped: ResourceType = {
  name: 'Simulator::Skipped::Resource',
  properties: {},
  attributes: [],
  create: (context) => {
    context.made(`skipped-${context.logicalId}`, {})
    return PASS
  },
  remove: () => PASS,
}

/** What `Fn::GetAtt` answers for a resource that is left out: an ARN where an ARN is asked for. */
export const skippedAttribute = ({ account, region }: Place, logicalId: string, attribute: string): string =>
  /arn$/i.test(attribute)
    ? `arn:${partitionOf(region)}:skipped:${region}:${account}:${logicalId}`
    : `skipped-${logicalId}-${attribute}`
