import { type Field, integer, text } from '../core/shape.ts'

/** A snapshot id. Source: SDK model, `SnapshotId`. */
export const snapshotId = (): Field<string> => text({ min: 1, max: 64, pattern: /^snap-[0-9a-f]+$/ })

/** The index of a block. Source: SDK model, `BlockIndex`. */
export const blockIndex = (): Field<number> => integer({ min: 0 })

/** What hashes blocks: SHA256 and nothing else, which is checked in AWS's own words. */
export type ChecksumAlgorithm = 'SHA256'

/** A base64 text, as checksums and tokens are. What it stands for is checked in AWS's own words. */
export const opaqueText = (): Field<string> => text({ max: 256 })

/** How many blocks a page may have. Source: SDK model, `MaxResults`; what is less than 100 counts as 100. */
export const maxResults = (): Field<number> => integer({ max: 10_000 })

/** Where a listing begins, and how long its pages are. */
export interface PageInput {
  /** From the page before; `StartingBlockIndex` is ignored then. Valid for 60 minutes. */
  NextToken?: string | undefined
  /** 100 to 10000, default 10000; less counts as 100. */
  MaxResults?: number | undefined
  StartingBlockIndex?: number | undefined
}

/** The fields of {@link PageInput}. */
export const pageFields = () => ({ NextToken: opaqueText(), MaxResults: maxResults(), StartingBlockIndex: blockIndex() })
