import { BlockList, isIPv6 } from 'node:net'
import { domainToASCII } from 'node:url'

/** The family of an IP address, as `BlockList` names it. */
export function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4'
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** Whether an IP address is a loopback address. The IPv6 form of an IPv4 loopback address counts too: `::ffff:127.0.0.1`. */
export function isLoopback(address: string): boolean {
  return loopback.check(address, familyOf(address))
}

/** Whether a host is `localhost` or a loopback address, in any spelling, such as `LOCALHOST`, `127.1` or `0:0:0:0:0:0:0:1`. */
export function isThisMachine(host: string): boolean {
  const name = domainToASCII(host) || host
  return name === 'localhost' || isLoopback(name)
}
