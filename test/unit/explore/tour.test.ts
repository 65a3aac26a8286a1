import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { LIST, readArguments } from '../../../src/explore/arguments.ts'
import { renderMermaid } from '../../../src/explore/render-mermaid.ts'
import { renderText } from '../../../src/explore/render-text.ts'
import { crossRegion } from '../../../src/explore/scenarios/cross-region.ts'
import { SCENARIOS } from '../../../src/explore/scenarios.ts'
import { openSourceFile } from '../../../src/explore/source-file.ts'
import type { TourCall } from '../../../src/explore/tour-report.ts'
import { tellTour } from '../../../src/explore/tour-scenario.ts'
import { createCloud } from '../../../src/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'kms-ebs-sim-'))
afterAll(() => rmSync(folder, { recursive: true }))

const fileOf = (bytes: Uint8Array) => {
  const path = join(folder, `${bytes.length}.bin`)
  writeFileSync(path, bytes)
  return openSourceFile(path)
}

const tour = (seed = 7, bytes = new Uint8Array(3_000_001).map((_, index) => index % 251)) =>
  tellTour(crossRegion, createCloud({ seed }), String(seed), fileOf(bytes))

const callsOf = (calls: readonly TourCall[]): TourCall[] => calls.flatMap((call) => [call, ...callsOf(call.nested)])

describe('the cross-Region tour', () => {
  const report = tour()
  const lines = report.steps.flatMap((step) => step.lines).join('\n')
  const calls = callsOf(report.steps.flatMap((step) => step.calls))

  it('reads the file back from every disk, in both Regions', () => {
    expect(report.resources).toHaveLength(3 + 3 + 4 + 4)
    expect(new Set(report.resources.map(({ sha256 }) => sha256))).toEqual(new Set([report.file?.sha256]))
    expect(report.steps.flatMap(({ claims }) => claims).filter(({ text }) => text.endsWith('holds the file'))).toHaveLength(6)
    expect(report.holds).toBe(true)
  })

  it('makes the AWS managed key of each Region by first use', () => {
    expect(lines).toContain('alias/aws/ebs in ap-northeast-1: no key yet')
    expect(lines).toContain('alias/aws/ebs in us-west-2: no key yet')
    expect(report.resources.filter(({ made }) => made.includes('alias/aws/ebs')).map(({ region }) => region)).toEqual([
      'ap-northeast-1',
      'ap-northeast-1',
      'us-west-2',
      'us-west-2',
    ])
  })

  it('binds data keys to the volume, to the volume in its snapshots, and to the snapshot in copies', () => {
    for (const { made, contextId, resource } of report.resources) {
      if (made.startsWith('volume')) expect(contextId).toBe(resource)
      if (made.startsWith('snapshot')) expect(contextId).toMatch(/^vol-/)
      if (made.startsWith('copy')) expect(contextId).toBe(resource)
    }
  })

  it('keeps the data key in a snapshot and in a volume from a copy, and makes a new one for every copy', () => {
    const lineages = (start: string) =>
      report.resources.filter(({ made }) => made.startsWith(start)).map(({ dataKeyLineage }) => dataKeyLineage)
    const [volumes, snapshots, copies, restored] = [
      lineages('volume under'),
      lineages('snapshot'),
      lineages('copy'),
      lineages('volume from'),
    ]
    expect(snapshots).toEqual(volumes)
    expect(restored).toEqual(copies)
    expect(new Set([...volumes, ...copies]).size).toBe(7)
  })

  it('refuses the attachment of a volume whose key is disabled, with record, event and explanation', () => {
    expect(lines).toContain('CustomerKeyHasBeenRevoked: Volume vol-')
    expect(lines).toContain('DisabledException')
    expect(lines).toContain('CloudTrail: AttachVolume: Client.CustomerKeyHasBeenRevoked')
    expect(lines).toMatch(/EventBridge: EBS Volume Notification: .*"result":"failed".*is disabled\./)
  })

  it('shows who called KMS with which operation and encryption context', () => {
    expect(calls.some(({ operation, caller }) => operation === 'Decrypt' && caller.startsWith('host of i-'))).toBe(true)
    expect(
      calls.some(({ operation, caller }) => operation === 'GenerateDataKeyWithoutPlaintext' && caller === 'EC2 for the caller'),
    ).toBe(true)
    expect(calls.filter(({ operation }) => operation === 'CreateSnapshot').every(({ nested }) => nested.length === 0)).toBe(true)
    expect(calls.filter(({ operation }) => operation === 'ReEncrypt')).toHaveLength(4)
  })

  it('never shows the plaintext as what the storage holds', () => {
    const shown = (label: string) => [...lines.matchAll(new RegExp(`${label}\\s+([0-9a-f]{48})`, 'g'))].map(([, bytes]) => bytes)
    expect(shown('the guest reads')).toHaveLength(3)
    expect(new Set(shown('the guest reads')).size).toBe(1)
    expect(new Set(shown('the storage holds')).size).toBe(3)
    expect(shown('the storage holds')).not.toContain(shown('the guest reads')[0])
  })

  it('is the same for the same seed, byte for byte, and another for another seed', () => {
    expect(tour()).toEqual(report)
    expect(tour(8).resources[0]?.resource).not.toBe(report.resources[0]?.resource)
  })

  it('can be drawn as text and as a Mermaid diagram', () => {
    expect(renderText(report)).toContain('Who holds what, at the end:')
    const diagram = renderMermaid(report)
    expect(diagram).toMatch(/^sequenceDiagram\n {2}participant Caller\n/)
    expect(diagram).toContain('KMS--xEC2: DisabledException')
    for (const line of diagram.trimEnd().split('\n').slice(5))
      expect(line).toMatch(/^ {2}(Note over Caller,KMS: .+|\w+(->>|--x)\w+: .+)$/)
  })
})

