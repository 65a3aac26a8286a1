/** A moment (epoch milliseconds) as AWS writes it in records and events: `2026-01-02T03:04:05Z`. */
export const wholeSeconds = (moment: number): string => `${new Date(moment).toISOString().slice(0, 19)}Z`
