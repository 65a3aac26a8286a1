/**
 * The doors: one KMS Decrypt called directly, through a real AWS SDK client, and beside aws-sdk-client-mock, which answers without doing
 * anything. It needs development dependencies, so the installed command does without it.
 */
import { DecryptCommand, KMSClient } from '@aws-sdk/client-kms'
import { mockClient } from 'aws-sdk-client-mock'
import { createCloud } from 'kms-ebs-sim'

const sealed = (cloud) => {
  const { KeyId } = cloud.kms.createKey({}).KeyMetadata
  return cloud.kms.encrypt({ KeyId, Plaintext: new Uint8Array(32).fill(7) }).CiphertextBlob
}

const doorsRace = () => {
  const cloud = createCloud()
  const CiphertextBlob = sealed(cloud)
  const direct = () => cloud.kms.decrypt({ CiphertextBlob })
  const command = () => new DecryptCommand({ CiphertextBlob })
  const client = new KMSClient(cloud.clientConfig())
  // A handler that has its answer ready: what the SDK itself costs.
  const ready = answerOf(direct())
  const empty = new KMSClient({
    ...cloud.clientConfig(),
    requestHandler: { handle: async () => ({ response: { ...ready, headers: { ...ready.headers } } }) },
  })
  const mocked = new KMSClient(cloud.clientConfig())
  mockClient(mocked).on(DecryptCommand).resolves(direct())
  const proofOf = (send) => async () => new Uint8Array((await send()).Plaintext)
  const through = (name, sender) => {
    const send = () => sender.send(command())
    return { name, work: send, proof: proofOf(send) }
  }
  return {
    name: 'Decrypt by door',
    contestants: [
      through('SDK, answer ready', empty),
      through('SDK, clientConfig()', client),
      { name: 'direct call', work: direct, proof: () => new Uint8Array(direct().Plaintext) },
      through('aws-sdk-client-mock', mocked),
    ],
    // Our share of a call through the SDK is at most 20 %: the SDK's own part over the whole is at least 80 %.
    targets: [{ contestant: 'SDK, clientConfig()', timeAtMost: 1.25 }],
  }
}

const answerOf = ({ KeyId, Plaintext, EncryptionAlgorithm, KeyMaterialId }) => {
  const text = JSON.stringify({
    KeyId,
    Plaintext: btoa(String.fromCharCode(...Plaintext)),
    EncryptionAlgorithm,
    KeyMaterialId,
  })
  const body = new TextEncoder().encode(text)
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'content-length': String(body.length) },
    body,
  }
}

/** @type {readonly import('../src/explore/bench/suite.ts').Suite[]} */
export const suites = [
  { name: 'Doors', question: 'What does the way in cost, beside the same work called directly?', races: () => [doorsRace] },
]
