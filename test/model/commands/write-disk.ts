import type { Command } from '../command.ts'
import { openDisks, pick, WINDOW } from '../paper.ts'
import { deviceOf } from '../stage.ts'

/** Writes or discards a range of an attached disk, across the border of units too. */
export const writeDisk: Command = {
  name: 'write disk',
  weight: 8,
  run: (stage, [a, b, c, d]) => {
    const disk = pick(openDisks(stage.now.paper), a)
    if (disk === undefined) return
    const { instance, device } = disk.attachment
    const offset = b % WINDOW
    const length = Math.min(1 + (c % 700), WINDOW - offset)
    const fill = d % 256
    if (fill === 0) deviceOf(stage, instance.id, device).discard(offset, length)
    else deviceOf(stage, instance.id, device).write(offset, new Uint8Array(length).fill(fill))
    disk.bytes.fill(fill, offset, offset + length)
  },
}
