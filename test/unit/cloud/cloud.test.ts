import { describe, expect, it } from 'vitest'
import { createCloud, restoreCloud, SimulatorError } from '../../../src/index.ts'

const codeOf = (act: () => unknown): string => {
  try {
    act()
  } catch (error) {
    return error instanceof SimulatorError ? error.code : (error as Error).name
  }
  return 'accepted'
}

describe('createCloud', () => {
  it('needs nothing: default account, Region, time and role', () => {
    const cloud = createCloud()
    const session = cloud.session()
    expect(session).toMatchObject({ accountId: '111122223333', region: 'us-east-1' })
    expect(session.principal).toMatchObject({ kind: 'session', roleName: 'Admin' })
    expect(new Date(cloud.clock.now()).toISOString()).toBe('2026-01-01T00:00:00.000Z')
    expect(cloud.kms.createKey({}).KeyMetadata.Arn).toMatch(/^arn:aws:kms:us-east-1:111122223333:key\//)
  })

  it.each([
    [{ seed: 1.5 }, /"seed" expected a whole number or a text, got 1.5/],
    [{ unitBytes: 1000 }, /"unitBytes" expected a power of two from 512 to 524288, got 1000/],
    [{ unitBytes: 256 }, /got 256/],
    [{ accountId: '12' }, /"accountId" expected twelve digits, got "12"/],
    [{ region: 'mars-1' }, /"region" expected an AWS Region, got "mars-1"/],
    [{ startTime: 'soon' }, /"startTime" expected a Date, epoch milliseconds or an ISO 8601 text, got "soon"/],
    [{ clock: 'wrist' as never }, /"clock" expected 'manual' or 'system', got "wrist"/],
    [{ journalCapacity: -1 }, /"journalCapacity" expected a whole number of at least 0, got -1/],
    [{ colour: 'red' } as never, /Expected options to have some of seed, .*, found colour/],
  ])('refuses %j, saying what was expected, what was found and what to do', (options, message) => {
    expect(() => createCloud(options)).toThrow(message)
    expect(codeOf(() => createCloud(options))).toBe('INVALID_OPTION')
  })

  it('takes its options', () => {
    const cloud = createCloud({
      seed: 'a text',
      startTime: '2030-05-05T00:00:00Z',
      accountId: '999988887777',
      region: 'eu-west-1',
    })
    expect(cloud.session()).toMatchObject({ accountId: '999988887777', region: 'eu-west-1' })
    expect(cloud.kms.createKey({}).KeyMetadata.CreationDate).toEqual(new Date('2030-05-05T00:00:00Z'))
  })

  it('follows the time of the machine with the system clock', () => {
    const before = Date.now()
    const { CreationDate } = createCloud({ clock: 'system' }).kms.createKey({}).KeyMetadata
    expect(CreationDate.getTime()).toBeGreaterThanOrEqual(before)
    expect(CreationDate.getTime()).toBeLessThanOrEqual(Date.now())
  })

  it('lets every caller do everything with authorization off', () => {
    const cloud = createCloud({ authorization: 'off' })
    const nobody = cloud.account('111122223333').createRole('Nobody')
    expect(codeOf(() => cloud.session({ as: nobody }).kms.createKey({}))).toBe('accepted')
  })

  it('leaves out parameters that are not simulated with unsupported: warn, and notes them', () => {
    const cloud = createCloud({ unsupported: 'warn' })
    const { KeyMetadata } = cloud.kms.createKey({})
    const { CiphertextBlob } = cloud.kms.encrypt({ KeyId: KeyMetadata.KeyId, Plaintext: Uint8Array.of(1) })
    cloud.kms.decrypt({ CiphertextBlob, Recipient: {} })
    expect(cloud.journal.entries().at(-1)?.ignored).toEqual(['recipient'])
    const Tags = [{ TagKey: 'a', TagValue: 'b', Description: 'not of a tag' }]
    expect(cloud.kms.createKey({ Description: 'of the key', Tags }).KeyMetadata.Description).toBe('of the key')
    expect(cloud.journal.entries().at(-1)?.ignored).toEqual(['tags.1.member.description'])
    expect(codeOf(() => createCloud().kms.decrypt({ CiphertextBlob, Recipient: {} }))).toBe('UNSUPPORTED_PARAMETER')
  })
})

describe('sessions', () => {
  it('act as a role, a user, the root user, or a session of a role with a policy of its own', () => {
    const cloud = createCloud()
    const account = cloud.account('444455556666')
    const everything = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }
    const role = account.createRole('App', { path: '/team/', policies: [everything] })
    const user = account.createUser('ann', { policies: [everything] })
    const limited = role.session({
      sessionName: 'limited',
      sessionPolicy: { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'kms:ListKeys', Resource: '*' } },
    })
    const outcomes = [role, user, account.root, limited].map((as) => codeOf(() => cloud.session({ as }).kms.createKey({})))
    expect(outcomes).toEqual(['accepted', 'accepted', 'accepted', 'AccessDeniedException'])
    expect(codeOf(() => cloud.session({ as: limited }).kms.listKeys({}))).toBe('accepted')
    expect(cloud.trail.records({ eventName: 'CreateKey' }).map(({ userIdentity }) => userIdentity.type)).toEqual([
      'AssumedRole',
      'IAMUser',
      'Root',
      'AssumedRole',
    ])
  })

  it('see a change of their role’s policies at once', () => {
    const cloud = createCloud()
    const role = cloud.account('111122223333').createRole('App')
    const { kms } = cloud.session({ as: role })
    expect(codeOf(() => kms.listKeys({}))).toBe('AccessDeniedException')
    role.putPolicy('list', { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'kms:ListKeys', Resource: '*' } })
    expect(codeOf(() => kms.listKeys({}))).toBe('accepted')
    role.deletePolicy('list')
    expect(codeOf(() => kms.listKeys({}))).toBe('AccessDeniedException')
    role.attachPolicy('arn:aws:iam::aws:policy/AdministratorAccess')
    expect(codeOf(() => kms.listKeys({}))).toBe('accepted')
  })

  it('refuse a Region that is none and an account that is none', () => {
    const cloud = createCloud()
    expect(() => cloud.session({ region: 'atlantis-1' })).toThrow(/expected an AWS Region, got "atlantis-1"/)
    expect(() => cloud.account('0123')).toThrow(/expected twelve digits/)
  })

  it('throw IAM’s errors', () => {
    const account = createCloud().account('111122223333')
    account.createRole('App')
    expect(codeOf(() => account.createRole('App'))).toBe('EntityAlreadyExists')
    expect(codeOf(() => account.role('None'))).toBe('NoSuchEntity')
    expect(codeOf(() => account.createUser('u', { policies: ['not JSON'] }))).toBe('MalformedPolicyDocument')
    account.deleteRole('App')
    expect(codeOf(() => account.role('App'))).toBe('NoSuchEntity')
  })

  it.each(['none', 'typical'] as const)('make a ready disk in one call, with latency %s', (latency) => {
    const { disk, VolumeId } = createCloud({ latency })
      .session({ region: 'eu-west-1' })
      .attachedDisk({ Encrypted: true, Size: 1 })
    disk.write(10, Uint8Array.of(1, 2, 3))
    expect([...disk.read(9, 5)]).toEqual([0, 1, 2, 3, 0])
    expect(disk.sizeBytes).toBe(2 ** 30)
    expect(VolumeId).toMatch(/^vol-[0-9a-f]{17}$/)
  })
})

