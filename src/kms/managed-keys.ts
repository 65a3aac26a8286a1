import { toHex } from '../core/bytes.ts'
import { uuidOf } from '../core/random.ts'
import type { World } from '../core/world.ts'
import { managedEbsKeyPolicy, managedRdsKeyPolicy } from '../iam/default-policies.ts'
import type { PolicyVersion } from '../iam/policy.ts'
import { addMaterial } from './key-material.ts'
import type { KeyFamily, KeyRecord } from './key-record.ts'
import { DEFAULT_PERIOD_DAYS, startAutomaticRotation } from './rotation.ts'
import { aliasArn, findKey, keyArn, openRegion, storeKey } from './store.ts'

/**
 * The AWS managed keys that a service's first use brings into being, by their predefined alias.
 *
 * Source: AWS KMS Developer Guide, "AWS managed keys"; spec/kms.md 6.4.
 */
const MANAGED_KEYS: Readonly<Record<string, ManagedKey>> = {
  'alias/aws/ebs': {
    description: 'Default key that protects my EBS volumes when no other key is defined',
    policy: managedEbsKeyPolicy,
  },
  'alias/aws/rds': {
    description: 'Default key that protects my RDS database volumes when no other key is defined',
    policy: managedRdsKeyPolicy,
  },
}

interface ManagedKey {
  readonly description: string
  readonly policy: (account: string, region: string) => string
}

/** The predefined aliases. Each exists in every account and Region, with or without a key behind it. */
export const PREDEFINED_ALIASES = Object.keys(MANAGED_KEYS)

/**
 * The AWS managed key behind a predefined alias: the one that exists, or the one that would be made now. Nothing is stored:
 * a call that is refused leaves no key behind. Its id belongs to account, Region and alias, so asking twice gives the same key.
 */
export const prospectiveManagedKey = (world: World, account: string, region: string, alias: string): KeyRecord | undefined => {
  const managed = Object.hasOwn(MANAGED_KEYS, alias) ? MANAGED_KEYS[alias] : undefined
  if (managed === undefined) return undefined
  const keyId = uuidOf(world.random.fixed({ purpose: `kms/managed-key-id/${alias}`, account, region }, 16))
  const existing = findKey(world, account, region, keyId)
  if (existing !== undefined) return existing
  const arn = keyArn(account, region, keyId)
  const createdAt = world.clock.now()
  const family: KeyFamily = {
    keyId,
    account,
    region,
    keySpec: 'SYMMETRIC_DEFAULT',
    keyUsage: 'ENCRYPT_DECRYPT',
    origin: 'AWS_KMS',
    materials: [],
  }
  const policy: PolicyVersion = { kind: 'key', name: arn, text: managed.policy(account, region) }
  const { description } = managed
  const place = { keyId, arn, account, region }
  return {
    ...place,
    family,
    manager: 'AWS',
    createdAt,
    description,
    status: { state: 'Enabled' },
    policy,
    tags: new Map(),
    aliases: [alias],
  }
}

/** Stores a managed key that a call is about to use for the first time; any other key is left as it is. */
export const bringIntoBeing = (world: World, record: KeyRecord): KeyRecord => {
  const { account, region, keyId, family, createdAt } = record
  const [name] = record.aliases
  if (record.manager !== 'AWS' || name === undefined || findKey(world, account, region, keyId) !== undefined) return record
  storeKey(world, record)
  addMaterial(world, family, world.random.fixed({ purpose: `kms/managed-key/${name}`, account, region }, 32))
  startAutomaticRotation(world, family, DEFAULT_PERIOD_DAYS)
  const alias = { name, arn: aliasArn(account, region, name), keyId, createdAt, updatedAt: createdAt }
  openRegion(world, account, region).aliases.set(name, alias)
  return record
}

/** The ids of a new customer key: a UUID, or `mrk-` and 32 hexadecimal digits. */
export const newKeyId = (world: World, account: string, region: string, isMultiRegion: boolean): string =>
  isMultiRegion
    ? `mrk-${toHex(world.random.bytes({ purpose: 'kms/multi-region-key', account, region }, 16))}`
    : world.random.uuid({ purpose: 'kms/key', account, region })
