import { concat, equalBytes, fromBase64, fromUtf8, toBase64, utf8 } from '../core/bytes.ts'
import type { World } from '../core/world.ts'
import { engineOf } from '../crypto/world-engine.ts'

/** What a token of the EBS direct APIs says. */
export interface BlockReference {
  /** What is meant, e.g. `block/snap-…` or `ListSnapshotBlocks/snap-…`: a token of one thing is refused for every other. */
  readonly scope: string
  readonly blockIndex: number
}

/** How long a token for a block is good. Source: spec/ebs-ec2.md 8.2. */
export const BLOCK_TOKEN_MILLISECONDS = 7 * 24 * 3_600_000
/** How long a token for the next page is good. Source: spec/ebs-ec2.md 8.2. */
export const PAGE_TOKEN_MILLISECONDS = 3_600_000

/**
 * A token: version ‖ expiry (8 bytes) ‖ block index (8 bytes) ‖ scope ‖ MAC, in base64. Opaque to callers and no secret; it names no
 * caller, so whoever may use the snapshot may use it. The permission is looked at whenever it is used.
 */
export const writeToken = (world: World, { scope, blockIndex }: BlockReference, expiresAt: number): string => {
  const body = concat(new Uint8Array(SCOPE_AT), utf8(scope))
  const fields = new DataView(body.buffer)
  fields.setUint8(0, 1)
  fields.setFloat64(1, expiresAt)
  fields.setFloat64(9, blockIndex)
  return toBase64(concat(body, macOf(world, body)))
}

/** The block index in a token, or `undefined` where the token is forged, cut, too old or for something else. */
export const readToken = (world: World, scope: string, token: string): number | undefined => {
  const bytes = fromBase64(token)
  if (bytes === undefined || bytes.length < SCOPE_AT + MAC_BYTES || toBase64(bytes) !== token) return undefined
  const body = bytes.slice(0, -MAC_BYTES)
  if (!equalBytes(bytes.subarray(-MAC_BYTES), macOf(world, body))) return undefined
  const fields = new DataView(body.buffer)
  const isGood = fields.getFloat64(1) > world.clock.now() && fromUtf8(body.subarray(SCOPE_AT)) === scope
  return isGood ? fields.getFloat64(9) : undefined
}

const macOf = (world: World, body: Uint8Array): Uint8Array =>
  engineOf(world).hmacSha256(world.random.fixed({ purpose: 'ebs/token-key' }, 32), body)

const MAC_BYTES = 32
/** Behind the version, the expiry and the block index. */
const SCOPE_AT = 17
