import { describe, expect, it } from 'vitest'
import { readInstant } from '../../../src/iam/instants.ts'

describe('readInstant', () => {
  it.each([
    ['2030', Date.UTC(2030, 0, 1)],
    ['2030-02', Date.UTC(2030, 1, 1)],
    ['2030-02-03', Date.UTC(2030, 1, 3)],
    ['2030-02-03T04:05Z', Date.UTC(2030, 1, 3, 4, 5)],
    ['2030-02-03T04:05:06Z', Date.UTC(2030, 1, 3, 4, 5, 6)],
    ['2030-02-03T04:05:06.7Z', Date.UTC(2030, 1, 3, 4, 5, 6, 700)],
    ['2030-02-03T04:05:06.789123Z', Date.UTC(2030, 1, 3, 4, 5, 6, 789)],
    ['2030-02-03T04:05:06+02:30', Date.UTC(2030, 1, 3, 1, 35, 6)],
    ['2030-02-03T04:05:06-0130', Date.UTC(2030, 1, 3, 5, 35, 6)],
    ['2028-02-29', Date.UTC(2028, 1, 29)],
    ['1893456000', 1_893_456_000_000],
    ['1893456000.5', 1_893_456_000_500],
  ])('%s', (text, expected) => {
    expect(readInstant(text)).toBe(expected)
  })

  it.each([
    '',
    'not-a-date',
    '2030-13-01',
    '2030-02-30',
    '2030-04-31',
    '2029-02-29',
    '2030-01-01T24:00:00Z',
    '2030-01-01T00:60:00Z',
    '2030-01-01 00:00',
    '-5',
  ])('finds no instant in %j', (text) => {
    expect(readInstant(text)).toBeUndefined()
  })
})
