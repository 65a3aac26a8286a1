/** An IP address as 16-bit groups: two of IPv4, eight of IPv6. */
export interface IpAddress {
  readonly family: 4 | 6
  readonly groups: readonly number[]
}

/** A block of addresses as a policy writes it. */
export interface IpNetwork extends IpAddress {
  readonly prefixLength: number
}

/**
 * The address that a request brings, or `undefined` where the text is none. An IPv4-mapped IPv6 address is its IPv4 address.
 *
 * Source: spec/around.md 1.5 (recordings of `IpAddress` against 64 spellings): leading zeros of an octet are decimal; a trailing
 * colon is ignored; one leading empty group is zero; `:::` is `::`.
 */
export const readAddress = (text: string): IpAddress | undefined => {
  if (!text.includes(':')) return readV4(text)
  const groups = readV6(text)
  if (groups === undefined) return undefined
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  return isMapped ? { family: 4, groups: groups.slice(6) } : { family: 6, groups }
}

/**
 * The block that a policy names, or `undefined`. Without a prefix length it is one address. Host bits of an IPv4 block do not
 * count; an IPv6 block with host bits, or one written with a dotted tail, is none (recorded).
 */
export const readNetwork = (text: string): IpNetwork | undefined => {
  const [addressText = '', prefixText, ...others] = text.split('/')
  if (others.length > 0) return undefined
  const address = addressText.includes(':') ? readV6Network(addressText) : readV4(addressText)
  if (address === undefined) return undefined
  const bits = address.groups.length * 16
  if (prefixText !== undefined && !/^\+?\d{1,9}$/.test(prefixText)) return undefined
  const prefixLength = prefixText === undefined ? bits : Number(prefixText)
  if (prefixLength > bits || (address.family === 6 && hasHostBits(address.groups, prefixLength))) return undefined
  return { ...address, prefixLength }
}

/** Whether `address` lies in `network`; addresses of different families never do. */
export const isInNetwork = (address: IpAddress, network: IpNetwork): boolean =>
  address.family === network.family &&
  network.groups.every((group, index) => {
    const mask = groupMask(network.prefixLength, index)
    return (group & mask) === ((address.groups[index] as number) & mask)
  })

const groupMask = (prefixLength: number, index: number): number => {
  const bits = Math.min(16, Math.max(0, prefixLength - index * 16))
  return (0xffff << (16 - bits)) & 0xffff
}

const hasHostBits = (groups: readonly number[], prefixLength: number): boolean =>
  groups.some((group, index) => (group & ~groupMask(prefixLength, index) & 0xffff) !== 0)

const readV4 = (text: string): IpAddress | undefined => {
  if (!/^\d{1,9}(\.\d{1,9}){3}$/.test(text)) return undefined
  const [a, b, c, d] = text.split('.').map(Number) as [number, number, number, number]
  if (Math.max(a, b, c, d) > 255) return undefined
  return { family: 4, groups: [(a << 8) | b, (c << 8) | d] }
}

const readV6Network = (text: string): IpAddress | undefined => {
  const groups = text.includes('.') ? undefined : readV6(text)
  return groups === undefined ? undefined : { family: 6, groups }
}

const readV6 = (text: string): readonly number[] | undefined => {
  let plain = text.replace(':::', '::')
  if (plain.endsWith(':') && !plain.endsWith('::')) plain = plain.slice(0, -1)
  if (plain.startsWith(':') && !plain.startsWith('::')) plain = `0${plain}`
  const halves = plain.split('::')
  if (halves.length > 2) return undefined
  const head = readGroups(halves[0] ?? '')
  const tail = halves[1] === undefined ? [] : readGroups(halves[1])
  if (head === undefined || tail === undefined) return undefined
  const missing = 8 - head.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  return [...head, ...Array<number>(missing).fill(0), ...tail]
}

const readGroups = (text: string): readonly number[] | undefined => {
  if (text === '') return []
  const groups: number[] = []
  const written = text.split(':')
  for (const [index, group] of written.entries()) {
    const dotted = index === written.length - 1 && group.includes('.') ? readV4(group) : undefined
    if (dotted !== undefined) groups.push(...dotted.groups)
    else if (/^[0-9a-fA-F]{1,4}$/.test(group)) groups.push(Number.parseInt(group, 16))
    else return undefined
  }
  return groups
}
