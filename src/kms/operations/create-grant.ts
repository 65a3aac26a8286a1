import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { list, oneOf, shape, structure, text } from '../../core/shape.ts'
import { broken } from '../../core/simulator-error.ts'
import { keyState } from '../checks.ts'
import { kmsFailure } from '../errors.ts'
import { dryRun, encryptionContext, grantTokens, keyIdentifier, principalArn, serviceName } from '../fields.ts'
import { addGrant, existingGrants, grantsOf } from '../grant-index.ts'
import { checkGrantOperations, GRANT_OPERATIONS, type GrantOperation } from '../grant-operations.ts'
import { type GrantPrincipal, readGrantPrincipal } from '../grant-principals.ts'
import { grantToken } from '../grant-tokens.ts'
import { type GrantConstraints, type GrantRecord, sameConstraints } from '../grants.ts'
import type { KeyRecord } from '../key-record.ts'
import { KEY_SPECS } from '../key-specs.ts'
import { byKeyIdOrArn, type KeyTarget, keyOf } from '../resolve.ts'
import { sentMembers } from '../trail-facts.ts'

/** Input of CreateGrant. */
export interface CreateGrantInput {
  /** Key id or key ARN. */
  KeyId: string | undefined
  /** The ARN of the user, role, session or account that may use the key. Either this or `GranteeServicePrincipal`. */
  GranteePrincipal?: string | undefined
  /** The ARN of the principal that may retire the grant. Not together with `RetiringServicePrincipal`. */
  RetiringPrincipal?: string | undefined
  /** At least one, and not CreateGrant alone. */
  Operations: GrantOperation[] | undefined
  Constraints?: GrantConstraints | undefined
  GrantTokens?: string[] | undefined
  /** With a name, the same call again gives the same grant. */
  Name?: string | undefined
  DryRun?: boolean | undefined
  /** The AWS service that may use the key, on behalf of the resource of `SourceArn`; somebody must be able to retire the grant. */
  GranteeServicePrincipal?: string | undefined
  /** The AWS service that may retire the grant. */
  RetiringServicePrincipal?: string | undefined
}

/** Output of CreateGrant. */
export interface CreateGrantOutput {
  /** Makes the grant work at once, before it has spread. No secret; works for the grantee alone. */
  GrantToken: string
  /** 64 hexadecimal digits. */
  GrantId: string
}

type GrantCall = Call<CreateGrantInput, KeyTarget>

/** What a new grant will be; `existing` where it is there already, under the same name. */
interface PreparedGrant {
  readonly grantee: GrantPrincipal
  readonly retiring: GrantPrincipal | undefined
  readonly existing: GrantRecord | undefined
}

/** Allows a principal or a service some operations on a key, under constraints if wanted. A grant never denies. */
export const CreateGrant = defineOperation({
  name: 'CreateGrant',
  action: 'kms:CreateGrant',
  doc: 'kms/latest/APIReference/API_CreateGrant.html',
  basis: 'V:obs',
  input: shape<CreateGrantInput>({
    KeyId: keyIdentifier().required(),
    GranteePrincipal: principalArn(),
    RetiringPrincipal: principalArn(),
    Operations: list(oneOf(GRANT_OPERATIONS)).required(),
    Constraints: structure<NonNullable<CreateGrantInput['Constraints']>>({
      EncryptionContextEquals: encryptionContext(),
      EncryptionContextSubset: encryptionContext(),
      SourceArn: text({ min: 20, max: 512 }),
    }),
    GrantTokens: grantTokens(),
    Name: text({ min: 1, max: 256, pattern: /^[a-zA-Z0-9:/_-]+$/ }),
    DryRun: dryRun(),
    GranteeServicePrincipal: serviceName(),
    RetiringServicePrincipal: serviceName(),
  }),
  target: (call) => byKeyIdOrArn(call, call.input.KeyId as string),
  access: ({ input, target }) => [{ action: 'kms:CreateGrant', on: target, context: pairsOf(input.Constraints) }],
  crossAccount: true,
  checks: [
    ({ input }) => checkPrincipals(input),
    keyState,
    ({ input, target }) => checkGrantOperations(keyOf(target).family, input.Operations as GrantOperation[]),
    ({ input, target }) => checkConstraints(keyOf(target), input.Constraints),
  ],
  prepare: (call) => prepareGrant(call),
  commit: (call): CreateGrantOutput => {
    const grant = call.prepared.existing ?? newGrant(call, call.prepared)
    return { GrantToken: grantToken(call.world, grant), GrantId: grant.grantId }
  },
  trail: {
    readOnly: false,
    requestParameters: ({ input }) => grantParameters(input),
    responseElements: ({ output, facts }) => ({
      grantId: (output as CreateGrantOutput).GrantId,
      keyId: (facts as { resources: readonly { ARN: string }[] }).resources[0]?.ARN,
    }),
  },
})

