import { sha256 as digestOf } from '@noble/hashes/sha2.js'
import type { Cloud } from '../cloud-api.ts'
import { toHex } from '../core/bytes.ts'
import type { TourResource } from './tour-report.ts'

/** A volume or snapshot with the key that protects it, as the table at the end of a tour shows it. */
export const protectedResource = (cloud: Cloud, id: string, region: string, made: string, sha256: string): TourResource => {
  const { kmsKeyArn, contextId, wrappedKey, dataKeyId } = id.startsWith('vol-') ? cloud.volume(id) : cloud.snapshot(id)
  return {
    resource: id,
    region,
    made,
    keyArn: kmsKeyArn ?? '',
    contextId: contextId ?? '',
    wrappedKeyFingerprint: wrappedKey === undefined ? '' : toHex(digestOf(wrappedKey)).slice(0, 16),
    dataKeyLineage: dataKeyId ?? '',
    sha256,
  }
}
