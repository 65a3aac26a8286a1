import type { Command } from '../command.ts'
import { pick } from '../paper.ts'
import { branchOff } from '../stage.ts'

/** Goes on in a clone or a restored copy, or back in one of the worlds that there are. What happens in one must not be seen in another. */
export const branch: Command = {
  name: 'branch',
  weight: 1,
  run: (stage, [a, b]) => {
    if (stage.branches.length < 4 && a % 3 !== 2) branchOff(stage, a % 3 === 0 ? 'clone' : 'save and restore')
    else stage.now = pick(stage.branches, b) ?? stage.now
  },
}
