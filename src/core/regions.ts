import { parseRegion, type Region } from './identifiers.ts'

/** The AWS partition that a Region belongs to. Source: AWS General Reference, "AWS service endpoints". */
export const partitionOf = (region: string): 'aws' | 'aws-cn' | 'aws-us-gov' =>
  region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'

/** The Regions that the simulator knows. Source: AWS General Reference, "Regions and Zones". */
export const REGIONS: readonly string[] = [
  'af-south-1',
  'ap-east-1',
  'ap-east-2',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-south-2',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'ca-central-1',
  'ca-west-1',
  'cn-north-1',
  'cn-northwest-1',
  'eu-central-1',
  'eu-central-2',
  'eu-north-1',
  'eu-south-1',
  'eu-south-2',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'il-central-1',
  'me-central-1',
  'me-south-1',
  'mx-central-1',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-gov-east-1',
  'us-gov-west-1',
  'us-west-1',
  'us-west-2',
]

/** Whether an account must opt in to a Region before it can use it. Source: AWS General Reference, "Regions that are not on by default". */
export const isOptInRegion = (region: string): boolean => OPT_IN.has(region)

const OPT_IN = new Set([
  'af-south-1',
  'ap-east-1',
  'ap-east-2',
  'ap-south-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'ca-west-1',
  'eu-central-2',
  'eu-south-1',
  'eu-south-2',
  'il-central-1',
  'me-central-1',
  'me-south-1',
  'mx-central-1',
])

const KNOWN = new Set(REGIONS)

/** `text` as a Region that AWS has, or `undefined`. */
export const knownRegion = (text: string): Region | undefined => (KNOWN.has(text) ? parseRegion(text) : undefined)

/** The Availability Zones of a Region: three in every Region of the simulator. */
export const zonesOf = (region: string): readonly string[] => ['a', 'b', 'c'].map((letter) => region + letter)
