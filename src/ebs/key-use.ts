import { parseArn } from '../core/identifiers.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { encryptionContext } from '../ec2/grants.ts'
import { defaultKeySelector } from '../ec2/key-use.ts'
import { askKms, directCaller, type ServedRequest } from '../ec2/kms-call.ts'
import { dataKeyOf, type SnapshotRecord, type WrappedDataKey } from '../ec2/records.ts'
import { ebsFailure, invalid } from './errors.ts'

/*
 * Every KMS call of the EBS direct APIs: rows 27 and 28 of spec/ebs-ec2.md 2.4. All are made by the caller, forwarded by the endpoint, and
 * need no grant. Plaintext data keys live for the time of one call.
 */

/** Row 27: the data key of a snapshot without a parent. GenerateDataKey, with plaintext, unlike volumes and copies. */
export const row27 = (
  request: ServedRequest,
  snapshotId: string,
  kmsKeyArn: string | undefined,
): Outcome<WrappedDataKey, Failure> => {
  const { world, account, region } = request
  const generated = askKms(directCaller(request), 'GenerateDataKey', {
    KeyId: kmsKeyArn ?? defaultKeySelector(request),
    NumberOfBytes: 64,
    EncryptionContext: encryptionContext(snapshotId),
  })
  if (!generated.ok) return refuse(kmsKeyArn === undefined ? keyTrouble(generated.error) : namedKeyTrouble(generated.error))
  const { Plaintext, CiphertextBlob: wrappedKey, KeyId } = generated.value
  Plaintext.fill(0)
  const dataKeyId = world.random.bytes({ purpose: 'ec2/data-key-id', account, region }, 16)
  return succeed({ dataKeyId, wrappedKey, contextId: snapshotId, kmsKeyArn: KeyId })
}

/** Row 27 with an encrypted parent: the child shares the parent's data key, bound to its own id. Source: spec/ebs-ec2.md 2.3 (E). */
export const row27WithParent = (
  request: ServedRequest,
  snapshotId: string,
  parent: WrappedDataKey,
): Outcome<WrappedDataKey, Failure> => {
  const rewrapped = askKms(directCaller(request), 'ReEncrypt', {
    CiphertextBlob: parent.wrappedKey,
    SourceEncryptionContext: encryptionContext(parent.contextId),
    DestinationKeyId: parent.kmsKeyArn,
    DestinationEncryptionContext: encryptionContext(snapshotId),
  })
  if (!rewrapped.ok) return refuse(storedKeyTrouble(request, parent, rewrapped.error))
  const { CiphertextBlob: wrappedKey, KeyId: kmsKeyArn } = rewrapped.value
  return succeed({ dataKeyId: parent.dataKeyId.slice(), wrappedKey, contextId: snapshotId, kmsKeyArn })
}

/** Row 28: opens a snapshot's data key; nothing where it is unencrypted. The caller overwrites the key at once. */
export const row28 = (request: ServedRequest, snapshot: SnapshotRecord): Outcome<Uint8Array | undefined, Failure> => {
  const key = dataKeyOf(snapshot)
  if (key === undefined) return succeed(undefined)
  const opened = askKms(directCaller(request), 'Decrypt', {
    CiphertextBlob: key.wrappedKey,
    EncryptionContext: encryptionContext(key.contextId),
  })
  return opened.ok ? succeed(opened.value.Plaintext) : refuse(storedKeyTrouble(request, key, opened.error))
}

/** Row 28 for listings: the owner's need no key; whoever lists another account's snapshot must be able to open it. */
export const row28ForListing = (request: ServedRequest, snapshot: SnapshotRecord): Outcome<undefined, Failure> => {
  if (snapshot.account === request.account) return succeed(undefined)
  const opened = row28(request, snapshot)
  if (!opened.ok) return opened
  opened.value?.fill(0)
  return succeed(undefined)
}

/** What a caller is told of trouble with a key. Source: spec/ebs-ec2.md 8.6: 403 for permissions, 404 for keys that cannot be used. */
const keyTrouble = (failure: Failure): Failure => {
  const { code, message, fault } = failure
  if (code === 'AccessDeniedException') return ebsFailure(code, message, 'DEPENDENCY_ACCESS_DENIED')
  if (code === 'ThrottlingException') {
    return ebsFailure('RequestThrottledException', message, 'DEPENDENCY_REQUEST_THROTTLED')
  }
  // KMS counts a key store that does not answer as its own fault; to the caller the key is simply not there.
  if (fault === 'server' && code !== 'KeyUnavailableException') return ebsFailure('InternalServerException', message)
  return ebsFailure('ResourceNotFoundException', 'KMS key not found.', 'DEPENDENCY_RESOURCE_NOT_FOUND')
}

/**
 * The same about the key of a snapshot that is there. KMS is asked about a ciphertext and names no key that is gone; but from an account it
 * hides none of the account's own, so what it hides there does not exist.
 */
const storedKeyTrouble = ({ account }: ServedRequest, { kmsKeyArn }: WrappedDataKey, failure: Failure): Failure => {
  const isHidden = failure.message?.includes('because the resource does not exist in this Region') === true
  return keyTrouble(isHidden && parseArn(kmsKeyArn)?.account === account ? { ...failure, code: 'NotFoundException' } : failure)
}

/** The same about a key that the request names: one that cannot be used is the request's mistake. Source: spec/ebs-ec2.md 3.6; text inferred. */
const namedKeyTrouble = (failure: Failure): Failure => {
  const told = keyTrouble(failure)
  return told.code === 'ResourceNotFoundException' ? invalid(failure.message ?? 'Invalid KMS key', 'INVALID_CUSTOMER_KEY') : told
}
