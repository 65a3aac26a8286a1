import { agree, type Command } from '../command.ts'
import { openDisks, pick, WINDOW } from '../paper.ts'
import { deviceOf } from '../stage.ts'

/** An attached disk goes on working whatever has become of its key. */
export const readDisk: Command = {
  name: 'read disk',
  weight: 4,
  run: (stage, [a]) => {
    const disk = pick(openDisks(stage.now.paper), a)
    if (disk === undefined) return
    const { instance, device } = disk.attachment
    agree('the bytes of a disk', deviceOf(stage, instance.id, device).read(0, WINDOW), disk.bytes)
  },
}
