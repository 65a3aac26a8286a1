import { formatArn, parseArn } from '../core/identifiers.ts'
import { partitionOf } from '../core/regions.ts'
import type { Place } from '../ec2/arns.ts'

/** The kinds of RDS resources by the word in their ARNs. Source: RDS User Guide, "Amazon Resource Names (ARNs) in Amazon RDS". */
export type ResourceWord = 'cluster' | 'db' | 'cluster-snapshot'

/** `arn:aws:rds:REGION:ACCOUNT:cluster:NAME` and its like. */
export const rdsArn = ({ account, region }: Place, word: ResourceWord, identifier: string): string =>
  formatArn({ partition: partitionOf(region), service: 'rds', region, account, resource: `${word}:${identifier}` })

/** A resource that a request names: by its identifier, in the caller's account and Region, or by its ARN. */
export interface NamedResource extends Place {
  readonly identifier: string
}

/** What a name means to a caller. Identifiers are kept in lower case; an ARN of another kind of resource names nothing. */
export const readName = (caller: Place, word: ResourceWord, name: string): NamedResource => {
  const { account, region } = caller
  const arn = parseArn(name)
  if (arn === undefined) return { account, region, identifier: name.toLowerCase() }
  const isRight = arn.service === 'rds' && arn.resource.startsWith(`${word}:`)
  return {
    account: arn.account,
    region: arn.region,
    identifier: isRight ? arn.resource.slice(word.length + 1).toLowerCase() : name,
  }
}
