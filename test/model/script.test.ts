import { expect, it } from 'vitest'
import { agree } from './command.ts'
import { play } from './stories.ts'

it('a story that disagrees with its paper is thrown with a script of its calls that can be pasted into a file', () => {
  const wrong = () =>
    play([{ do: 'encrypt', with: [0, 0, 1, 1] }], {
      afterStep: ({ now }, step) => agree('the ciphertexts', now.paper.ciphertexts.length, step.do === 'encrypt' ? 7 : 0),
    })
  let message = ''
  try {
    wrong()
  } catch (error) {
    message = (error as Error).message
  }
  const lines = message.split('\n')
  expect(lines[0]).toBe('the ciphertexts: expected 1 to deeply equal 7')
  expect(lines).toContain("import { createCloud, restoreCloud } from 'kms-ebs-sim'")
  expect(lines).toContain(`const cloud = createCloud({"seed":1,"unitBytes":512})`)
  const key = lines.find((line) => line.includes("at(cloud, 'admin', 'us-east-1').kms.createKey({})"))
  const name = /const (r\d+) =/.exec(key ?? '')?.[1]
  expect(lines.findLast((line) => line.includes('kms.'))).toBe(
    `at(cloud, 'admin', 'us-east-1').kms.encrypt({ KeyId: ${name}.KeyMetadata.Arn, Plaintext: Uint8Array.of(1, 1), EncryptionContext: { a: '1' } })`,
  )
})
