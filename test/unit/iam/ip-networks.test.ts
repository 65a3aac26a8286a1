import { describe, expect, it } from 'vitest'
import { isInNetwork, readAddress, readNetwork } from '../../../src/iam/ip-networks.ts'

const contains = (network: string, address: string) => {
  const block = readNetwork(network)
  const found = readAddress(address)
  return block !== undefined && found !== undefined && isInNetwork(found, block)
}

describe('an address of a request', () => {
  it('is IPv4 where it is IPv6-mapped IPv4', () => {
    expect(readAddress('::ffff:192.0.2.1')).toEqual(readAddress('192.0.2.1'))
    expect(readAddress('::FFFF:c000:0201')).toEqual(readAddress('192.0.2.1'))
  })

  it('may be spelled as loosely as AWS allows', () => {
    const plain = readAddress('2001:db8::1')
    expect(readAddress('2001:db8::1:')).toEqual(plain)
    expect(readAddress('2001:db8:::1')).toEqual(plain)
    expect(readAddress(':2001:db8::1')).toEqual(readAddress('0:2001:db8::1'))
    expect(readAddress('192.000.002.001')).toEqual(readAddress('192.0.2.1'))
  })

  it.each([
    '',
    '192.0.2',
    '192.0.2.256',
    '192.0.2.1.1',
    'x',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1::2::3',
    '12345::',
    'g::',
    '1:2:3:4:5:6:7:8::',
  ])('is none in %j', (text) => {
    expect(readAddress(text)).toBeUndefined()
  })
})

describe('a network of a policy', () => {
  it.each([
    ['192.0.2.0/31', '192.0.2.1', true],
    ['192.0.2.0/31', '192.0.2.2', false],
    ['192.0.2.0/20', '192.0.15.255', true],
    ['192.0.2.0/20', '192.0.16.0', false],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['2001:db8::/64', '2001:db8::ffff:ffff:ffff:ffff', true],
    ['2001:db8::/64', '2001:db8:0:1::', false],
    ['::/0', '2001:db8::1', true],
    ['::/0', '192.0.2.1', false],
    ['2001:db8::1', '2001:db8::1', true],
  ])('%s with %s: %s', (network, address, expected) => {
    expect(contains(network, address)).toBe(expected)
  })

  it.each([
    '192.0.2.0/33',
    '192.0.2.0/-1',
    '192.0.2.0/24/1',
    '192.0.2.0/',
    '2001:db8::/129',
    '2001:db8::5/64',
    '2001:db8::1/0',
    '::ffff:192.0.2.1',
    '::192.0.2.0/120',
  ])('is none in %j', (text) => {
    expect(readNetwork(text)).toBeUndefined()
  })
})
