import { DecryptCommand, KMSClient } from '@aws-sdk/client-kms'
import { createCloud, SimulatorError } from 'kms-ebs-sim'
import { type AwsMatchers, assertThat, journalText, matchers } from 'kms-ebs-sim/matchers'
import { describe, expect, it } from 'vitest'

declare module 'vitest' {
  interface Matchers<T> extends AwsMatchers {}
}

expect.extend(matchers)

/** The message with which an assertion fails. */
const messageOf = (assertion: () => void): string => {
  try {
    assertion()
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('Expected the assertion to fail.')
}

const rejectionOf = async (assertion: Promise<unknown>): Promise<string> =>
  assertion.then(
    () => Promise.reject(new Error('Expected the assertion to fail.')),
    (error: Error) => error.message,
  )

const disk = () => {
  const cloud = createCloud()
  const { KeyMetadata: key } = cloud.kms.createKey({})
  const volume = cloud.ec2.createVolume({ AvailabilityZone: 'us-east-1a', Size: 1, Encrypted: true, KmsKeyId: key.KeyId })
  return { cloud, key, volume }
}

describe('toHaveCalledKms', () => {
  it('finds the calls that EC2 makes inside others, by input, service, Region and outcome', () => {
    const { cloud, volume } = disk()
    expect(cloud).toHaveCalledKms('CreateKey')
    expect(cloud).toHaveCalledKms('GenerateDataKeyWithoutPlaintext', {
      input: { EncryptionContext: { 'aws:ebs:id': volume.VolumeId } },
      via: /^ec2\./,
      region: 'us-east-1',
      error: null,
      times: 1,
    })
    expect(cloud).toHaveCalledKms('GenerateDataKeyWithoutPlaintext', {
      input: { KeyId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    })
    expect(cloud).not.toHaveCalledKms('Decrypt')
    expect(cloud).not.toHaveCalledKms('CreateKey', { times: 2 })
    expect(cloud).not.toHaveCalledKms('CreateKey', { region: 'eu-central-1' })
    expect(cloud).not.toHaveCalledKms('CreateKey', { via: 'ec2.us-east-1.amazonaws.com' })
    expect(cloud).not.toHaveCalledKms('CreateKey', { error: 'AccessDeniedException' })
  })

  it('says what KMS was called with instead', () => {
    const { cloud } = disk()
    expect(messageOf(() => expect(cloud).toHaveCalledKms('Decrypt'))).toMatchInlineSnapshot(`
      "Expected a call kms:Decrypt; found none.
      KMS was called with:
        2026-01-01T00:00:00.000Z  kms:CreateKey  by 111122223333:assumed-role/Admin/kms-ebs-sim in us-east-1
        2026-01-01T00:00:00.000Z  kms:GenerateDataKeyWithoutPlaintext  by 111122223333:assumed-role/Admin/kms-ebs-sim via ec2.us-east-1.amazonaws.com in us-east-1"
    `)
    expect(
      messageOf(() =>
        expect(cloud).toHaveCalledKms('GenerateDataKeyWithoutPlaintext', { input: { EncryptionContext: { a: 'b' } } }),
      ),
    ).toMatchInlineSnapshot(`
      "Expected a call kms:GenerateDataKeyWithoutPlaintext with {"input":{"EncryptionContext":{"a":"b"}}}; found none.
      Calls of kms:GenerateDataKeyWithoutPlaintext:
        2026-01-01T00:00:00.000Z  kms:GenerateDataKeyWithoutPlaintext  by 111122223333:assumed-role/Admin/kms-ebs-sim via ec2.us-east-1.amazonaws.com in us-east-1
          {"KeyId":"f99fb705-5bae-4898-9d2e-2d7c3e9c7c55","EncryptionContext":{"aws:ebs:id":"vol-fbf87957c676fd2e1"},"NumberOfBytes":64}"
    `)
    expect(messageOf(() => expect(cloud).not.toHaveCalledKms('CreateKey'))).toMatchInlineSnapshot(`
      "Expected no call kms:CreateKey; found 1.
      Calls of kms:CreateKey:
        2026-01-01T00:00:00.000Z  kms:CreateKey  by 111122223333:assumed-role/Admin/kms-ebs-sim in us-east-1
          {}"
    `)
    expect(messageOf(() => expect(cloud).toHaveCalledKms('CreateKey', { times: 2 }))).toMatchInlineSnapshot(`
      "Expected a call kms:CreateKey, 2 times; found 1.
      Calls of kms:CreateKey:
        2026-01-01T00:00:00.000Z  kms:CreateKey  by 111122223333:assumed-role/Admin/kms-ebs-sim in us-east-1
          {}"
    `)
    expect(messageOf(() => expect(createCloud()).toHaveCalledKms('Decrypt'))).toMatchInlineSnapshot(
      `"Expected a call kms:Decrypt; found none. Nobody has called KMS."`,
    )
  })

  it('refuses what would pass for the wrong reason, also behind .not', () => {
    const cloud = createCloud()
    expect(() => expect(cloud).not.toHaveCalledKms('Decipher' as 'Decrypt')).toThrow(SimulatorError)
    expect(() => expect(cloud).not.toHaveCalledKms('Decrypt', { inputs: {} } as object)).toThrow('found inputs')
    expect(() => expect({}).not.toHaveCalledKms('Decrypt')).toThrow('Expected a cloud')
  })
})

describe('toBeEncryptedUnder', () => {
  it('reads the storage, what EC2 describes and what KMS answers, and takes a key by id, ARN, metadata or answer', () => {
    const { cloud, key, volume } = disk()
    const { SnapshotId } = cloud.ec2.createSnapshot({ VolumeId: volume.VolumeId })
    const sealed = cloud.kms.encrypt({ KeyId: key.KeyId, Plaintext: Uint8Array.of(1) })
    for (const received of [cloud.volume(volume.VolumeId), cloud.snapshot(SnapshotId), volume, sealed]) {
      for (const name of [key.KeyId, key.Arn, key, { KeyMetadata: key }]) expect(received).toBeEncryptedUnder(name)
      expect(received).not.toBeEncryptedUnder(cloud.kms.createKey({}))
    }
  })

  it('says what it is encrypted under instead', () => {
    const { cloud, key, volume } = disk()
    const other = cloud.kms.createKey({}).KeyMetadata
    const plain = cloud.ec2.createVolume({ AvailabilityZone: 'us-east-1a', Size: 1 })
    expect(messageOf(() => expect(cloud.volume(volume.VolumeId)).toBeEncryptedUnder(other))).toMatchInlineSnapshot(
      `"Expected the storage of "vol-fbf87957c676fd2e1" to be encrypted under arn:aws:kms:us-east-1:111122223333:key/de199de7-9383-4ce3-a59b-80d1bf476ccd; it is under arn:aws:kms:us-east-1:111122223333:key/f99fb705-5bae-4898-9d2e-2d7c3e9c7c55."`,
    )
    expect(messageOf(() => expect(volume).not.toBeEncryptedUnder(key))).toMatchInlineSnapshot(
      `"Expected vol-fbf87957c676fd2e1 not to be encrypted under arn:aws:kms:us-east-1:111122223333:key/f99fb705-5bae-4898-9d2e-2d7c3e9c7c55; it is."`,
    )
    expect(messageOf(() => expect(plain).toBeEncryptedUnder(key))).toMatchInlineSnapshot(
      `"Expected vol-997de7ea7088a1f97 to be encrypted under arn:aws:kms:us-east-1:111122223333:key/f99fb705-5bae-4898-9d2e-2d7c3e9c7c55; it is not encrypted."`,
    )
    expect(messageOf(() => expect(cloud.volume(plain.VolumeId)).toBeEncryptedUnder(key.KeyId))).toMatchInlineSnapshot(
      `"Expected the storage of "vol-997de7ea7088a1f97" to be encrypted under f99fb705-5bae-4898-9d2e-2d7c3e9c7c55; it is not encrypted."`,
    )
  })

  it('refuses what has no encryption, and an alias as the name of a key', () => {
    const { volume } = disk()
    expect(() => expect({ VolumeId: 'vol-1' }).not.toBeEncryptedUnder('mrk-1')).toThrow('Expected what cloud.volume(id)')
    expect(() => expect(volume).not.toBeEncryptedUnder('alias/mine')).toThrow('ask describeKey first')
  })
})

describe('toThrowAws and toRejectWithAws', () => {
  const missing = { KeyId: '00000000-0000-0000-0000-000000000000' }

  it('compare name and message of direct calls', () => {
    const { kms } = createCloud()
    expect(() => kms.describeKey(missing)).toThrowAws('NotFoundException')
    expect(() => kms.describeKey(missing)).toThrowAws('NotFoundException', 'does not exist')
    expect(() => kms.describeKey(missing)).toThrowAws('NotFoundException', /^Key 'arn:aws:kms/)
    expect(() => kms.describeKey(missing)).not.toThrowAws('DisabledException')
    expect(() => kms.describeKey(missing)).not.toThrowAws('NotFoundException', 'is disabled')
    expect(() => kms.listKeys()).not.toThrowAws('NotFoundException')
  })

  it('compare those of the SDK’s clients', async () => {
    const client = new KMSClient(createCloud().clientConfig())
    const send = () => client.send(new DecryptCommand({ CiphertextBlob: Uint8Array.of(1, 2, 3) }))
    await expect(send()).toRejectWithAws('InvalidCiphertextException')
    await expect(send).toRejectWithAws('InvalidCiphertextException')
    await expect(send()).not.toRejectWithAws('AccessDeniedException')
    expect(await rejectionOf(Promise.resolve(expect(send()).toRejectWithAws('AccessDeniedException')))).toMatchInlineSnapshot(
      `"Expected the call to be refused with AccessDeniedException; it was refused with InvalidCiphertextException: UnknownError"`,
    )
  })

  it('say what happened instead', () => {
    const { kms } = createCloud()
    expect(messageOf(() => expect(() => kms.describeKey(missing)).toThrowAws('DisabledException'))).toMatchInlineSnapshot(
      `"Expected the call to be refused with DisabledException; it was refused with NotFoundException: Key 'arn:aws:kms:us-east-1:111122223333:key/00000000-0000-0000-0000-000000000000' does not exist"`,
    )
    expect(messageOf(() => expect(() => kms.listKeys()).toThrowAws('DisabledException', /disabled/))).toMatchInlineSnapshot(
      `"Expected the call to be refused with DisabledException: /disabled/; it answered {"Keys":[],"Truncated":false}."`,
    )
    expect(messageOf(() => expect(() => kms.describeKey(missing)).not.toThrowAws('NotFoundException'))).toMatchInlineSnapshot(
      `"Expected the call not to be refused with NotFoundException; it was: NotFoundException: Key 'arn:aws:kms:us-east-1:111122223333:key/00000000-0000-0000-0000-000000000000' does not exist"`,
    )
    expect(
      messageOf(() => expect(() => kms.describeKey(missing)).toThrowAws('NotFoundException', 'is pending')),
    ).toMatchInlineSnapshot(
      `"Expected the call to be refused with NotFoundException: …is pending…; it was refused with NotFoundException: Key 'arn:aws:kms:us-east-1:111122223333:key/00000000-0000-0000-0000-000000000000' does not exist"`,
    )
  })

  it('let through what is no error of AWS, also behind .not', async () => {
    const mistake = new TypeError('undefined is not a function')
    const broken = () => {
      throw mistake
    }
    expect(() => expect(broken).not.toThrowAws('NotFoundException')).toThrow(mistake)
    await expect(Promise.resolve(expect(Promise.reject(mistake)).not.toRejectWithAws('NotFoundException'))).rejects.toThrow(
      mistake,
    )
    expect(() => expect(createCloud()).toThrowAws('NotFoundException')).toThrow('Expected a function')
    await expect(Promise.resolve(expect(() => 1).not.toRejectWithAws('NotFoundException'))).rejects.toThrow('Expected a promise')
  })
})

describe('toHaveBeenDeniedBy', () => {
  const denied = () => {
    const cloud = createCloud()
    const { KeyMetadata: key } = cloud.kms.createKey({})
    const Statement = [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${key.AWSAccountId}:root` }, Action: 'kms:*', Resource: '*' },
      { Sid: 'NoSecrets', Effect: 'Deny', Principal: '*', Action: 'kms:Encrypt', Resource: '*' },
    ]
    cloud.kms.putKeyPolicy({ KeyId: key.KeyId, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) })
    try {
      cloud.kms.encrypt({ KeyId: key.KeyId, Plaintext: Uint8Array.of(1) })
    } catch (error) {
      return { cloud, key, explanation: cloud.explain(error) }
    }
    throw new Error('Expected a refusal.')
  }

  it('knows the step, the kind of policy, the policy and the Sid', () => {
    const { cloud, key, explanation } = denied()
    for (const by of ['explicit-deny', 'key', 'NoSecrets']) expect(explanation).toHaveBeenDeniedBy(by)
    for (const by of ['no-allow', 'identity', 'NoSecret']) expect(explanation).not.toHaveBeenDeniedBy(by)
    const app = cloud.account('111122223333').createRole('App')
    const simulation = cloud.simulate({ as: app, action: 'kms:Decrypt', resource: key.Arn })
    expect(simulation).toHaveBeenDeniedBy('no-allow')
    expect(cloud.simulate({ action: 'kms:Decrypt', resource: key.Arn })).not.toHaveBeenDeniedBy('no-allow')
  })

  it('says what denied it, with the whole explanation', () => {
    const { cloud, key, explanation } = denied()
    expect(messageOf(() => expect(explanation).toHaveBeenDeniedBy('no-allow'))).toMatchInlineSnapshot(`
      "Expected the call to have been denied by "no-allow"; it was denied by explicit-deny, key, arn:aws:kms:us-east-1:111122223333:key/f99fb705-5bae-4898-9d2e-2d7c3e9c7c55, NoSecrets.

      kms:Encrypt was refused at the gate "authorise": policies and grants do not allow it
        AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/Admin/kms-ebs-sim is not
          authorized to perform: kms:Encrypt on resource:
          arn:aws:kms:us-east-1:111122223333:key/f99fb705-5bae-4898-9d2e-2d7c3e9c7c55 with an explicit
          deny in a resource-based policy
      REFUSED  kms:Encrypt
        caller    arn:aws:sts::111122223333:assumed-role/Admin/kms-ebs-sim
        resource  arn:aws:kms:us-east-1:111122223333:key/f99fb705-5bae-4898-9d2e-2d7c3e9c7c55
        because   statement 1 "NoSecrets" of
                  arn:aws:kms:us-east-1:111122223333:key/f99fb705-5bae-4898-9d2e-2d7c3e9c7c55, a key
                  policy, denies it; a deny beats every allow and every grant

      key policy arn:aws:kms:us-east-1:111122223333:key/f99fb705-5bae-4898-9d2e-2d7c3e9c7c55 denies
        ✓ Allow, statement 0
            ✓ Principal arn:aws:iam::111122223333:root: leaves it to the account’s own policies
            ✓ Action kms:*
            ✓ Resource *
        ✓ Deny, statement 1 "NoSecrets"
            ✓ Principal *: means everyone, within the limits of session policy and boundary
            ✓ Action kms:Encrypt
            ✓ Resource *

      identity-based policy arn:aws:iam::aws:policy/AdministratorAccess allows
        ✓ Allow, statement 0
            ✓ Action *
            ✓ Resource *"
    `)
    expect(messageOf(() => expect(explanation).not.toHaveBeenDeniedBy('NoSecrets')).split('\n')[0]).toMatchInlineSnapshot(
      `"Expected the call not to have been denied by "NoSecrets"; it was denied by explicit-deny, key, arn:aws:kms:us-east-1:111122223333:key/f99fb705-5bae-4898-9d2e-2d7c3e9c7c55, NoSecrets."`,
    )
    const allowed = cloud.simulate({ action: 'kms:Decrypt', resource: key.Arn })
    expect(messageOf(() => expect(allowed).toHaveBeenDeniedBy('key')).split('\n')[0]).toMatchInlineSnapshot(
      `"Expected the call to have been denied by "key"; policies and grants have denied nothing."`,
    )
  })

  it('refuses what explains nothing', () => {
    expect(() => expect(new Error('no')).not.toHaveBeenDeniedBy('key')).toThrow('Expected what cloud.explain(error)')
    expect(() => expect(denied().explanation).not.toHaveBeenDeniedBy('')).toThrow('Expected a step')
  })
})

describe('assertThat', () => {
  it('asserts without a runner’s expect, and the opposite with not', async () => {
    const { cloud, key, volume } = disk()
    assertThat(cloud).toHaveCalledKms('CreateKey', { times: 1 })
    assertThat(cloud).not.toHaveCalledKms('Decrypt')
    assertThat(volume).toBeEncryptedUnder(key)
    assertThat(() => cloud.kms.describeKey({ KeyId: 'alias/none' })).toThrowAws('NotFoundException')
    assertThat(cloud.simulate({ action: 'kms:Decrypt', resource: key.Arn })).not.toHaveBeenDeniedBy('no-allow')
    await assertThat(Promise.resolve(1)).not.toRejectWithAws('NotFoundException')
    expect(() => assertThat(cloud).toHaveCalledKms('Decrypt')).toThrow(expect.objectContaining({ name: 'AssertionError' }))
    expect(() => assertThat(cloud).not.toHaveCalledKms('CreateKey')).toThrow('Expected no call kms:CreateKey')
    await expect(assertThat(Promise.resolve(1)).toRejectWithAws('NotFoundException')).rejects.toThrow('it answered 1')
  })
})

describe('journalText', () => {
  it('tells the last calls, with those inside them and what they were refused with', () => {
    const { cloud, volume } = disk()
    const { kms } = cloud.session({ as: cloud.account('111122223333').createRole('App'), region: 'eu-central-1' })
    expect(() => kms.listKeys()).toThrow()
    expect(() => cloud.ec2.createVolume({ AvailabilityZone: 'us-east-1a', Size: 1, OutpostArn: 'arn' } as never)).toThrow(
      SimulatorError,
    )
    cloud.ec2.deleteVolume({ VolumeId: volume.VolumeId })
    expect(journalText(cloud, { last: 4 })).toMatchInlineSnapshot(`
      "… 1 earlier calls
      2026-01-01T00:00:00.000Z  ec2:CreateVolume  by 111122223333:assumed-role/Admin/kms-ebs-sim in us-east-1
        2026-01-01T00:00:00.000Z  kms:GenerateDataKeyWithoutPlaintext  by 111122223333:assumed-role/Admin/kms-ebs-sim via ec2.us-east-1.amazonaws.com in us-east-1
      2026-01-01T00:00:00.000Z  kms:ListKeys  by 111122223333:assumed-role/App/kms-ebs-sim in eu-central-1  ✗ AccessDeniedException, at the gate "authorise"
      2026-01-01T00:00:00.000Z  ec2:CreateVolume  by 111122223333:assumed-role/Admin/kms-ebs-sim in us-east-1  ✗ given up at the gate "shape": not simulated
      2026-01-01T00:00:00.000Z  ec2:DeleteVolume  by 111122223333:assumed-role/Admin/kms-ebs-sim in us-east-1"
    `)
    expect(journalText(createCloud())).toBe('')
  })

  it('counts what the journal has let go', () => {
    const cloud = createCloud({ journalCapacity: 2 })
    for (let call = 0; call < 5; call++) cloud.kms.listKeys()
    expect(journalText(cloud, { last: 1 }).split('\n')[0]).toBe('… 4 earlier calls')
  })
})
