import type * as sdk from '@aws-sdk/client-ebs'
import { EBSServiceException as SdkBase, ResourceNotFoundException as SdkNotFound } from '@aws-sdk/client-ebs'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type { EbsApi } from '../../../src/ebs/api.ts'
import { EBS_ERROR_CODES } from '../../../src/ebs/errors.ts'
import { EBS_OPERATIONS } from '../../../src/ebs/operations.ts'
import { createCloud } from '../../../src/index.ts'

/** The SDK's input and output of every method. The compiler rejects a missing one. Blocks are streams there and bytes here. */
interface SdkTypes extends Record<keyof EbsApi, { input: object; output: object }> {
  completeSnapshot: { input: sdk.CompleteSnapshotCommandInput; output: sdk.CompleteSnapshotCommandOutput }
  getSnapshotBlock: { input: sdk.GetSnapshotBlockCommandInput; output: Bytes<sdk.GetSnapshotBlockCommandOutput> }
  listChangedBlocks: { input: sdk.ListChangedBlocksCommandInput; output: sdk.ListChangedBlocksCommandOutput }
  listSnapshotBlocks: { input: sdk.ListSnapshotBlocksCommandInput; output: sdk.ListSnapshotBlocksCommandOutput }
  putSnapshotBlock: { input: Bytes<sdk.PutSnapshotBlockCommandInput>; output: sdk.PutSnapshotBlockCommandOutput }
  startSnapshot: { input: sdk.StartSnapshotCommandInput; output: sdk.StartSnapshotCommandOutput }
}

type Bytes<Streaming> = Omit<Streaming, 'BlockData'> & { BlockData: Uint8Array | undefined }
type Ours<Method extends keyof EbsApi> = { input: Parameters<EbsApi[Method]>[0]; output: ReturnType<EbsApi[Method]> }

type Misfits = {
  [Method in keyof EbsApi]: [
    Ours<Method>['input'] extends SdkTypes[Method]['input'] ? true : 'our input is not the SDK’s',
    SdkTypes[Method]['input'] extends Ours<Method>['input'] ? true : 'the SDK’s input is not ours',
    Ours<Method>['output'] extends Omit<SdkTypes[Method]['output'], '$metadata'> ? true : 'our output is not the SDK’s',
  ]
}
type Fits = { [Method in keyof EbsApi]: [true, true, true] }

const METHODS = {
  completeSnapshot: true,
  getSnapshotBlock: true,
  listChangedBlocks: true,
  listSnapshotBlocks: true,
  putSnapshotBlock: true,
  startSnapshot: true,
} as const satisfies Record<keyof EbsApi, true>

describe('the EBS direct APIs', () => {
  it('have the types of the AWS SDK, operation by operation', () => {
    expectTypeOf<Misfits>().toEqualTypeOf<Fits>()
    expect(Object.keys(createCloud().ebs)).toEqual(Object.keys(METHODS))
  })

  it.each(EBS_OPERATIONS)('cite the AWS page and the action of $name', ({ name, doc, action }) => {
    expect([doc, action]).toEqual([`ebs/latest/APIReference/API_${name}.html`, `ebs:${name}`])
  })

  it('throw errors that the SDK’s own instanceof accepts, with their Reason', () => {
    try {
      createCloud().ebs.listSnapshotBlocks({ SnapshotId: 'snap-01234567' })
    } catch (error) {
      expect(error).toBeInstanceOf(SdkNotFound)
      expect(error).toBeInstanceOf(SdkBase)
      expect(error).toMatchObject({ name: 'ResourceNotFoundException', $fault: 'client', Reason: 'SNAPSHOT_NOT_FOUND' })
    }
    expect.hasAssertions()
  })

  it('bear the names of the SDK’s model', async () => {
    const module: Record<string, unknown> = await import('@aws-sdk/client-ebs')
    const modelled = Object.keys(module).filter((name) => name.endsWith('Exception') && name !== 'EBSServiceException')
    expect(modelled.length).toBe(8)
    expect(EBS_ERROR_CODES).toEqual(expect.arrayContaining(modelled))
  })

  it('name what is not simulated', () => {
    const { ebs } = createCloud()
    expect(() => ebs.startSnapshot({ VolumeSize: 1, Turbo: true } as never)).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED_PARAMETER' }),
    )
    expect(() => (ebs as never as { copyBlock(): void }).copyBlock()).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED_OPERATION' }),
    )
  })
})