const prepareGrant = (call: GrantCall): Outcome<PreparedGrant, Failure> => {
  const { input, world, target } = call
  const { GranteePrincipal, GranteeServicePrincipal, RetiringPrincipal, RetiringServicePrincipal } = input
  const asGrantee = { member: 'GranteePrincipal', principal: GranteePrincipal, service: GranteeServicePrincipal } as const
  const grantee = readGrantPrincipal(call, asGrantee)
  if (!grantee.ok) return grantee
  if (grantee.value === undefined) return broken('A grant without a grantee passed the checks')
  const asRetiring = { member: 'RetiringPrincipal', principal: RetiringPrincipal, service: RetiringServicePrincipal } as const
  const retiring = readGrantPrincipal(call, asRetiring)
  if (!retiring.ok) return retiring
  const wanted = { grantee: grantee.value, retiring: retiring.value }
  const existing = findSameGrant(call, wanted)
  const used = existingGrants(world, keyOf(target))?.byId.size ?? 0
  return existing === undefined && used >= GRANTS_MAX ? refuse(tooManyGrants(used)) : succeed({ ...wanted, existing })
}

/** The grant of the same name that has the same of everything. Source: Developer Guide, "Creating a grant"; spec/kms.md 5.5. */
const findSameGrant = (call: GrantCall, { grantee, retiring }: Omit<PreparedGrant, 'existing'>): GrantRecord | undefined => {
  const { input, world, target } = call
  const grants = existingGrants(world, keyOf(target))
  const ids = input.Name === undefined ? undefined : grants?.byName.get(input.Name)
  for (const id of ids ?? []) {
    const grant = grants?.byId.get(id)
    if (grant === undefined) continue
    const isSame =
      grant.granteePrincipal === grantee.name &&
      grant.granteeAsService === grantee.asService &&
      grant.granteeId === grantee.uniqueId &&
      grant.retiringPrincipal === retiring?.name &&
      grant.retiringAsService === retiring?.asService &&
      grant.retiringId === retiring?.uniqueId &&
      grant.issuingAccount === issuingAccount(call) &&
      sameOperations(grant.operations, input.Operations as GrantOperation[]) &&
      sameConstraints(grant.constraints, input.Constraints)
    if (isSame) return grant
  }
  return undefined
}

const newGrant = (call: GrantCall, { grantee, retiring }: PreparedGrant): GrantRecord => {
  const { world, input, target, time } = call
  const key = keyOf(target)
  const { account, region, keyId } = key
  const { Constraints } = input
  const grant: GrantRecord = {
    grantId: world.random.hex({ purpose: 'kms/grant', account, region }, 64),
    keyArn: key.arn,
    order: world.random.count({ purpose: 'kms/grant-order', account, region: `${region}/${keyId}` }),
    name: input.Name ?? '',
    createdAt: time,
    granteePrincipal: grantee.name,
    ...(grantee.asService === undefined ? {} : { granteeAsService: grantee.asService }),
    ...(grantee.uniqueId === undefined ? {} : { granteeId: grantee.uniqueId }),
    ...(retiring === undefined ? {} : { retiringPrincipal: retiring.name }),
    ...(retiring?.asService === undefined ? {} : { retiringAsService: retiring.asService }),
    ...(retiring?.uniqueId === undefined ? {} : { retiringId: retiring.uniqueId }),
    issuingAccount: issuingAccount(call),
    operations: [...new Set(input.Operations)],
    ...(Constraints === undefined || Object.keys(Constraints).length === 0 ? {} : { constraints: Constraints }),
  }
  addGrant(grantsOf(world, key), grant)
  return grant
}

