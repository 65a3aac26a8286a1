import { parseAccountId } from '../../core/identifiers.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { list, shape, text } from '../../core/shape.ts'
import { onResources } from '../access.ts'
import { invalidValue, rdsFailure } from '../errors.ts'
import type { SnapshotRecord } from '../records.ts'
import { attributesView, type DBClusterSnapshotAttributesResult } from '../snapshot-attributes.ts'
import { checkSnapshotAvailable, findOwnSnapshot } from '../snapshots.ts'
import { changeTrail } from '../trail-shapes.ts'

/** Input of ModifyDBClusterSnapshotAttribute. */
export interface ModifyDBClusterSnapshotAttributeInput {
  DBClusterSnapshotIdentifier: string | undefined
  /** `restore`: who may copy and restore the snapshot. There is no other. */
  AttributeName: string | undefined
  /** Account ids, or `all`. */
  ValuesToAdd?: string[] | undefined
  ValuesToRemove?: string[] | undefined
}

/** Output of ModifyDBClusterSnapshotAttribute. */
export interface ModifyDBClusterSnapshotAttributeOutput {
  DBClusterSnapshotAttributesResult: DBClusterSnapshotAttributesResult
}

type ModifyCall = Call<ModifyDBClusterSnapshotAttributeInput, SnapshotRecord>

/** Shares a snapshot with other accounts, or ends that. Who is to use an encrypted one needs its KMS key too. */
export const ModifyDBClusterSnapshotAttribute = defineOperation({
  name: 'ModifyDBClusterSnapshotAttribute',
  action: 'rds:ModifyDBClusterSnapshotAttribute',
  doc: 'AmazonRDS/latest/APIReference/API_ModifyDBClusterSnapshotAttribute.html',
  basis: 'V:doc',
  input: shape<ModifyDBClusterSnapshotAttributeInput>({
    DBClusterSnapshotIdentifier: text().required(),
    AttributeName: text().required(),
    ValuesToAdd: list(text()),
    ValuesToRemove: list(text()),
  }),
  target: (call) => findOwnSnapshot(call.world, call, call.input.DBClusterSnapshotIdentifier as string),
  access: (call) => onResources(call, { word: 'cluster-snapshot', name: call.target.identifier, tags: call.target.tags }),
  crossAccount: false,
  checks: [({ input }) => checkValues(input), ({ target }) => checkSnapshotAvailable(target)],
  prepare: (call) => newSharing(call),
  commit: ({ target, prepared }): ModifyDBClusterSnapshotAttributeOutput => {
    target.sharedWith.clear()
    for (const account of prepared) target.sharedWith.add(account)
    return { DBClusterSnapshotAttributesResult: attributesView(target) }
  },
  trail: changeTrail('DBClusterSnapshotAttributesResult'),
})

/** The sentences are inferred. */
const checkValues = ({ AttributeName, ValuesToAdd = [], ValuesToRemove = [] }: ModifyCall['input']) => {
  if (AttributeName !== 'restore') return refuse(invalidValue(`Invalid attribute name: ${AttributeName}`))
  const wrong = [...ValuesToAdd, ...ValuesToRemove].find((value) => value !== 'all' && parseAccountId(value) === undefined)
  return wrong === undefined ? succeed(undefined) : refuse(invalidValue(`Invalid attribute value: ${wrong}`))
}

const newSharing = ({ input, target }: ModifyCall): Outcome<readonly string[], Failure> => {
  const { ValuesToAdd = [], ValuesToRemove = [] } = input
  const { protection, sharedWith } = target
  const accounts = new Set([...sharedWith, ...ValuesToAdd])
  for (const account of ValuesToRemove) accounts.delete(account)
  if (protection.kind !== 'none' && ValuesToAdd.includes('all')) return refuse(NOT_PUBLIC)
  if (protection.kind === 'sse-kms' && protection.key.keyManager === 'AWS' && ValuesToAdd.length > 0) return refuse(NOT_SHARED)
  const named = [...accounts].filter((account) => account !== 'all').length
  return named <= ACCOUNTS_MAX ? succeed([...accounts]) : refuse(TOO_MANY)
}

/** The rules are documented, codes and sentences are inferred. Source: Aurora User Guide, "Sharing a DB cluster snapshot"; spec/around.md 3.4. */
const NOT_PUBLIC = rdsFailure(
  'InvalidDBClusterSnapshotStateFault',
  'Encrypted DB cluster snapshots cannot be shared with everyone.',
)
const NOT_SHARED = rdsFailure(
  'InvalidDBClusterSnapshotStateFault',
  'DB cluster snapshots that are encrypted with the default KMS key of the account cannot be shared.',
)
const ACCOUNTS_MAX = 20
const TOO_MANY = rdsFailure(
  'SharedSnapshotQuotaExceededFault',
  `A DB cluster snapshot can be shared with up to ${ACCOUNTS_MAX} accounts.`,
)
