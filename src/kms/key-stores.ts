import { compareCodeUnits } from '../core/bytes.ts'
import type { Call } from '../core/operation.ts'
import { type Outcome, PASS, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import { kmsFailure } from './errors.ts'
import type { KeyRecord } from './key-record.ts'
import type { KeyStoreRecord } from './key-store-record.ts'
import { keyStoreMap, kmsRegion } from './store.ts'

type Place = Pick<Call, 'world' | 'account' | 'region'>

/** The custom key stores of the caller's account and Region in the order of their ids. */
export const keyStoresIn = ({ world, account, region }: Place): readonly KeyStoreRecord[] =>
  [...keyStoreMap(world).values()]
    .filter((store) => store.account === account && store.region === region)
    .sort((left, right) => compareCodeUnits(left.id, right.id))

/** The custom key store of this id, or KMS's refusal. */
export const keyStoreOf = ({ world, account, region }: Place, id: string): Outcome<KeyStoreRecord, Failure> => {
  const found = keyStoreMap(world).get(`${account}/${region}/${id}`)
  return found === undefined ? refuse(noKeyStore(id)) : succeed(found)
}

/** The custom key store of this id, for work that comes due; it may be gone. */
export const findKeyStore = (world: World, { account, region, id }: Pick<KeyStoreRecord, 'account' | 'region' | 'id'>) =>
  keyStoreMap(world).get(`${account}/${region}/${id}`)

/** KMS's refusal of a custom key store that does not exist. AWS's text is not known. */
export const noKeyStore = (idOrName: string): Failure =>
  kmsFailure('CustomKeyStoreNotFoundException', `Custom key store ${idOrName} is not found.`)

/** Keeps a new custom key store. */
export const addKeyStore = (world: World, store: KeyStoreRecord): void => {
  keyStoreMap(world).set(`${store.account}/${store.region}/${store.id}`, store)
}

/** Forgets a custom key store. */
export const removeKeyStore = (world: World, { account, region, id }: KeyStoreRecord): void => {
  keyStoreMap(world).delete(`${account}/${region}/${id}`)
}

/** The keys in a custom key store, in whatever state. */
export const keysInStore = (world: World, store: KeyStoreRecord): readonly KeyRecord[] =>
  [...kmsRegion(world, store.account, store.region).keys.values()].filter(({ family }) => family.keyStore?.store === store)

/** An account may have one more custom key store in a Region. Source: spec/kms.md 8.3; AWS's text is not known. */
export const checkKeyStoreQuota = (call: Place): Outcome<undefined, Failure> => {
  const used = keyStoresIn(call).length
  const text = `Custom key store quota for this account in this region is ${STORES_MAX}, current usage is ${used}.`
  return used < STORES_MAX ? PASS : refuse(kmsFailure('LimitExceededException', text))
}

/** The name is not another store's. AWS's text is not known. */
export const checkKeyStoreName = (call: Place, name: string, own?: KeyStoreRecord): Outcome<undefined, Failure> =>
  keyStoresIn(call).some((store) => store !== own && store.name === name)
    ? refuse(kmsFailure('CustomKeyStoreNameInUseException', `A custom key store with the name ${name} already exists.`))
    : PASS

/** Custom key stores that an account can have in a Region. */
const STORES_MAX = 10
