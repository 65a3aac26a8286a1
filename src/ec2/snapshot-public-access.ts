import type { World } from '../core/world.ts'
import type { Place } from './arns.ts'
import { findPlace } from './store.ts'

/** How far an account's snapshots in a Region may be public. Source: SDK model, `SnapshotBlockPublicAccessState`. */
export type SnapshotPublicAccess = 'block-all-sharing' | 'block-new-sharing' | 'unblocked'

/**
 * Block public access for snapshots, of an account in a Region: `unblocked` until somebody switches it on. What is public already stays
 * noted, and comes back when the block goes. Source: spec/ebs-ec2.md 6.3.
 */
export const publicAccessOf = (world: World, place: Place): SnapshotPublicAccess =>
  findPlace(world, place)?.snapshotPublicAccess ?? 'unblocked'
