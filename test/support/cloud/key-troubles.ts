import { importMaterial, M1 } from '../kms/importing.ts'
import { CLUSTER } from '../kms/key-stores.ts'
import { denied, type ebsWorld, placeOf, REGION_A } from './ebs-world.ts'
import { GUEST_ACCOUNT } from './shared-snapshot.ts'

/*
 * Every trouble that a KMS key can give EC2 and EBS, as spec/ebs-ec2.md 3.6 and 4 name them: how such a key is made, spoilt and mended, and
 * what KMS says of it.
 */

type World = ReturnType<typeof ebsWorld>

/** A key that worked before it was spoilt: resources may stand under it. */
export interface Spoiling {
  /** The key while it still works; without it, any customer key. */
  readonly make?: (w: World) => string
  readonly spoil: (w: World, key: string) => void
  /** Without it, the key is gone for good. */
  readonly mend?: (w: World, key: string) => void
  /** Who calls: somebody who may not, where that is the trouble. */
  readonly caller?: (w: World, key: string) => Caller
  /** KMS's sentence of the key, as far as it is always the same. */
  readonly says: (key: string) => string
}

/** Who acts in a matrix of troubles. */
export type Caller = ReturnType<typeof placeOf>

/** What a caller without any permission for a key is called. */
const without = (w: World, key: string) => denied(w.cloud, ['kms:*'], key)

const policy = (...statements: object[]) => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*' },
    ...statements,
  ],
})

const setPolicy = ({ kms }: World, KeyId: string, ...statements: object[]) =>
  void kms.putKeyPolicy({ KeyId, Policy: JSON.stringify(policy(...statements)) })

const storeOf = ({ kms }: World) => kms.describeCustomKeyStores({}).CustomKeyStores[0]?.CustomKeyStoreId

/** A key that is spoilt after something was put under it. */
export const SPOILT = {
  disabled: {
    spoil: ({ kms }, KeyId) => void kms.disableKey({ KeyId }),
    mend: ({ kms }, KeyId) => void kms.enableKey({ KeyId }),
    says: (key) => `${key} is disabled.`,
  },
  'pending deletion': {
    spoil: ({ kms }, KeyId) => void kms.scheduleKeyDeletion({ KeyId }),
    mend: ({ kms }, KeyId) => {
      kms.cancelKeyDeletion({ KeyId })
      kms.enableKey({ KeyId })
    },
    says: (key) => `${key} is pending deletion.`,
  },
  deleted: {
    spoil: ({ kms, cloud }, KeyId) => {
      kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
      cloud.clock.advance({ days: 8 })
    },
    says: (key) => `Key '${key}' does not exist`,
  },
  'pending import': {
    make: ({ kms }) => {
      const { Arn } = kms.createKey({ Origin: 'EXTERNAL' }).KeyMetadata
      importMaterial(kms, Arn, M1)
      return Arn
    },
    spoil: ({ kms }, KeyId) => void kms.deleteImportedKeyMaterial({ KeyId }),
    mend: ({ kms }, KeyId) => void importMaterial(kms, KeyId, M1),
    says: (key) => `${key} is pending import.`,
  },
  unavailable: {
    make: ({ kms }) => {
      const { CustomKeyStoreId } = kms.createCustomKeyStore(CLUSTER)
      kms.connectCustomKeyStore({ CustomKeyStoreId })
      return kms.createKey({ Origin: 'AWS_CLOUDHSM', CustomKeyStoreId }).KeyMetadata.Arn
    },
    spoil: (w) => void w.kms.disconnectCustomKeyStore({ CustomKeyStoreId: storeOf(w) }),
    mend: (w) => void w.kms.connectCustomKeyStore({ CustomKeyStoreId: storeOf(w) }),
    says: (key) => `${key} is unavailable.`,
  },
  'forbidden to the caller': {
    spoil: () => {},
    mend: () => {},
    caller: without,
    says: () => 'with an explicit deny in an identity-based policy',
  },
  'closed to services and hosts': {
    spoil: (w, key) =>
      setPolicy(w, key, { Effect: 'Deny', Principal: '*', Action: ['kms:Decrypt', 'kms:Encrypt'], Resource: '*' }),
    mend: (w, key) => setPolicy(w, key),
    says: () => 'with an explicit deny in a resource-based policy',
  },
} as const satisfies Record<string, Spoiling>

export type Spoilt = keyof typeof SPOILT

/** A key that never can be used where it is named. */
export const UNFIT = {
  'nowhere to be found': (w: World) => w.K1.replace(/[0-9a-f]{12}$/, '0'.repeat(12)),
  'of another Region': (w: World) => w.b.newKey(),
  'multi-Region without a replica here': (w: World) =>
    w.b.kms.createKey({ MultiRegion: true }).KeyMetadata.Arn.replace('us-west-2', 'us-east-1'),
  'of another account that lets nobody in': (w: World) => stranger(w).newKey(),
  asymmetric: ({ kms }: World) => kms.createKey({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }).KeyMetadata.Arn,
  'an HMAC key': ({ kms }: World) => kms.createKey({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }).KeyMetadata.Arn,
} as const satisfies Record<string, (w: World) => string>

export type Unfit = keyof typeof UNFIT

/** Somebody of another account. */
export const stranger = ({ cloud }: World): Caller =>
  placeOf(cloud.session({ as: cloud.account(GUEST_ACCOUNT).root, region: REGION_A }))
