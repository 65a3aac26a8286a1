import type { Call } from '../core/operation.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { authoriseByIdentity, type Ec2Access, resourceTagKeys } from '../ec2/access.ts'
import { snapshotArn } from '../ec2/arns.ts'
import { findSnapshot } from '../ec2/snapshots.ts'
import { denialText } from '../iam/denial-text.ts'
import { ebsFailure } from './errors.ts'

/**
 * The authorise gate of the EBS direct APIs: snapshots have no policies, so the caller's policies decide.
 *
 * Source: spec/ebs-ec2.md 8.4; Service Authorization Reference, "Amazon Elastic Block Store".
 */
export const authoriseEbs = (call: Call): Outcome<unknown, Failure> =>
  authoriseByIdentity(call, (question, reason) => ebsFailure('AccessDeniedException', denialText(question, reason)))

/** The operation's action on a snapshot. The tags that conditions look at are the owner's. */
export const onSnapshot = ({ world, account, region, operation }: Call, id: string): Ec2Access => {
  const snapshot = findSnapshot(world, region, id)
  const tags = snapshot?.account === account ? snapshot.tags : undefined
  return { action: operation.action, resource: snapshotArn(region, id), keys: resourceTagKeys(tags) }
}
