import { BlockList, isIPv6 } from 'node:net'

/** The family of an IP address, as `BlockList` names it. */
export function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4'
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** Whether an address is a loopback address, including an IPv4 address that is written as an IPv6 address. */
export function isLoopback(address: string): boolean {
  return loopback.check(address, familyOf(address))
}
