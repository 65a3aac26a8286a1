import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { oneOf, shape } from '../../core/shape.ts'
import { keyState } from '../checks.ts'
import { kmsFailure } from '../errors.ts'
import { keyIdentifier, limit, marker } from '../fields.ts'
import { pageMembers, pageOf } from '../pages.ts'
import { byKeyIdOrArn, type KeyTarget, keyOf } from '../resolve.ts'
import { isNotInKeyStore, isSymmetric } from '../rotation-checks.ts'
import { type RotationsListEntry, rotationEntries } from '../rotation-list.ts'

/** Input of ListKeyRotations. */
export interface ListKeyRotationsInput {
  /** Key id or key ARN of a symmetric encryption key. */
  KeyId: string | undefined
  /** `ALL_KEY_MATERIAL`: the first material and the one that is pending rotation too. Default `ROTATIONS_ONLY`. */
  IncludeKeyMaterial?: 'ALL_KEY_MATERIAL' | 'ROTATIONS_ONLY' | undefined
  /** 1 to 1000; default 100. */
  Limit?: number | undefined
  /** `NextMarker` of the page before. */
  Marker?: string | undefined
}

/** Output of ListKeyRotations. */
export interface ListKeyRotationsOutput {
  /** Oldest first, pending material last. */
  Rotations: RotationsListEntry[]
  /** Where the next page begins; only where there is one. */
  NextMarker?: string
  Truncated: boolean
}

type ListCall = Call<ListKeyRotationsInput, KeyTarget>

/** Lists the completed rotations of a key, or all of its key materials. */
export const ListKeyRotations = defineOperation({
  name: 'ListKeyRotations',
  action: 'kms:ListKeyRotations',
  doc: 'kms/latest/APIReference/API_ListKeyRotations.html',
  basis: 'V:obs',
  input: shape<ListKeyRotationsInput>({
    KeyId: keyIdentifier().required(),
    IncludeKeyMaterial: oneOf(['ALL_KEY_MATERIAL', 'ROTATIONS_ONLY']),
    Limit: limit(1000),
    Marker: marker(),
  }),
  target: (call) => byKeyIdOrArn(call, call.input.KeyId as string),
  crossAccount: false,
  checks: [(call) => mayAskForMaterial(call), isSymmetric, isNotInKeyStore, keyState],
  prepare: ({ world, input, target }) => {
    const key = keyOf(target)
    const all = rotationEntries(world, key).map((entry, index) => ({ entry, place: String(index).padStart(8, '0') }))
    const items =
      input.IncludeKeyMaterial === 'ALL_KEY_MATERIAL' ? all : all.filter(({ entry }) => entry.RotationDate !== undefined)
    return pageOf({ items, keyOf: ({ place }) => place, scope: `kms/ListKeyRotations/${key.arn}` }, input, 100)
  },
  commit: ({ prepared }): ListKeyRotationsOutput => ({
    Rotations: prepared.items.map(({ entry }) => entry),
    ...pageMembers(prepared),
  }),
  trail: { readOnly: true },
})

/** Source: spec/kms.md 2.2, notes (recorded). */
const mayAskForMaterial = ({ input, target }: ListCall): Outcome<undefined, Failure> =>
  input.IncludeKeyMaterial === undefined || keyOf(target).family.keySpec === 'SYMMETRIC_DEFAULT'
    ? PASS
    : refuse(kmsFailure('ValidationException', 'Input parameter includeKeyMaterial can only be used with symmetric keys.'))
