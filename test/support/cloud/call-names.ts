interface Entry {
  readonly service: string
  readonly operation: string
  readonly nested: readonly Entry[]
}

/** The names of calls, `service:Operation`, and behind each of them those of the calls that were made within it. */
export const callNames = (entries: readonly Entry[]): string[] =>
  entries.flatMap(({ service, operation, nested }) => [`${service}:${operation}`, ...callNames(nested)])
