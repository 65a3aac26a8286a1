import { toHex } from '../core/bytes.ts'
import { zonesOf } from '../core/regions.ts'
import type { World } from '../core/world.ts'
import type { Place } from './arns.ts'

/*
 * The default network of an account in a Region, as far as a launch meets it: its ids follow from the seed and nothing is stored. There are
 * no other networks. Source: Amazon VPC User Guide, "Default VPCs": one subnet in each Availability Zone.
 */

/** The default VPC. */
export const defaultVpcId = (world: World, place: Place): string => idOf(world, place, 'vpc', 'vpc')

/** The default subnet of a zone. */
export const defaultSubnetId = (world: World, place: Place, zone: string): string =>
  idOf(world, place, 'subnet', `subnet/${zone}`)

/** The default security group. */
export const defaultSecurityGroupId = (world: World, place: Place): string => idOf(world, place, 'sg', 'security-group')

/** The zone of a default subnet of the account, if the id is one's. */
export const zoneOfSubnet = (world: World, place: Place, subnetId: string): string | undefined =>
  zonesOf(place.region).find((zone) => defaultSubnetId(world, place, zone) === subnetId)

const idOf = (world: World, { account, region }: Place, prefix: string, kind: string) => {
  const digits = toHex(world.random.fixed({ purpose: `ec2/default-${kind}`, account, region }, 9)).slice(0, 17)
  return `${prefix}-${digits}`
}
