import type { Failure } from '../core/service-error.ts'
import { concernedKey, type HostKey, openForHost, retireInstanceGrant } from './key-use.ts'
import type { ServedRequest } from './kms-call.ts'
import { dataKeyOf, type Protection } from './records.ts'

/** What a host has received for the volumes of one instance: all keys, or the refusal that stops the instance. */
export type HostKeys =
  | { readonly kind: 'opened'; readonly byVolume: ReadonlyMap<string, HostKey> }
  | {
      readonly kind: 'refused'
      readonly failure: Failure
      readonly volumeId: string
      readonly cause: string
      readonly kmsKeyArn: string
    }

/** A volume, as far as its key is concerned. */
interface KeyedVolume {
  readonly id: string
  readonly protection: Protection
}

/** Opens the encrypted volumes of an instance for its host, one behind another. After a refusal nothing is left of what was opened before. */
export const openAllForHost = (request: ServedRequest, instanceId: string, volumes: readonly KeyedVolume[]): HostKeys => {
  const opened = new Map<string, HostKey>()
  for (const volume of volumes) {
    const key = dataKeyOf(volume)
    if (key === undefined) continue
    const made = openForHost(request, instanceId, key)
    if (made.ok) {
      opened.set(volume.id, made.value)
      continue
    }
    closeAll(request, volumes, opened)
    const { error: failure } = made
    const kmsKeyArn = concernedKey(request, key.kmsKeyArn, failure)
    return { kind: 'refused', failure, volumeId: volume.id, cause: failure.message ?? failure.code, kmsKeyArn }
  }
  return { kind: 'opened', byVolume: opened }
}

/** Overwrites keys that a host will not get after all, and retires their grants. */
export const closeAll = (request: ServedRequest, volumes: readonly KeyedVolume[], opened: ReadonlyMap<string, HostKey>): void => {
  for (const volume of volumes) {
    const key = opened.get(volume.id)
    key?.dataKey.fill(0)
    retireInstanceGrant(request, volume, key?.grantId)
  }
}
