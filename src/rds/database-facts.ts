import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { invalidValue } from './errors.ts'
import { isAuroraEngine } from './fields.ts'
import { type DatabaseFacts, ENGINES, type EngineMode } from './records.ts'

/** What a request says of the database itself. */
export interface DatabaseInput {
  readonly Engine?: string | undefined
  readonly EngineVersion?: string | undefined
  readonly EngineMode?: EngineMode | undefined
  readonly MasterUsername?: string | undefined
  readonly Port?: number | undefined
  readonly BackupRetentionPeriod?: number | undefined
}

/** The facts of a new database: what the request says, then what a source has, then AWS's defaults. */
export const databaseFacts = (input: DatabaseInput, source?: DatabaseFacts): Outcome<DatabaseFacts, Failure> => {
  const engine = input.Engine ?? source?.engine ?? ''
  if (!isAuroraEngine(engine)) return refuse(invalidValue('Invalid DB engine'))
  return succeed({
    engine,
    engineVersion: input.EngineVersion ?? source?.engineVersion ?? ENGINES[engine].version,
    engineMode: input.EngineMode ?? source?.engineMode ?? 'provisioned',
    masterUsername: input.MasterUsername ?? source?.masterUsername ?? '',
    port: input.Port ?? source?.port ?? ENGINES[engine].port,
    backupRetentionPeriod: input.BackupRetentionPeriod ?? source?.backupRetentionPeriod ?? 1,
  })
}

/** Whether a new database has somebody to log in as. Source: RDS API Reference; the sentences as recorded in public issues. */
export const checkMasterUser = (user: string | undefined, password: string | undefined): Outcome<undefined, Failure> => {
  if (!user) return refuse(mustBeProvided('MasterUsername'))
  if (!password) return refuse(mustBeProvided('MasterUserPassword'))
  if (password.length >= PASSWORD_MIN && password.length <= PASSWORD_MAX) return succeed(undefined)
  const wrong = password.length < PASSWORD_MIN ? `shorter than ${PASSWORD_MIN}` : `longer than ${PASSWORD_MAX}`
  return refuse(invalidValue(`The parameter MasterUserPassword is not a valid password because it is ${wrong} characters.`))
}

const mustBeProvided = (parameter: string) => invalidValue(`The parameter ${parameter} must be provided and must not be blank.`)

const PASSWORD_MIN = 8
const PASSWORD_MAX = 41
