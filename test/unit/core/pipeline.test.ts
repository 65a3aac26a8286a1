import { describe, expect, it } from 'vitest'
import { type JournalEntry, requestIdOf } from '../../../src/core/journal.ts'
import { type AnyOperation, defineOperation, operationMap, type Service } from '../../../src/core/operation.ts'
import { PASS, refuse, succeed } from '../../../src/core/outcome.ts'
import type { Principal } from '../../../src/core/principal.ts'
import { type Failure, ServiceException } from '../../../src/core/service-error.ts'
import { blob, flag, integer, shape, text, unsupported } from '../../../src/core/shape.ts'
import { validationText } from '../../../src/core/shape-text.ts'
import { trailRecords } from '../../../src/core/trail.ts'
import { createWorldState, defineStored, openWorld } from '../../../src/core/world.ts'
import { readOptions } from '../../../src/options.ts'

const failure = (code: string, message?: string): Failure => ({
  code,
  status: 400,
  fault: 'client',
  ...(message ? { message } : {}),
})

const counterOf = defineStored('toy', () => ({ value: 0 }))

interface AddInput {
  Amount?: number | undefined
  Who?: string | undefined
  Secret?: Uint8Array | undefined
  DryRun?: boolean | undefined
  Later?: object | undefined
}

/** A service with one operation that says at which gate it is. */
const toy = (passed: string[], stops: Partial<Record<string, Failure>> = {}) => {
  const gate = (name: string) => {
    passed.push(name)
    const stop = stops[name]
    return stop === undefined ? PASS : refuse(stop)
  }
  const Add = defineOperation({
    name: 'Add',
    action: 'toy:Add',
    doc: 'toy',
    basis: 'I',
    input: shape<AddInput>({
      Amount: integer({ min: 1 }).required(),
      Who: text(),
      Secret: blob(),
      DryRun: flag(),
      Later: unsupported('not built'),
    }),
    target: () => gate('resolve'),
    crossAccount: false,
    checks: [() => gate('first check'), () => gate('second check')],
    prepare: () => {
      const outcome = gate('prepare')
      return outcome.ok ? succeed('prepared') : outcome
    },
    keyUse: ({ world, request, entry, prepared }) => {
      passed.push(`key use after ${prepared}`)
      if (request.origin !== undefined) return PASS
      const inner = world.run({
        ...request,
        input: { Amount: 5 },
        origin: { parent: entry, via: 'toy.us-east-1.amazonaws.com', invokedBy: 'toy.amazonaws.com' },
      })
      return inner.ok && stops['key use'] === undefined ? PASS : refuse(stops['key use'] ?? failure('Inner'))
    },
    commit: ({ world, input }) => {
      passed.push('commit')
      counterOf(world).value += input.Amount as number
      return { Total: counterOf(world).value, Bytes: new Uint8Array(3) }
    },
    trail: { readOnly: false },
  })
  const service: Service = {
    name: 'toy',
    eventSource: 'toy.amazonaws.com',
    operations: operationMap([Add] as readonly AnyOperation[]),
    authorise: () => gate('authorise'),
    shapeFailure: (failures) => failure('ValidationException', validationText(failures)),
    dryRun: failure('DryRun'),
    expiredCredentials: failure('ExpiredToken'),
    failure,
    errorCodes: [],
    toException: (error, metadata) => new ServiceException(error, metadata),
    trailErrorCode: ({ code }) => code,
    tasks: {
      'toy/late': (world) => {
        counterOf(world).value += 1000
      },
    },
  }
  const services = new Map([['toy', service]])
  const world = openWorld(createWorldState(readOptions({ seed: 1 })), services)
  const principal = { kind: 'root', account: '111122223333', arn: 'arn:aws:iam::111122223333:root' } as const
  const add = (input: unknown) => world.run({ principal, region: 'us-east-1', service: 'toy', operation: 'Add', input })
  return { world, services, add }
}

describe('the gates', () => {
  it('stand in this order, and commit comes last', () => {
    const passed: string[] = []
    const { add } = toy(passed)
    expect(add({ Amount: 2 })).toMatchObject({ ok: true, value: { Total: 7 } })
    const once = ['resolve', 'authorise', 'first check', 'second check', 'prepare', 'key use after prepared']
    expect(passed).toEqual([...once, ...once, 'commit', 'commit'])
  })

  it.each(['resolve', 'authorise', 'first check', 'second check', 'prepare', 'key use'])(
    'stop the call at "%s" before anything is changed',
    (name) => {
      const passed: string[] = []
      const { add, world } = toy(passed, { [name]: failure(`Stopped at ${name}`) })
      const answer = add({ Amount: 2 })
      expect(answer).toMatchObject({ ok: false, error: { code: `Stopped at ${name}` } })
      expect(counterOf(world).value).toBe(name === 'key use' ? 5 : 0)
      expect(answer.entry.stoppedAt).toBe({ 'first check': 'check', 'second check': 'check', prepare: 'check' }[name] ?? name)
    },
  )

  it('refuse an input that does not fit its shape, in the words of the service', () => {
    const { add } = toy([])
    expect(add({ Amount: 0 })).toMatchObject({
      error: {
        message:
          "1 validation error detected: Value '0' at 'amount' failed to satisfy constraint: Member must have value greater than or equal to 1",
      },
    })
  })

  it('end a dry run that would have succeeded, after every check and before any effect', () => {
    const passed: string[] = []
    const { add, world } = toy(passed)
    expect(add({ Amount: 2, DryRun: true })).toMatchObject({ error: { code: 'DryRun' } })
    expect(passed.at(-1)).toBe('prepare')
    expect(counterOf(world).value).toBe(0)
  })
})

