import { SimulatorError } from 'kms-ebs-sim'
import { afterAll, describe, expect, it, test, vi } from 'kms-ebs-sim/vitest'

let before: { readonly now: () => number } | undefined
const printed = vi.spyOn(console, 'error').mockImplementation(() => {})
afterAll(() => printed.mockRestore())

const fails = test.fails // reason: what is printed about a failing test is what other tests look at

describe('the fixture cloud', () => {
  test('is a cloud of the test’s own', ({ cloud }) => {
    expect(cloud.kms.listKeys().Keys).toEqual([])
    cloud.kms.createKey({})
    before = cloud.clock
  })

  test('is disposed of behind the test, and new for the next one', ({ cloud }) => {
    expect(() => before?.now()).toThrow(SimulatorError)
    expect(cloud.kms.listKeys().Keys).toEqual([])
  })

  test('brings the matchers', ({ cloud }) => {
    cloud.kms.generateRandom({ NumberOfBytes: 8 })
    expect(cloud).toHaveCalledKms('GenerateRandom')
    expect(() => cloud.kms.describeKey({ KeyId: 'alias/none' })).toThrowAws('NotFoundException')
  })

  it('is silent about a test that passes', ({ cloud }) => {
    expect(cloud.journal.entries()).toEqual([])
    expect(printed).not.toHaveBeenCalled()
  })

  fails('tells of a test that fails', ({ cloud }) => {
    cloud.kms.createKey({})
    cloud.kms.describeKey({ KeyId: 'alias/none' })
  })

  test('prints the seed and the last calls of a test that fails', () => {
    expect(printed.mock.calls).toMatchInlineSnapshot(`
      [
        [
          "seed 0; the last calls:
      2026-01-01T00:00:00.000Z  kms:CreateKey  by 111122223333:assumed-role/Admin/kms-ebs-sim in us-east-1
      2026-01-01T00:00:00.000Z  kms:DescribeKey  by 111122223333:assumed-role/Admin/kms-ebs-sim in us-east-1  ✗ NotFoundException, at the gate "authorise"",
        ],
      ]
    `)
  })
})

describe('with options', () => {
  test.override('cloudOptions', { seed: 'mine', region: 'eu-central-1' })

  test('is made with them', ({ cloud }) => {
    expect(cloud.kms.createKey({}).KeyMetadata.Arn).toMatch(/^arn:aws:kms:eu-central-1:/)
  })

  fails('tells of a test that fails without a call', ({ cloud }) => {
    expect(cloud).toHaveCalledKms('Decrypt')
  })

  test('prints their seed', () => {
    expect(printed.mock.lastCall).toEqual(['seed "mine"; no calls'])
  })
})
