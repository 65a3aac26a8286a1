import type { World } from '../core/world.ts'
import type { Place } from './arns.ts'
import { isFastRestored } from './fast-restores.ts'
import { keysForVolume, retireGrantOf, type VolumeKeys } from './key-use.ts'
import type { ServedRequest } from './kms-call.ts'
import { GIB, type Protection, type VolumeRecord } from './records.ts'
import { recordSharedUse } from './shared-use.ts'
import { nextSerial, placeOf, storeVolume } from './store.ts'
import { type DiskContent, emptyContent, rekeyedContent, sharedContent } from './volume-data.ts'
import type { VolumePlan } from './volume-plan.ts'

/** A volume that has its data key and its blocks: all that is left is to write it down. */
export interface ReadyVolume {
  readonly volumeId: string
  readonly plan: VolumePlan
  readonly content: DiskContent
  readonly protection: Protection
  readonly serviceGrantId?: string
  /** Why it will vanish, where KMS has refused. */
  readonly refusal?: { readonly cause: string; readonly kmsKeyArn: string }
}

/** Makes the KMS calls for a new volume and fills its blocks. A refusal is part of the result: AWS answers first and lets the volume vanish. */
export const readyVolume = (request: ServedRequest, volumeId: string, plan: VolumePlan): ReadyVolume => {
  const { world } = request
  const { verdict, kmsKeyId, source, sourceKind } = plan
  const keys = keysForVolume(request, { volumeId, verdict, kmsKeyId, source, sourceKind })
  const made = { volumeId, plan }
  switch (keys.kind) {
    case 'none':
      return { ...made, content: contentOf(world, plan), protection: { kind: 'none' } }
    case 'shared':
    case 'new':
      return { ...made, content: contentOf(world, plan), protection: { kind: 'encrypted', key: keys.key } }
    case 'rekeyed':
      return { ...made, ...rekeyed(request, plan, keys) }
    case 'refused': {
      const { failure, kmsKeyArn } = keys
      return { ...made, ...refused(world, failure.message ?? failure.code, kmsKeyArn) }
    }
    default:
      return keys satisfies never
  }
}

/** Writes a new volume down. */
export const storeNewVolume = (
  world: World,
  { volumeId, plan, content, protection, serviceGrantId }: ReadyVolume,
  { account, region, zone, createdAt, tags }: Place & Pick<VolumeRecord, 'zone' | 'createdAt' | 'tags'>,
): VolumeRecord => {
  const { spec, isMultiAttach, initializationRate, source } = plan
  const volume: VolumeRecord = {
    id: volumeId,
    serial: nextSerial(world),
    account,
    region,
    zone,
    createdAt,
    snapshotId: source?.id ?? '',
    sizeBytes: spec.sizeGiB * GIB,
    type: spec.type,
    ...(spec.iops === undefined ? {} : { iops: spec.iops }),
    ...(spec.throughput === undefined ? {} : { throughput: spec.throughput }),
    isMultiAttach,
    ...(source !== undefined && isFastRestored(world, source, zone) ? { isFastRestored: true } : {}),
    ...(initializationRate === undefined ? {} : { initializationRate }),
    state: 'creating',
    protection,
    ...content,
    ...(serviceGrantId === undefined ? {} : { serviceGrantId }),
    attachments: [],
    pendingSnapshots: 0,
    tags,
  }
  storeVolume(world, volume)
  if (source !== undefined) recordSharedUse(world, 'SharedSnapshotVolumeCreated', source, account)
  noteManagedKey(world, volume, plan.verdict === 'default key')
  return volume
}

/** EC2 remembers the ARN of the AWS managed key from its first use: ResetEbsDefaultKmsKeyId answers it. */
export const noteManagedKey = (
  world: World,
  { account, region, protection }: Place & { readonly protection: Protection },
  isDefaultKey: boolean,
): void => {
  if (!isDefaultKey || protection.kind !== 'encrypted') return
  const { defaults } = placeOf(world, { account, region })
  if (defaults.keyArn === undefined) defaults.managedKeyArn = protection.key.kmsKeyArn
}

const contentOf = (world: World, { source }: VolumePlan): DiskContent =>
  source === undefined ? emptyContent(world) : sharedContent(world, source)

const rekeyed = (request: ServedRequest, { source }: VolumePlan, keys: VolumeKeys & { readonly kind: 'rekeyed' }) => {
  const { key, serviceGrantId } = keys
  const content = source === undefined ? undefined : rekeyedContent(request.world, source, keys)
  if (content?.ok) return { content: content.value, protection: { kind: 'encrypted', key }, serviceGrantId } as const
  retireGrantOf(request, key, serviceGrantId)
  return refused(request.world, DAMAGED_SOURCE, key.kmsKeyArn)
}

const refused = (world: World, cause: string, kmsKeyArn: string) =>
  ({ content: emptyContent(world), protection: { kind: 'unkeyed', kmsKeyArn }, refusal: { cause, kmsKeyArn } }) as const

/** A snapshot whose blocks do not open: not a case that AWS documents. */
const DAMAGED_SOURCE = 'An internal error has occurred'
