import { parseArn } from '../core/identifiers.ts'
import { SimulatorError } from '../core/simulator-error.ts'
import type { World } from '../core/world.ts'
import { asGuestSees, type GuestDevice } from '../ec2/guest-device.ts'
import { clusterDevice } from './hosts.ts'
import type { ClusterRecord } from './records.ts'
import { allPlaces } from './store.ts'

/** A DB cluster as its engine sees it. */
export interface ClusterHost {
  /** `cluster-…` */
  readonly resourceId: string
  /** Its status now, as DescribeDBClusters tells it. */
  readonly status: string
  /**
   * The storage of the cluster, as plain bytes. Throws `SimulatorError` DEVICE_IO where the cluster is not `available`; so does every call on
   * storage that was taken before, once the cluster has been stopped, deleted, or has lost its key. Makes no KMS call.
   */
  storage(): GuestDevice
}

/**
 * What the engine of a cluster sees. `name` is the cluster's ARN or its resource id, or its identifier in the default account and Region.
 * Throws `SimulatorError` UNKNOWN_RESOURCE where there is no such cluster.
 */
export const clusterHost = (worldNow: () => World, name: string): ClusterHost => {
  const { resourceId } = findAnywhere(worldNow(), name) ?? unknownCluster(name)
  const find = () => findAnywhere(worldNow(), resourceId) ?? unknownCluster(name)
  return {
    resourceId,
    get status() {
      return find().status
    },
    storage: () => {
      const cluster = find()
      if (cluster.status === 'available') return asGuestSees(clusterDevice(worldNow(), cluster))
      throw new SimulatorError(
        'DEVICE_IO',
        `Expected the cluster ${cluster.identifier} to be available, found it ${cluster.status}. Start it, or move the clock.`,
      )
    },
  }
}

const findAnywhere = (world: World, name: string): ClusterRecord | undefined => {
  const { accountId, region } = world.settings
  const arn = parseArn(name)
  for (const place of allPlaces(world)) {
    for (const cluster of place.clusters.values()) {
      const isHere = place.account === (arn?.account ?? accountId) && place.region === (arn?.region ?? region)
      const identifier = arn === undefined ? name : arn.resource.slice('cluster:'.length)
      if (cluster.resourceId === name || (isHere && cluster.identifier === identifier.toLowerCase())) return cluster
    }
  }
  return undefined
}

const unknownCluster = (name: string): never => {
  throw new SimulatorError(
    'UNKNOWN_RESOURCE',
    `Expected a DB cluster of this cloud, by its ARN, its resource id, or its identifier in the default account and Region, found ${name}.`,
  )
}
