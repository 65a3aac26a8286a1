import { createBlockMap, shareBlockMap } from '../blocks/block-map.ts'
import { openWriter } from '../blocks/block-store.ts'
import type { Call } from '../core/operation.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import type { Place } from '../ec2/arns.ts'
import { idsOfToken } from '../ec2/client-tokens.ts'
import type { ServedRequest } from '../ec2/kms-call.ts'
import { dataKeyOf, GIB, NO_VOLUME_ID, type Protection, type SnapshotRecord } from '../ec2/records.ts'
import { blocksOf, defaultsOf, findPlace, findStoredSnapshot, nextSerial, storeSnapshot } from '../ec2/store.ts'
import { chooseStartEncryption, type ParentKind, type StartVerdict } from './encryption-choice.ts'
import { ebsFailure, invalid, noSuchSnapshot } from './errors.ts'
import { row27, row27WithParent } from './key-use.ts'
import type { StartSnapshotInput } from './operations/start-snapshot.ts'
import { findParent, type UploadingSnapshot } from './snapshots.ts'

/** What StartSnapshot is about to do. */
export type StartPlan =
  /** To answer what an earlier request with the same client token has begun. */
  { readonly kind: 'replay'; readonly snapshot: SnapshotRecord } | NewUploadPlan

/** To begin a snapshot. */
export interface NewUploadPlan {
  readonly kind: 'new'
  readonly verdict: Exclude<StartVerdict, 'refused'>
  readonly parent: SnapshotRecord | undefined
}

/** What StartSnapshot is about to do, or AWS's refusal. */
export const planStart = (call: Call<StartSnapshotInput>): Outcome<StartPlan, Failure> => {
  const { world, input } = call
  const known = idsOfToken({ ...call, operation: 'StartSnapshot' })
  if (!known.ok) return refuse(ebsFailure('ConflictException', OTHER_REQUEST))
  if (known.value !== undefined) return replay(world, known.value[0] ?? '')
  const parent = input.ParentSnapshotId === undefined ? succeed(undefined) : findParent(world, call, input.ParentSnapshotId)
  if (!parent.ok) return parent
  const { isEncryptedByDefault } = defaultsOf(world, call)
  const { verdict, message = '' } = chooseStartEncryption(isEncryptedByDefault, input, kindOf(parent.value))
  if (verdict === 'refused') return refuse(invalid(message, 'INVALID_PARAMETER_VALUE'))
  if ((input.VolumeSize as number) * GIB < (parent.value?.sizeBytes ?? 0)) {
    return refuse(invalid('Volume size cannot be smaller than the source snapshot.', 'INVALID_VOLUME_SIZE'))
  }
  if (pendingUploads(world, call) >= PENDING_MAX) return refuse(ebsFailure('ConcurrentLimitExceededException', TOO_MANY))
  return succeed({ kind: 'new', verdict, parent: parent.value })
}

/** How a new snapshot is protected: the KMS calls of StartSnapshot. */
export const protectionFor = (
  request: ServedRequest,
  id: string,
  { verdict, parent }: NewUploadPlan,
  kmsKeyArn: string | undefined,
): Outcome<Protection, Failure> => {
  if (verdict === 'unencrypted') return succeed({ kind: 'none' })
  const parentKey = parent === undefined ? undefined : dataKeyOf(parent)
  const key = parentKey === undefined ? row27(request, id, kmsKeyArn) : row27WithParent(request, id, parentKey)
  return key.ok ? succeed({ kind: 'encrypted', key: key.value }) : key
}

/** Writes down a snapshot that is begun: empty, or with the blocks of its parent. */
export const newUpload = (
  { world, account, region, time }: Call,
  { parent }: NewUploadPlan,
  wanted: Pick<StartSnapshotInput, 'VolumeSize' | 'Description' | 'Timeout'> & {
    readonly id: string
    readonly protection: Protection
    readonly tags: Map<string, string>
  },
): UploadingSnapshot => {
  const { id, protection, tags, VolumeSize, Description = '', Timeout = 60 } = wanted
  const store = blocksOf(world)
  const timeoutMilliseconds = Timeout * 60_000
  const snapshot: UploadingSnapshot = {
    id,
    serial: nextSerial(world),
    account,
    region,
    volumeId: NO_VOLUME_ID,
    sizeBytes: (VolumeSize as number) * GIB,
    description: Description,
    startedAt: time,
    status: { state: 'pending' },
    protection,
    map: parent === undefined ? createBlockMap(store, world.settings.unitBytes) : shareBlockMap(store, parent.map),
    tags,
    sharing: { isPublic: false, accounts: [] },
    upload: {
      ...(parent === undefined ? {} : { parentId: parent.id }),
      timeoutMilliseconds,
      deadline: time + timeoutMilliseconds,
      writer: openWriter(store),
      digests: new Map(),
      isSealed: false,
    },
  }
  storeSnapshot(world, snapshot)
  return snapshot
}

const replay = (world: World, id: string): Outcome<StartPlan, Failure> => {
  const snapshot = findStoredSnapshot(world, id)
  return snapshot === undefined ? refuse(noSuchSnapshot(id)) : succeed({ kind: 'replay', snapshot })
}

const kindOf = (parent: SnapshotRecord | undefined): ParentKind => {
  if (parent === undefined) return 'none'
  return parent.protection.kind === 'none' ? 'plain' : 'encrypted'
}

const pendingUploads = (world: World, place: Place): number => {
  let count = 0
  for (const { upload, status } of findPlace(world, place)?.snapshots.values() ?? []) {
    if (upload !== undefined && status.state === 'pending') count++
  }
  return count
}

/** Source: EBS User Guide, "Quotas": snapshots that StartSnapshot has begun and that are pending, for an account in a Region. */
const PENDING_MAX = 100

/** StartSnapshot alone can answer this error; the sentence is the model's. */
const TOO_MANY = 'You have reached the limit for concurrent API requests.'

/** Source: spec/ebs-ec2.md 8.2. */
const OTHER_REQUEST = 'Current request does not match request stored with this token.'
