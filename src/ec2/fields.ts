import { type Field, flag, integer, list, structure, text } from '../core/shape.ts'

/** A filter of a Describe call: a name and the values that match it. */
export interface FilterInput {
  /** E.g. `status` or `tag:Name`; with case. */
  Name?: string | undefined
  /** Any of them matches; `*` and `?` are wildcards. */
  Values?: string[] | undefined
}

/** The parameters of every Describe call that can be told page by page. */
export interface PageInput {
  Filters?: FilterInput[] | undefined
  /** Items of a page. Cannot be used together with ids. */
  MaxResults?: number | undefined
  /** Where the last page ended. */
  NextToken?: string | undefined
}

/** `DryRun`: answers `DryRunOperation` where the call would have succeeded. */
export const dryRun = (): Field<boolean> => flag()

/** A list of resource ids. */
export const ids = (): Field<string[]> => list(text())

/** The parameter `Filters`. */
export const filters = (): Field<FilterInput[]> => list(structure<FilterInput>({ Name: text(), Values: list(text()) }))

/** The fields of {@link PageInput}. */
export const pageFields = () => ({ Filters: filters(), MaxResults: integer(), NextToken: text() })
