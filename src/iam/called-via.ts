import type { Origin } from '../core/request.ts'

/**
 * `aws:CalledVia`: the services through which a request came with the credentials of the principal who called the first of them, in
 * that order. Few services set it; EC2, EBS, RDS and Auto Scaling do not.
 *
 * Source: IAM User Guide, "AWS global condition context keys: aws:CalledVia"; spec/around.md 1.7.
 */
export const calledVia = (origin: Origin | undefined): readonly string[] | undefined => {
  const names = [origin?.parent?.via, origin?.via].flatMap((via) => {
    const service = via?.split('.')[0]
    return service !== undefined && SERVICES.has(service) ? [`${service}.amazonaws.com`] : []
  })
  return names.length === 0 ? undefined : names
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
