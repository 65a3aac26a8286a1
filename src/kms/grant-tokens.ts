import { concat, equalBytes, fromBase64Url, fromHex, fromUtf8, toBase64Url, toHex, utf8 } from '../core/bytes.ts'
import type { World } from '../core/world.ts'
import { engineOf } from '../crypto/world-engine.ts'
import type { GrantRecord } from './grants.ts'

/** What a grant token says. */
export interface GrantReference {
  readonly grantId: string
  readonly keyArn: string
}

/**
 * A new token of a grant: `01` ‖ grant id ‖ length of the key ARN ‖ key ARN ‖ random filler ‖ MAC, 368 bytes in base64url without
 * padding. Opaque to callers, self-authenticating and no secret, like AWS's, which is as long. Source: spec/kms.md 5.5.
 */
export const grantToken = (world: World, { grantId, keyArn }: GrantRecord): string => {
  const [, , , region = '', account = ''] = keyArn.split(':')
  const arn = utf8(keyArn)
  const filler = world.random.bytes({ purpose: 'kms/grant-token', account, region }, BODY_BYTES - ARN_AT - arn.length)
  const body = concat(Uint8Array.of(1), fromHex(grantId), Uint8Array.of(arn.length), arn, filler)
  return toBase64Url(concat(body, tokenMac(world, body)))
}

/** The grant that a token is of, or `undefined` where the token is none of this world's. */
export const readGrantToken = (world: World, token: string): GrantReference | undefined => {
  const bytes = fromBase64Url(token)
  if (bytes === undefined || bytes.length !== BODY_BYTES + MAC_BYTES || toBase64Url(bytes) !== token) return undefined
  const body = bytes.subarray(0, BODY_BYTES)
  if (!equalBytes(bytes.subarray(BODY_BYTES), tokenMac(world, body))) return undefined
  const arnBytes = body[ARN_AT - 1] as number
  return { grantId: toHex(body.subarray(1, ARN_AT - 1)), keyArn: fromUtf8(body.subarray(ARN_AT, ARN_AT + arnBytes)) }
}

const tokenMac = (world: World, body: Uint8Array) =>
  engineOf(world).hmacSha256(world.random.fixed({ purpose: 'kms/grant-token-key' }, 32), body)

const BODY_BYTES = 336
const MAC_BYTES = 32
/** Behind the version, the grant id (32 bytes) and the length of the ARN. */
const ARN_AT = 34
