import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { renderMermaid } from '../../../src/explore/render-mermaid.ts'
import { renderText } from '../../../src/explore/render-text.ts'
import { SCENARIOS } from '../../../src/explore/scenarios.ts'
import { openSourceFile } from '../../../src/explore/source-file.ts'
import type { TourCall, TourReport } from '../../../src/explore/tour-report.ts'
import { type TourScenario, tellTour } from '../../../src/explore/tour-scenario.ts'
import { createCloud } from '../../../src/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'kms-ebs-sim-'))
afterAll(() => rmSync(folder, { recursive: true }))

const path = join(folder, 'file.bin')
writeFileSync(
  path,
  new Uint8Array(1_100_001).map((_, index) => index % 251),
)

const tell = (scenario: TourScenario, seed = 7): TourReport =>
  tellTour(scenario, createCloud({ seed }), String(seed), openSourceFile(path))

const reports = new Map(SCENARIOS.map((scenario) => [scenario.name, tell(scenario)]))
const reportOf = (name: (typeof SCENARIOS)[number]['name']) => reports.get(name) as TourReport

const callsOf = (calls: readonly TourCall[]): TourCall[] => calls.flatMap((call) => [call, ...callsOf(call.nested)])
const allCalls = ({ steps }: TourReport) => callsOf(steps.flatMap(({ calls }) => calls))
const allLines = ({ steps }: TourReport) => steps.flatMap(({ lines }) => lines).join('\n')
const refusals = (report: TourReport) =>
  allCalls(report).flatMap(({ operation, outcome }) => (outcome === 'ok' ? [] : [`${operation} ${outcome}`]))

