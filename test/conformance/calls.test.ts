import { afterAll, describe, expect, it } from 'vitest'
import { createCloud } from '../../src/index.ts'
import { SERVICES } from '../../src/services.ts'
import {
  type Call,
  type CallCase,
  callFiles,
  identitiesOf,
  readCallCases,
  resolve,
  type Told,
} from '../support/conformance/calls.ts'
import { DOORS } from '../support/conformance/doors.ts'
import { isWired } from '../support/wire/sdk-clients.ts'

/** What the direct call was told, case by case: every other door must be told the very same. */
const direct = new Map<CallCase, readonly Told[]>()

const tell = async (doorName: string, each: CallCase): Promise<readonly Told[]> => {
  using cloud = createCloud({ seed: each.name, ...each.cloud })
  const identityOf = identitiesOf(cloud, each)
  const door = await (DOORS[doorName] as (typeof DOORS)[string])(cloud)
  const saved = new Map<string, unknown>()
  const told: Told[] = []
  try {
    for (const step of each.steps) {
      if ('advance' in step) {
        cloud.clock.advance(step.advance)
        continue
      }
      const [service = '', operation = ''] = step.call.split(':')
      const input = resolve(step.input ?? {}, saved, (form) => form) as object
      const answer = await door.call({ service, operation, input, as: identityOf(step.as), region: step.region ?? 'us-east-1' })
      expectAnswer(answer, step, saved)
      if (step.save !== undefined && 'output' in answer) saved.set(step.save, answer.output)
      told.push(answer)
    }
  } finally {
    await door.close()
  }
  return told
}

const expectAnswer = (answer: Told, { call, output, exact, error }: Call, saved: ReadonlyMap<string, unknown>) => {
  const expected = (value: unknown) => resolve(value, saved, (form) => expect.stringMatching(form)) as object
  if (error !== undefined) expect(answer, call).toMatchObject({ error: expected(error) })
  else if (exact) expect(answer, call).toEqual({ output: expected(output ?? {}) })
  else expect(answer, call).toMatchObject({ output: expected(output ?? {}) })
}

describe.each(callFiles())('%s', (file) => {
  const cases = readCallCases(file)

  afterAll(() => direct.clear())

  describe.each(cases.map((each) => [each.vector === undefined ? each.name : `${each.name} (${each.vector})`, each] as const))(
    '%s',
    (_, each) => {
      it.each(Object.keys(DOORS))('through the %s', async (door) => {
        const answers = await tell(door, each)
        if (!direct.has(each)) direct.set(each, door === 'direct call' ? answers : await tell('direct call', each))
        expect(answers).toEqual(direct.get(each))
      })
    },
  )
})

describe('the cases', () => {
  it('are many', () => {
    expect(callFiles().flatMap(readCallCases).length).toBeGreaterThanOrEqual(40)
  })

  it('each say of every call what AWS answers', () => {
    const calls = callFiles().flatMap((file) => readCallCases(file).flatMap(({ steps }) => steps))
    const silent = calls.filter(
      (step) => 'call' in step && step.output === undefined && step.error === undefined && step.save === undefined,
    )
    expect(silent).toEqual([])
  })

  it('try every operation: at least one success and one refusal', () => {
    const tried = new Set(
      callFiles()
        .flatMap((file) => readCallCases(file).flatMap(({ steps }) => steps))
        .flatMap((step) => ('call' in step ? [`${step.call} ${step.error === undefined ? 'succeeds' : 'is refused'}`] : [])),
    )
    const untried = [...SERVICES.values()]
      .filter(({ name }) => isWired(name) && !TRIED_BY_CLIENTS.includes(name))
      .flatMap(({ name, operations }) => [...operations.keys()].map((operation) => `${name}:${operation}`))
      .flatMap((call) => [`${call} succeeds`, `${call} is refused`])
      .filter((what) => !tried.has(what))
    expect(untried.toSorted()).toEqual(UNTRIED.toSorted())
  })
})

/** Services that the real clients alone try: test/clients/around-sdk.test.ts. */
const TRIED_BY_CLIENTS = ['autoscaling', 'rds', 'cloudformation']

/** What a file of cases cannot say. */
const UNTRIED = [
  // Whoever calls has to compute something first.
  'kms:ImportKeyMaterial succeeds',
  // Needs an algorithm that is handed in.
  'kms:Encapsulate succeeds',
  'kms:Decapsulate succeeds',
  // Nothing takes the input and output of a volume away here.
  'ec2:EnableVolumeIO succeeds',
  // Nothing can be in the bin without a rule, which only direct calls make.
  'ec2:RestoreSnapshotFromRecycleBin succeeds',
  // Everyone may ask who they are.
  'sts:GetCallerIdentity is refused',
]
