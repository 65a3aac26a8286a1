/** The operations whose success counts as a use of the key. Source: API Reference, KeyLastUsageData; spec/kms.md 4.8. */
export const USING_OPERATIONS = [
  'Decapsulate',
  'Decrypt',
  'DeriveSharedSecret',
  'Encapsulate',
  'Encrypt',
  'GenerateDataKey',
  'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext',
  'GenerateDataKeyWithoutPlaintext',
  'GenerateMac',
  'ReEncrypt',
  'Sign',
  'Verify',
  'VerifyMac',
] as const

/** An operation whose success counts as a use of the key. */
export type UsingOperation = (typeof USING_OPERATIONS)[number]

/** The last successful use of a key, as stored: plain data. */
export interface KeyUse {
  readonly operation: UsingOperation
  /** Epoch milliseconds. */
  readonly time: number
  /** The account in which the call was made. */
  readonly account: string
  /** Of the journal entry: what event id and request id are derived from when somebody asks. */
  readonly address: string
  readonly requestAddress: string
}