describe('faults', () => {
  it('make the n-th call fail, some calls, or every call, until they are cleared', () => {
    const cloud = createCloud()
    const { KeyId } = cloud.kms.createKey({}).KeyMetadata
    const outcomes = (count: number) => Array.from({ length: count }, () => codeOf(() => cloud.kms.describeKey({ KeyId })))
    cloud.faults.on('kms:DescribeKey').nth(2).fail('KMSInternalException')
    expect(outcomes(3)).toEqual(['accepted', 'KMSInternalException', 'accepted'])
    cloud.faults.on('kms:DescribeKey').times(2).fail('ThrottlingException', 'Rate exceeded')
    expect(outcomes(3)).toEqual(['ThrottlingException', 'ThrottlingException', 'accepted'])
    cloud.faults.on('kms:DescribeKey').always().fail('KMSInternalException')
    expect(new Set(outcomes(5))).toEqual(new Set(['KMSInternalException']))
    cloud.faults.clear()
    expect(outcomes(1)).toEqual(['accepted'])
  })

  it('refuse a call that does not exist and a count that is none', () => {
    const { faults } = createCloud()
    expect(() => faults.on('kms:Explode')).toThrow(/found kms:Explode\. What exists: kms:CancelKeyDeletion, /)
    expect(() => faults.on('kms:Decrypt').nth(0)).toThrow(/whole number of at least 1, got 0/)
  })
})

