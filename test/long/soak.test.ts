import { expect, it } from 'vitest'
import type { Numbers } from '../model/command.ts'
import { COMMANDS } from '../model/commands/all.ts'
import type { Script } from '../model/script.ts'
import { createStage } from '../model/stage.ts'

const operations = Number(process.env['LONG_SOAK'])

/** Numbers that look random: a linear congruential generator of 32 bits (Numerical Recipes). */
const numbersFrom = (seed: number) => {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state >>> 8
  }
}

/** Remembers nothing: a script of a million calls would be the memory that is measured. */
const silent = (count: () => void): Script => ({
  run: (_, __, call) => {
    count()
    return call()
  },
  line: () => {},
  text: () => 'too long to print: play a story with the same seed',
})

const megabytes = () => {
  globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return Math.round((heapUsed + arrayBuffers) / 2 ** 20)
}

it(`${operations} mixed operations take the same time and memory at the end as at the beginning`, () => {
  const next = numbersFrom(Number(process.env['LONG_SEED']))
  const kinds = COMMANDS.filter(({ name }) => name !== 'branch').flatMap((command) =>
    Array.from({ length: command.weight }, () => command),
  )
  let done = 0
  const stage = { ...createStage(), script: silent(() => done++) }
  const tenths: { rate: number; memory: number }[] = []
  for (let tenth = 1; tenth <= 10; tenth++) {
    const [start, before] = [performance.now(), done]
    while (done < (operations * tenth) / 10) {
      const numbers: Numbers = [next(), next(), next(), next()]
      kinds[next() % kinds.length]?.run(stage, numbers)
      const { ciphertexts, keys, grants, images } = stage.now.paper
      // What only grows on the paper is forgotten: ciphertexts of long ago, and keys that are gone.
      if (ciphertexts.length > 200) ciphertexts.splice(0, 100)
      if (grants.length > 100) stage.now.paper.grants.length = 100
      for (const key of keys.filter(({ state }) => state === 'gone')) keys.splice(keys.indexOf(key), 1)
      if (images.length >= 3 && next() % 50 === 0) forgetImage(stage)
    }
    tenths.push({ rate: Math.round(((done - before) / (performance.now() - start)) * 1000), memory: megabytes() })
  }
  const [first, last] = [tenths[0], tenths[9]]
  console.log(
    `${done} operations; per second: ${tenths.map(({ rate }) => rate).join(' ')}; MiB: ${tenths.map(({ memory }) => memory).join(' ')}`,
  )
  expect(last?.rate).toBeGreaterThan((first?.rate ?? 0) * 0.7)
  expect(last?.memory).toBeLessThan((tenths[4]?.memory ?? 0) * 1.3 + 20)
})

const forgetImage = (stage: ReturnType<typeof createStage>): void => {
  const image = stage.now.paper.images.shift()
  if (image === undefined) return
  const as = stage.now.cloud.account(image.account).role('Chief')
  const { ec2 } = stage.now.cloud.session({ as, region: image.region })
  const [shown] = ec2.describeImages({ ImageIds: [image.id] }).Images
  ec2.deregisterImage({ ImageId: image.id })
  for (const { Ebs } of shown?.BlockDeviceMappings ?? []) if (Ebs?.SnapshotId) ec2.deleteSnapshot({ SnapshotId: Ebs.SnapshotId })
}
