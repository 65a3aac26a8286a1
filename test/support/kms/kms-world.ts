import { type Account, accountHandle, type Identity, principalOf } from '../../../src/account.ts'
import type { CloudEvent } from '../../../src/core/event-bus.ts'
import { type JournalEntry, journalEntries } from '../../../src/core/journal.ts'
import type { Origin } from '../../../src/core/request.ts'
import { ringItems } from '../../../src/core/ring.ts'
import { type TrailRecord, trailRecords } from '../../../src/core/trail.ts'
import { createWorldState, openWorld, type World, type WorldState } from '../../../src/core/world.ts'
import { callOperation, directDoor } from '../../../src/door.ts'
import { hostSession, servicePrincipal } from '../../../src/iam/sessions.ts'
import type { KmsApi } from '../../../src/kms/api.ts'
import { handIn } from '../../../src/kms/key-pairs.ts'
import type { KeyRecord } from '../../../src/kms/key-record.ts'
import { kmsService } from '../../../src/kms/service.ts'
import { findKey } from '../../../src/kms/store.ts'
import { type CloudOptions, readOptions } from '../../../src/options.ts'

/** A world with KMS and IAM alone. Its default caller is role Admin of account 111122223333 in us-east-1. */
export interface KmsWorld {
  readonly world: World
  readonly state: WorldState
  /** KMS for somebody, somewhere. */
  kms(as?: Identity, region?: string): KmsApi
  /** KMS for somebody through EC2, as EC2 calls it with the credentials of its own caller. */
  throughEc2(as?: Identity, region?: string): KmsApi
  /** KMS for somebody through another service, e.g. `cloudformation`. */
  through(service: string, as?: Identity): KmsApi
  /** KMS for EC2 acting for itself. */
  ec2Itself(region?: string): KmsApi
  /** KMS for a service acting for itself, on behalf of a resource of the default account where one is given. */
  service(name: string, sourceArn?: string): KmsApi
  /** KMS for the host of an EC2 instance. */
  host(instanceId: string, region?: string): KmsApi
  account(accountId?: string): Account
  /** The stored record behind an ARN, for tests that put a key into a state. */
  record(arn: string): KeyRecord
  records(wanted?: Partial<TrailRecord>): TrailRecord[]
  events(): CloudEvent[]
  journal(): readonly JournalEntry[]
}

/** A fresh world whose default caller exists, so that a refused call leaves everything as it was; `state`: a world over a state that exists. */
export const kmsWorld = (options: CloudOptions = {}, state = createWorldState(readOptions(options))): KmsWorld => {
  const world = openWorld(state, SERVICES)
  handIn(world, options.algorithms ?? [])
  principalOf(world, undefined)
  findKey(world, ACCOUNT, REGION, '')
  const door = (caller: Caller) => kmsDoor(world, caller)
  const ec2 = (region: string): Origin => ({ via: `ec2.${region}.amazonaws.com`, invokedBy: 'ec2-frontend-api.amazonaws.com' })
  return {
    world,
    state,
    kms: (as, region = REGION) => door({ principal: principalOf(world, as), region }),
    throughEc2: (as, region = REGION) => door({ principal: principalOf(world, as), region, origin: ec2(region) }),
    through: (service, as) => {
      const origin = { via: `${service}.${REGION}.amazonaws.com`, invokedBy: `${service}.amazonaws.com` }
      return door({ principal: principalOf(world, as), region: REGION, origin })
    },
    ec2Itself: (region = REGION) =>
      door({
        principal: servicePrincipal(`ec2.${region}.amazonaws.com`, undefined),
        region,
        origin: { invokedBy: 'AWS Internal' },
      }),
    service: (name, sourceArn) => {
      const source = sourceArn === undefined ? undefined : { arn: sourceArn, account: ACCOUNT }
      return door({ principal: servicePrincipal(name, source), region: REGION, origin: { invokedBy: 'AWS Internal' } })
    },
    host: (instanceId, region = REGION) => {
      const instanceArn = `arn:aws:ec2:${region}:${ACCOUNT}:instance/${instanceId}`
      const principal = hostSession(ACCOUNT, { instanceId, instanceArn, createdAt: world.clock.now() })
      return door({ principal, region, origin: { invokedBy: 'AWS Internal' } })
    },
    account: (accountId = ACCOUNT) => accountHandle(() => world, accountId),
    record: (arn) => recordOf(world, arn),
    records: (wanted = {}) =>
      trailRecords(world, SERVICES).filter((record) =>
        Object.entries(wanted).every(([name, value]) => record[name as keyof TrailRecord] === value),
      ),
    events: () => ringItems(world.events.ring),
    journal: () => journalEntries(world.journal),
  }
}

/** The account of the default caller. */
export const ACCOUNT = '111122223333'
/** Another account. */
export const OTHER_ACCOUNT = '444455556666'
/** The Region of the default caller. */
export const REGION = 'us-east-1'
/** Another Region. */
export const OTHER_REGION = 'eu-west-1'
/** The ARN of the default caller. */
export const ADMIN = `arn:aws:sts::${ACCOUNT}:assumed-role/Admin/kms-ebs-sim`

const SERVICES = new Map([['kms', kmsService]])

interface Caller {
  readonly principal: Parameters<World['run']>[0]['principal']
  readonly region: string
  readonly origin?: Origin
}

const kmsDoor = (world: World, { principal, region, origin }: Caller): KmsApi => {
  const withOrigin: World = origin === undefined ? world : { ...world, run: (request) => world.run({ ...request, origin }) }
  return directDoor<KmsApi>(kmsService, (operation, input) =>
    callOperation(withOrigin, kmsService, { principal, region }, operation, input),
  )
}

const recordOf = (world: World, arn: string): KeyRecord => {
  const [, , , region = '', account = '', resource = ''] = arn.split(':')
  const key = findKey(world, account, region, resource.slice('key/'.length))
  if (key === undefined) throw new Error(`Expected a key, found none with the ARN ${arn}.`)
  return key
}
