import type { World } from '../core/world.ts'
import type { Place } from './arns.ts'

/** The kinds of resources by the prefix of their ids, and where their random digits come from. */
const PURPOSES = {
  vol: 'ec2/volume',
  snap: 'ec2/snapshot',
  i: 'ec2/instance',
  r: 'ec2/reservation',
  ami: 'ec2/image',
  lt: 'ec2/launch-template',
} as const

/** A kind of resource by the prefix of its ids. */
export type IdPrefix = keyof typeof PURPOSES

/** A new id: a prefix and 17 hexadecimal digits. Source: spec/ebs-ec2.md 1.1. */
export const newId = (world: World, prefix: keyof typeof PURPOSES, { account, region }: Place): string =>
  `${prefix}-${world.random.hex({ purpose: PURPOSES[prefix], account, region }, 17)}`

/**
 * What an id is by its form: `right`, of another kind or none at all (`wrong prefix`), or with other digits than an id has (`malformed`).
 * AWS also checks the digits against each other; the simulator does not. Source: spec/ebs-ec2.md 1.1.
 */
export const formOfId = (prefix: IdPrefix, text: string): 'right' | 'wrong prefix' | 'malformed' => {
  if (!text.startsWith(`${prefix}-`)) return 'wrong prefix'
  return /^([0-9a-f]{8}|[0-9a-f]{17})$/.test(text.slice(prefix.length + 1)) ? 'right' : 'malformed'
}
