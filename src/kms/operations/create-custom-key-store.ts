import { defineOperation } from '../../core/operation.ts'
import { oneOf, shape, text } from '../../core/shape.ts'
import { onNothing } from '../access.ts'
import { checkBackingIsFree, type NewBackingInput, readBacking } from '../key-store-backing.ts'
import { backingFields, keyStoreName } from '../key-store-fields.ts'
import type { KeyStoreRecord } from '../key-store-record.ts'
import { keyStoreParameters } from '../key-store-trail.ts'
import { addKeyStore, checkKeyStoreName, checkKeyStoreQuota } from '../key-stores.ts'

/** Input of CreateCustomKeyStore. */
export interface CreateCustomKeyStoreInput extends NewBackingInput {
  /** 1 to 256 characters; no other store of the account and Region may have it. */
  CustomKeyStoreName: string | undefined
}

/** Output of CreateCustomKeyStore. */
export interface CreateCustomKeyStoreOutput {
  /** `cks-` and 17 hexadecimal digits. */
  CustomKeyStoreId: string
}

/**
 * Makes a custom key store. It is not connected yet. There is no cluster and no proxy behind it: every cluster id, certificate, password
 * and address counts as right; the errors of a wrong one come from `cloud.faults`.
 */
export const CreateCustomKeyStore = defineOperation({
  name: 'CreateCustomKeyStore',
  action: 'kms:CreateCustomKeyStore',
  doc: 'kms/latest/APIReference/API_CreateCustomKeyStore.html',
  basis: 'V:model',
  input: shape<CreateCustomKeyStoreInput>({
    CustomKeyStoreName: keyStoreName().required(),
    TrustAnchorCertificate: text({ min: 1, max: 5000 }),
    CustomKeyStoreType: oneOf(['AWS_CLOUDHSM', 'EXTERNAL_KEY_STORE']),
    ...backingFields(),
  }),
  target: ({ account, input }) => readBacking(account, input),
  access: () => [onNothing('kms:CreateCustomKeyStore')],
  crossAccount: false,
  checks: [
    (call) => checkKeyStoreName(call, call.input.CustomKeyStoreName as string),
    (call) => checkBackingIsFree(call, call.target),
    (call) => checkKeyStoreQuota(call),
  ],
  commit: ({ world, account, region, time, input, target }): CreateCustomKeyStoreOutput => {
    const store: KeyStoreRecord = {
      id: `cks-${world.random.hex({ purpose: 'kms/custom-key-store', account, region }, 17)}`,
      account,
      region,
      createdAt: time,
      name: input.CustomKeyStoreName as string,
      backing: target,
      connection: { state: 'DISCONNECTED', attempt: 0 },
    }
    addKeyStore(world, store)
    return { CustomKeyStoreId: store.id }
  },
  trail: {
    readOnly: false,
    requestParameters: keyStoreParameters,
    responseElements: ({ output }) => ({ customKeyStoreId: (output as CreateCustomKeyStoreOutput).CustomKeyStoreId }),
  },
})
