import type { Place } from './arns.ts'
import type { LaunchTemplateData } from './launch-template-data.ts'

/** A launch template: versions of parameters of RunInstances. */
export interface LaunchTemplateRecord extends Place {
  readonly id: string
  /** Position among all that EC2 has made in the cloud: the order in which they are listed. */
  readonly serial: number
  readonly name: string
  /** Epoch milliseconds. */
  readonly createdAt: number
  /** The ARN of who made it. */
  readonly createdBy: string
  /** The number that `$Default` stands for. */
  defaultVersion: number
  /** The number that was given last: numbers are never given twice. */
  lastVersion: number
  /** By number, in the order of their numbers. */
  readonly versions: Map<number, LaunchTemplateVersionRecord>
  readonly tags: Map<string, string>
}

/** A version of a launch template. It never changes. */
export interface LaunchTemplateVersionRecord {
  readonly number: number
  readonly description?: string
  /** Epoch milliseconds. */
  readonly createdAt: number
  /** The ARN of who made it. */
  readonly createdBy: string
  readonly data: LaunchTemplateData
}
