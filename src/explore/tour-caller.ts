import type { JournalCall } from '../cloud-api.ts'
import { principalName } from '../core/principal.ts'
import type { TourCall } from './tour-report.ts'

/** Who has made a call: the part it plays in a diagram, and in a few words. `home` is the account that the tour belongs to. */
export const tourCaller = (
  { principal, via, invokedBy }: Pick<JournalCall, 'principal' | 'via' | 'invokedBy'>,
  home: string,
): Pick<TourCall, 'from' | 'caller'> => {
  if (principal.kind === 'service')
    return { from: partOf(principal.name), caller: `${nameOf(principal.name)} (${principal.name})` }
  if (principal.kind === 'session' && principal.hostOf !== undefined)
    return { from: 'Host', caller: `host of ${principal.sessionName}` }
  const who = personOf(principal, home)
  const service = via ?? invokedBy
  return service === undefined
    ? { from: 'Caller', caller: who }
    : { from: partOf(service), caller: `${nameOf(service)} for ${who}` }
}

/** The part that a service plays in a diagram, by its name in a call or by the host that it calls from. */
export const partOf = (service: string): string => SERVICES[wordOf(service)]?.part ?? service

const nameOf = (service: string): string => SERVICES[wordOf(service)]?.name ?? service

const wordOf = (service: string): string => service.split('.')[0] ?? service

const SERVICES: Readonly<Record<string, { readonly part: string; readonly name: string }>> = {
  kms: { part: 'KMS', name: 'KMS' },
  ec2: { part: 'EC2', name: 'EC2' },
  ebs: { part: 'EC2', name: 'EBS' },
  autoscaling: { part: 'AutoScaling', name: 'Auto Scaling' },
  rds: { part: 'RDS', name: 'RDS' },
  sts: { part: 'STS', name: 'STS' },
  cloudformation: { part: 'CloudFormation', name: 'CloudFormation' },
}

const personOf = (principal: JournalCall['principal'], home: string): string => {
  if (principal.kind !== 'session') return principalName(principal)
  const { roleName, account } = principal
  if (account !== home) return `${roleName} of ${account}`
  return roleName === 'Admin' ? 'the caller' : roleName
}
