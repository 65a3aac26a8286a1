import type { DueTask } from '../core/clock.ts'
import { emitEvent } from '../core/event-bus.ts'
import { recordServiceEvent } from '../core/trail.ts'
import type { World } from '../core/world.ts'
import { adoptPendingMaterial } from './imported-material.ts'
import { addMaterial } from './key-material.ts'
import { currentMaterial, type KeyFamily, type KeyRecord, type MaterialRotation } from './key-record.ts'
import { recordSynchronisation } from './replication.ts'
import { familyOfMaterial, membersOf, primaryOf } from './store.ts'
import { keyResource } from './trail-facts.ts'

/** The task that rotates a key on its schedule. */
export const ROTATE_KEY = 'kms/rotate-key'

/** The task that ends an on-demand rotation. */
export const FINISH_ROTATION = 'kms/finish-rotation'

/** The period of AWS managed keys, and of customer managed keys whose owner names none. */
export const DEFAULT_PERIOD_DAYS = 365

/** What the tasks of this file are asked to do: to which family, known by its first material, and for which of its dates. */
interface Rotation {
  readonly materialId: string
  readonly date: number
}

/** Turns automatic rotation on, or begins its schedule anew: the first rotation is one period from now. */
export const startAutomaticRotation = (world: World, family: KeyFamily, periodDays: number): void => {
  const nextDate = world.clock.now() + periodDays * DAY_MILLISECONDS
  family.automaticRotation = { periodDays, nextDate }
  world.clock.at(nextDate, ROTATE_KEY, rotationOf(family, nextDate))
}

/** Turns automatic rotation off. */
export const stopAutomaticRotation = (family: KeyFamily): void => {
  family.automaticRotation = undefined
}

/** Makes up for the rotation that came due while a key was disabled. Source: Developer Guide, "Rotate KMS keys", disabled KMS keys. */
export const catchUpRotation = (world: World, { family }: KeyRecord): void => {
  const nextDate = family.automaticRotation?.nextDate
  if (nextDate === undefined || nextDate > world.clock.now()) return
  world.clock.at(world.clock.now(), ROTATE_KEY, rotationOf(family, nextDate))
}

/**
 * Rotates a key whose date has come, unless the schedule has been changed in the meantime. A primary key that is disabled or pending
 * deletion is not rotated: the date stays in the past until the key is enabled.
 */
export const rotateOnSchedule = (world: World, { data }: DueTask): void => {
  const { materialId, date } = data as Rotation
  const family = familyOfMaterial(world, materialId)
  const primary = family && primaryOf(world, family)
  const schedule = family?.automaticRotation
  if (primary === undefined || schedule?.nextDate !== date) return
  if (primary.status.state !== 'Enabled' && primary.status.state !== 'Updating') return
  rotate(world, primary, 'AUTOMATIC')
  startAutomaticRotation(world, primary.family, schedule.periodDays)
}

/** Begins an on-demand rotation: at its end the key has new material. */
export const startOnDemandRotation = (world: World, family: KeyFamily): void => {
  const start = world.clock.now()
  family.onDemandRotationStart = start
  const latency = world.settings.latency === 'typical' ? ON_DEMAND_MILLISECONDS[family.origin] : 0
  world.clock.at(start + latency, FINISH_ROTATION, rotationOf(family, start))
}

/** Ends an on-demand rotation. Where the pending material of an imported key has been deleted in the meantime, nothing else happens. */
export const finishOnDemandRotation = (world: World, { data }: DueTask): void => {
  const { materialId, date } = data as Rotation
  const family = familyOfMaterial(world, materialId)
  if (family === undefined || family.onDemandRotationStart !== date) return
  family.onDemandRotationStart = undefined
  const primary = primaryOf(world, family)
  if (primary !== undefined) rotate(world, primary, 'ON_DEMAND')
}

/** On-demand rotations that a key has behind it. */
export const onDemandRotations = ({ materials }: KeyFamily): number =>
  materials.filter(({ rotation }) => rotation?.type === 'ON_DEMAND').length

/** Gives a family new current material. The old ones stay for what was encrypted with them. */
const rotate = (world: World, primary: KeyRecord, type: MaterialRotation['type']): void => {
  const { family } = primary
  const { account, region, origin } = family
  const previous = currentMaterial(family).id
  const isExternal = origin === 'EXTERNAL'
  if (isExternal && family.pendingMaterial === undefined) return
  if (isExternal) adoptPendingMaterial(world, family)
  else addMaterial(world, family, world.random.bytes({ purpose: 'kms/rotated-backing-key', account, region }, 32))
  currentMaterial(family).rotation = { type, date: world.clock.now() }
  reportRotation(world, primary, previous)
  for (const member of membersOf(world, family)) {
    if (member !== primary) recordSynchronisation(world, member)
  }
}

/**
 * CloudTrail's RotateKey and EventBridge's `KMS CMK Rotation`, in the Region of the primary key; that replicas' Regions see a
 * synchronisation is inferred. Source: spec/kms.md 7.1, 11.4; spec/around.md 5.
 */
const reportRotation = (
  world: World,
  { account, region, keyId, arn, family }: KeyRecord,
  previousKeyMaterialId: string,
): void => {
  const { id: currentKeyMaterialId, rotation } = currentMaterial(family)
  const rotationType = rotation?.type
  recordServiceEvent(world, {
    account,
    region,
    eventSource: 'kms.amazonaws.com',
    eventName: 'RotateKey',
    resources: [keyResource({ account, arn })],
    serviceEventDetails: { keyId, rotationType, keyOrigin: family.origin, previousKeyMaterialId, currentKeyMaterialId },
    eventType: 'AwsServiceEvent',
  })
  const detail = { 'key-id': keyId }
  emitEvent(world, { source: 'aws.kms', detailType: 'KMS CMK Rotation', account, region, resources: [arn], detail })
}

const rotationOf = ({ materials }: KeyFamily, date: number): Rotation => ({ materialId: materials[0]?.id ?? '', date })

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000

/** How long an on-demand rotation takes with `latency: 'typical'`: as recorded, with imported material "under 40 s". Source: spec/kms.md 7.2. */
const ON_DEMAND_MILLISECONDS = { AWS_KMS: 460_000, EXTERNAL: 30_000, AWS_CLOUDHSM: 0, EXTERNAL_KEY_STORE: 0 } as const
