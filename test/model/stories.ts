import fc from 'fast-check'
import type { CloudOptions } from '../../src/index.ts'
import { agree, type Command, type Numbers } from './command.ts'
import { COMMANDS } from './commands/all.ts'
import { ownerOf } from './commands/people.ts'
import { livingKeys, openDisks, WINDOW } from './paper.ts'
import { at, createStage, deviceOf, type Stage } from './stage.ts'

/** One step of a story: which command, and the numbers that say to what. */
export interface Step {
  readonly do: string
  readonly with: Numbers
}

const BY_NAME: ReadonlyMap<string, Command> = new Map(COMMANDS.map((command) => [command.name, command]))

const number = fc.nat({ max: 9_999 })
const step: fc.Arbitrary<Step> = fc.record({
  do: fc.oneof(...COMMANDS.map(({ name, weight }) => ({ arbitrary: fc.constant(name), weight }))),
  with: fc.tuple(number, number, number, number),
})

/** A story of up to so many steps. It shrinks to fewer steps with smaller numbers. */
export const storyOf = (maxLength: number): fc.Arbitrary<readonly Step[]> =>
  fc.array(step, { minLength: 1, maxLength, size: 'max' })

/** Where every story begins: a key, and a disk under it in a running instance, in each of two accounts and two Regions. */
const BEGINNING: readonly Step[] = [
  ...[0, 3].flatMap((who) => [0, 1].map((region): Step => ({ do: 'create key', with: [who, region, 0, 0] }))),
  ...[0, 1].map((region): Step => ({ do: 'launch instance', with: [0, region, 0, 0] })),
  ...[0, 1].map((region): Step => ({ do: 'create volume', with: [0, region, 1, 0] })),
  ...[0, 1].map((): Step => ({ do: 'attach volume', with: [0, 0, 1, 0] })),
]

/** What somebody wants to look at while a story is played. */
export interface Watch {
  readonly options?: CloudOptions
  /** Before the first step. */
  readonly begin?: (stage: Stage) => void
  /** Behind every step. */
  readonly afterStep?: (stage: Stage, step: Step) => void
}

/** Plays a story. What disagrees with the paper is thrown, with the script of all calls up to there behind it. */
export const play = (steps: readonly Step[], { options, begin, afterStep }: Watch = {}): Stage => {
  const stage = createStage(options)
  try {
    begin?.(stage)
    for (const each of [...BEGINNING, ...steps]) {
      BY_NAME.get(each.do)?.run(stage, each.with)
      afterStep?.(stage, each)
    }
    checkAll(stage)
  } catch (error) {
    throw Object.assign(error as Error, { message: `${(error as Error).message}\n\n${stage.script.text()}\n` })
  }
  return stage
}

/** Compares everything on the paper of every branch with its cloud. */
const checkAll = (stage: Stage): void => {
  for (const branch of stage.branches) {
    stage.now = branch
    const { paper } = branch
    for (const disk of openDisks(paper)) {
      const { instance, device } = disk.attachment
      agree(`the bytes of ${disk.id}`, deviceOf(stage, instance.id, device).read(0, WINDOW), disk.bytes)
    }
    for (const key of livingKeys(paper)) {
      const { kms } = at(stage, ownerOf(key), key.region)
      agree(`the state of ${key.arn}`, kms.describeKey({ KeyId: key.arn }).KeyMetadata.KeyState, key.state)
      const given = paper.grants.filter((grant) => grant.key === key).length
      const used = openDisks(paper).filter(({ protection }) => protection === key).length
      agree(`the grants on ${key.arn}`, kms.listGrants({ KeyId: key.arn, Limit: 100 }).Grants.length, given + used)
    }
  }
}

/** Checks a property of stories. What it prints where it fails is the script of the shortest story found, and the seed. */
export const checkStories = (
  claim: (steps: readonly Step[]) => void,
  { runs, length, seed, until }: { runs: number; length: number; seed?: number; until?: number },
): number => {
  const limit = until === undefined ? {} : { interruptAfterTimeLimit: Math.max(1, until - performance.now()) }
  const result = fc.check(
    fc.property(storyOf(length), (steps) => claim(steps)),
    { numRuns: runs, ...(seed === undefined ? {} : { seed }), ...limit },
  )
  if (!result.failed || result.counterexample === null) return result.numRuns
  const error = result.errorInstance as Error | null
  const head = `seed ${result.seed}, path ${result.counterexamplePath}, ${result.numRuns} stories, ${result.numShrinks} times made shorter`
  throw new Error(`${error?.message ?? 'failed'}\n(${head})`, { cause: error })
}
