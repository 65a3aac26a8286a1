import { describe, expect, it } from 'vitest'
import { EC2_OPERATIONS } from '../../src/ec2/operations.ts'
import type { Session } from '../../src/index.ts'
import { blockOf, directApi, put } from '../support/cloud/direct-api.ts'
import { callEc2, type Ec2Stage, ec2Stage, inputOf } from '../support/cloud/ec2-cases.ts'
import { resourceDigest } from '../support/cloud/resource-digest.ts'
import { GUEST_ACCOUNT } from '../support/cloud/shared-snapshot.ts'

/*
 * Every operation of EC2 and of the EBS direct APIs, called wrongly in every way that can be made from a right call: by somebody who may
 * not, by another account, with a parameter missing, with resources that do not exist or whose ids are malformed. What is refused has changed
 * nothing.
 */

type Caller = (w: Ec2Stage) => Session
const admin: Caller = (w) => w.session
const nobody: Caller = (w) => w.nobody
const stranger: Caller = (w) => w.cloud.session({ as: w.cloud.account(GUEST_ACCOUNT).root, region: 'us-east-1' })

/** `value` with every id of a resource in it put through `change`. */
const withIds = (value: unknown, change: (id: string) => string): unknown => {
  if (typeof value === 'string') return /^(vol|snap|ami|i)-[0-9a-f]{17}$/.test(value) ? change(value) : value
  if (Array.isArray(value)) return value.map((each) => withIds(each, change))
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Uint8Array) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withIds(inner, change)]))
}

interface Wrong {
  readonly how: string
  readonly by: Caller
  readonly input: object
}

/** Every wrong call that comes from a right input. */
const wrongCalls = (right: object): Wrong[] => [
  { how: 'by nobody', by: nobody, input: right },
  { how: 'by another account', by: stranger, input: right },
  {
    how: 'of what does not exist',
    by: admin,
    input: withIds(right, (id) => id.replace(/[0-9a-f]{17}$/, '0'.repeat(17))) as object,
  },
  { how: 'of malformed ids', by: admin, input: withIds(right, (id) => `${id.slice(0, -2)}zz`) as object },
  ...Object.keys(right).map((name) => ({ how: `without ${name}`, by: admin, input: { ...right, [name]: undefined } })),
]

/** Of the wrong calls those that are refused, after each of which everything is as before. */
const refusals = (stage: () => Ec2Stage, inputs: (w: Ec2Stage) => object, call: (by: Session, input: object) => unknown) => {
  const refused: string[] = []
  let w = stage()
  for (const { how } of wrongCalls(inputs(w))) {
    const { by, input } = wrongCalls(inputs(w)).find((each) => each.how === how) as Wrong
    const session = by(w)
    const digest = resourceDigest(w.cloud)
    try {
      call(session, input)
      w = stage()
    } catch (error) {
      refused.push(`${how}: ${(error as Error).name}`)
      expect(resourceDigest(w.cloud), how).toBe(digest)
    }
  }
  return refused
}

describe('a refused call of EC2 changes nothing', () => {
  it.each(EC2_OPERATIONS.map(({ name }) => name))('%s', (name) => {
    const refused = refusals(
      ec2Stage,
      (w) => inputOf(w, name),
      (by, input) => callEc2(by, name, input),
    )
    expect(refused).toContain('by nobody: UnauthorizedOperation')
    expect(refused.filter((each) => each.includes('SimulatorError') || each.includes('TypeError'))).toEqual([])
  })
})

/** For each operation of the EBS direct APIs a right input, made ready by somebody who may. */
const EBS_CASES: Record<string, (w: Ec2Stage) => object> = {
  StartSnapshot: (w) => ({ VolumeSize: 1, KmsKeyArn: w.K1 }),
  PutSnapshotBlock: (w) => put(directApi(w.session).start({ KmsKeyArn: w.K1 }), 0, blockOf(1)),
  CompleteSnapshot: (w) => ({ SnapshotId: directApi(w.session).start({ KmsKeyArn: w.K1 }), ChangedBlocksCount: 0 }),
  ListSnapshotBlocks: (w) => ({ SnapshotId: w.snapshot }),
  ListChangedBlocks: (w) => ({ FirstSnapshotId: w.snapshot, SecondSnapshotId: w.free }),
  GetSnapshotBlock: (w) => {
    const id = directApi(w.session).upload({ 0: blockOf(1) }, { KmsKeyArn: w.K1 })
    return { SnapshotId: id, ...w.session.ebs.listSnapshotBlocks({ SnapshotId: id }).Blocks[0] }
  },
}

describe('a refused call of the EBS direct APIs changes nothing', () => {
  it.each(Object.entries(EBS_CASES))('%s', (name, inputs) => {
    const method = `${name.charAt(0).toLowerCase()}${name.slice(1)}`
    const call = ({ ebs }: Session, input: object) =>
      (ebs as unknown as Record<string, (input: object) => unknown>)[method]?.(input)
    const refused = refusals(ec2Stage, inputs, call)
    expect(refused).toContain('by nobody: AccessDeniedException')
    expect(refused.filter((each) => each.includes('SimulatorError') || each.includes('TypeError'))).toEqual([])
  })
})
