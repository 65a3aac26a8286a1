import { type Outcome, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import {
  askKms,
  caller,
  copyCaller,
  copyService,
  ec2ServiceName,
  hostArn,
  type KmsCaller,
  retiringService,
  type ServedRequest,
} from './kms-call.ts'
import type { WrappedDataKey } from './records.ts'

/*
 * The grants that EC2 and EBS make, as spec/ebs-ec2.md 2.5 lists them. Grantee and retiring principal of the service's own grants are
 * `ec2.REGION.amazonaws.com`; KMS allows a service principal there because the request comes through the service.
 */

/** A grant just made. The token makes it work at once, before it has spread. */
export interface MadeGrant {
  readonly id: string
  readonly token: string
}

/** `{"aws:ebs:id": …}`: the encryption context of every EBS data key. */
export const encryptionContext = (contextId: string): Record<string, string> => ({ 'aws:ebs:id': contextId })

/** Service grant #1: EBS may open the volume's data key. */
export const makeServiceGrant = (request: ServedRequest, { kmsKeyArn, contextId }: WrappedDataKey): Outcome<MadeGrant, Failure> =>
  make(caller(request), {
    KeyId: kmsKeyArn,
    GranteePrincipal: ec2ServiceName(request.region),
    RetiringPrincipal: ec2ServiceName(request.region),
    Operations: ['Decrypt'],
    Constraints: { EncryptionContextSubset: encryptionContext(contextId) },
  })

/** Instance grant #2: the host of one instance may open the volume's data key. */
export const makeInstanceGrant = (
  request: ServedRequest,
  instanceId: string,
  { kmsKeyArn, contextId }: WrappedDataKey,
): Outcome<MadeGrant, Failure> =>
  make(caller(request), {
    KeyId: kmsKeyArn,
    GranteePrincipal: hostArn(request, instanceId),
    RetiringPrincipal: ec2ServiceName(request.region),
    Operations: ['Decrypt'],
    Constraints: { EncryptionContextSubset: encryptionContext(contextId) },
  })

/** A grant for the time of a copy. */
export interface CopyGrant {
  readonly kmsKeyArn: string
  /** The Region of the key. */
  readonly region: string
  readonly operation: 'Decrypt' | 'Encrypt'
  readonly contextId: string
  readonly madeBy: 'caller' | 'copy worker'
}

/** A copy grant: the encryption context must be exactly this one. */
export const makeCopyGrant = (request: ServedRequest, grant: CopyGrant): Outcome<MadeGrant, Failure> =>
  make(grant.madeBy === 'caller' ? caller(request) : copyCaller(request, grant.region), {
    KeyId: grant.kmsKeyArn,
    GranteePrincipal: ec2ServiceName(grant.region),
    RetiringPrincipal: ec2ServiceName(grant.region),
    Operations: [grant.operation],
    Constraints: { EncryptionContextEquals: encryptionContext(grant.contextId) },
  })

/** Retires a grant of a volume. One that is gone already (somebody revoked it) is no reason to stop: detach must not get stuck. */
export const retireGrant = (request: ServedRequest, kmsKeyArn: string, grantId: string): void => {
  askKms(retiringService(request), 'RetireGrant', { KeyId: kmsKeyArn, GrantId: grantId })
}

/** Retires a grant of a copy. */
export const retireCopyGrant = (request: ServedRequest, { region, kmsKeyArn, grantId }: RetirableGrant): void => {
  askKms(copyService(request, region), 'RetireGrant', { KeyId: kmsKeyArn, GrantId: grantId })
}

/** What is needed to retire a copy grant. */
export interface RetirableGrant {
  readonly region: string
  readonly kmsKeyArn: string
  readonly grantId: string
}

const make = (by: KmsCaller, input: object): Outcome<MadeGrant, Failure> => {
  const made = askKms(by, 'CreateGrant', input)
  return made.ok ? succeed({ id: made.value.GrantId, token: made.value.GrantToken }) : made
}
