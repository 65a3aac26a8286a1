import type { World } from '../core/world.ts'
import type { Place } from '../ec2/arns.ts'

/** A resource id: `cluster-` or `db-` and 26 capital letters and digits. Source: Aurora User Guide, examples. */
export const newResourceId = (world: World, prefix: 'cluster' | 'db', { account, region }: Place): string =>
  `${prefix}-${[...world.random.bytes({ purpose: `rds/${prefix}`, account, region }, 26)].map((byte) => DIGITS[byte % 32]).join('')}`

/** The id of the volume beneath an instance. It belongs to RDS: EC2 shows it to nobody. */
export const newVolumeId = (world: World, { account, region }: Place): string =>
  `vol-${world.random.hex({ purpose: 'rds/volume', account, region }, 17)}`

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
