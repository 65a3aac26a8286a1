import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { ec2Failure } from './errors.ts'

/**
 * What AWS checks of the deprecated parameter PresignedUrl, which SDKs add by themselves: the scheme, the snapshot and the destination.
 * The signature is not looked at. Source: spec/ebs-ec2.md 6.1, recorded.
 */
export const checkPresignedUrl = (url: string | undefined, snapshotId: string, region: string): Outcome<undefined, Failure> => {
  if (url === undefined) return succeed(undefined)
  if (!/^https?:\/\//.test(url)) return refuse(invalid('The protocol in PresignedUrl should be http or https'))
  const query = new URLSearchParams(url.slice(url.indexOf('?') + 1))
  const [source, destination] = [query.get('SourceSnapshotId'), query.get('DestinationRegion')]
  if (source !== null && source !== snapshotId) {
    const message =
      `The source snapshot specified in PresignedUrl '${source}' does not match ` +
      `the source snapshot in the request: '${snapshotId}'`
    return refuse(invalid(message))
  }
  if (destination !== null && destination !== region) {
    return refuse(invalid(`The destination region specified in PresignedUrl: '${destination}' is incorrect`))
  }
  return succeed(undefined)
}

const invalid = (message: string) => ec2Failure('InvalidParameterValue', message)