describe('explain', () => {
  it('names the policies and statements that were looked at', () => {
    const cloud = createCloud()
    const { KeyMetadata } = cloud.kms.createKey({})
    const app = cloud.account('111122223333').createRole('App', {
      policies: [
        {
          Version: '2012-10-17',
          Statement: {
            Sid: 'OnlyTenantA',
            Effect: 'Allow',
            Action: 'kms:Decrypt',
            Resource: '*',
            Condition: { StringEquals: { 'kms:EncryptionContext:tenant': 'a' } },
          },
        },
      ],
    })
    const EncryptionContext = { tenant: 'b' }
    const { CiphertextBlob } = cloud.kms.encrypt({ KeyId: KeyMetadata.KeyId, Plaintext: Uint8Array.of(1), EncryptionContext })
    let caught: unknown
    try {
      cloud.session({ as: app }).kms.decrypt({ CiphertextBlob, EncryptionContext })
    } catch (error) {
      caught = error
    }
    const explanation = cloud.explain(caught)
    expect(explanation).toMatchObject({ call: 'kms:Decrypt', gate: 'authorise', error: { name: 'AccessDeniedException' } })
    expect(explanation.decisions[0]).toMatchObject({
      allowed: false,
      action: 'kms:Decrypt',
      decidedBy: { step: 'no-allow', layer: 'identity' },
    })
    expect(explanation.text).toContain('OnlyTenantA')
    expect(explanation.text).toContain('kms:EncryptionContext:tenant')
  })

  it('names the key state behind a refusal that no policy made, and the call to KMS inside the call to EC2', () => {
    const cloud = createCloud()
    const { KeyMetadata } = cloud.kms.createKey({})
    const { VolumeId, InstanceId } = cloud.session().attachedDisk({ KmsKeyId: KeyMetadata.Arn, Size: 1 })
    cloud.ec2.detachVolume({ VolumeId })
    cloud.kms.disableKey({ KeyId: KeyMetadata.KeyId })
    let caught: unknown
    try {
      cloud.ec2.attachVolume({ VolumeId, InstanceId, Device: '/dev/sdf' })
    } catch (error) {
      caught = error
    }
    expect(cloud.explain(caught)).toMatchObject({
      call: 'ec2:AttachVolume',
      gate: 'key use',
      nested: [
        {
          call: 'kms:CreateGrant',
          gate: 'check',
          error: { name: 'DisabledException', message: `${KeyMetadata.Arn} is disabled.` },
        },
      ],
    })
  })

  it('says clearly that it knows nothing of an error of somebody else, or of one that the journal has let go', () => {
    const cloud = createCloud({ journalCapacity: 1 })
    expect(codeOf(() => cloud.explain(new Error('mine')))).toBe('INVALID_OPTION')
    expect(codeOf(() => cloud.explain('text'))).toBe('INVALID_OPTION')
    expect(codeOf(() => cloud.explain({ $metadata: { requestId: 'gone' } }))).toBe('JOURNAL_EVICTED')
  })
})

