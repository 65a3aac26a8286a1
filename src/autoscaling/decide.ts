import type { GroupInstance, GroupRecord } from './records.ts'

/** What a group must do to have as many instances as it is to have. */
export interface Decision {
  /** How many instances it has that will stay, if nothing is done. */
  readonly actual: number
  /** The zones to launch an instance in, one behind another; a zone may come more than once. */
  readonly launches: readonly string[]
  /** The instances to terminate. */
  readonly leaving: readonly GroupInstance[]
}

/**
 * Compares what a group has with what it is to have. Launches go where the fewest instances are, terminations come from where the most
 * are, the oldest first; of equals the first zone counts. Nothing is launched before the next try is due.
 *
 * Source: EC2 Auto Scaling User Guide, "Distribute instances across Availability Zones", "Default termination policy" (simplified).
 */
export const decide = (group: GroupRecord, moment: number): Decision => {
  const staying = [...group.instances.values()].filter(({ lifecycle }) => lifecycle !== 'Terminating')
  const missing = group.desiredCapacity - staying.length
  const mayLaunch = !group.isDeleting && !group.suspended.has('Launch') && (group.failures?.retryAt ?? 0) <= moment
  const mayTerminate = group.isDeleting || !group.suspended.has('Terminate')
  return {
    actual: staying.length,
    launches: missing > 0 && mayLaunch ? zonesToFill(group.zones, staying, missing) : [],
    leaving: missing < 0 && mayTerminate ? instancesToDrop(group.zones, staying, -missing) : [],
  }
}

const zonesToFill = (zones: readonly string[], staying: readonly GroupInstance[], count: number): readonly string[] => {
  const counts = countByZone(zones, staying)
  return Array.from({ length: count }, () => {
    const zone = zones.reduce((best, each) => (countIn(counts, each) < countIn(counts, best) ? each : best))
    counts.set(zone, countIn(counts, zone) + 1)
    return zone
  })
}

/** Instances in zones that the group has left go first. */
const instancesToDrop = (
  zones: readonly string[],
  staying: readonly GroupInstance[],
  count: number,
): readonly GroupInstance[] => {
  const rest = [...staying]
  return Array.from({ length: count }, () => {
    const counts = countByZone(zones, rest)
    const weight = ({ zone }: GroupInstance) => (zones.includes(zone) ? countIn(counts, zone) : Number.POSITIVE_INFINITY)
    const dropped = rest.reduce((best, each) => (weight(each) > weight(best) ? each : best))
    rest.splice(rest.indexOf(dropped), 1)
    return dropped
  })
}

const countByZone = (zones: readonly string[], instances: readonly GroupInstance[]): Map<string, number> => {
  const counts = new Map(zones.map((zone) => [zone, 0]))
  for (const { zone } of instances) counts.set(zone, countIn(counts, zone) + 1)
  return counts
}

const countIn = (counts: ReadonlyMap<string, number>, zone: string): number => counts.get(zone) ?? 0
