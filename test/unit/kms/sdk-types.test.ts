import type * as sdk from '@aws-sdk/client-kms'
import { KMSServiceException as SdkBase, NotFoundException as SdkNotFound } from '@aws-sdk/client-kms'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type { KmsApi } from '../../../src/kms/api.ts'
import { isKmsErrorCode } from '../../../src/kms/errors.ts'
import { kmsWorld } from '../../support/kms/kms-world.ts'
import { errorOf } from '../../support/kms/refusals.ts'

/** The SDK's input and output of every method. The compiler rejects a missing one. */
interface SdkTypes extends Record<keyof KmsApi, { input: object; output: object }> {
  cancelKeyDeletion: { input: sdk.CancelKeyDeletionCommandInput; output: sdk.CancelKeyDeletionCommandOutput }
  connectCustomKeyStore: { input: sdk.ConnectCustomKeyStoreCommandInput; output: sdk.ConnectCustomKeyStoreCommandOutput }
  createAlias: { input: sdk.CreateAliasCommandInput; output: sdk.CreateAliasCommandOutput }
  createCustomKeyStore: { input: sdk.CreateCustomKeyStoreCommandInput; output: sdk.CreateCustomKeyStoreCommandOutput }
  createGrant: { input: sdk.CreateGrantCommandInput; output: sdk.CreateGrantCommandOutput }
  createKey: { input: sdk.CreateKeyCommandInput; output: sdk.CreateKeyCommandOutput }
  decapsulate: { input: sdk.DecapsulateCommandInput; output: sdk.DecapsulateCommandOutput }
  decrypt: { input: sdk.DecryptCommandInput; output: sdk.DecryptCommandOutput }
  deleteAlias: { input: sdk.DeleteAliasCommandInput; output: sdk.DeleteAliasCommandOutput }
  deleteCustomKeyStore: { input: sdk.DeleteCustomKeyStoreCommandInput; output: sdk.DeleteCustomKeyStoreCommandOutput }
  describeCustomKeyStores: { input: sdk.DescribeCustomKeyStoresCommandInput; output: sdk.DescribeCustomKeyStoresCommandOutput }
  describeKey: { input: sdk.DescribeKeyCommandInput; output: sdk.DescribeKeyCommandOutput }
  disableKey: { input: sdk.DisableKeyCommandInput; output: sdk.DisableKeyCommandOutput }
  disconnectCustomKeyStore: { input: sdk.DisconnectCustomKeyStoreCommandInput; output: sdk.DisconnectCustomKeyStoreCommandOutput }
  enableKey: { input: sdk.EnableKeyCommandInput; output: sdk.EnableKeyCommandOutput }
  encapsulate: { input: sdk.EncapsulateCommandInput; output: sdk.EncapsulateCommandOutput }
  encrypt: { input: sdk.EncryptCommandInput; output: sdk.EncryptCommandOutput }
  generateDataKey: { input: sdk.GenerateDataKeyCommandInput; output: sdk.GenerateDataKeyCommandOutput }
  generateDataKeyWithoutPlaintext: {
    input: sdk.GenerateDataKeyWithoutPlaintextCommandInput
    output: sdk.GenerateDataKeyWithoutPlaintextCommandOutput
  }
  generateRandom: { input: sdk.GenerateRandomCommandInput; output: sdk.GenerateRandomCommandOutput }
  getKeyLastUsage: { input: sdk.GetKeyLastUsageCommandInput; output: sdk.GetKeyLastUsageCommandOutput }
  getKeyPolicy: { input: sdk.GetKeyPolicyCommandInput; output: sdk.GetKeyPolicyCommandOutput }
  listAliases: { input: sdk.ListAliasesCommandInput; output: sdk.ListAliasesCommandOutput }
  listGrants: { input: sdk.ListGrantsCommandInput; output: sdk.ListGrantsCommandOutput }
  listKeyPolicies: { input: sdk.ListKeyPoliciesCommandInput; output: sdk.ListKeyPoliciesCommandOutput }
  listKeys: { input: sdk.ListKeysCommandInput; output: sdk.ListKeysCommandOutput }
  listResourceTags: { input: sdk.ListResourceTagsCommandInput; output: sdk.ListResourceTagsCommandOutput }
  listRetirableGrants: { input: sdk.ListRetirableGrantsCommandInput; output: sdk.ListRetirableGrantsCommandOutput }
  putKeyPolicy: { input: sdk.PutKeyPolicyCommandInput; output: sdk.PutKeyPolicyCommandOutput }
  reEncrypt: { input: sdk.ReEncryptCommandInput; output: sdk.ReEncryptCommandOutput }
  replicateKey: { input: sdk.ReplicateKeyCommandInput; output: sdk.ReplicateKeyCommandOutput }
  retireGrant: { input: sdk.RetireGrantCommandInput; output: sdk.RetireGrantCommandOutput }
  revokeGrant: { input: sdk.RevokeGrantCommandInput; output: sdk.RevokeGrantCommandOutput }
  scheduleKeyDeletion: { input: sdk.ScheduleKeyDeletionCommandInput; output: sdk.ScheduleKeyDeletionCommandOutput }
  tagResource: { input: sdk.TagResourceCommandInput; output: sdk.TagResourceCommandOutput }
  untagResource: { input: sdk.UntagResourceCommandInput; output: sdk.UntagResourceCommandOutput }
  updateAlias: { input: sdk.UpdateAliasCommandInput; output: sdk.UpdateAliasCommandOutput }
  updateCustomKeyStore: { input: sdk.UpdateCustomKeyStoreCommandInput; output: sdk.UpdateCustomKeyStoreCommandOutput }
  updateKeyDescription: { input: sdk.UpdateKeyDescriptionCommandInput; output: sdk.UpdateKeyDescriptionCommandOutput }
  deleteImportedKeyMaterial: {
    input: sdk.DeleteImportedKeyMaterialCommandInput
    output: sdk.DeleteImportedKeyMaterialCommandOutput
  }
  disableKeyRotation: { input: sdk.DisableKeyRotationCommandInput; output: sdk.DisableKeyRotationCommandOutput }
  enableKeyRotation: { input: sdk.EnableKeyRotationCommandInput; output: sdk.EnableKeyRotationCommandOutput }
  getKeyRotationStatus: { input: sdk.GetKeyRotationStatusCommandInput; output: sdk.GetKeyRotationStatusCommandOutput }
  getParametersForImport: { input: sdk.GetParametersForImportCommandInput; output: sdk.GetParametersForImportCommandOutput }
  importKeyMaterial: { input: sdk.ImportKeyMaterialCommandInput; output: sdk.ImportKeyMaterialCommandOutput }
  listKeyRotations: { input: sdk.ListKeyRotationsCommandInput; output: sdk.ListKeyRotationsCommandOutput }
  deriveSharedSecret: { input: sdk.DeriveSharedSecretCommandInput; output: sdk.DeriveSharedSecretCommandOutput }
  generateMac: { input: sdk.GenerateMacCommandInput; output: sdk.GenerateMacCommandOutput }
  getPublicKey: { input: sdk.GetPublicKeyCommandInput; output: sdk.GetPublicKeyCommandOutput }
  sign: { input: sdk.SignCommandInput; output: sdk.SignCommandOutput }
  verify: { input: sdk.VerifyCommandInput; output: sdk.VerifyCommandOutput }
  verifyMac: { input: sdk.VerifyMacCommandInput; output: sdk.VerifyMacCommandOutput }
  generateDataKeyPair: { input: sdk.GenerateDataKeyPairCommandInput; output: sdk.GenerateDataKeyPairCommandOutput }
  generateDataKeyPairWithoutPlaintext: {
    input: sdk.GenerateDataKeyPairWithoutPlaintextCommandInput
    output: sdk.GenerateDataKeyPairWithoutPlaintextCommandOutput
  }
  rotateKeyOnDemand: { input: sdk.RotateKeyOnDemandCommandInput; output: sdk.RotateKeyOnDemandCommandOutput }
  updatePrimaryRegion: { input: sdk.UpdatePrimaryRegionCommandInput; output: sdk.UpdatePrimaryRegionCommandOutput }
}

