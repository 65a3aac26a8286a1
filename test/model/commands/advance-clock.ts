import { agree, type Command } from '../command.ts'
import { pick } from '../paper.ts'

const SPANS = [{ seconds: 1 }, { hours: 5 }, { days: 3 }, { days: 8 }, { days: 100 }] as const
const MILLISECONDS = [1_000, 18_000_000, 259_200_000, 691_200_000, 8_640_000_000]

/** Keys whose time has come are gone, and with them the last thing that could open what is under them. */
export const advanceClock: Command = {
  name: 'advance clock',
  weight: 2,
  run: (stage, [a]) => {
    const { paper, cloud, name } = stage.now
    const span = pick(SPANS, a) ?? SPANS[0]
    stage.script.run(`${name}.clock.advance`, [span], () => cloud.clock.advance(span))
    paper.now += pick(MILLISECONDS, a) ?? 0
    agree('the time', cloud.clock.now(), paper.now)
    for (const key of paper.keys) if (key.deletedAt !== undefined && key.deletedAt <= paper.now) key.state = 'gone'
    const gone = paper.grants.filter(({ key }) => key.state === 'gone')
    for (const grant of gone) paper.grants.splice(paper.grants.indexOf(grant), 1)
  },
}
