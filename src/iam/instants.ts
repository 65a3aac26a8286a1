/**
 * The instant that a date of a policy or of a request names, in epoch milliseconds, or `undefined` where it names none: ISO 8601 in
 * the W3C profile (a date alone is midnight UTC) or epoch seconds.
 *
 * Source: IAM User Guide, "Date condition operators"; spec/around.md 1.5. Up to four digits are a year, more are seconds (inferred).
 */
export const readInstant = (text: string): number | undefined => {
  if (EPOCH_SECONDS.test(text)) return Math.trunc(Number(text) * 1000)
  const found = W3C_DATE.exec(text)
  if (found === null) return undefined
  const [, year, month = '01', day = '01', hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] = found
  if (!isDate(Number(year), Number(month), Number(day))) return undefined
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3))
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second), milliseconds)
  return local - offsetMillis(zone)
}

const isDate = (year: number, month: number, day: number): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month)

const daysOf = (year: number, month: number): number => {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
}

const offsetMillis = (zone: string): number => {
  if (zone === 'Z') return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000
}

const EPOCH_SECONDS = /^\d{5,}(\.\d+)?$/
const W3C_DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2}))?)?)?$/
