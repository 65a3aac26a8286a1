import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Field, Shape } from '../../../src/core/shape.ts'
import { SERVICES } from '../../../src/services.ts'
import { type Member, readTable, type Schema, type StructureSchema } from '../../../src/wire/shape-table.ts'
import { shapesIndexText, shapesText, tableOf } from '../../support/wire/shapes-text.ts'

const fileOf = (name: string) => fileURLToPath(new URL(`../../../src/wire/shapes/${name}.ts`, import.meta.url))

const TEXTS = new Map([
  ['index', shapesIndexText([...SERVICES.keys()])],
  ...[...SERVICES].map(([service, { operations }]) => [service, shapesText(service, [...operations.keys()])] as const),
])

describe('the shape tables', () => {
  it.each([...TEXTS.keys()])('say of %s what the schemas of the published SDK clients say', (name) => {
    const text = TEXTS.get(name) as string
    if (process.env.UPDATE_SHAPES !== undefined) writeFileSync(fileOf(name), text)
    else expect(readFileSync(fileOf(name), 'utf8'), 'The table is stale: run npm run shapes').toBe(text)
  })

  it('do not bloat the package', () => {
    expect(statSync(fileOf('ec2')).size).toBeLessThan(200 * 1024)
  })
})

/**
 * Parameters without a rule of their own. The pipeline refuses them as unknown, so none is left out in silence; a rule would also say
 * why. The list can only become shorter: see the last test.
 */
const WITHOUT_RULE: Readonly<Record<string, readonly string[]>> = {
  'ec2:AttachVolume': ['EbsCardIndex'],
  'ec2:CopySnapshot': ['DestinationAvailabilityZone'],
  'ec2:CreateSnapshot': ['Location'],
  'ec2:CreateVolume': ['OutpostArn', 'Operator'],
  'ec2:DescribeInstances': ['IncludeManagedResources'],
  'ec2:DescribeVolumes': ['IncludeManagedResources'],
  'ec2:StopInstances': ['SkipOsShutdown'],
  'ec2:TerminateInstances': ['Force', 'SkipOsShutdown'],
  'ec2:RunInstances': [
    'BlockDeviceMappings.Ebs.OutpostArn',
    'BlockDeviceMappings.Ebs.AvailabilityZone',
    'BlockDeviceMappings.Ebs.AvailabilityZoneId',
    'BlockDeviceMappings.Ebs.EbsCardIndex',
    'Ipv6AddressCount',
    'Ipv6Addresses',
    'KernelId',
    'KeyName',
    'Monitoring',
    'Placement.Affinity',
    'Placement.GroupName',
    'Placement.PartitionNumber',
    'Placement.HostId',
    'Placement.SpreadDomain',
    'Placement.HostResourceGroupArn',
    'Placement.GroupId',
    'RamdiskId',
    'SecurityGroupIds',
    'SecurityGroups',
    'SubnetId',
    'UserData',
    'ElasticGpuSpecification',
    'ElasticInferenceAccelerators',
    'LaunchTemplate',
    'InstanceMarketOptions',
    'CreditSpecification',
    'CpuOptions',
    'CapacityReservationSpecification',
    'HibernationOptions',
    'LicenseSpecifications',
    'MetadataOptions',
    'EnclaveOptions',
    'PrivateDnsNameOptions',
    'MaintenanceOptions',
    'DisableApiStop',
    'EnablePrimaryIpv6',
    'NetworkPerformanceOptions',
    'Operator',
    'SecondaryInterfaces',
    'DisableApiTermination',
    'InstanceInitiatedShutdownBehavior',
    'PrivateIpAddress',
    'AdditionalInfo',
    'NetworkInterfaces',
    'IamInstanceProfile',
  ],
}

const isKnownToMiss = (service: string, operation: string, path: string) =>
  WITHOUT_RULE[`${service}:${operation}`]?.includes(path) === true

/** The members of an input, all the way down, as `A.B`; `known` says where the walk ends. */
const pathsOf = (members: ReadonlyMap<string, Member>, inner: ReadonlyMap<string, Field<unknown>>): readonly string[] =>
  [...members].flatMap(([name, { schema }]) => {
    const field = inner.get(name)
    if (field === undefined) return [name]
    const [next, fields] = [structureIn(schema), structureBehind(field)]
    return next === undefined || fields === undefined
      ? []
      : pathsOf(next.members, fields.members).map((path) => `${name}.${path}`)
  })

const structureIn = (schema: Schema): StructureSchema | undefined => {
  if (schema.kind === 'structure') return schema
  if (schema.kind === 'list') return structureIn(schema.element)
  return schema.kind === 'map' ? structureIn(schema.value) : undefined
}

const structureBehind = ({ inner }: Field<unknown>): Shape<unknown> | undefined => {
  if (inner === undefined) return undefined
  return 'members' in inner ? inner : structureBehind(inner)
}

const excess = (fields: Shape<unknown>['members'], members: ReadonlyMap<string, Member>): readonly string[] =>
  [...fields].flatMap(([name, field]) => {
    const member = members.get(name)
    if (member === undefined) return [name]
    const [next, known] = [structureBehind(field), structureIn(member.schema)]
    return next === undefined || known === undefined ? [] : excess(next.members, known.members).map((path) => `${name}.${path}`)
  })

describe.each([...SERVICES])('the inputs of %s', (service, { operations }) => {
  const shapes = readTable(tableOf(service, [...operations.keys()]))

  it.each([...operations.values()].map((operation) => [operation.name, operation] as const))(
    '%s has a rule for every parameter of AWS, be it that it is not simulated, and none that AWS has not',
    (name, { input }) => {
      const members = shapes.operation(name)?.input?.members ?? new Map<string, Member>()
      const missing = pathsOf(members, input.members).filter((path) => !isKnownToMiss(service, name, path))
      expect({ missing, foreign: excess(input.members, members) }).toEqual({ missing: [], foreign: [] })
    },
  )
})

it('knows no parameter without a rule that has one by now', () => {
  const stale = Object.entries(WITHOUT_RULE).flatMap(([call, paths]) => {
    const [service = '', name = ''] = call.split(':')
    const operation = SERVICES.get(service)?.operations.get(name)
    const members = readTable(tableOf(service, [name])).operation(name)?.input?.members ?? new Map<string, Member>()
    const missing = operation === undefined ? [] : pathsOf(members, operation.input.members)
    return paths.filter((path) => !missing.includes(path)).map((path) => `${call} ${path}`)
  })
  expect(stale).toEqual([])
})
