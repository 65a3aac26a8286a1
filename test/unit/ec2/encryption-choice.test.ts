import { describe, expect, it } from 'vitest'
import {
  COPY_OUTCOMES,
  chooseCopyEncryption,
  chooseVolumeEncryption,
  type EncryptionCell,
  type SourceKind,
  VOLUME_OUTCOMES,
} from '../../../src/ec2/encryption-choice.ts'

const SOURCES: readonly SourceKind[] = ['none', 'own plain', 'own encrypted', 'shared plain', 'shared encrypted']
const cells = (table: Readonly<Record<string, Readonly<Record<string, EncryptionCell>>>>) =>
  Object.entries(table).flatMap(([row, columns]) => Object.entries(columns).map(([source, cell]) => ({ row, source, ...cell })))

describe('the outcomes of CreateVolume and RunInstances', () => {
  it('has a cell with a basis for every combination of 12 requests and 5 sources', () => {
    expect(cells(VOLUME_OUTCOMES)).toHaveLength(60)
    expect(cells(VOLUME_OUTCOMES).every(({ basis }) => ['V:doc', 'V:obs', 'E', 'I'].includes(basis))).toBe(true)
  })

  it('never makes an unencrypted volume of an encrypted snapshot', () => {
    const wrong = cells(VOLUME_OUTCOMES).filter(
      ({ source, verdict }) => source.endsWith('encrypted') && verdict === 'unencrypted',
    )
    expect(wrong).toEqual([])
  })

  it('keeps the key of an own encrypted snapshot whatever the default is, unless another is named', () => {
    for (const isEncryptedByDefault of [false, true]) {
      for (const encrypted of [undefined, true]) {
        const request = { isEncryptedByDefault, encrypted, kmsKeyId: undefined }
        expect(chooseVolumeEncryption(request, 'own encrypted').verdict).toBe('snapshot key')
      }
    }
  })

  it('takes the named key for every source when encryption is asked for', () => {
    for (const isEncryptedByDefault of [false, true]) {
      for (const source of SOURCES) {
        const request = { isEncryptedByDefault, encrypted: true, kmsKeyId: 'alias/x' }
        expect(chooseVolumeEncryption(request, source).verdict).toBe('named key')
      }
    }
  })

  it('refuses a key without Encrypted=true for every source, with encryption by default on or off', () => {
    for (const isEncryptedByDefault of [false, true]) {
      for (const encrypted of [undefined, false]) {
        for (const source of SOURCES) {
          expect(chooseVolumeEncryption({ isEncryptedByDefault, encrypted, kmsKeyId: 'k' }, source).verdict).toBe('error B')
        }
      }
    }
  })

  it('leaves a volume unencrypted only when encryption by default is off and nobody asks for it', () => {
    const plain = cells(VOLUME_OUTCOMES).filter(({ verdict }) => verdict === 'unencrypted')
    expect(new Set(plain.map(({ row }) => row))).toEqual(new Set(['off, omitted, no key', 'off, false, no key']))
  })
})

describe('the outcomes of CopySnapshot', () => {
  it('has a cell for every combination of 12 requests and 4 sources', () => {
    expect(cells(COPY_OUTCOMES)).toHaveLength(48)
  })

  it('never keeps the key of the source', () => {
    expect(cells(COPY_OUTCOMES).map(({ verdict }) => verdict)).not.toContain('snapshot key')
  })

  it('accepts Encrypted=false for an encrypted source in silence and encrypts under the default key', () => {
    const request = { isEncryptedByDefault: false, encrypted: false, kmsKeyId: undefined }
    expect(chooseCopyEncryption(request, 'own encrypted')).toEqual({ verdict: 'default key', basis: 'V:obs' })
  })

  it('takes a named key without Encrypted as if encryption had been asked for', () => {
    const request = { isEncryptedByDefault: false, encrypted: undefined, kmsKeyId: 'alias/x' }
    expect(chooseCopyEncryption(request, 'own plain')).toEqual({ verdict: 'named key', basis: 'E' })
  })
})