describe('what is kept', () => {
  it('is bounded: rings drop the oldest and count what they drop', () => {
    const cloud = createCloud({ journalCapacity: 3, trailCapacity: 2, eventCapacity: 1 })
    for (let index = 0; index < 5; index++) cloud.ec2.createVolume({ AvailabilityZone: 'us-east-1a', Size: 1 })
    expect([cloud.journal.entries().length, cloud.journal.dropped]).toEqual([3, 2])
    expect([cloud.trail.records().length, cloud.trail.dropped]).toEqual([2, 3])
    expect(cloud.events.all()).toHaveLength(1)
    expect(cloud.events.dropped).toBeGreaterThan(0)
  })

  it('can be asked for by EventBridge pattern; a pattern that is none is a clear error', () => {
    const cloud = createCloud()
    const { VolumeId } = cloud.ec2.createVolume({ AvailabilityZone: 'us-east-1a', Size: 1 })
    const pattern = {
      'detail-type': ['EBS Volume Notification'],
      resources: [{ suffix: VolumeId }],
      detail: { event: ['createVolume'] },
    }
    expect(cloud.events.matching(pattern)).toMatchObject([{ source: 'aws.ec2', detail: { result: 'available' } }])
    expect(cloud.events.matching({ source: ['aws.s3'] })).toEqual([])
    expect(() => cloud.events.matching({ source: 'aws.ec2' })).toThrow(/InvalidEventPatternException: Event pattern is not valid/)
  })
})

describe('a cloud that has been disposed of', () => {
  it('answers every call with DISPOSED, its sessions and handles too, and has closed its disks', () => {
    const cloud = createCloud()
    const session = cloud.session()
    const { disk } = session.attachedDisk({ Encrypted: true, Size: 1 })
    disk.write(0, Uint8Array.of(1))
    const instance = cloud.instance(cloud.ec2.describeInstances({}).Reservations[0]?.Instances[0]?.InstanceId as string)
    const fault = cloud.faults.on('kms:Decrypt')
    cloud[Symbol.dispose]()
    cloud[Symbol.dispose]()
    expect(codeOf(() => disk.read(0, 1))).toBe('DEVICE_IO')
    expect(codeOf(() => disk.write(0, Uint8Array.of(2)))).toBe('DEVICE_IO')
    expect(codeOf(() => instance.device('/dev/sdf'))).toBe('DISPOSED')
    expect(codeOf(() => fault.fail('KMSInternalException'))).toBe('DISPOSED')
    for (const act of [
      () => cloud.kms.listKeys({}),
      () => session.kms.listKeys({}),
      () => cloud.clone(),
      () => cloud.save(),
      () => cloud.trail.records(),
      () => cloud.clock.now(),
    ]) {
      expect(codeOf(act)).toBe('DISPOSED')
    }
  })

  it('is what `using` leaves behind', () => {
    let kept: ReturnType<typeof createCloud>
    {
      using cloud = createCloud()
      kept = cloud
      expect(codeOf(() => kept.kms.listKeys({}))).toBe('accepted')
    }
    expect(codeOf(() => kept.kms.listKeys({}))).toBe('DISPOSED')
  })
})

it('restores the same file as different worlds, each of which can be named', () => {
  const cloud = createCloud()
  const { disk } = cloud.session().attachedDisk({ Encrypted: true, Size: 1 })
  disk.write(0, Uint8Array.of(1))
  const file = cloud.save()
  const InstanceId = cloud.ec2.describeInstances({}).Reservations[0]?.Instances[0]?.InstanceId as string
  const tags = [
    restoreCloud(file),
    restoreCloud(file),
    restoreCloud(file, { world: 'x' }),
    restoreCloud(file, { world: 'x' }),
  ].map((world) => {
    world.instance(InstanceId).device('/dev/sdf').write(0, Uint8Array.of(2))
    const { VolumeId } = world.ec2.describeVolumes({ Filters: [{ Name: 'encrypted', Values: ['true'] }] }).Volumes[0] as {
      VolumeId: string
    }
    return String(world.volume(VolumeId).unit(0)?.ciphertext.subarray(0, 16))
  })
  expect(new Set(tags.slice(0, 3)).size).toBe(3)
  expect(tags[2]).toBe(tags[3])
})

