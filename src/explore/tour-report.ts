/** What a tour has seen: plain data, the same for the text, JSON and Mermaid renderers. */
export interface TourReport {
  readonly scenario: string
  readonly title: string
  readonly seed: string
  /** The file that was written through its disks, where one was. */
  readonly file?: { readonly name: string; readonly bytes: number; readonly sha256: string }
  /** Whether every claim of every step is borne out by what was measured. */
  readonly holds: boolean
  readonly steps: readonly TourStep[]
  /** What holds data at the end: volumes, snapshots, clusters. */
  readonly resources: readonly TourResource[]
}

/** One step: what was done, what it shows, and every call to KMS that it caused. */
export interface TourStep {
  readonly title: string
  readonly lines: readonly string[]
  readonly claims: readonly TourClaim[]
  readonly calls: readonly TourCall[]
}

/** A sentence about AWS, and whether what was measured bears it out. */
export interface TourClaim {
  readonly text: string
  readonly holds: boolean
}

/** One call that somebody made, with the calls that AWS made for it. */
export interface TourCall {
  readonly service: string
  readonly operation: string
  readonly region: string
  /** The part that the caller plays in a diagram: `Caller`, `Host`, or a service. */
  readonly from: string
  /** In a few words: `the caller`, `EC2 for the caller`, `host of i-…`, `EBS (ebs.amazonaws.com)`. */
  readonly caller: string
  readonly keyId?: string
  readonly encryptionContext?: Readonly<Record<string, string>>
  /** For ReEncrypt: the context of the result. */
  readonly destinationContext?: Readonly<Record<string, string>>
  /** `ok`, or AWS's name of the error. */
  readonly outcome: string
  readonly nested: readonly TourCall[]
}

/** A volume, snapshot or cluster with the key that protects it. */
export interface TourResource {
  readonly resource: string
  readonly region: string
  readonly made: string
  readonly keyArn: string
  /** The value of `aws:ebs:id` that the wrapped data key is bound to; `""`, like the next two, where nothing shows it. */
  readonly contextId: string
  /** The first 16 hexadecimal digits of SHA-256 of the wrapped data key. */
  readonly wrappedKeyFingerprint: string
  /** The data key's lineage: the same name, the same data key. */
  readonly dataKeyLineage: string
  /**
   * Of the content as it was read back: a volume's own; a copy's from the volume made of it; a snapshot's from its copy. `""` where nobody
   * has read it.
   */
  readonly sha256: string
}