describe('what is not simulated', () => {
  it('is a loud error that names the parameter and what exists', () => {
    const { add } = toy([])
    expect(() => add({ Amount: 1, Colour: 'red', Later: {} })).toThrow(/found later \(not built\), colour\. Leave them out/)
  })

  it('is a loud error that names the operation and what exists', () => {
    const { world } = toy([])
    const principal = { kind: 'root', account: '1', arn: 'a' } as const
    const run = (service: string, operation: string) => () =>
      world.run({ principal, region: 'us-east-1', service, operation, input: {} })
    expect(run('toy', 'Subtract')).toThrow(/found toy:Subtract\. What exists: Add/)
    expect(run('s3', 'GetObject')).toThrow(/What exists: toy/)
  })
})

describe('the journal', () => {
  it('keeps every call with its parent, one request id for all calls of a request, and bytes by their length alone', () => {
    const { add, world } = toy([])
    const { entry } = add({ Amount: 1, Secret: new Uint8Array(32) })
    const [outer, inner] = world.journal.ring.items
    expect(outer).toBe(entry)
    expect(inner).toMatchObject({ parent: outer?.sequence, via: 'toy.us-east-1.amazonaws.com', invokedBy: 'toy.amazonaws.com' })
    expect(outer?.input).toEqual({ Amount: 1, Secret: { bytes: 32 } })
    expect(outer?.output).toEqual({ Total: 6, Bytes: { bytes: 3 } })
    expect(requestIdOf(world.random, inner as never)).toBe(requestIdOf(world.random, outer as never))
  })

  it('becomes CloudTrail records when somebody reads them', () => {
    const { add, world, services } = toy([])
    add({ Amount: 1, Who: 'me' })
    const [outer, inner] = trailRecords(world, services)
    expect(outer).toMatchObject({
      eventName: 'Add',
      requestParameters: { amount: 1, who: 'me' },
      responseElements: null,
      readOnly: false,
    })
    expect(inner).toMatchObject({
      userIdentity: { type: 'Root', invokedBy: 'toy.amazonaws.com' },
      requestID: outer?.requestID,
      vpcEndpointId: 'AWS Internal',
    })
    expect(inner?.eventID).not.toBe(outer?.eventID)
    expect(trailRecords(world, services)).toEqual([outer, inner])
  })
})

it('keeps a call that the simulator gave up on in the journal and out of CloudTrail', () => {
  const { add, world, services } = toy([])
  expect(() => add({ Amount: 1, Colour: 'red' })).toThrow()
  expect(world.journal.ring.items).toMatchObject([{ abandonedAt: 'shape' }])
  expect(trailRecords(world, services)).toEqual([])
})

describe('faults', () => {
  it('make the chosen call fail and no other', () => {
    const { add, world } = toy([])
    world.faults.push({ call: 'toy:Add', effect: { kind: 'failure', failure: failure('Broken') }, skip: 2, times: 1 })
    expect([add({ Amount: 1 }).ok, add({ Amount: 1 }).ok, add({ Amount: 1 }).ok]).toEqual([true, false, true])
    expect(world.faults).toEqual([])
  })
})

it('does work that has come due before and after the outermost call', () => {
  const { add, world } = toy([])
  world.clock.at(world.clock.now(), 'toy/late', null)
  expect(add({ Amount: 1 })).toMatchObject({ value: { Total: 1006 } })
})

describe('the services on the way of a call', () => {
  const { world } = toy([])
  const caller = { kind: 'root', account: '111122223333', arn: 'arn:aws:iam::111122223333:root' } as const
  const call = (via: string | undefined, parent: JournalEntry | undefined, principal: Principal = caller) => {
    const request = { principal, region: 'us-east-1', service: 'toy', operation: 'Add', input: { Amount: 1 } }
    const origin = { invokedBy: 'x', ...(via === undefined ? {} : { via }), ...(parent === undefined ? {} : { parent }) }
    return world.run({ ...request, origin }).entry
  }

  it('are all kept, however many forward it with the caller’s credentials', () => {
    const first = call('a.amazonaws.com', undefined)
    const second = call('b.amazonaws.com', first)
    expect(call('c.amazonaws.com', second).viaChain).toEqual(['a.amazonaws.com', 'b.amazonaws.com', 'c.amazonaws.com'])
  })

  it('begin anew with a caller of their own', () => {
    const first = call('a.amazonaws.com', undefined)
    const other: Principal = { ...caller, arn: 'arn:aws:iam::444455556666:root', account: '444455556666' }
    expect(call('b.amazonaws.com', first, other).viaChain).toEqual(['b.amazonaws.com'])
    expect(call(undefined, first, { kind: 'service', name: 'a.amazonaws.com' }).viaChain).toBeUndefined()
  })
})