it('closes its disks when it is reset: a handle from before does not write into a world that is gone', () => {
  const cloud = createCloud()
  const { disk, InstanceId } = cloud.session().attachedDisk({ Encrypted: true, Size: 1 })
  const instance = cloud.instance(InstanceId)
  cloud.reset()
  expect(codeOf(() => disk.read(0, 1))).toBe('DEVICE_IO')
  expect(codeOf(() => instance.device('/dev/sdf'))).toBe('UNKNOWN_RESOURCE')
})

it('goes on working for the sessions that it had when it is reset', () => {
  const cloud = createCloud()
  const session = cloud.session()
  cloud.kms.createKey()
  cloud.reset()
  expect(cloud.kms.listKeys().Keys).toEqual([])
  session.kms.createKey()
  expect(cloud.kms.listKeys().Keys).toHaveLength(1)
})

it('keeps its Region in a save, unless the restore names another', () => {
  const file = createCloud({ region: 'eu-west-1' }).save()
  expect(restoreCloud(file).session().region).toBe('eu-west-1')
  expect(restoreCloud(file, { region: 'us-west-2' }).session().region).toBe('us-west-2')
})

it('tells worlds with look-alike names apart', () => {
  const cloud = createCloud()
  cloud.session().attachedDisk({ Encrypted: true, Size: 1 })
  const file = cloud.save()
  const worlds = [
    restoreCloud(file),
    restoreCloud(file, { world: '1' }),
    restoreCloud(file, { world: '#1' }),
    restoreCloud(file, { world: 'a' }).clone(),
    restoreCloud(file, { world: 'a/clone:1' }),
  ]
  const sealed = worlds.map((world) => {
    const [volume] = world.ec2.describeVolumes({ Filters: [{ Name: 'encrypted', Values: ['true'] }] }).Volumes
    world
      .instance(volume?.Attachments[0]?.InstanceId as string)
      .device('/dev/sdf')
      .write(0, Uint8Array.of(5))
    return String(
      world
        .volume(volume?.VolumeId as string)
        .unit(0)
        ?.ciphertext.subarray(0, 16),
    )
  })
  expect(new Set(sealed).size).toBe(worlds.length)
})

it('hands out copies of what it keeps: changing an answer changes no later one', () => {
  const cloud = createCloud()
  cloud.ec2.createVolume({ AvailabilityZone: 'us-east-1a', Size: 1 })
  const before = JSON.stringify([cloud.journal.entries(), cloud.events.all(), cloud.trail.records()])
  Object.assign(cloud.journal.entries()[0]?.input as object, { Size: 99 })
  Object.assign(cloud.events.all()[0]?.detail as object, { result: 'changed' })
  Object.assign(cloud.trail.records()[0]?.requestParameters as object, { size: 'changed' })
  expect(JSON.stringify([cloud.journal.entries(), cloud.events.all(), cloud.trail.records()])).toBe(before)
})

describe('nobody outside', () => {
  it.each([
    ['a service', { kind: 'service', name: 'ec2.us-east-1.amazonaws.com', account: '111122223333' }],
    [
      'the host of an instance',
      { ...createCloud().session().principal, hostOf: { instanceArn: 'arn:aws:ec2:us-east-1:111122223333:instance/i-1' } },
    ],
    ['a session with other tags', { ...createCloud().account('111122223333').createRole('R').session(), tags: { team: 'x' } }],
    ['an ARN', 'arn:aws:iam::111122223333:role/Admin'],
  ])('can act as %s by making one up', (_, as) => {
    expect(
      codeOf(() =>
        createCloud()
          .session({ as: as as never })
          .kms.listKeys({}),
      ),
    ).toBe('INVALID_OPTION')
  })
})

