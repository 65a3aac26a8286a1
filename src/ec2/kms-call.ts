import type { JournalEntry } from '../core/journal.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Principal } from '../core/principal.ts'
import { partitionOf } from '../core/regions.ts'
import type { Origin } from '../core/request.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import { instanceArn, type Place } from './arns.ts'

/** The request on whose behalf EC2 and EBS call KMS: a call of an operation, or what a due task has kept of one. */
export interface ServedRequest extends Place {
  readonly world: World
  /** The request's entry in the journal: the KMS calls are its children and share its request id. */
  readonly entry: JournalEntry
}

/** Somebody who calls KMS. */
export interface KmsCaller {
  readonly world: World
  readonly principal: Principal
  readonly region: string
  readonly origin: Origin
}

/** What KMS answers, as far as EC2 reads it. */
interface KmsAnswers {
  CreateGrant: { GrantId: string; GrantToken: string }
  Decrypt: { Plaintext: Uint8Array; KeyId: string }
  DescribeKey: {
    KeyMetadata: { Arn: string; KeyState: string; KeySpec: string; KeyUsage: string; KeyManager: 'AWS' | 'CUSTOMER' }
  }
  Encrypt: { CiphertextBlob: Uint8Array; KeyId: string }
  GenerateDataKey: { Plaintext: Uint8Array; CiphertextBlob: Uint8Array; KeyId: string }
  GenerateDataKeyWithoutPlaintext: { CiphertextBlob: Uint8Array; KeyId: string }
  ReEncrypt: { CiphertextBlob: Uint8Array; KeyId: string }
  RetireGrant: object
}

/** Makes one complete request to KMS: it goes through all gates like anybody's. */
export const askKms = <Name extends keyof KmsAnswers>(
  { world, principal, region, origin }: KmsCaller,
  operation: Name,
  input: object,
): Outcome<KmsAnswers[Name], Failure> =>
  // The pipeline knows no operation's types; the answers above are those of KMS's own operations of these names.
  world.run({ principal, region, service: 'kms', operation, input, origin }) as Outcome<KmsAnswers[Name], Failure>

/** The name of EC2 as a principal and as `kms:ViaService`. Source: spec/ebs-ec2.md 2.1. */
export const ec2ServiceName = (region: string): string => `ec2.${region}.amazonaws.com`

/**
 * **CALLER**: the principal of the EC2 request, forwarded. Where a service has made that request, KMS sees the service's name.
 *
 * Source: spec/ebs-ec2.md 2.1, recorded; spec/around.md 2.3, row 4 (Auto Scaling).
 */
export const caller = ({ world, entry, region }: ServedRequest): KmsCaller => ({
  world,
  principal: entry.principal,
  region,
  origin: { parent: entry, via: ec2ServiceName(region), invokedBy: entry.invokedBy ?? 'ec2-frontend-api.amazonaws.com' },
})

/** **CALLER/direct**: the same, issued by the endpoint of the EBS direct APIs. Source: spec/ebs-ec2.md 2.1, 2.7, recorded; via: inferred. */
export const directCaller = ({ world, entry, region }: ServedRequest): KmsCaller => ({
  world,
  principal: entry.principal,
  region,
  origin: { parent: entry, via: ec2ServiceName(region), invokedBy: 'ebs.amazonaws.com', isUnmarked: true },
})

/** **CALLER/copy**: the same, issued by the copy worker of the source Region. Source: spec/ebs-ec2.md 2.1, recorded. */
export const copyCaller = ({ world, entry }: ServedRequest, sourceRegion: string): KmsCaller => ({
  world,
  principal: entry.principal,
  region: sourceRegion,
  origin: { parent: entry, via: ec2ServiceName(sourceRegion), invokedBy: copyWorker(sourceRegion) },
})

/** **SVC** for volumes: EBS acting through a grant. Source: spec/ebs-ec2.md 2.1, recorded. */
export const service = (request: ServedRequest): KmsCaller => serviceAs(request, request.region, 'ebs.amazonaws.com')

/** **SVC** when it retires a volume's grant. Source: spec/ebs-ec2.md 2.7, recorded. */
export const retiringService = (request: ServedRequest): KmsCaller => serviceAs(request, request.region, 'AWS Internal')

/** **SVC** for copies, in the Region of the key. Source: spec/ebs-ec2.md 2.1, recorded. */
export const copyService = (request: ServedRequest, region: string): KmsCaller => serviceAs(request, region, copyWorker(region))

/** **HOST**: the identity-only role of one instance. Source: spec/ebs-ec2.md 2.1, recorded. */
export const host = (request: ServedRequest, instanceId: string): KmsCaller => {
  const { world, entry, account, region } = request
  const roleName = HOST_ROLE
  const principal: Principal = {
    kind: 'session',
    account,
    arn: hostArn(request, instanceId),
    roleArn: `arn:${partitionOf(region)}:iam::${account}:role/${roleName}`,
    roleName,
    sessionName: instanceId,
    roleId: `${account}:${roleName}`,
    createdAt: world.clock.now(),
    hostOf: { instanceArn: instanceArn(request, instanceId) },
  }
  return { world, principal, region, origin: { parent: entry, invokedBy: 'AWS Internal' } }
}

/** The ARN of an instance's host: the grantee of instance grants. */
export const hostArn = ({ account, region }: Place, instanceId: string): string =>
  `arn:${partitionOf(region)}:sts::${account}:assumed-role/${HOST_ROLE}/${instanceId}`

const serviceAs = ({ world, entry, account }: ServedRequest, region: string, invokedBy: string): KmsCaller => ({
  world,
  principal: { kind: 'service', name: ec2ServiceName(region), sourceAccount: account },
  region,
  origin: { parent: entry, invokedBy },
})

const copyWorker = (region: string) => `prod.kms-caller.ebs.${region}.amazonaws.com`

const HOST_ROLE = 'aws:ec2-infrastructure'
