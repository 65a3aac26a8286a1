import { describe, expect, it } from 'vitest'
import { ebsWorld, REGION_A, refusalOf } from '../support/cloud/ebs-world.ts'
import { ebs, ec2KmsCalls, sequenceOf } from '../support/cloud/kms-sequence.ts'
import { sharedSnapshots } from '../support/cloud/shared-snapshot.ts'

/*
 * The table of spec/ebs-ec2.md 2.4: who calls KMS in which order, with which key, context and grant, and what is left afterwards. In the
 * second world a new grant needs five minutes to spread: there everything hangs on the grant tokens.
 */
describe.each([{ grantPropagation: 0 }, { grantPropagation: 300_000 }])(
  'KMS calls of EC2 (grants spread in $grantPropagation ms)',
  (options) => {
    const newWorld = () => {
      const w = ebsWorld(options)
      /** Every grant on every key of the account, in both Regions. */
      const allGrants = () =>
        [w.a, w.b].flatMap(({ kms, grants }) => kms.listKeys({}).Keys.flatMap(({ KeyArn }) => grants(KeyArn)))
      return { ...w, allGrants, calls: (operation: string) => sequenceOf(w.cloud, operation) }
    }
    type EbsWorld = ReturnType<typeof newWorld>

    /** An instance with an encrypted root under K1, made from the unencrypted image. */
    const launched = (w: EbsWorld) => {
      const BlockDeviceMappings = [{ DeviceName: '/dev/xvda', Ebs: { Encrypted: true, KmsKeyId: w.K1 } }]
      const InstanceId = w.instance({ BlockDeviceMappings })
      return { InstanceId, root: w.volumesOf(InstanceId)[0]?.VolumeId as string }
    }
    const attached = (w: EbsWorld) => {
      const [InstanceId, VolumeId] = [w.instance(), w.volumeUnder(w.K1)]
      w.attach(VolumeId, InstanceId)
      return { InstanceId, VolumeId }
    }

    it('row 1: CreateVolume, empty: a data key and no grant', () => {
      const w = newWorld()
      const id = w.volumeUnder(w.K1)
      expect(w.calls('CreateVolume')).toEqual([w.lines.generate(w.K1, id)])
      expect(w.allGrants()).toEqual([])
    })

    it('row 2: CreateVolume from an unencrypted snapshot: EBS opens the new key by a grant, to encrypt', () => {
      const w = newWorld()
      const SnapshotId = w.snapshot(w.volume())
      const id = w.volume({ SnapshotId, Encrypted: true, KmsKeyId: w.K1 })
      expect(w.calls('CreateVolume')).toEqual([
        w.lines.generate(w.K1, id),
        w.lines.grantService(w.K1, id),
        w.lines.serviceDecrypts(w.K1, id),
        w.lines.retireService(w.K1, id),
      ])
      expect(w.allGrants()).toEqual([])
    })

    it('row 2: the grant lives until the blocks are encrypted', () => {
      const w = ebsWorld({ ...options, latency: 'typical' })
      const source = w.volume()
      w.cloud.clock.advance({ seconds: 10 })
      const SnapshotId = w.snapshot(source)
      w.cloud.clock.advance({ seconds: 10 })
      const id = w.volume({ SnapshotId, Encrypted: true, KmsKeyId: w.K1 })
      expect(w.shownVolume(id)?.State).toBe('creating')
      expect(sequenceOf(w.cloud, 'CreateVolume')).toHaveLength(3)
      w.cloud.clock.advance({ seconds: 1 })
      expect(w.shownVolume(id)?.State).toBe('available')
      expect(sequenceOf(w.cloud, 'CreateVolume').slice(3)).toEqual([w.lines.retireService(w.K1, id)])
      expect(w.grants(w.K1)).toEqual([])
    })

    it('row 3: CreateVolume from an own encrypted snapshot under the same key: one ReEncrypt', () => {
      const w = newWorld()
      const source = w.volumeUnder(w.K1)
      const SnapshotId = w.snapshot(source)
      for (const input of [{}, { Encrypted: true }, { Encrypted: true, KmsKeyId: w.K1 }]) {
        const id = w.volume({ SnapshotId, ...input })
        expect(w.calls('CreateVolume')).toEqual([w.lines.reEncrypt(source, w.K1, id)])
        expect(w.cloud.volume(id).dataKeyId).toBe(w.cloud.volume(source).dataKeyId)
      }
      expect(w.allGrants()).toEqual([])
    })

    it('row 4: CreateVolume from an own encrypted snapshot under another key: both data keys are opened by one grant', () => {
      const w = newWorld()
      const source = w.volumeUnder(w.K1)
      const id = w.volume({ SnapshotId: w.snapshot(source), Encrypted: true, KmsKeyId: w.K2 })
      expect(w.calls('CreateVolume')).toEqual([
        w.lines.reEncrypt(source, w.K2, id),
        w.lines.generate(w.K2, id),
        w.lines.grantService(w.K2, id),
        w.lines.serviceDecrypts(w.K2, id),
        w.lines.serviceDecrypts(w.K2, id),
        w.lines.retireService(w.K2, id),
      ])
      expect(w.allGrants()).toEqual([])
    })

    it('row 6: CreateVolume, unencrypted: none', () => {
      const w = newWorld()
      w.volume()
      expect(w.calls('CreateVolume')).toEqual([])
      w.volume({ SnapshotId: w.snapshot(w.volume()) })
      expect(w.calls('CreateVolume')).toEqual([])
      expect(w.managedKey()).toBeUndefined()
    })

    it('row 7: AttachVolume to a running instance: the caller grants, the host decrypts', () => {
      const w = newWorld()
      const { InstanceId, VolumeId } = attached(w)
      expect(w.calls('AttachVolume')).toEqual([
        w.lines.grantHost(w.K1, VolumeId, InstanceId),
        w.lines.hostDecrypts(w.K1, VolumeId, InstanceId),
      ])
      expect(w.cloud.volume(VolumeId).isPlaintextKeyInHostMemory).toBe(true)
      expect(w.allGrants()).toEqual([
        {
          KeyId: w.K1,
          GrantId: expect.stringMatching(/^[0-9a-f]{64}$/),
          GranteePrincipal: `arn:aws:sts::111122223333:assumed-role/aws:ec2-infrastructure/${InstanceId}`,
          RetiringPrincipal: 'ec2.us-east-1.amazonaws.com',
          IssuingAccount: 'arn:aws:iam::111122223333:root',
          Operations: ['Decrypt'],
          Constraints: { EncryptionContextSubset: ebs(VolumeId) },
          CreationDate: new Date('2026-01-01T00:00:00Z'),
          Name: '',
        },
      ])
    })

    it('row 7: the host’s Decrypt in CloudTrail', () => {
      const w = newWorld()
      const { InstanceId, VolumeId } = attached(w)
      const [made] = w.cloud.trail.records({ eventName: 'CreateGrant' })
      const [record, ...others] = w.cloud.trail.records({ eventName: 'Decrypt' })
      expect(others).toEqual([])
      expect(record).toMatchObject({
        userIdentity: {
          type: 'AssumedRole',
          principalId: `111122223333:aws:ec2-infrastructure:${InstanceId}`,
          arn: `arn:aws:sts::111122223333:assumed-role/aws:ec2-infrastructure/${InstanceId}`,
          accountId: '111122223333',
          sessionContext: { sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::111122223333:role/aws:ec2-infrastructure' } },
          invokedBy: 'AWS Internal',
          inScopeOf: {
            issuerType: 'AWS::EC2::Instance',
            credentialsIssuedTo: `arn:aws:ec2:us-east-1:111122223333:instance/${InstanceId}`,
          },
        },
        sourceIPAddress: 'AWS Internal',
        userAgent: 'AWS Internal',
        requestParameters: { encryptionContext: ebs(VolumeId), encryptionAlgorithm: 'SYMMETRIC_DEFAULT' },
        responseElements: null,
        additionalEventData: { keyMaterialId: expect.stringMatching(/^[0-9a-f]{64}$/) },
        requestID: made?.requestID,
        readOnly: true,
        resources: [{ accountId: '111122223333', type: 'AWS::KMS::Key', ARN: w.K1 }],
      })
      expect(record).not.toHaveProperty('sharedEventID')
      expect(made).toMatchObject({
        userIdentity: { type: 'AssumedRole', invokedBy: 'ec2-frontend-api.amazonaws.com' },
        requestParameters: {
          keyId: w.K1,
          granteePrincipal: `arn:aws:sts::111122223333:assumed-role/aws:ec2-infrastructure/${InstanceId}`,
          retiringPrincipal: 'ec2.us-east-1.amazonaws.com',
          operations: ['Decrypt'],
          constraints: { encryptionContextSubset: ebs(VolumeId) },
        },
        responseElements: { grantId: w.allGrants()[0]?.GrantId, keyId: w.K1 },
        readOnly: false,
        sharedEventID: expect.any(String),
        vpcEndpointId: 'AWS Internal',
        vpcEndpointAccountId: 'AWS Internal',
      })
    })

    it('row 8: AttachVolume to a stopped instance: nothing yet', () => {
      const w = newWorld()
      const [InstanceId, VolumeId] = [w.instance(), w.volumeUnder(w.K1)]
      w.ec2.stopInstances({ InstanceIds: [InstanceId] })
      w.attach(VolumeId, InstanceId)
      expect(w.calls('AttachVolume')).toEqual([])
      expect(w.cloud.volume(VolumeId).isPlaintextKeyInHostMemory).toBe(false)
      w.ec2.startInstances({ InstanceIds: [InstanceId] })
      expect(w.calls('StartInstances')).toEqual([
        w.lines.grantHost(w.K1, VolumeId, InstanceId),
        w.lines.hostDecrypts(w.K1, VolumeId, InstanceId),
      ])
      expect(w.cloud.volume(VolumeId).isPlaintextKeyInHostMemory).toBe(true)
    })

    it('row 9: DetachVolume: the grant is retired, the host forgets', () => {
      const w = newWorld()
      const { InstanceId, VolumeId } = attached(w)
      w.ec2.detachVolume({ VolumeId })
      expect(w.calls('DetachVolume')).toEqual([w.lines.retireHost(w.K1, VolumeId, InstanceId)])
      expect(w.cloud.volume(VolumeId).isPlaintextKeyInHostMemory).toBe(false)
      expect(w.allGrants()).toEqual([])
    })

    it('row 10: CreateSnapshot: none', () => {
      const w = newWorld()
      const { VolumeId } = attached(w)
      w.snapshot(VolumeId)
      expect(w.calls('CreateSnapshot')).toEqual([])
      w.snapshot(w.volumeUnder(w.K2))
      expect(w.calls('CreateSnapshot')).toEqual([])
    })

    it('row 11: RunInstances, encrypted from an unencrypted image: the volume’s calls, then the host’s', () => {
      const w = newWorld()
      const { InstanceId, root } = launched(w)
      expect(w.calls('RunInstances')).toEqual([
        w.lines.generate(w.K1, root),
        w.lines.grantService(w.K1, root),
        w.lines.serviceDecrypts(w.K1, root),
        w.lines.grantHost(w.K1, root, InstanceId),
        w.lines.hostDecrypts(w.K1, root, InstanceId),
      ])
      expect(w.allGrants().map(({ GranteePrincipal }) => GranteePrincipal)).toEqual([
        'ec2.us-east-1.amazonaws.com',
        `arn:aws:sts::111122223333:assumed-role/aws:ec2-infrastructure/${InstanceId}`,
      ])
      expect(w.cloud.volume(root).isPlaintextKeyInHostMemory).toBe(true)
    })

    it('row 12: RunInstances, from an own encrypted snapshot under the same key: ReEncrypt, then the host’s calls', () => {
      const w = newWorld()
      const source = w.volumeUnder(w.K1)
      const BlockDeviceMappings = [{ DeviceName: '/dev/sdf', Ebs: { SnapshotId: w.snapshot(source) } }]
      const InstanceId = w.instance({ BlockDeviceMappings })
      const data = w.volumesOf(InstanceId).find(({ KmsKeyId }) => KmsKeyId === w.K1)?.VolumeId as string
      expect(w.calls('RunInstances')).toEqual([
        w.lines.reEncrypt(source, w.K1, data),
        w.lines.grantHost(w.K1, data, InstanceId),
        w.lines.hostDecrypts(w.K1, data, InstanceId),
      ])
      w.ec2.terminateInstances({ InstanceIds: [InstanceId] })
      expect(w.calls('TerminateInstances')).toEqual([w.lines.retireHost(w.K1, data, InstanceId)])
      expect(w.allGrants()).toEqual([])
    })

    it('row 13: RunInstances, from an own encrypted snapshot under another key: row 4, then the host’s calls', () => {
      const w = newWorld()
      const source = w.volumeUnder(w.K1)
      const Ebs = { SnapshotId: w.snapshot(source), Encrypted: true, KmsKeyId: w.K2 }
      const InstanceId = w.instance({ BlockDeviceMappings: [{ DeviceName: '/dev/sdf', Ebs }] })
      const data = w.volumesOf(InstanceId).find(({ KmsKeyId }) => KmsKeyId === w.K2)?.VolumeId as string
      expect(w.calls('RunInstances')).toEqual([
        w.lines.reEncrypt(source, w.K2, data),
        w.lines.generate(w.K2, data),
        w.lines.grantService(w.K2, data),
        w.lines.serviceDecrypts(w.K2, data),
        w.lines.serviceDecrypts(w.K2, data),
        w.lines.grantHost(w.K2, data, InstanceId),
        w.lines.hostDecrypts(w.K2, data, InstanceId),
      ])
      w.ec2.terminateInstances({ InstanceIds: [InstanceId] })
      expect(w.allGrants()).toEqual([])
    })

    it('row 14: StopInstances: the instance grant of every encrypted volume is retired, the service grant stays', () => {
      const w = newWorld()
      const { InstanceId, root } = launched(w)
      w.ec2.stopInstances({ InstanceIds: [InstanceId] })
      expect(w.calls('StopInstances')).toEqual([w.lines.retireHost(w.K1, root, InstanceId)])
      expect(w.cloud.volume(root).isPlaintextKeyInHostMemory).toBe(false)
      expect(w.allGrants().map(({ GranteePrincipal }) => GranteePrincipal)).toEqual(['ec2.us-east-1.amazonaws.com'])
    })

    it('row 15: StartInstances: a new instance grant for every encrypted volume', () => {
      const w = newWorld()
      const { InstanceId, root } = launched(w)
      const data = w.volumeUnder(w.K2)
      w.attach(data, InstanceId)
      w.attach(w.volume(), InstanceId, '/dev/sdg')
      w.ec2.stopInstances({ InstanceIds: [InstanceId] })
      w.ec2.startInstances({ InstanceIds: [InstanceId] })
      expect(w.calls('StartInstances')).toEqual([
        w.lines.grantHost(w.K1, root, InstanceId),
        w.lines.hostDecrypts(w.K1, root, InstanceId),
        w.lines.grantHost(w.K2, data, InstanceId),
        w.lines.hostDecrypts(w.K2, data, InstanceId),
      ])
      expect(w.allGrants()).toHaveLength(3)
    })

    it('row 16: TerminateInstances: the instance grant, and with the volume the service grant', () => {
      const w = newWorld()
      const { InstanceId, root } = launched(w)
      w.ec2.terminateInstances({ InstanceIds: [InstanceId] })
      expect(w.calls('TerminateInstances')).toEqual([
        w.lines.retireHost(w.K1, root, InstanceId),
        w.lines.retireService(w.K1, root),
      ])
      expect(w.allGrants()).toEqual([])
    })

    it('row 17: RebootInstances: none', () => {
      const w = newWorld()
      const { InstanceId, VolumeId } = attached(w)
      w.ec2.rebootInstances({ InstanceIds: [InstanceId] })
      expect(w.calls('RebootInstances')).toEqual([])
      expect(w.cloud.volume(VolumeId).isPlaintextKeyInHostMemory).toBe(true)
      expect(w.allGrants()).toHaveLength(1)
    })

    it('row 18: CopySnapshot of an unencrypted source to an encrypted copy', () => {
      const w = newWorld()
      const C = w.copy(w.snapshot(w.volume()), { Encrypted: true, KmsKeyId: w.K1 })
      expect(w.calls('CopySnapshot')).toEqual([
        w.lines.describeKey(w.K1),
        w.lines.generate(w.K1, C),
        w.lines.grantCopy(w.K1, 'Decrypt', C),
        w.lines.copyDecrypts(w.K1, C),
        w.lines.retireCopy(w.K1, 'Decrypt', C),
      ])
      expect(w.allGrants()).toEqual([])
    })

    it.each(['another key', 'another Region'])('row 18: CopySnapshot under %s', (what) => {
      const w = newWorld()
      const source = w.volumeUnder(w.K1)
      const S = w.snapshot(source)
      const to = what === 'another key' ? w.a : w.b
      const KmsKeyId = to.newKey()
      const C = to.copy(S, { SourceRegion: REGION_A, Encrypted: true, KmsKeyId })
      expect(w.calls('CopySnapshot')).toEqual([
        to.lines.describeKey(KmsKeyId),
        to.lines.generate(KmsKeyId, C),
        to.lines.grantCopy(KmsKeyId, 'Decrypt', C),
        to.lines.grantSource(w.K1, source),
        to.lines.copyDecrypts(w.K1, source),
        to.lines.copyDecrypts(KmsKeyId, C),
        to.lines.retireCopy(KmsKeyId, 'Decrypt', C),
        to.lines.retireCopy(w.K1, 'Decrypt', source),
      ])
      expect(w.allGrants()).toEqual([])
    })

    it('row 19: CopySnapshot under the same key: the 64 bytes are wrapped anew', () => {
      const w = newWorld()
      const source = w.volumeUnder(w.K1)
      const S = w.snapshot(source)
      const C = w.copy(S, { Encrypted: true, KmsKeyId: w.K1 })
      expect(w.calls('CopySnapshot')).toEqual([
        w.lines.describeKey(w.K1),
        w.lines.grantSource(w.K1, source),
        w.lines.grantCopy(w.K1, 'Encrypt', C),
        w.lines.copyDecrypts(w.K1, source),
        w.lines.copyEncrypts(w.K1, C),
        w.lines.retireCopy(w.K1, 'Decrypt', source),
        w.lines.retireCopy(w.K1, 'Encrypt', C),
      ])
      expect(w.cloud.snapshot(C).dataKeyId).toBe(w.cloud.snapshot(S).dataKeyId)
      expect(w.allGrants()).toEqual([])
    })

    it('rows 18 and 19: the grants live until the copy ends', () => {
      const w = ebsWorld({ ...options, latency: 'typical' })
      const source = w.volumeUnder(w.K1)
      w.cloud.clock.advance({ seconds: 10 })
      const S = w.snapshot(source)
      w.cloud.clock.advance({ seconds: 10 })
      for (const KmsKeyId of [w.K1, w.K2]) {
        const C = w.copy(S, { Encrypted: true, KmsKeyId })
        expect(w.shownSnapshot(C)?.State).toBe('pending')
        expect([...w.grants(w.K1), ...w.grants(w.K2)]).toHaveLength(2)
        w.cloud.clock.advance({ seconds: 3 })
        expect(w.shownSnapshot(C)?.State).toBe('completed')
        expect([...w.grants(w.K1), ...w.grants(w.K2)]).toEqual([])
      }
    })

    it('row 20: CopySnapshot, unencrypted to unencrypted: none', () => {
      const w = newWorld()
      const S = w.snapshot(w.volume())
      w.copy(S)
      expect(w.calls('CopySnapshot')).toEqual([])
      w.b.copy(S, { SourceRegion: REGION_A })
      expect(w.calls('CopySnapshot')).toEqual([])
      expect(ec2KmsCalls(w.cloud)).toEqual([])
    })

    it('row 24: DeleteVolume: the service grant that is left of a launch', () => {
      const w = newWorld()
      const Ebs = { Encrypted: true, KmsKeyId: w.K1, DeleteOnTermination: false }
      const InstanceId = w.instance({ BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs }] })
      const VolumeId = w.volumesOf(InstanceId)[0]?.VolumeId as string
      w.ec2.terminateInstances({ InstanceIds: [InstanceId] })
      expect(w.calls('TerminateInstances')).toEqual([w.lines.retireHost(w.K1, VolumeId, InstanceId)])
      expect(w.allGrants()).toHaveLength(1)
      w.ec2.deleteVolume({ VolumeId })
      expect(w.calls('DeleteVolume')).toEqual([w.lines.retireService(w.K1, VolumeId)])
      expect(w.allGrants()).toEqual([])
    })

    it('row 24: DeleteVolume without such a grant: none', () => {
      const w = newWorld()
      w.ec2.deleteVolume({ VolumeId: w.volumeUnder(w.K1) })
      expect(w.calls('DeleteVolume')).toEqual([])
    })

    it('row 25: DeleteSnapshot: none', () => {
      const w = newWorld()
      const SnapshotId = w.snapshot(w.volumeUnder(w.K1))
      w.ec2.deleteSnapshot({ SnapshotId })
      expect(w.calls('DeleteSnapshot')).toEqual([])
      expect(refusalOf(() => w.shownSnapshot(SnapshotId)).name).toBe('InvalidSnapshot.NotFound')
    })

    it('leaves no grant behind when somebody has revoked one in between', () => {
      const w = newWorld()
      const { InstanceId, root } = launched(w)
      for (const { KeyId, GrantId } of w.allGrants()) w.kms.revokeGrant({ KeyId, GrantId })
      w.ec2.stopInstances({ InstanceIds: [InstanceId] })
      w.ec2.startInstances({ InstanceIds: [InstanceId] })
      expect(w.shownInstance(InstanceId)?.State.Name).toBe('running')
      w.ec2.terminateInstances({ InstanceIds: [InstanceId] })
      expect(w.shownInstance(InstanceId)?.State.Name).toBe('terminated')
      expect(refusalOf(() => w.shownVolume(root)).name).toBe('InvalidVolume.NotFound')
      expect(w.allGrants()).toEqual([])
    })
  },
)

