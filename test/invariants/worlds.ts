import { type Invariant, shown } from './invariant.ts'

const WORLDS = 'property/stories-worlds.test.ts'
const FAULTS = 'property/faults.test.ts'

/** What is promised of whole clouds. */
export const WORLD_INVARIANTS: readonly Invariant[] = [
  {
    id: 'model',
    sentence: 'Whatever happens in a cloud, every answer and every byte is what a person would have written down.',
    source: 'all of spec/kms.md and spec/ebs-ec2.md that a page of paper holds',
    checks: shown(['model/cloud.test.ts', 'whatever happens in a cloud']),
  },
  {
    id: 'deterministic',
    sentence: 'The same seed and the same calls give the same bytes, records and events.',
    source: 'design 3',
    checks: shown([WORLDS, 'the same seed and the same calls']),
  },
  {
    id: 'other-kinds',
    sentence: 'Calls of other kinds change no id, no ciphertext and no grant.',
    source: 'design 3',
    checks: shown([WORLDS, 'calls of other kinds change no id']),
  },
  {
    id: 'seed-42',
    sentence: 'What a seed gives stays what it is in every later version.',
    source: 'design 3',
    checks: shown(['property/no-regression.test.ts', 'gives the same ids, keys, ciphertext']),
  },
  {
    id: 'engines',
    sentence: 'Both engines give the same bytes.',
    source: 'design 5',
    checks: shown([WORLDS, 'both engines give the same bytes'], ['property/blocks-life.test.ts', 'store the same bytes']),
  },
  {
    id: 'faithful',
    sentence: 'A clone and a restored copy are what the original is: resources, keys in memory, records, events, time.',
    source: 'design 4',
    checks: shown([WORLDS, 'a clone and a restored copy are what the original is']),
  },
  {
    id: 'independent',
    sentence: 'What goes on in a clone is not seen in the original, nor the other way round.',
    source: 'design 4',
    checks: shown([WORLDS, 'a clone that goes on leaves the original as it was']),
  },
  {
    id: 'saved-moment',
    sentence: 'A cloud that is saved in the middle of something comes to the same end.',
    source: 'design 4',
    checks: shown([FAULTS, '$name: the copy comes to the same end']),
  },
  {
    id: 'save-files',
    sentence: 'A saved file that was changed, cut off or lengthened is refused, and the running cloud does not notice.',
    source: 'design 5',
    checks: shown(
      ['property/damage.test.ts', 'that is changed, cut off or lengthened anywhere'],
      ['property/damage.test.ts', 'whose sealed memory is changed'],
      ['property/archive.test.ts', 'are refused with a reason after every change'],
    ),
  },
  {
    id: 'archives',
    sentence: 'Every graph of plain data is restored as it was, with all that is shared in it.',
    source: 'design 4',
    checks: shown(['property/archive.test.ts', 'restore every graph of plain data']),
  },
  {
    id: 'memory',
    sentence: 'What is freed gives its memory back: blocks, map nodes, slabs, keys in host memory, grants.',
    source: 'design 5',
    checks: shown(
      ['property/stories-memory.test.ts', 'what is freed gives its memory back'],
      ['property/blocks-life.test.ts', 'give all their memory back'],
    ),
  },
  {
    id: 'grants-leak',
    sentence: 'The grants on a key are those that somebody made, and one for every disk under it in a running instance.',
    source: 'spec/ebs-ec2.md 2.4',
    checks: shown(['model/cloud.test.ts', 'whatever happens in a cloud']),
  },
  {
    id: 'faults-kms',
    sentence: 'Where the N-th call to KMS fails, nothing half-made is left, and a second try succeeds.',
    source: 'spec/ebs-ec2.md 2.4, 4',
    checks: shown([FAULTS, '$name, latency $latency']),
  },
  {
    id: 'faults-inside',
    sentence: 'Where the N-th random draw fails, attached disks keep their bytes, and copies of the world know nothing of it.',
    source: 'design 3',
    checks: shown(['property/faults-inside.test.ts', 'breaks off at whichever random draw fails']),
  },
  {
    id: 'cross-talk',
    sentence:
      'Calls of SDK clients on their way together, some aborted, get their own answers and leave nothing in other clouds.',
    source: 'design 4',
    checks: shown(['clients/concurrency.test.ts', 'in several clouds, some aborted half-way']),
  },
]
