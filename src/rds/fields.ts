import { type Field, integer, text } from '../core/shape.ts'
import { type AuroraEngine, ENGINES } from './records.ts'

/** An engine of Aurora; those of other clusters, which AWS has, are not simulated. Names of none are refused in AWS's words. */
export const auroraEngine = (): Field<AuroraEngine> => {
  const name = text()
  const make = (isRequired: boolean): Field<AuroraEngine> => ({
    isRequired,
    wire: 'text',
    read: (value, path, member, failures) => {
      const read = name.read(value, path, member, failures)
      if (OTHER_ENGINES.includes(read)) {
        const why = `the engine ${read}: clusters are ${Object.keys(ENGINES).join(' or ')}`
        failures.push({ path, member, constraint: { kind: 'unsupported', why } })
      }
      return read as AuroraEngine
    },
    required: () => make(true),
  })
  return make(false)
}

/** Whether a text names an engine of Aurora. */
export const isAuroraEngine = (name: string): name is AuroraEngine => Object.hasOwn(ENGINES, name)

/** `BackupRetentionPeriod`: days. */
export const retentionDays = (): Field<number> => integer({ min: 1, max: 35 })

/** `Port`. */
export const portNumber = (): Field<number> => integer({ min: 1150, max: 65_535 })

/** `PreSignedUrl`: the SDK adds one by itself where Regions differ. The caller's own rights decide, as they do without it. */
export const preSignedUrl = (): Field<string> => text({ max: 16_384 })

const OTHER_ENGINES: readonly string[] = ['mysql', 'postgres', 'neptune', 'docdb']