/** A service that acts for itself has no account of its own: the key's account counts. */
const issuingAccount = ({ account, target }: GrantCall) => (account === '' ? keyOf(target).account : account)

/** Who may be named, and what a grant to a service needs beside. Source: API Reference, CreateGrant; the texts are inferred. */
const checkPrincipals = (input: CreateGrantInput): Outcome<undefined, Failure> => {
  const { GranteePrincipal, GranteeServicePrincipal, RetiringPrincipal, RetiringServicePrincipal, Constraints } = input
  if ((GranteePrincipal === undefined) === (GranteeServicePrincipal === undefined)) return refuse(ONE_GRANTEE)
  const isRetirable = RetiringPrincipal !== undefined || RetiringServicePrincipal !== undefined
  if (RetiringPrincipal !== undefined && RetiringServicePrincipal !== undefined) return refuse(TWO_RETIRING)
  if (GranteeServicePrincipal === undefined) return PASS
  if (Constraints?.SourceArn === undefined) return refuse(NO_SOURCE)
  return isRetirable ? PASS : refuse(NO_RETIRING)
}

const checkConstraints = ({ family }: KeyRecord, constraints: GrantConstraints | undefined): Outcome<undefined, Failure> => {
  const pairs = pairsOf(constraints)
  if (pairs === undefined) return PASS
  if (KEY_SPECS[family.keySpec].family !== 'symmetric') return refuse(NOT_SYMMETRIC)
  if (constraints?.EncryptionContextEquals !== undefined && constraints.EncryptionContextSubset !== undefined) {
    return refuse(BOTH_CONSTRAINTS)
  }
  const values = Object.values(pairs)
  return values.length > PAIRS_MAX || values.some((value) => value.length > VALUE_MAX) ? refuse(LARGE_CONSTRAINT) : PASS
}

const pairsOf = (constraints: GrantConstraints | undefined) =>
  constraints?.EncryptionContextEquals ?? constraints?.EncryptionContextSubset

const sameOperations = (left: readonly string[], right: readonly string[]) =>
  left.length === new Set(right).size && right.every((each) => left.includes(each))

/** CloudTrail's request parameters: never a grant token. Source: spec/kms.md 11.2, spec/ebs-ec2.md 2.7. */
const grantParameters = (input: unknown) => {
  const { Constraints } = input as CreateGrantInput
  return {
    ...sentMembers(input, ...RECORDED),
    ...(Constraints === undefined
      ? {}
      : { constraints: sentMembers(Constraints, 'EncryptionContextEquals', 'EncryptionContextSubset', 'SourceArn') }),
  }
}

const RECORDED = [
  'KeyId', 'GranteePrincipal', 'GranteeServicePrincipal', 'RetiringPrincipal', 'RetiringServicePrincipal', 'Operations', 'Name',
] as const // biome-ignore format: one list

const tooManyGrants = (used: number) =>
  kmsFailure(
    'LimitExceededException',
    `Grants per key quota for this account in this region is ${GRANTS_MAX}, current usage is ${used}.`,
  )

/** Grants that a key can have. Source: spec/kms.md 8.3. */
const GRANTS_MAX = 50_000
/** Source: spec/kms.md 4.4. */
const PAIRS_MAX = 8
const VALUE_MAX = 384

const invalid = (message: string) => kmsFailure('ValidationException', message)
const ONE_GRANTEE = invalid('You must specify either a GranteePrincipal or a GranteeServicePrincipal, but not both.')
const TWO_RETIRING = invalid('You can specify either a RetiringPrincipal or a RetiringServicePrincipal, but not both.')
const NO_SOURCE = invalid('You must specify a SourceArn grant constraint with a GranteeServicePrincipal.')
const NO_RETIRING = invalid('You must specify a RetiringPrincipal or a RetiringServicePrincipal with a GranteeServicePrincipal.')
const BOTH_CONSTRAINTS = invalid('You cannot specify EncryptionContextEquals and EncryptionContextSubset in the same grant.')
const LARGE_CONSTRAINT = invalid(
  `A grant constraint can have up to ${PAIRS_MAX} encryption context pairs, with values of up to ${VALUE_MAX} characters.`,
)
const NOT_SYMMETRIC = invalid('EncryptionContext is supported only when creating a grant for a symmetric encryption KMS key.')
