import type { Cloud, JournalCall } from '../../../src/index.ts'

/*
 * The KMS calls of EC2 as spec/ebs-ec2.md 2.4 writes them: one line each, with everything that AWS would see. `sequenceOf` reads lines
 * from the journal; the functions below it write the lines that a test expects.
 */

/** The latest call of an operation, with its nested calls. */
export const latest = (cloud: Cloud, operation: string): JournalCall => {
  const found = cloud.journal.entries().findLast((call) => call.operation === operation)
  if (found === undefined) throw new Error(`Expected a call of ${operation}, found none.`)
  return found
}

/** The KMS calls of the latest call of an EC2 operation, in order. */
export const sequenceOf = (cloud: Cloud, operation: string): string[] => linesOf(cloud, latest(cloud, operation))

/** The KMS calls of one call, in order. All must share its request id. */
export const linesOf = (cloud: Cloud, root: JournalCall): string[] => {
  const grants = grantLines(cloud)
  return root.nested.map((call) => {
    const isOneRequest = call.requestId === root.requestId && call.nested.length === 0
    return lineOf(call, root, grants) + (isOneRequest ? '' : ' under another request id')
  })
}

/** All KMS calls that EC2 has made so far, of whatever request. */
export const ec2KmsCalls = (cloud: Cloud): JournalCall[] =>
  cloud.journal.entries().flatMap((call) => (call.service === 'ec2' ? call.nested : []))

const lineOf = (call: JournalCall, root: JournalCall, grants: ReadonlyMap<string, string>): string => {
  const outcome = call.error === undefined ? '' : ` → ${call.error.code}`
  return `${whoOf(call, root)} ${call.operation} ${detailsOf(call, grants)}${outcome}`
}

const whoOf = (call: JournalCall, root: JournalCall): string => {
  const { principal, via, invokedBy, region } = call
  const ec2 = `ec2.${region}.amazonaws.com`
  const worker = `prod.kms-caller.ebs.${region}.amazonaws.com`
  if (JSON.stringify(principal) === JSON.stringify(root.principal) && via === ec2) {
    if (invokedBy === 'ec2-frontend-api.amazonaws.com') return `CALLER in ${region}`
    if (invokedBy === worker) return `CALLER/copy in ${region}`
    if (invokedBy === 'ebs.amazonaws.com') return `CALLER/direct in ${region}`
  }
  if (principal.kind === 'service' && principal.name === ec2 && via === undefined) {
    if (invokedBy === 'ebs.amazonaws.com') return `SVC in ${region}`
    if (invokedBy === 'AWS Internal') return `SVC/internal in ${region}`
    if (invokedBy === worker) return `SVC/copy in ${region}`
  }
  if (principal.kind === 'session' && principal.hostOf !== undefined && via === undefined && invokedBy === 'AWS Internal') {
    return `HOST ${principal.arn.split('/').at(-1)} in ${region}`
  }
  return `SOMEBODY ${JSON.stringify({ principal, via, invokedBy })}`
}

interface Recorded {
  readonly KeyId?: string
  readonly NumberOfBytes?: number
  readonly EncryptionContext?: object
  readonly SourceEncryptionContext?: object
  readonly DestinationEncryptionContext?: object
  readonly DestinationKeyId?: string
  readonly SourceKeyId?: string
  readonly GranteePrincipal?: string
  readonly RetiringPrincipal?: string
  readonly Operations?: readonly string[]
  readonly Constraints?: object
  readonly GrantId?: string
  readonly Plaintext?: { readonly bytes: number }
}

const detailsOf = (call: JournalCall, grants: ReadonlyMap<string, string>): string => {
  const input = call.input as Recorded
  const output = (call.output ?? {}) as Recorded
  switch (call.operation) {
    case 'DescribeKey':
      return `${input.KeyId}`
    case 'GenerateDataKey':
    case 'GenerateDataKeyWithoutPlaintext':
      return `${input.NumberOfBytes} bytes, ${input.KeyId}, ${said(input.EncryptionContext)}`
    case 'ReEncrypt':
      return `${said(input.SourceEncryptionContext)} to ${input.DestinationKeyId}, ${said(input.DestinationEncryptionContext)}${named(input.SourceKeyId)}`
    case 'CreateGrant':
      return grantOf(input)
    case 'Decrypt':
      return `${output.Plaintext?.bytes} bytes, ${output.KeyId}, ${said(input.EncryptionContext)}${named(input.KeyId)}`
    case 'Encrypt':
      return `${input.Plaintext?.bytes} bytes, ${input.KeyId}, ${said(input.EncryptionContext)}`
    case 'RetireGrant':
      return grants.get(input.GrantId ?? '') ?? `an unknown grant ${input.GrantId}`
    default:
      return JSON.stringify(input)
  }
}

/** A source key that EC2 never names: AWS's records have none. */
const named = (keyId: string | undefined) => (keyId === undefined ? '' : `, naming ${keyId}`)

