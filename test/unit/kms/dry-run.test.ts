import { describe, expect, it } from 'vitest'
import { CALL_CASES, call, subjectFor } from '../../support/kms/call-cases.ts'
import { DRY_RUN, expectRefusal } from '../../support/kms/refusals.ts'

/** Typed in by hand. Source: spec/kms.md 4.7. */
const WITH_DRY_RUN = [
  'CreateGrant', 'Decapsulate', 'Decrypt', 'DeriveSharedSecret', 'Encapsulate', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext', 'GenerateDataKeyWithoutPlaintext', 'GenerateMac', 'ReEncrypt', 'RetireGrant', 'RevokeGrant',
  'Sign', 'Verify', 'VerifyMac',
] // biome-ignore format: one list

const [taking, others] = [true, false].map((takes) =>
  CALL_CASES.filter(({ operation }) => WITH_DRY_RUN.includes(operation) === takes).map((each) => [each.operation, each] as const),
) as [[string, (typeof CALL_CASES)[number]][], [string, (typeof CALL_CASES)[number]][]]

describe('a dry run', () => {
  it.each(taking)('of %s says that it would have succeeded, and does nothing', (name, each) => {
    const given = subjectFor(name)
    const dry = () => call(given.w.kms(), each, { ...each.input(given, given.keyId), DryRun: true })
    expectRefusal(given.w, dry, 'DryRunOperationException', DRY_RUN)
    expect(given.w.records({ eventName: name }).at(-1)?.errorCode).toBe('DryRunOperationException')
    expect(() => call(given.w.kms(), each, { ...each.input(given, given.keyId), DryRun: false })).not.toThrow()
  })

  it.each(taking)('of %s answers with the genuine refusal where there is one', (name, each) => {
    const given = subjectFor(name)
    const nobody = given.w.account().createUser('Nobody')
    const dry = () => call(given.w.kms(nobody), each, { ...each.input(given, given.keyId), DryRun: true })
    expectRefusal(given.w, dry, 'AccessDeniedException', /is not authorized to perform: kms:/)
  })

  it.each(others)('does not exist for %s', (name, each) => {
    const given = subjectFor(name)
    const dry = () => call(given.w.kms(), each, { ...each.input(given, given.keyId), DryRun: true })
    expect(dry).toThrow(expect.objectContaining({ code: 'UNSUPPORTED_PARAMETER', message: expect.stringContaining('dryRun') }))
  })
})
