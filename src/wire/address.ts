import { readPairs, type WireRequest } from './message.ts'
import type { Signature } from './signature.ts'

/** Which service in which Region a request is for; a part that it does not say is missing. */
export interface Address {
  readonly service: string | undefined
  readonly region: string | undefined
}

/**
 * A signature names service and Region. Without one the host name does, and where that is none of AWS's (a port of this machine, say),
 * what tells the services apart in the request itself.
 */
export const addressOf = (request: WireRequest, signature: Signature | undefined): Address => {
  if (signature !== undefined) return { service: signature.service, region: signature.region }
  const host = HOST.exec(request.headers['host'] ?? '')?.groups
  // AWS's hosts without a Region are those of us-east-1.
  if (host !== undefined) return { service: host['service'], region: host['region'] ?? 'us-east-1' }
  return { service: serviceOf(request), region: undefined }
}

const serviceOf = ({ headers, path, query, body }: WireRequest): string | undefined => {
  const target = headers['x-amz-target']
  if (target !== undefined) return BY_TARGET.get(target.slice(0, target.lastIndexOf('.')).split('.').at(-1) ?? '')
  if (path.startsWith('/snapshots')) return 'ebs'
  const form = body.length > 0 && body.length < FORM_MAX ? new TextDecoder().decode(body) : ''
  const version = new Map([...(readPairs(query) ?? []), ...(readPairs(form) ?? [])]).get('Version')
  return BY_VERSION.get(version ?? '')
}

/** `kms.eu-west-1.amazonaws.com`, `kms-fips.…`, `sts.amazonaws.com`, `vpce-….ec2.eu-west-1.vpce.amazonaws.com`, `….api.aws`. */
const HOST =
  /^(?:vpce-[\w-]+\.)?(?<service>[a-z0-9]+)(?:-fips)?(?:\.(?<region>[a-z]{2}(?:-[a-z]+)+-\d))?\.(?:vpce\.)?(?:amazonaws\.com(?:\.cn)?|api\.aws)(?::\d+)?$/

const BY_TARGET: ReadonlyMap<string, string> = new Map([
  ['TrentService', 'kms'],
  ['CloudTrail_20131101', 'cloudtrail'],
])

/** The versions of the query APIs: each service has its own. */
const BY_VERSION: ReadonlyMap<string, string> = new Map([
  ['2016-11-15', 'ec2'],
  ['2011-06-15', 'sts'],
  ['2011-01-01', 'autoscaling'],
  ['2014-10-31', 'rds'],
  ['2010-05-15', 'cloudformation'],
])

/** Longer bodies of unsigned requests to unknown hosts are not searched. */
const FORM_MAX = 1 << 20
