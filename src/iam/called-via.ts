import type { JournalEntry } from '../core/journal.ts'

/**
 * `aws:CalledVia`: the services through which a request came with the credentials of the principal who called the first of them, in
 * that order. Few services set it; EC2, EBS, RDS and Auto Scaling do not.
 *
 * Source: IAM User Guide, "AWS global condition context keys: aws:CalledVia"; spec/around.md 1.7.
 */
export const calledVia = ({ viaChain }: Pick<JournalEntry, 'viaChain'>): readonly string[] | undefined => {
  const services = viaChain?.map((via) => via.slice(0, via.indexOf('.'))).filter((service) => SERVICES.has(service))
  return services === undefined || services.length === 0 ? undefined : services.map((service) => `${service}.amazonaws.com`)
}

const SERVICES: ReadonlySet<string> = new Set([
  'athena',
  'cloud9',
  'cloudformation',
  'databrew',
  'dataexchange',
  'dynamodb',
  'kms',
  'servicecatalog-appregistry',
  'sqlworkbench',
])
