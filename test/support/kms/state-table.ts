import type { KeyState } from '../../../src/kms/key-states.ts'

/** The columns of {@link STATE_TABLE}. */
export const COLUMNS: readonly KeyState[] = [
  'Enabled',
  'Disabled',
  'PendingDeletion',
  'PendingReplicaDeletion',
  'PendingImport',
  'Unavailable',
  'Creating',
  'Updating',
]

/** What each word of {@link STATE_TABLE} stands for: AWS's error, and what follows the ARN in its message. */
export const ANSWERS = {
  ok: undefined,
  dis: ['DisabledException', 'is disabled.'],
  del: ['KMSInvalidStateException', 'is pending deletion.'],
  rep: ['KMSInvalidStateException', 'is pending replica deletion.'],
  not: ['KMSInvalidStateException', 'is not pending deletion.'],
  imp: ['KMSInvalidStateException', 'is pending import.'],
  una: ['KMSInvalidStateException', 'is unavailable.'],
  cre: ['KMSInvalidStateException', 'is creating.'],
  upd: ['KMSInvalidStateException', 'is updating.'],
  ext: ['UnsupportedOperationException', 'origin is EXTERNAL which is not valid for this operation.'],
} as const

/**
 * The developer guide's "Key states of AWS KMS keys", typed in a second time by hand: spec/kms.md 2.2. `ok` where the guide says so or
 * lets it depend on something other than the state; "cannot occur" counts as unavailable.
 */
export const STATE_TABLE = `
                                       Enabled Disabled PendDel RepDel PendImp Unavail Creating Updating
  CancelKeyDeletion                    not     not      ok      ok     not     not     not      not
  CreateAlias                          ok      ok       del     rep    ok      ok      ok       ok
  CreateGrant                          ok      dis      del     rep    imp     ok      cre      ok
  Decapsulate                          ok      dis      del     rep    imp     una     cre      ok
  Decrypt                              ok      dis      del     rep    imp     una     cre      ok
  DeleteAlias                          ok      ok       ok      ok     ok      ok      ok       ok
  DeleteImportedKeyMaterial            ok      ok       ok      ok     ok      una     cre      upd
  DeriveSharedSecret                   ok      dis      del     rep    imp     una     cre      ok
  DescribeKey                          ok      ok       ok      ok     ok      ok      ok       ok
  DisableKey                           ok      ok       del     rep    imp     ok      cre      upd
  DisableKeyRotation                   ok      dis      del     rep    ext     ok      cre      ok
  EnableKey                            ok      ok       del     rep    imp     ok      cre      upd
  EnableKeyRotation                    ok      dis      del     rep    ext     ok      cre      ok
  Encapsulate                          ok      dis      del     rep    imp     una     cre      ok
  Encrypt                              ok      dis      del     rep    imp     una     cre      ok
  GenerateDataKey                      ok      dis      del     rep    imp     una     cre      ok
  GenerateDataKeyPair                  ok      dis      del     rep    imp     ok      cre      ok
  GenerateDataKeyPairWithoutPlaintext  ok      dis      del     rep    imp     ok      cre      ok
  GenerateDataKeyWithoutPlaintext      ok      dis      del     rep    imp     una     cre      ok
  GenerateMac                          ok      dis      del     rep    imp     una     cre      ok
  GetKeyLastUsage                      ok      ok       ok      ok     ok      ok      ok       ok
  GetKeyPolicy                         ok      ok       ok      ok     ok      ok      ok       ok
  GetKeyRotationStatus                 ok      ok       ok      ok     ok      ok      ok       ok
  GetParametersForImport               ok      ok       del     rep    ok      ok      cre      upd
  GetPublicKey                         ok      ok       del     rep    imp     una     cre      ok
  ImportKeyMaterial                    ok      ok       del     rep    ok      ok      cre      ok
  ListAliases                          ok      ok       ok      ok     ok      ok      ok       ok
  ListGrants                           ok      ok       ok      ok     ok      ok      ok       ok
  ListKeyPolicies                      ok      ok       ok      ok     ok      ok      ok       ok
  ListKeyRotations                     ok      ok       ok      ok     ok      ok      ok       ok
  ListResourceTags                     ok      ok       ok      ok     ok      ok      ok       ok
  PutKeyPolicy                         ok      ok       ok      ok     ok      ok      ok       ok
  ReEncrypt                            ok      dis      del     rep    imp     una     cre      ok
  ReplicateKey                         ok      dis      del     rep    imp     una     cre      upd
  RetireGrant                          ok      ok       ok      ok     ok      ok      ok       ok
  RevokeGrant                          ok      ok       ok      ok     ok      ok      ok       ok
  RotateKeyOnDemand                    ok      dis      del     rep    imp     ok      cre      ok
  ScheduleKeyDeletion                  ok      ok       del     rep    ok      ok      ok       upd
  Sign                                 ok      dis      del     rep    imp     una     cre      ok
  TagResource                          ok      ok       del     rep    ok      ok      ok       ok
  UntagResource                        ok      ok       del     rep    ok      ok      ok       ok
  UpdateAlias                          ok      ok       del     rep    ok      ok      ok       ok
  UpdateKeyDescription                 ok      ok       del     rep    ok      ok      ok       ok
  UpdatePrimaryRegion                  ok      dis      del     rep    imp     una     cre      ok
  Verify                               ok      dis      del     rep    imp     una     cre      ok
  VerifyMac                            ok      dis      del     rep    imp     una     cre      ok
`

/** One cell of {@link STATE_TABLE}: `undefined` where the state lets the operation go on. */
export interface StateCell {
  readonly operation: string
  readonly state: KeyState
  readonly refusal: readonly [name: string, reason: string] | undefined
}

/** All cells, row by row. */
export const STATE_CELLS: readonly StateCell[] = STATE_TABLE.trim()
  .split('\n')
  .slice(1)
  .flatMap((line) => {
    const [operation = '', ...words] = line.trim().split(/\s+/)
    if (words.length !== COLUMNS.length) throw new Error(`Expected ${COLUMNS.length} words behind ${operation}.`)
    return words.map((word, column) => ({
      operation,
      state: COLUMNS[column] as KeyState,
      refusal: ANSWERS[word as keyof typeof ANSWERS],
    }))
  })
