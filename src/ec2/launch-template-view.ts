import type { Filterable } from '../core/filters.ts'
import type { LaunchTemplateData } from './launch-template-data.ts'
import { latestVersion } from './launch-template-lookup.ts'
import type { LaunchTemplateRecord, LaunchTemplateVersionRecord } from './launch-template-records.ts'
import { type Tag, tagSet } from './tags.ts'

/** A launch template. */
export interface LaunchTemplate {
  LaunchTemplateId: string
  LaunchTemplateName: string
  CreateTime: Date
  /** The ARN of who made it. */
  CreatedBy: string
  DefaultVersionNumber: number
  LatestVersionNumber: number
  /** Left out where there are none. */
  Tags?: Tag[]
}

/** A version of a launch template. */
export interface LaunchTemplateVersion {
  LaunchTemplateId: string
  LaunchTemplateName: string
  VersionNumber: number
  VersionDescription?: string
  CreateTime: Date
  /** The ARN of who made it. */
  CreatedBy: string
  /** Whether it is the one that `$Default` stands for. */
  DefaultVersion: boolean
  LaunchTemplateData: LaunchTemplateData
}

/** A launch template as DescribeLaunchTemplates tells it. */
export const templateView = (template: LaunchTemplateRecord): LaunchTemplate => ({
  LaunchTemplateId: template.id,
  LaunchTemplateName: template.name,
  CreateTime: new Date(template.createdAt),
  CreatedBy: template.createdBy,
  DefaultVersionNumber: template.defaultVersion,
  LatestVersionNumber: latestVersion(template),
  ...(template.tags.size === 0 ? {} : { Tags: tagSet(template.tags) }),
})

/** A version as DescribeLaunchTemplateVersions tells it. */
export const versionView = (template: LaunchTemplateRecord, version: LaunchTemplateVersionRecord): LaunchTemplateVersion => ({
  LaunchTemplateId: template.id,
  LaunchTemplateName: template.name,
  VersionNumber: version.number,
  ...(version.description === undefined ? {} : { VersionDescription: version.description }),
  CreateTime: new Date(version.createdAt),
  CreatedBy: version.createdBy,
  DefaultVersion: version.number === template.defaultVersion,
  LaunchTemplateData: structuredClone(version.data),
})

/** What DescribeLaunchTemplates can be filtered by. Source: SDK documentation of DescribeLaunchTemplates. */
export const TEMPLATE_FILTERS: Filterable<LaunchTemplateRecord> = {
  fields: {
    'create-time': ({ createdAt }) => new Date(createdAt).toISOString(),
    'launch-template-name': ({ name }) => name,
  },
  tags: ({ tags }) => tagSet(tags),
}

/** A version with its template. */
export interface ListedVersion {
  readonly template: LaunchTemplateRecord
  readonly version: LaunchTemplateVersionRecord
}

const NONE = () => undefined

/** What DescribeLaunchTemplateVersions can be filtered by. Source: SDK documentation of DescribeLaunchTemplateVersions. */
export const VERSION_FILTERS: Filterable<ListedVersion> = {
  fields: {
    'create-time': ({ version }) => new Date(version.createdAt).toISOString(),
    'ebs-optimized': ({ version }) => String(version.data.EbsOptimized ?? false),
    'http-endpoint': NONE,
    'http-protocol-ipv4': NONE,
    'host-resource-group-arn': NONE,
    'http-tokens': NONE,
    'iam-instance-profile': NONE,
    'image-id': ({ version }) => version.data.ImageId,
    'instance-type': ({ version }) => version.data.InstanceType,
    'is-default-version': ({ template, version }) => String(version.number === template.defaultVersion),
    'kernel-id': NONE,
    'license-configuration-arn': NONE,
    'network-card-index': NONE,
    'ram-disk-id': NONE,
  },
  tags: () => [],
}
