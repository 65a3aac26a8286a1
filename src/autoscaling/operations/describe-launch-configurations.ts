import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS } from '../../core/outcome.ts'
import type { TokenPage } from '../../core/paging.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape, text } from '../../core/shape.ts'
import { onAnything } from '../../ec2/access.ts'
import { maxRecords, resourceNames } from '../fields.ts'
import { configurationView, type LaunchConfiguration } from '../launch-configurations.ts'
import { pageOf } from '../pages.ts'
import type { LaunchConfigurationRecord } from '../records.ts'
import { findPlace } from '../store.ts'

/** Input of DescribeLaunchConfigurations. */
export interface DescribeLaunchConfigurationsInput {
  /** Names that no configuration has are left out. */
  LaunchConfigurationNames?: string[] | undefined
  /** 1 to 100; default 50. */
  MaxRecords?: number | undefined
  NextToken?: string | undefined
}

/** Output of DescribeLaunchConfigurations. */
export interface DescribeLaunchConfigurationsOutput {
  LaunchConfigurations: LaunchConfiguration[]
  /** Where the next page begins, if there is one. */
  NextToken?: string
}

/** Tells the launch configurations of the account in the Region, by name. */
export const DescribeLaunchConfigurations = defineOperation({
  name: 'DescribeLaunchConfigurations',
  action: 'autoscaling:DescribeLaunchConfigurations',
  doc: 'autoscaling/ec2/APIReference/API_DescribeLaunchConfigurations.html',
  basis: 'V:doc',
  input: shape<DescribeLaunchConfigurationsInput>({
    LaunchConfigurationNames: resourceNames(),
    MaxRecords: maxRecords(100),
    NextToken: text(),
  }),
  target: () => PASS,
  access: ({ operation }) => [onAnything(operation.action)],
  crossAccount: false,
  checks: [],
  prepare: (call) => find(call),
  commit: ({ prepared: { items, NextToken } }): DescribeLaunchConfigurationsOutput => ({
    LaunchConfigurations: items.map(configurationView),
    ...(NextToken === undefined ? {} : { NextToken }),
  }),
  trail: { readOnly: true },
})

const find = (call: Call<DescribeLaunchConfigurationsInput>): Outcome<TokenPage<LaunchConfigurationRecord>, Failure> => {
  const { LaunchConfigurationNames: names } = call.input
  const wanted = names === undefined || names.length === 0 ? undefined : new Set(names)
  const all = [...(findPlace(call.world, call)?.configurations.values() ?? [])]
  const told = all.filter(({ name }) => wanted?.has(name) ?? true)
  return pageOf(call, told, ({ name }) => name, 50)
}