describe('KMS calls of EC2 for another account’s snapshot', () => {
  it.each(['aws/ebs', 'a key of the guest', 'the very same key'])('row 5: CreateVolume under %s: row 4 always', (what) => {
    const w = sharedSnapshots()
    const key = { 'aws/ebs': undefined, 'a key of the guest': w.guest.newKey(), 'the very same key': w.K1 }[what]
    const id = w.guest.volume({ SnapshotId: w.SE, ...(key === undefined ? {} : { Encrypted: true, KmsKeyId: key }) })
    const selector = key ?? 'alias/aws/ebs'
    const arn = key ?? (w.guest.managedKey() as string)
    const { lines } = w.guest
    expect(sequenceOf(w.cloud, 'CreateVolume')).toEqual([
      lines.reEncrypt(w.encrypted, selector, id),
      lines.generate(selector, id),
      lines.grantService(arn, id),
      lines.serviceDecrypts(arn, id),
      lines.serviceDecrypts(arn, id),
      lines.retireService(arn, id),
    ])
    expect(w.guest.shownVolume(id)).toMatchObject({ State: 'available', Encrypted: true, KmsKeyId: arn })
    expect(w.cloud.volume(id).dataKeyId).not.toBe(w.cloud.snapshot(w.SE).dataKeyId)
    expect([...w.owner.grants(w.K1), ...w.guest.grants(arn)]).toEqual([])
    const [own, owners, ...others] = w.cloud.trail
      .records({ eventName: 'ReEncrypt' })
      .filter(
        ({ requestID }) =>
          requestID === w.cloud.journal.entries().findLast((call) => call.operation === 'CreateVolume')?.requestId,
      )
    expect(others).toEqual([])
    expect(own?.recipientAccountId).toBe('444455556666')
    expect(owners?.recipientAccountId).toBe('111122223333')
    expect(owners?.sharedEventID).toBe(own?.sharedEventID)
  })
})
