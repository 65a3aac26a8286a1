import * as autoscaling from '@aws-sdk/client-auto-scaling'
import * as cloudformation from '@aws-sdk/client-cloudformation'
import * as cloudtrail from '@aws-sdk/client-cloudtrail'
import * as ebs from '@aws-sdk/client-ebs'
import * as ec2 from '@aws-sdk/client-ec2'
import * as kms from '@aws-sdk/client-kms'
import * as rds from '@aws-sdk/client-rds'
import * as sts from '@aws-sdk/client-sts'
import type { ProtocolName } from '../../../src/wire/shape-table.ts'

/** The AWS SDK's client of a service, and what of the wire its schemas leave to the client's own settings. */
export interface SdkClient {
  readonly module: Readonly<Record<string, unknown>>
  readonly protocol: ProtocolName
  readonly version: string
  readonly target: string
  readonly xmlNamespace: string
}

const client = (
  module: Readonly<Record<string, unknown>>,
  protocol: ProtocolName,
  version: string,
  target = '',
  xmlNamespace = '',
): SdkClient => ({ module, protocol, version, target, xmlNamespace })

/** The client of every service, by the service's signing name. Source: `protocolSettings` in the clients' `runtimeConfig.shared`. */
export const SDK_CLIENTS: Readonly<Record<string, SdkClient>> = {
  kms: client(kms, 'aws-json', '2014-11-01', 'TrentService'),
  cloudtrail: client(cloudtrail, 'aws-json', '2013-11-01', 'CloudTrail_20131101'),
  ec2: client(ec2, 'ec2-query', '2016-11-15', '', 'http://ec2.amazonaws.com/doc/2016-11-15/'),
  sts: client(sts, 'aws-query', '2011-06-15', '', 'https://sts.amazonaws.com/doc/2011-06-15/'),
  autoscaling: client(autoscaling, 'aws-query', '2011-01-01', '', 'http://autoscaling.amazonaws.com/doc/2011-01-01/'),
  rds: client(rds, 'aws-query', '2014-10-31', '', 'http://rds.amazonaws.com/doc/2014-10-31/'),
  cloudformation: client(cloudformation, 'aws-query', '2010-05-15', '', 'http://cloudformation.amazonaws.com/doc/2010-05-15/'),
  ebs: client(ebs, 'rest-json', '2019-11-02'),
}

/**
 * The services that have a door for clients. Recycle Bin has none: only direct calls reach its rules, since no published client of it is
 * among the development dependencies, and without its schemas there is no table. Over the wire it is refused like any service that is not
 * simulated.
 */
export const isWired = (service: string): boolean => service !== 'rbin'