describe('a mistake of the caller', () => {
  it.each([
    ['a misspelt option of a session', () => createCloud().session({ regoin: 'us-east-1' } as never)],
    [
      'a misspelt member of a disk',
      () =>
        createCloud()
          .session()
          .attachedDisk({ kmsKeyId: 'x' } as never),
    ],
    ['a misspelt part of a span', () => createCloud().clock.advance({ day: 3 } as never)],
    ['a number for a span', () => createCloud().clock.advance(1000 as never)],
    ['a time beyond all Dates', () => createCloud().clock.advance({ days: 1e12 })],
    ['a misspelt option of restoreCloud', () => restoreCloud(createCloud().save(), { wrold: 'x' } as never)],
    ['no options at all', () => createCloud(null as never)],
    ['a seed that is none', () => createCloud({ seed: null as never })],
    ['a bigint', () => createCloud({ journalCapacity: 5n as never })],
    ['a number for an account id', () => createCloud({ accountId: 123456789012 as never })],
    ['a fault with an error that KMS has not', () => createCloud().faults.on('kms:ListKeys').fail('NoSuchThing')],
    ['a fault with an error that EC2 has not', () => createCloud().faults.on('ec2:CreateVolume').fail('NoSuchThing')],
  ])('such as %s is INVALID_OPTION, never silence', (_, act) => {
    expect(codeOf(act)).toBe('INVALID_OPTION')
  })

  it('such as an operation that is not simulated is a loud error which names what exists', () => {
    const { ec2 } = createCloud() as unknown as { ec2: Record<string, (input: object) => unknown> }
    expect(() => ec2.createFleet?.({})).toThrow(/found createFleet\. What exists: attachVolume/)
    expect(codeOf(() => ec2.createFleet?.({}))).toBe('UNSUPPORTED_OPERATION')
  })

  it('such as asking one cloud about an error of another is INVALID_OPTION', () => {
    const [one, other] = [createCloud(), createCloud()]
    let caught: unknown
    try {
      one.kms.describeKey({ KeyId: 'none' })
    } catch (error) {
      caught = error
    }
    expect(codeOf(() => other.explain(caught))).toBe('INVALID_OPTION')
    expect(one.explain(caught).gate).toBe('resolve')
  })
})

it('reads the trail after a fault in any operation', () => {
  const cloud = createCloud()
  const calls = [...Object.keys(cloud.kms).map((name) => ['kms', name]), ...Object.keys(cloud.ec2).map((name) => ['ec2', name])]
  for (const [service = '', name = ''] of calls) {
    const call = `${service}:${name.charAt(0).toUpperCase()}${name.slice(1)}`
    cloud.faults.on(call).fail(service === 'kms' ? 'KMSInternalException' : 'InternalError')
    const api = cloud[service as 'kms'] as unknown as Record<string, (input: object) => unknown>
    expect(
      codeOf(() => api[name]?.({})),
      call,
    ).toMatch(/Internal/)
  }
  expect(cloud.trail.records()).toHaveLength(calls.length)
  expect(
    cloud.trail.records().every(({ requestParameters, errorCode }) => requestParameters === null && errorCode !== undefined),
  ).toBe(true)
})

it('counts a call for every fault that waits for it', () => {
  const cloud = createCloud()
  cloud.faults.on('kms:ListKeys').nth(1).fail('KMSInternalException')
  cloud.faults.on('kms:ListKeys').nth(2).fail('ThrottlingException')
  const outcomes = Array.from({ length: 3 }, () => codeOf(() => cloud.kms.listKeys({})))
  expect(outcomes).toEqual(['KMSInternalException', 'ThrottlingException', 'accepted'])
})
