import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { ec2Failure } from './errors.ts'
import { DEFAULT_VOLUME_TYPE, isVolumeType, type VolumeType, type VolumeTypeRules, volumeTypeRules } from './volume-types.ts'

/** Size and performance of a volume to be made. */
export interface VolumeSpec {
  readonly type: VolumeType
  readonly sizeGiB: number
  /** Absent for types without IOPS. */
  readonly iops?: number
  /** MiB/s; gp3 alone. */
  readonly throughput?: number
}

/** What a request says about size and performance. */
export interface VolumeSpecRequest {
  readonly type: VolumeType
  readonly sizeGiB: number
  readonly iops?: number | undefined
  readonly throughput?: number | undefined
}

/**
 * A text as a volume type, whatever its case, or AWS's refusal. An empty text is none, as a missing one.
 * Source: spec/ebs-ec2.md 11.2, recorded; the trailing blank is AWS's.
 */
export const readVolumeType = (text = ''): Outcome<VolumeType, Failure> => {
  const name = text === '' ? DEFAULT_VOLUME_TYPE : text.toLowerCase()
  return isVolumeType(name)
    ? succeed(name)
    : refuse(ec2Failure('UnknownVolumeType', `Unsupported volume type '${text}' for volume creation. `))
}

/** A positive size, or AWS's refusal. */
export const checkPositiveSize = (sizeGiB: number): Outcome<undefined, Failure> =>
  sizeGiB > 0 ? succeed(undefined) : refuse(notPositive('size', sizeGiB))

/**
 * Size and performance of a volume within the limits of its type, or the first limit that is broken, in AWS's words.
 *
 * Source: spec/ebs-ec2.md 9.2 (limits), 11.2 (texts).
 */
export const volumeSpec = (request: VolumeSpecRequest): Outcome<VolumeSpec, Failure> => {
  const { type, sizeGiB } = request
  const rules = volumeTypeRules(type)
  for (const name of ['iops', 'throughput'] as const) {
    const value = request[name]
    if (value !== undefined && value < 0) return refuse(notPositive(name, value))
  }
  const size = checkSize(request, rules)
  if (!size.ok) return size
  const iops = chosenIops(request, rules)
  if (!iops.ok) return iops
  const throughput = chosenThroughput(request, rules, iops.value)
  if (!throughput.ok) return throughput
  return succeed({
    type,
    sizeGiB,
    ...(iops.value === undefined ? {} : { iops: iops.value }),
    ...(throughput.value === undefined ? {} : { throughput: throughput.value }),
  })
}

const checkSize = ({ type, sizeGiB }: VolumeSpecRequest, { sizeGiB: { min, max } }: VolumeTypeRules) => {
  if (sizeGiB > max) return refuse(invalid(`Volume of ${sizeGiB}GiB is too large for volume type ${type}; maximum is ${max}GiB`))
  if (sizeGiB >= min) return succeed(undefined)
  return refuse(
    invalid(
      `The volume size is invalid for ${type} volumes: ${sizeGiB} GiB. ${type} volumes must be at least ${min} GiB in size. ` +
        'Please specify a volume size above the minimum limit.',
    ),
  )
}

const chosenIops = (request: VolumeSpecRequest, { iops: rules }: VolumeTypeRules): Outcome<number | undefined, Failure> => {
  const { type, sizeGiB, iops } = request
  if (rules.kind !== 'chosen') {
    if (iops !== undefined) return refuse(combination(`The parameter iops is not supported for ${type} volumes.`))
    return succeed(rules.kind === 'none' ? undefined : computedIops(sizeGiB, rules))
  }
  const chosen = iops ?? rules.baseline
  if (chosen === undefined) return refuse(combination(`The parameter iops must be specified for ${type} volumes.`))
  const { range, perGiBMax } = rules
  if (chosen < range.min) return refuse(invalid(`Volume iops of ${chosen} is too low; minimum is ${range.min}.`))
  if (chosen > range.max) return refuse(invalid(`Volume iops of ${chosen} is too high; maximum is ${range.max}.`))
  // The baseline does not count against the ratio, unlike what is asked below it: a gp3 volume of 1 GiB has 3000 IOPS, and takes no 2999.
  if (chosen !== rules.baseline && chosen > perGiBMax * sizeGiB) {
    const ratio = (chosen / sizeGiB).toFixed(6)
    return refuse(invalid(`Iops to volume size ratio of ${ratio} is too high; maximum is ${perGiBMax}`))
  }
  return succeed(Math.max(chosen, rules.baseline ?? chosen))
}

const computedIops = (
  sizeGiB: number,
  { perGiB, range }: { readonly perGiB: number; readonly range: { readonly min: number; readonly max: number } },
) => Math.min(Math.max(perGiB * sizeGiB, range.min), range.max)

const chosenThroughput = (
  { type, throughput }: VolumeSpecRequest,
  { throughput: rules }: VolumeTypeRules,
  iops: number | undefined,
): Outcome<number | undefined, Failure> => {
  if (rules === undefined) {
    if (throughput === undefined) return succeed(undefined)
    return refuse(combination(`The throughput parameter is not supported for ${type} volumes.`))
  }
  const { baseline, max, perIopsMax } = rules
  const chosen = Math.max(throughput ?? baseline, baseline)
  if (chosen > max) return refuse(invalid(`Volume throughput of ${chosen} is too high; maximum is ${max}.`))
  if (iops !== undefined && chosen > perIopsMax * iops) {
    const ratio = (chosen / iops).toFixed(6)
    const most = `${perIopsMax.toFixed(6)} MiBps per iops`
    return refuse(invalid(`Throughput (MiBps) to iops ratio of ${ratio} is too high; maximum is ${most}`))
  }
  return succeed(chosen)
}

const notPositive = (name: string, value: number) =>
  invalid(`Value (${value}) for parameter ${name} is invalid. Value must be a positive integer.`)

const invalid = (message: string) => ec2Failure('InvalidParameterValue', message)

/** Source of the code: recorded for gp2, quoted by users for io1. */
const combination = (message: string) => ec2Failure('InvalidParameterCombination', message)
