import type { Filterable } from '../core/filters.ts'
import type { ImageArchitecture } from './image-records.ts'
import { architectureOf, instanceTypeRules } from './instance-types.ts'

/** An instance type, as far as volumes and images are concerned: processors, memory and networks are not simulated. */
export interface InstanceTypeInfo {
  InstanceType: string
  CurrentGeneration: boolean
  BareMetal: boolean
  Hypervisor: 'nitro' | 'xen'
  ProcessorInfo: { SupportedArchitectures: ImageArchitecture[] }
  SupportedRootDeviceTypes: 'ebs'[]
  SupportedVirtualizationTypes: 'hvm'[]
  EbsInfo: EbsInfo
}

/** What an instance type means for volumes. */
export interface EbsInfo {
  EbsOptimizedSupport: 'default' | 'supported' | 'unsupported'
  /** Whether encrypted volumes can be attached. */
  EncryptionSupport: 'supported' | 'unsupported'
  NvmeSupport: 'required' | 'unsupported'
  MaximumEbsAttachments: number
  /** On Nitro, network interfaces count too. */
  AttachmentLimitType: 'shared' | 'dedicated'
}

/** An instance type as DescribeInstanceTypes tells it. The type must be one. */
export const instanceTypeView = (type: string): InstanceTypeInfo => {
  const { encryptionSupport = 'supported', isNitro = true, attachmentsMax = 0 } = instanceTypeRules(type) ?? {}
  const architecture = architectureOf(type)
  const older = encryptionSupport === 'unsupported' ? 'unsupported' : 'supported'
  return {
    InstanceType: type,
    CurrentGeneration: isNitro,
    BareMetal: type.includes('.metal'),
    Hypervisor: isNitro ? 'nitro' : 'xen',
    ProcessorInfo: { SupportedArchitectures: isNitro ? [architecture] : ['i386', architecture] },
    SupportedRootDeviceTypes: ['ebs'],
    SupportedVirtualizationTypes: ['hvm'],
    EbsInfo: {
      EbsOptimizedSupport: isNitro ? 'default' : older,
      EncryptionSupport: encryptionSupport,
      NvmeSupport: isNitro ? 'required' : 'unsupported',
      MaximumEbsAttachments: attachmentsMax,
      AttachmentLimitType: isNitro ? 'shared' : 'dedicated',
    },
  }
}

const shown = (read: (info: InstanceTypeInfo) => string | readonly string[]) => (type: string) => read(instanceTypeView(type))

/** What DescribeInstanceTypes can be filtered by: of AWS's filters those about what is simulated. Source: SDK documentation of DescribeInstanceTypes. */
export const INSTANCE_TYPE_FILTERS: Filterable<string> = {
  fields: {
    'bare-metal': shown(({ BareMetal }) => String(BareMetal)),
    'current-generation': shown(({ CurrentGeneration }) => String(CurrentGeneration)),
    'ebs-info.attachment-limit-type': shown(({ EbsInfo }) => EbsInfo.AttachmentLimitType),
    'ebs-info.ebs-optimized-support': shown(({ EbsInfo }) => EbsInfo.EbsOptimizedSupport),
    'ebs-info.encryption-support': shown(({ EbsInfo }) => EbsInfo.EncryptionSupport),
    'ebs-info.maximum-ebs-attachments': shown(({ EbsInfo }) => String(EbsInfo.MaximumEbsAttachments)),
    'ebs-info.nvme-support': shown(({ EbsInfo }) => EbsInfo.NvmeSupport),
    hypervisor: shown(({ Hypervisor }) => Hypervisor),
    'instance-type': (type) => type,
    'processor-info.supported-architecture': shown(({ ProcessorInfo }) => ProcessorInfo.SupportedArchitectures),
    'supported-root-device-type': () => 'ebs',
    'supported-virtualization-type': () => 'hvm',
  },
  tags: () => [],
}
