import { type Invariant, shown } from './invariant.ts'

const AT_REST = 'property/blocks-at-rest.test.ts'
const SNAPSHOTS = 'property/snapshots.test.ts'

/** What EBS promises of disks, snapshots and images. */
export const DISK_INVARIANTS: readonly Invariant[] = [
  {
    id: 'byte-array',
    sentence: 'A disk is an array of bytes: it reads as what was written to it, under any interleaving with everything else.',
    source: 'EBS User Guide, "Amazon EBS volumes"; design 5',
    checks: shown(
      ['property/blocks-life.test.ts', 'read as plain byte arrays do'],
      ['model/disks.test.ts', 'any interleaving of writes, reads, snapshots'],
    ),
  },
  {
    id: 'attached-survives',
    sentence: 'An attached disk survives every change of its key; a detached one comes back only while the key can be used.',
    source: 'KMS Developer Guide, "How unusable KMS keys affect data keys"; spec/ebs-ec2.md 4.3',
    checks: shown(['property/key-fates.test.ts', 'goes on working while it is attached']),
  },
  {
    id: 'snapshots-immutable',
    sentence: 'A snapshot gives the bytes of its moment, whatever happens later to its volume and to other snapshots.',
    source: 'EBS User Guide, "Amazon EBS snapshots"; spec/ebs-ec2.md 6',
    checks: shown([SNAPSHOTS, 'give the bytes of their moment']),
  },
  {
    id: 'any-deletion',
    sentence: 'Any snapshots of a chain can be deleted in any order: the others keep their bytes.',
    source: 'EBS User Guide, "Delete an Amazon EBS snapshot"; spec/ebs-ec2.md 6',
    checks: shown([SNAPSHOTS, 'of one chain can be deleted in any subset and order']),
  },
  {
    id: 'outcomes',
    sentence: 'Under which key a new volume or copy is, and which requests are errors, is what the tables of outcomes say.',
    source: 'EBS User Guide, "Encryption scenarios"; spec/ebs-ec2.md 3.1, 3.2',
    checks: shown(['vectors/ebs-3-outcomes.test.ts', 'TITLE']),
  },
  {
    id: 're-encryption',
    sentence: 'Blocks are encrypted anew exactly where the table says "new data key"; elsewhere only the wrapped key changes.',
    source: 'spec/ebs-ec2.md 2.3, 2.4',
    checks: shown(['property/re-encryption.test.ts', 'exactly where the table says']),
  },
  {
    id: 'images',
    sentence: 'An image of any instance restores the same bytes, however it is copied, and leaves no grants behind.',
    source: 'EC2 User Guide, "Copy an AMI"; spec/ebs-ec2.md 7',
    checks: shown(['property/images.test.ts', 'of any instance restores the same bytes']),
  },
  {
    id: 'direct',
    sentence: 'The EBS direct APIs and the volumes of EC2 read the same bytes, and name what was written between two snapshots.',
    source: 'EBS User Guide, "EBS direct APIs"; spec/ebs-ec2.md 8',
    checks: shown(['property/direct-blocks.test.ts', 'read the same bytes, and tell what was written']),
  },
  {
    id: 'never-shrinks',
    sentence: 'A modified volume never shrinks, never breaks a limit of its type, and keeps its bytes with zeros behind them.',
    source: 'EC2 API Reference, ModifyVolume; spec/ebs-ec2.md 5',
    checks: shown(['property/volume-modifications.test.ts', 'a volume never shrinks']),
  },
  {
    id: 'unit-bits',
    sentence: 'A changed bit of a stored ciphertext, tag or nonce is an I/O error that names the unit, and never wrong data.',
    source: 'design 5',
    checks: shown([AT_REST, 'is refused when any bit'], ['property/damage.test.ts', 'of a ciphertext, a tag or a nonce']),
  },
  {
    id: 'unit-moved',
    sentence: 'A stored unit is genuine at its own place, in its own lineage, and nowhere else.',
    source: 'design 5',
    checks: shown([AT_REST, 'is refused at the place of another'], [AT_REST, 'is refused when a unit of another lineage']),
  },
  {
    id: 'unit-old',
    sentence: 'An old version of a stored unit put back is refused.',
    source: 'design 5',
    checks: shown([AT_REST, 'is refused when the slabs are put back to an earlier state']),
  },
  {
    id: 'wrapped-key-bits',
    sentence: 'A changed bit of a wrapped data key is a refusal of KMS.',
    source: 'spec/ebs-ec2.md 4.2',
    checks: shown(['property/damage.test.ts', 'of a wrapped data key is a refusal of KMS']),
  },
]
