import type { Basis } from '../core/operation.ts'

/** What a snapshot is begun with, as far as its encryption is concerned. */
export type ParentKind = 'none' | 'plain' | 'encrypted'

/** What becomes of a snapshot that StartSnapshot begins. */
export type StartVerdict = 'unencrypted' | 'default key' | 'named key' | 'key of the parent' | 'refused'

/** One cell of the table: the verdict, the sentence of a refusal, and how sure it is. */
export interface StartCell {
  readonly verdict: StartVerdict
  readonly message?: string
  readonly basis: Basis
}

type Row = `${'off' | 'on'}, ${'omitted' | 'true' | 'false'}, ${'no key' | 'key'}`

const documented = (verdict: StartVerdict): StartCell => ({ verdict, basis: 'V:doc' })
const refused = (message: string, basis: Basis): StartCell => ({ verdict: 'refused', message, basis })

const NAMED_UNENCRYPTED = refused('Encrypt cannot be false when KmsKeyArn is specified', 'V:obs')
const PARENT_AND_ENCRYPTED = refused('ParentSnapshotId and Encrypt cannot be specified together', 'V:obs')
const PARENT_AND_KEY = refused('ParentSnapshotId and KmsKeyArn cannot be specified together', 'V:obs')
/** The rule is documented, the sentence is not. */
const UNENCRYPTED_BY_DEFAULT = refused('Encrypt cannot be false when encryption by default is enabled', 'I')
/** The rule is documented, the sentence is not. */
const PLAIN_PARENT_BY_DEFAULT = refused(
  'An unencrypted ParentSnapshotId cannot be specified when encryption by default is enabled',
  'I',
)

const withParent = (cell: StartCell) => ({ plain: cell, encrypted: cell })

/**
 * What becomes of a snapshot made by StartSnapshot: by encryption by default, the parameters Encrypted and KmsKeyArn, and the parent.
 *
 * The trap: a key alone asks for encryption here, unlike with CreateVolume.
 *
 * Source: EBS User Guide, "Use encryption with EBS direct APIs"; spec/ebs-ec2.md 8.3.
 */
export const START_OUTCOMES = {
  'off, omitted, no key': {
    none: documented('unencrypted'),
    plain: documented('unencrypted'),
    encrypted: documented('key of the parent'),
  },
  'off, true, no key': { none: documented('default key'), ...withParent(PARENT_AND_ENCRYPTED) },
  'off, false, no key': { none: documented('unencrypted'), ...withParent(PARENT_AND_ENCRYPTED) },
  'off, omitted, key': { none: { verdict: 'named key', basis: 'V:obs' }, ...withParent(PARENT_AND_KEY) },
  'off, true, key': { none: documented('named key'), ...withParent(PARENT_AND_ENCRYPTED) },
  'off, false, key': { none: NAMED_UNENCRYPTED, ...withParent(PARENT_AND_ENCRYPTED) },
  'on, omitted, no key': {
    none: documented('default key'),
    plain: PLAIN_PARENT_BY_DEFAULT,
    encrypted: documented('key of the parent'),
  },
  'on, true, no key': { none: documented('default key'), ...withParent(PARENT_AND_ENCRYPTED) },
  'on, false, no key': { none: UNENCRYPTED_BY_DEFAULT, ...withParent(PARENT_AND_ENCRYPTED) },
  'on, omitted, key': { none: { verdict: 'named key', basis: 'V:obs' }, ...withParent(PARENT_AND_KEY) },
  'on, true, key': { none: documented('named key'), ...withParent(PARENT_AND_ENCRYPTED) },
  'on, false, key': { none: NAMED_UNENCRYPTED, ...withParent(PARENT_AND_ENCRYPTED) },
} as const satisfies Record<Row, Record<ParentKind, StartCell>>

/** The cell of {@link START_OUTCOMES} that a request falls into. */
export const chooseStartEncryption = (
  isEncryptedByDefault: boolean,
  { Encrypted, KmsKeyArn }: { readonly Encrypted?: boolean | undefined; readonly KmsKeyArn?: string | undefined },
  parent: ParentKind,
): StartCell => {
  const encrypted = Encrypted === undefined ? 'omitted' : (`${Encrypted}` as const)
  const key = KmsKeyArn === undefined ? 'no key' : 'key'
  return START_OUTCOMES[`${isEncryptedByDefault ? 'on' : 'off'}, ${encrypted}, ${key}`][parent]
}
