import type { World } from '../core/world.ts'

/**
 * How long EC2's transitions take on a world's clock with `latency: 'typical'`. AWS guarantees none of these.
 *
 * Source: spec/ebs-ec2.md 1.7 (measured: volume 1–3 s, snapshot 30–50 s, copy 3–25 s; the defaults are inferred).
 */
const TYPICAL_MILLISECONDS = {
  createVolume: 1_000,
  deleteVolume: 1_000,
  /** From `modifying` to `optimizing`, and on to `completed`: recorded at two seconds together. */
  modifyVolume: 1_000,
  optimizeVolume: 1_000,
  attachVolume: 1_000,
  detachVolume: 1_000,
  createSnapshot: 2_000,
  copySnapshot: 3_000,
  /** Up to 72 hours on AWS, as is a restore. */
  archiveSnapshot: 60_000,
  restoreSnapshot: 60_000,
  recoverSnapshot: 1_000,
  instance: 2_000,
  /** From `available` to the event that says the volume is initialized: recorded at 60–120 s. */
  initializeVolume: 60_000,
} as const

/** A transition that takes time. */
export type Transition = keyof typeof TYPICAL_MILLISECONDS

/** When a transition that starts now ends (epoch milliseconds): at once where the world has no latency. */
export const dueAfter = (world: World, transition: Transition): number =>
  world.clock.now() + (world.settings.latency === 'typical' ? TYPICAL_MILLISECONDS[transition] : 0)

/** How long a terminated instance can still be described. Source: EC2 User Guide, "Terminate instances": about an hour. */
export const TERMINATED_VISIBLE_MILLISECONDS = 3_600_000
