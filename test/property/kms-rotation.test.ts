import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createCloud } from '../../src/index.ts'

/** What may happen to a multi-Region key and its replica. */
const step = fc.constantFrom('on demand', 'a year passes', 'encrypt here', 'encrypt there', 'disable and enable', 'restore')

it('rotation never breaks an old ciphertext, in no Region of the key; what is made later is under other material', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
      let cloud = createCloud({ seed: 2 })
      const here = () => cloud.session({ region: 'us-east-1' }).kms
      const there = () => cloud.session({ region: 'eu-west-1' }).kms
      const { KeyId } = here().createKey({ MultiRegion: true }).KeyMetadata
      here().replicateKey({ KeyId, ReplicaRegion: 'eu-west-1' })
      here().enableKeyRotation({ KeyId, RotationPeriodInDays: 365 })
      const sealed: { blob: Uint8Array; text: number; material: string | undefined }[] = []
      const material = () => here().describeKey({ KeyId }).KeyMetadata.CurrentKeyMaterialId
      let rotations = 0
      const materials = new Set([material()])
      for (const [text, each] of steps.entries()) {
        if (each === 'on demand' && rotations < 25) {
          here().rotateKeyOnDemand({ KeyId })
          rotations++
          expect(materials.has(material())).toBe(false)
        }
        if (each === 'a year passes') {
          cloud.clock.advance({ days: 365 })
          expect(materials.has(material())).toBe(false)
        }
        if (each === 'restore') cloud = cloud.clone()
        if (each === 'disable and enable') {
          here().disableKey({ KeyId })
          here().enableKey({ KeyId })
        }
        if (each.startsWith('encrypt')) {
          const by = each === 'encrypt here' ? here() : there()
          const blob = by.encrypt({ KeyId, Plaintext: Uint8Array.of(text) }).CiphertextBlob.slice()
          sealed.push({ blob, text, material: material() })
        }
        materials.add(material())
      }
      for (const { blob, text, material: wanted } of sealed) {
        for (const by of [here(), there()]) {
          const opened = by.decrypt({ CiphertextBlob: blob })
          expect([opened.Plaintext[0], opened.KeyMaterialId]).toEqual([text, wanted])
        }
      }
    }),
    { numRuns: 60 },
  )
})
