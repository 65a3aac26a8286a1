/** What a tour has seen: plain data, the same for the text, JSON and Mermaid renderers. */
export interface TourReport {
  readonly scenario: string
  readonly seed: string
  readonly file: { readonly name: string; readonly bytes: number; readonly sha256: string }
  /** Whether every content that was read back is the file. */
  readonly isIntact: boolean
  readonly steps: readonly TourStep[]
  /** Every volume and snapshot at the end. */
  readonly resources: readonly TourResource[]
}

/** One step: what was done, what it shows, and every call to KMS that it caused. */
export interface TourStep {
  readonly title: string
  readonly lines: readonly string[]
  readonly calls: readonly TourCall[]
}

/** One call that somebody made, with the calls that AWS made for it. */
export interface TourCall {
  readonly service: string
  readonly operation: string
  readonly region: string
  /** In a few words: `the caller`, `EC2 for the caller`, `host of i-…`, `EBS`. */
  readonly caller: string
  readonly keyId?: string
  readonly encryptionContext?: Readonly<Record<string, string>>
  /** For ReEncrypt: the context of the result. */
  readonly destinationContext?: Readonly<Record<string, string>>
  /** `ok`, or AWS's name of the error. */
  readonly outcome: string
  readonly nested: readonly TourCall[]
}

/** A volume or snapshot with the key that protects it. */
export interface TourResource {
  readonly resource: string
  readonly region: string
  readonly made: string
  readonly keyArn: string
  /** The value of `aws:ebs:id` that the wrapped data key is bound to. */
  readonly contextId: string
  /** The first 16 hexadecimal digits of SHA-256 of the wrapped data key. */
  readonly wrappedKeyFingerprint: string
  /** The data key's lineage: the same name, the same data key. */
  readonly dataKeyLineage: string
  /** Of the content as it was read back: a volume's own; a copy's from the volume made of it; a snapshot's from its copy. */
  readonly sha256: string
}
