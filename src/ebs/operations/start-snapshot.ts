import type { JournalEntry } from '../../core/journal.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, integer, shape, text } from '../../core/shape.ts'
import { lowerCamel } from '../../core/trail.ts'
import { type Ec2Access, requestTagKeys, tagOnCreate } from '../../ec2/access.ts'
import { snapshotArn } from '../../ec2/arns.ts'
import { keepToken } from '../../ec2/client-tokens.ts'
import { newId } from '../../ec2/ids.ts'
import { noteManagedKey } from '../../ec2/new-volume.ts'
import type { SnapshotRecord } from '../../ec2/records.ts'
import { invalid } from '../errors.ts'
import { snapshotId } from '../fields.ts'
import { newUpload, planStart, protectionFor } from '../new-upload.ts'
import { type StartedSnapshot, startedView } from '../snapshot-view.ts'
import { readTags, type TagInput, tagList } from '../tags.ts'
import { HIDDEN, recordedMoment } from '../trail-shapes.ts'
import { watchUpload } from '../uploads.ts'

/** Input of StartSnapshot. */
export interface StartSnapshotInput {
  /** GiB, 1 to 65536; at least the parent's. */
  VolumeSize: number | undefined
  /** An own, completed snapshot: the new one begins with its blocks, under its key. */
  ParentSnapshotId?: string | undefined
  /** Up to 50. */
  Tags?: TagInput[] | undefined
  Description?: string | undefined
  /** The same token with the same parameters answers the same snapshot again. */
  ClientToken?: string | undefined
  /** Not together with a parent. */
  Encrypted?: boolean | undefined
  /** A key ARN, which asks for encryption by itself; not together with a parent. */
  KmsKeyArn?: string | undefined
  /** Minutes, 10 to 4320, default 60: the snapshot fails when nothing is written to it, and it is not completed, for so long. */
  Timeout?: number | undefined
}

/** Output of StartSnapshot. */
export interface StartSnapshotOutput extends StartedSnapshot {}

/** Begins a snapshot that is written block by block. */
export const StartSnapshot = defineOperation({
  name: 'StartSnapshot',
  action: 'ebs:StartSnapshot',
  doc: 'ebs/latest/APIReference/API_StartSnapshot.html',
  basis: 'V:obs',
  input: shape<StartSnapshotInput>({
    VolumeSize: integer({ min: 1 }).required(),
    ParentSnapshotId: snapshotId(),
    Tags: tagList(),
    Description: text({ max: 255 }),
    ClientToken: text({ max: 255, pattern: /^\S+$/ }),
    Encrypted: flag(),
    KmsKeyArn: text({ min: 1, max: 2048, pattern: /^arn:aws[a-z-]*:kms:.*:[0-9]{12}:key\/.*$/, sensitive: true }),
    Timeout: integer({ min: 10, max: 4320 }),
  }),
  target: ({ input }): Outcome<ReadonlyMap<string, string>, Failure> =>
    (input.VolumeSize as number) > SIZE_MAX
      ? refuse(invalid(`Volume size ${input.VolumeSize} is not valid, expected at most ${SIZE_MAX}`, 'INVALID_VOLUME_SIZE'))
      : readTags(input.Tags),
  access: (call) => accesses(call),
  crossAccount: false,
  checks: [],
  prepare: (call) => planStart(call),
  keyUse: (call): Outcome<Pick<SnapshotRecord, 'id' | 'protection'>, Failure> => {
    const { prepared: plan, world, input } = call
    if (plan.kind === 'replay') return succeed(plan.snapshot)
    const id = newId(world, 'snap', call)
    const protection = protectionFor(call, id, plan, input.KmsKeyArn)
    return protection.ok ? succeed({ id, protection: protection.value }) : protection
  },
  commit: (call): StartSnapshotOutput => {
    const { world, input, target: tags, prepared: plan, used } = call
    if (plan.kind === 'replay') return startedView(plan.snapshot)
    const snapshot = newUpload(call, plan, { ...used, ...input, tags: new Map(tags) })
    noteManagedKey(world, snapshot, plan.verdict === 'default key')
    keepToken({ ...call, operation: 'StartSnapshot' }, [snapshot.id])
    watchUpload(world, snapshot)
    return startedView(snapshot)
  },
  trail: { readOnly: false, requestParameters, responseElements },
})

const accesses = (call: Call<StartSnapshotInput, ReadonlyMap<string, string>>): readonly Ec2Access[] => {
  const { operation, region, input, target: tags } = call
  const resource = snapshotArn(region, '*')
  const keys = {
    ...requestTagKeys(tags),
    'ebs:volumesize': String(input.VolumeSize),
    ...(input.Description === undefined ? {} : { 'ebs:description': input.Description }),
    ...(input.ParentSnapshotId === undefined ? {} : { 'ebs:parentsnapshot': snapshotArn(region, input.ParentSnapshotId) }),
  }
  const tagged = new Map(tags.size === 0 ? [] : [['snapshot', tags]])
  return [{ action: operation.action, resource, keys }, ...tagOnCreate(call, tagged, () => resource)]
}

function requestParameters({ input }: JournalEntry) {
  const { KmsKeyArn } = input as StartSnapshotInput
  return { ...(lowerCamel(input) as object), ...(KmsKeyArn === undefined ? {} : { kmsKeyArn: HIDDEN }) }
}

/** Source: CloudTrail sample of the EBS User Guide; spec/ebs-ec2.md 2.7, recorded. */
function responseElements({ output }: JournalEntry) {
  const { StartTime: startTime, KmsKeyArn, ...rest } = output as StartSnapshotOutput
  const key = KmsKeyArn === undefined ? {} : { kmsKeyArn: HIDDEN }
  return { ...(lowerCamel(rest) as object), startTime: recordedMoment(startTime), ...key }
}

/** GiB. Source: SDK model. */
const SIZE_MAX = 65_536