describe('the words of the command', () => {
  it('are read, with their defaults', () => {
    const scenario = crossRegion
    expect(readArguments(['tour'])).toEqual({ scenario, file: undefined, seed: '7', output: 'text' })
    expect(readArguments(['tour', '--json', '--seed', '12', '--file', 'a'])).toEqual({
      scenario,
      file: 'a',
      seed: '12',
      output: 'json',
    })
    expect(readArguments(['tour', '--mermaid'])).toMatchObject({ output: 'mermaid' })
    expect(readArguments([])).toBe('help')
    expect(readArguments(['tour', '--list'])).toBe('list')
  })

  it.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))(
    'name the tour %s, which the list tells',
    (name, scenario) => {
      expect(readArguments(['tour', name])).toMatchObject({ scenario })
      expect(LIST.split('\n').filter((line) => line.startsWith(`${name} `))).toEqual([expect.stringContaining(scenario.title)])
    },
  )

  it('take a file for the tours that write one, and for no other', () => {
    const takes = (name: string) => {
      try {
        readArguments(['tour', name, '--file', 'a'])
        return true
      } catch {
        return false
      }
    }
    const wanting = SCENARIOS.filter(({ name }) => !takes(name)).map(({ name }) => name)
    expect(wanting).toEqual(['auto-scaling', 'auto-scaling-two-accounts', 'template'])
  })

  it.each([
    [['detour']],
    [['tour', '--colour']],
    [['tour', '--seed', 'x']],
    [['tour', '--seed', '1.5']],
    [['tour', '--json', '--mermaid']],
    [['tour', 'extra']],
    [['tour', 'aurora', 'template']],
  ])('are refused where they make no sense: %j', (words) => {
    expect(() => readArguments(words)).toThrow(/\w/)
  })
})

describe('the file of a tour', () => {
  it('is refused with a clear sentence where there is none, where it is empty or no file', () => {
    expect(() => openSourceFile(join(folder, 'none'))).toThrow(/There is no file .*Give the path/)
    expect(() => openSourceFile(folder)).toThrow(/is not a file/)
    expect(() => fileOf(new Uint8Array(0))).toThrow(/is empty/)
  })

  it('is refused with its size where it is over 256 MiB', () => {
    const path = join(folder, 'large.bin')
    writeFileSync(path, '')
    truncateSync(path, 256 * 1024 * 1024)
    expect(openSourceFile(path).bytes).toBe(268_435_456)
    truncateSync(path, 256 * 1024 * 1024 + 1)
    expect(() => openSourceFile(path)).toThrow(/has 268435457 bytes; the tour takes files of up to 268435456 bytes/)
  })
})