describe.each(SCENARIOS)('the tour $name', (scenario) => {
  const report = reportOf(scenario.name)

  it('claims something, and every claim is borne out by what was measured', () => {
    const claims = report.steps.flatMap((step) => step.claims)
    expect(claims.length).toBeGreaterThan(4)
    expect(claims.filter(({ holds }) => !holds)).toEqual([])
    expect(report.holds).toBe(true)
  })

  it('shows every step in its calls: who called KMS, with which context', () => {
    const calls = allCalls(report)
    expect(calls.filter(({ service }) => service === 'kms').length).toBeGreaterThan(0)
    for (const { caller, from, region } of calls) {
      expect(caller).not.toMatch(/undefined|\[object/)
      expect(from).toMatch(/^[A-Z]\w+$/)
      expect(region).toMatch(/^[a-z]+-[a-z]+-\d$/)
    }
  })

  it('is the same for the same seed, byte for byte, and another for another seed', () => {
    const again = tell(scenario)
    expect(renderText(again)).toBe(renderText(report))
    expect(JSON.stringify(again)).toBe(JSON.stringify(report))
    expect(renderMermaid(again)).toBe(renderMermaid(report))
    const other = tell(scenario, 8)
    expect(other.holds).toBe(true)
    expect(allLines(other)).not.toBe(allLines(report))
  })

  it('is told as text: its title, its steps in order, its claims', () => {
    const text = renderText(report)
    expect(text.startsWith(`${scenario.title}\n`)).toBe(true)
    for (const [index, { title, claims }] of report.steps.entries()) {
      expect(text).toContain(`\n${index + 1}. ${title}\n`)
      for (const { text: claim } of claims) expect(text).toContain(`\n   measured: ${claim}\n`)
    }
    expect(text).not.toMatch(/undefined|NaN|\[object|NOT SO/)
    expect(text.includes('SHA-256 ')).toBe(scenario.writesFile || report.resources.length > 0)
  })

  it('is told as JSON, whole', () => {
    const told = JSON.parse(JSON.stringify(report))
    expect(told).toEqual(report)
    expect(told).toMatchObject({ scenario: scenario.name, seed: '7', holds: true })
  })

  it('is drawn as a Mermaid diagram, whose arrows go between its participants alone', () => {
    const [head, ...lines] = renderMermaid(report).trimEnd().split('\n')
    expect(head).toBe('sequenceDiagram')
    const parts = lines.flatMap((line) => /^ {2}participant (\w+)$/.exec(line)?.[1] ?? [])
    const drawn = lines.slice(parts.length)
    const word = `(?:${parts.join('|')})`
    const form = new RegExp(`^ {2}(?:Note over ${word}(?:,${word})?: \\S.*|${word}(?:->>|--x)${word}: \\S.*)$`)
    expect(drawn.filter((line) => !form.test(line))).toEqual([])
    expect(drawn.filter((line) => line.includes('->>'))).toHaveLength(allCalls(report).length)
    expect(drawn.filter((line) => line.includes('--x'))).toHaveLength(refusals(report).length)
  })

  it(scenario.writesFile ? 'reads the file back from what it shows as holding it' : 'has no file', () => {
    expect(report.file === undefined).toBe(!scenario.writesFile)
    if (report.file === undefined) return
    const read = report.resources.map(({ sha256 }) => sha256).filter((digest) => digest !== '')
    expect(new Set(read)).toEqual(new Set([report.file.sha256]))
  })
})

describe('a claim that does not hold', () => {
  const scenario: TourScenario = {
    name: 'wrong',
    title: 'Wrong',
    writesFile: false,
    tell: (_, recorder) =>
      recorder.step('Claim', ({ claim }) => {
        claim('one is two', false)
        claim('one is one', true)
        return []
      }),
  }

  it('is shown, and the report does not hold', () => {
    const report = tell(scenario)
    expect(report.holds).toBe(false)
    expect(renderText(report)).toContain('   NOT SO: one is two\n   measured: one is one\n')
  })

  it.each(SCENARIOS.filter(({ writesFile }) => writesFile))(
    'is found by $name where its disks hold anything but the file',
    (each) => {
      const file = openSourceFile(path)
      const sha256 = file.sha256.replaceAll(/./g, '0')
      const { holds, steps } = tellTour(each, createCloud({ seed: 7 }), '7', { ...file, sha256 })
      expect(holds).toBe(false)
      expect(
        steps.flatMap(({ claims }) => claims).filter(({ text, holds: isSo }) => isSo && / holds the file$/.test(text)),
      ).toEqual([])
    },
  )
})

describe('what the tours show', () => {
  it('attached-disk: attached disks go on, new uses fail each in its way (ebs 4.1 to 4.5)', () => {
    const report = reportOf('attached-disk')
    const lines = allLines(report)
    expect(lines).toContain('InvalidVolume.NotFound')
    expect(lines).toContain('it is in state error: Given key ID is not accessible')
    expect(lines).toContain('StateReason Client.InvalidKMSKey.InvalidState')
    expect(lines).toMatch(/"result":"failed","cause":"arn:aws:kms:[^"]+ is disabled\.","event":"attachVolume"/)
    expect(refusals(report)).toContain('AttachVolume CustomerKeyHasBeenRevoked')
    expect(report.resources.map(({ sha256 }) => sha256 === report.file?.sha256)).toEqual([false, false, true])
  })

  it('image-multi-key: three keys, three ReEncrypt calls, and one key in the copy (ebs 7, scenario 5)', () => {
    const report = reportOf('image-multi-key')
    const keys = report.resources.map(({ keyArn }) => keyArn)
    expect(keys).toHaveLength(6)
    expect([new Set(keys.slice(0, 3)).size, new Set(keys.slice(3)).size, new Set(keys).size]).toEqual([3, 1, 4])
    const launches = callsOf(report.steps.flatMap(({ calls }) => calls)).filter(({ operation }) => operation === 'RunInstances')
    expect(launches.map(({ nested }) => nested.filter(({ operation }) => operation === 'ReEncrypt').length)).toEqual([0, 3, 3])
  })

  it('image-mixed: the root stays unencrypted and the data disk stays under its key (ebs 7, scenario 1)', () => {
    const keys = reportOf('image-mixed').resources.map(({ keyArn }) => keyArn)
    expect(keys.map((key) => key === '')).toEqual([true, false, true, false])
    expect(keys[1]).toBe(keys[3])
  })

  it('image-encrypted, image-encrypt-on-copy, image-of-instance: one encrypted disk each (ebs 7, scenarios 2 to 4)', () => {
    for (const name of ['image-encrypted', 'image-encrypt-on-copy', 'image-of-instance'] as const) {
      const { resources } = reportOf(name)
      expect(resources.map(({ keyArn }) => keyArn)).toEqual([expect.stringMatching(/^arn:aws:kms:/)])
    }
    const copies = (name: 'image-encrypted' | 'image-of-instance') =>
      allCalls(reportOf(name)).filter(({ operation }) => operation === 'CopyImage').length
    expect([copies('image-encrypted'), copies('image-of-instance')]).toEqual([1, 0])
  })

  it('auto-scaling: each missing statement, its refusal in KMS, and the launches that are given up (around 2.2 to 2.4)', () => {
    const report = reportOf('auto-scaling')
    expect(refusals(report).filter((refusal) => !refusal.endsWith('DryRunOperation'))).toEqual([
      'GenerateDataKeyWithoutPlaintext AccessDeniedException',
      'CreateGrant AccessDeniedException',
      expect.stringMatching(/^GenerateDataKeyWithoutPlaintext (?!AccessDenied)/),
      'GenerateDataKeyWithoutPlaintext AccessDeniedException',
    ])
    expect(allLines(report)).toContain('Termination Reason: Client.InvalidKMSKey.InvalidState')
    expect(report.resources).toHaveLength(2)
  })

  it('auto-scaling-two-accounts: the grant counts where the group’s account has made it (around 2.2)', () => {
    const report = reportOf('auto-scaling-two-accounts')
    const statuses = [...allLines(report).matchAll(/^external-key: (\w+):/gm)].map(([, status]) => status)
    expect(statuses).toEqual(['Cancelled', 'Cancelled', 'Successful', 'Cancelled'])
    expect(report.resources.map(({ keyArn }) => keyArn)).toEqual([expect.stringContaining(':444455556666:key/')])
  })

  it('aurora: recoverable after a look, terminal after seven days, restored with the key (around 3.3)', () => {
    const report = reportOf('aurora')
    expect(allLines(report)).toContain('recoverable; 7 days after that: inaccessible-encryption-credentials')
    expect(refusals(report)).toEqual([
      'Decrypt DisabledException',
      'StartDBCluster KMSKeyNotAccessibleFault',
      'Decrypt DisabledException',
      'Decrypt DisabledException',
      'StartDBCluster InvalidDBClusterStateFault',
      'RestoreDBClusterFromSnapshot KMSKeyNotAccessibleFault',
    ])
  })

  it('template: the answers of simulate are those of the calls, and a failed stack is rolled back (around 6)', () => {
    const lines = allLines(reportOf('template'))
    expect(lines).toMatch(/tenant blue: allowed\ntenant red: refused/)
    expect(lines).toMatch(/tenant blue:\ndecrypted: "for blue"\ntenant red:\nAccessDeniedException/)
    expect(lines).toContain('locked-out: ROLLBACK_COMPLETE')
  })
})
