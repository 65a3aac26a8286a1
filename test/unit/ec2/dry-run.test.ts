import { describe, expect, it } from 'vitest'
import { EC2_OPERATIONS } from '../../../src/ec2/operations.ts'
import { refusalOf } from '../../support/cloud/ebs-world.ts'
import { callEc2, EC2_INPUTS, ec2Stage, inputOf } from '../../support/cloud/ec2-cases.ts'
import { resourceDigest } from '../../support/cloud/resource-digest.ts'

/*
 * A dry run of every operation of EC2: it says whether the caller could do it, and does nothing.
 */

const names = EC2_OPERATIONS.map(({ name }) => name)

describe('a dry run', () => {
  it.each(names)('of %s tells that it would have succeeded, or that the caller may not, and does nothing', (name) => {
    const w = ec2Stage()
    const input = { ...inputOf(w, name), DryRun: true }
    const before = resourceDigest(w.cloud)
    const [events, due] = [w.cloud.events.all().length, w.cloud.clock.nextDue()]
    expect(refusalOf(() => callEc2(w.session, name, input))).toEqual({
      name: 'DryRunOperation',
      message: 'Request would have succeeded, but DryRun flag is set.',
      status: 412,
    })
    expect(refusalOf(() => callEc2(w.nobody, name, input))).toEqual({
      name: 'UnauthorizedOperation',
      message: expect.stringMatching(
        /^You are not authorized to perform this operation\. User: .* is not authorized to perform: /,
      ),
      status: 403,
    })
    expect(resourceDigest(w.cloud)).toBe(before)
    expect([w.cloud.events.all().length, w.cloud.clock.nextDue()]).toEqual([events, due])
    expect(
      w.cloud.journal
        .entries()
        .slice(-2)
        .flatMap(({ nested }) => nested),
    ).toEqual([])
  })

  it.each(names)('of %s stands for a call that succeeds', (name) => {
    const w = ec2Stage()
    const act = () => callEc2(w.session, name, inputOf(w, name))
    // The one call that a dry run does not foretell, as recorded: no volume ever has its IO disabled here.
    if (name === 'EnableVolumeIO') expect(refusalOf(act).message).toBe(`Volume ${w.silent} already has IO enabled`)
    else expect(act).not.toThrow()
  })

  it('has a case for every operation, and for none that is not there', () => {
    expect(Object.keys(EC2_INPUTS).toSorted()).toEqual(names.toSorted())
  })
})