const said = (value: unknown) => JSON.stringify(value)

const grantOf = ({ KeyId, GranteePrincipal, RetiringPrincipal, Operations, Constraints }: Recorded) =>
  `on ${KeyId} for ${GranteePrincipal}, retired by ${RetiringPrincipal}: ${Operations?.join(' ')} if ${said(Constraints)}`

const grantLines = (cloud: Cloud): Map<string, string> => {
  const made = cloud.journal.entries().flatMap(({ nested }) => nested.filter(({ operation }) => operation === 'CreateGrant'))
  return new Map(made.map(({ input, output }) => [(output as Recorded | undefined)?.GrantId ?? '', grantOf(input as Recorded)]))
}

/** `{"aws:ebs:id": …}` */
export const ebs = (id: string): Record<string, string> => ({ 'aws:ebs:id': id })

const regionOf = (keyArn: string) => keyArn.split(':')[3] ?? ''

/** The lines of one Region. */
export const linesIn = (region: string, account = '111122223333') => {
  const ec2 = `ec2.${region}.amazonaws.com`
  const serviceGrant = (key: string, volume: string) =>
    `on ${key} for ${ec2}, retired by ${ec2}: Decrypt if ${said({ EncryptionContextSubset: ebs(volume) })}`
  const hostGrant = (key: string, volume: string, instance: string) =>
    `on ${key} for arn:aws:sts::${account}:assumed-role/aws:ec2-infrastructure/${instance}, retired by ${ec2}: Decrypt if ${said({ EncryptionContextSubset: ebs(volume) })}`
  const copyGrant = (key: string, operation: 'Decrypt' | 'Encrypt', id: string) =>
    `on ${key} for ec2.${regionOf(key)}.amazonaws.com, retired by ec2.${regionOf(key)}.amazonaws.com: ${operation} if ${said({ EncryptionContextEquals: ebs(id) })}`
  return {
    describeKey: (selector: string) => `CALLER in ${region} DescribeKey ${selector}`,
    generate: (selector: string, id: string) =>
      `CALLER in ${region} GenerateDataKeyWithoutPlaintext 64 bytes, ${selector}, ${said(ebs(id))}`,
    reEncrypt: (from: string, selector: string, to: string) =>
      `CALLER in ${region} ReEncrypt ${said(ebs(from))} to ${selector}, ${said(ebs(to))}`,
    grantService: (key: string, volume: string) => `CALLER in ${region} CreateGrant ${serviceGrant(key, volume)}`,
    retireService: (key: string, volume: string) => `SVC/internal in ${region} RetireGrant ${serviceGrant(key, volume)}`,
    grantHost: (key: string, volume: string, instance: string) =>
      `CALLER in ${region} CreateGrant ${hostGrant(key, volume, instance)}`,
    retireHost: (key: string, volume: string, instance: string) =>
      `SVC/internal in ${region} RetireGrant ${hostGrant(key, volume, instance)}`,
    serviceDecrypts: (key: string, id: string) => `SVC in ${region} Decrypt 64 bytes, ${key}, ${said(ebs(id))}`,
    hostDecrypts: (key: string, id: string, instance: string) =>
      `HOST ${instance} in ${region} Decrypt 64 bytes, ${key}, ${said(ebs(id))}`,
    grantCopy: (key: string, operation: 'Decrypt' | 'Encrypt', id: string) =>
      `CALLER in ${region} CreateGrant ${copyGrant(key, operation, id)}`,
    /** By the copy worker of the source's Region. */
    grantSource: (key: string, id: string) => `CALLER/copy in ${regionOf(key)} CreateGrant ${copyGrant(key, 'Decrypt', id)}`,
    copyDecrypts: (key: string, id: string) => `SVC/copy in ${regionOf(key)} Decrypt 64 bytes, ${key}, ${said(ebs(id))}`,
    copyEncrypts: (key: string, id: string) => `SVC/copy in ${regionOf(key)} Encrypt 64 bytes, ${key}, ${said(ebs(id))}`,
    /** By the endpoint of the EBS direct APIs. */
    directGenerate: (selector: string, id: string) =>
      `CALLER/direct in ${region} GenerateDataKey 64 bytes, ${selector}, ${said(ebs(id))}`,
    directReEncrypt: (from: string, key: string, to: string) =>
      `CALLER/direct in ${region} ReEncrypt ${said(ebs(from))} to ${key}, ${said(ebs(to))}`,
    directDecrypt: (key: string, id: string) => `CALLER/direct in ${region} Decrypt 64 bytes, ${key}, ${said(ebs(id))}`,
    retireCopy: (key: string, operation: 'Decrypt' | 'Encrypt', id: string) =>
      `SVC/copy in ${regionOf(key)} RetireGrant ${copyGrant(key, operation, id)}`,
  }
}