type Ours<Method extends keyof KmsApi> = { input: Parameters<KmsApi[Method]>[0]; output: ReturnType<KmsApi[Method]> }

/** The methods of which something that we accept or answer does not fit the SDK's type, or something of the SDK's does not fit ours. */
type Misfits = {
  [Method in keyof KmsApi]: [
    NonNullable<Ours<Method>['input']> extends SdkTypes[Method]['input'] ? true : 'our input is not the SDK’s',
    SdkTypes[Method]['input'] extends NonNullable<Ours<Method>['input']> ? true : 'the SDK’s input is not ours',
    Ours<Method>['output'] extends Omit<SdkTypes[Method]['output'], '$metadata'> ? true : 'our output is not the SDK’s',
  ]
}
type Fits = { [Method in keyof KmsApi]: [true, true, true] }

describe('the types of KMS', () => {
  it('are those of the AWS SDK, operation by operation', () => {
    expectTypeOf<Misfits>().toEqualTypeOf<Fits>()
  })

  it('cover every operation of the SDK, and no more', async () => {
    const module: Record<string, unknown> = await import('@aws-sdk/client-kms')
    const commands = Object.keys(module).filter((name) => name.endsWith('Command') && !name.startsWith('$'))
    const methods = commands.map((name) => name.charAt(0).toLowerCase() + name.slice(1, -'Command'.length))
    expect(Object.keys(kmsWorld().kms()).sort()).toEqual(methods.sort())
    expect(methods).toHaveLength(56)
  })

  it('say what is always there', () => {
    const { KeyMetadata, ...rest } = kmsWorld().kms().createKey()
    expectTypeOf(KeyMetadata.Arn).toEqualTypeOf<string>()
    expect(rest).toEqual({})
  })
})

describe('the errors of KMS', () => {
  it('are accepted by the SDK’s own instanceof', () => {
    const w = kmsWorld()
    const notFound = errorOf(() => w.kms().describeKey({ KeyId: 'alias/none' }))
    expect(notFound).toBeInstanceOf(SdkNotFound)
    expect(notFound).toBeInstanceOf(SdkBase)
    const validation = errorOf(() => w.kms().describeKey({ KeyId: '' }))
    expect(validation).toBeInstanceOf(SdkBase)
    expect(validation).not.toBeInstanceOf(SdkNotFound)
    expect(validation).toMatchObject({ name: 'ValidationException', $fault: 'client', $metadata: { attempts: 1 } })
  })

  it('bear names that the SDK’s model has', async () => {
    const module: Record<string, unknown> = await import('@aws-sdk/client-kms')
    const modelled = Object.keys(module).filter((name) => name.endsWith('Exception') && name !== 'KMSServiceException')
    expect(modelled.length).toBeGreaterThan(40)
    const ours = modelled.filter(isKmsErrorCode)
    expect([...ours].sort()).toEqual([...modelled].sort())
  })
})
