import { concat, toBase64 } from '../core/bytes.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import { engineOf } from '../crypto/world-engine.ts'
import type { SnapshotUpload } from '../ec2/records.ts'
import { ebsFailure, invalid } from './errors.ts'

/** The SHA-256 of a block. */
export const digestOf = (world: World, block: Uint8Array): Uint8Array => engineOf(world).sha256(block)

/** Whether the caller hashes with the one algorithm that there is. Source: spec/ebs-ec2.md 8.5, recorded. */
export const checkAlgorithm = (algorithm: string | undefined): Outcome<undefined, Failure> => {
  if (algorithm === undefined || algorithm === 'SHA256') return succeed(undefined)
  const message = `Unsupported Checksum Algorithm '${algorithm}', supported algorithms are SHA256`
  return refuse(invalid(message, 'INVALID_PARAMETER_VALUE'))
}

/** Whether a block is the one that the caller has hashed. Source: spec/ebs-ec2.md 8.5, recorded. */
export const checkDigest = (digest: Uint8Array, expected: string): Outcome<undefined, Failure> => {
  const computed = toBase64(digest)
  if (computed === expected) return succeed(undefined)
  const message =
    'The value passed in as x-amz-Checksum does not match the computed checksum. ' +
    `Computed checksum: ${computed} expected checksum: ${expected}`
  return refuse(ebsFailure('InvalidSignatureException', message))
}

/**
 * The checksum of all blocks (LINEAR): the SHA-256 of their SHA-256 values, 32 bytes each, in ascending order of their indexes.
 *
 * Source: spec/ebs-ec2.md 8.2; that the raw values are joined and not their base64 is emulator-derived.
 */
export const aggregateChecksum = (world: World, { digests }: SnapshotUpload): string => {
  const inOrder = [...digests].sort(([left], [right]) => left - right).map(([, digest]) => digest)
  return toBase64(digestOf(world, concat(...inOrder)))
}
