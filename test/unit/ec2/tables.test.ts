import { describe, expect, it } from 'vitest'
import { REGIONS } from '../../../src/core/regions.ts'
import { isDeviceName } from '../../../src/ec2/device-names.ts'
import { formOfId } from '../../../src/ec2/ids.ts'
import { actedOn, checkStates, INSTANCE_STATE_RULES } from '../../../src/ec2/instance-states.ts'
import { DEFAULT_INSTANCE_TYPE, instanceTypeRules } from '../../../src/ec2/instance-types.ts'
import { readZone, zoneIdOf } from '../../../src/ec2/zones.ts'

describe('zone ids', () => {
  it('abbreviates a Region as AWS does', () => {
    const zones = [
      'us-east-1a',
      'ap-northeast-1b',
      'eu-central-1c',
      'us-gov-west-1a',
      'me-south-1a',
      'ap-southeast-4a',
      'ca-central-1a',
    ]
    expect(zones.map(zoneIdOf)).toEqual(['use1-az1', 'apne1-az2', 'euc1-az3', 'usgw1-az1', 'mes1-az1', 'apse4-az1', 'cac1-az1'])
  })

  it('are different in all Regions and lead back to their zones', () => {
    const ids = REGIONS.map((region) => zoneIdOf(`${region}a`))
    expect(new Set(ids).size).toBe(REGIONS.length)
    for (const region of REGIONS) {
      expect(readZone(region, { AvailabilityZoneId: zoneIdOf(`${region}c`) })).toEqual({ ok: true, value: `${region}c` })
    }
  })
})

describe('ids', () => {
  it('have 8 or 17 hexadecimal digits behind their prefix', () => {
    expect(formOfId('vol', 'vol-0123456789abcdef0')).toBe('right')
    expect(formOfId('vol', 'vol-01234567')).toBe('right')
    expect(formOfId('vol', 'vol-0123456789ABCDEF0')).toBe('malformed')
    expect(formOfId('vol', 'vol-0123')).toBe('malformed')
    expect(formOfId('vol', 'snap-01234567')).toBe('wrong prefix')
  })
})

describe('device names', () => {
  it('are those of HVM instances', () => {
    for (const name of ['/dev/sda1', '/dev/xvda', '/dev/sdf', '/dev/xvdf', '/dev/xvdba']) expect(isDeviceName(name)).toBe(true)
    for (const name of ['sdf', '/dev/sdf1', '/dev/xvdda', '/dev/nvme0n1', '/dev/sdaa', '']) expect(isDeviceName(name)).toBe(false)
  })
})

describe('instance types', () => {
  it('support encryption unless they are historic', () => {
    expect(instanceTypeRules(DEFAULT_INSTANCE_TYPE)).toEqual({
      encryptionSupport: 'supported',
      isNitro: true,
      attachmentsMax: 27,
    })
    expect(instanceTypeRules('m9g.48xlarge')?.isNitro).toBe(true)
    expect(instanceTypeRules('m1.small')?.encryptionSupport).toBe('unsupported')
    expect(instanceTypeRules('t2.micro')).toMatchObject({ encryptionSupport: 'supported', isNitro: false })
    expect(instanceTypeRules('micro')).toBeUndefined()
    expect(instanceTypeRules('constructor.large')?.isNitro).toBe(true)
  })
})

describe('the states in which instances can be started, stopped, rebooted and terminated', () => {
  const instance = (state: keyof (typeof INSTANCE_STATE_RULES)['StartInstances']) => ({ id: 'i-1', state }) as never

  it('lets TerminateInstances pass in every state', () => {
    expect(Object.values(INSTANCE_STATE_RULES.TerminateInstances)).not.toContain('refuse')
  })

  it('names the instance that is in the wrong state', () => {
    const outcome = checkStates('StopInstances', [instance('running'), instance('terminated')])
    expect(outcome.ok ? '' : outcome.error).toMatchObject({
      code: 'IncorrectInstanceState',
      message: "The instance 'i-1' is not in a state from which it can be stopped.",
    })
  })

  it('leaves alone what is already where it should be', () => {
    expect(actedOn('StopInstances', [instance('stopped'), instance('running')])).toHaveLength(1)
  })
})
