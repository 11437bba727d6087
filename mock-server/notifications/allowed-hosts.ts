import { BlockList, isIP } from 'node:net'
import { familyOf } from '../edge/ip-address.ts'

/** The hosts besides this machine that notifications may be sent to. */
export interface AllowedHosts {
  readonly names: ReadonlySet<string>
  /** Treats all forms of an address as equal: `::1` and `0:0:0:0:0:0:0:1`, or `::ffff:203.0.113.7` and `203.0.113.7`. */
  readonly addresses: BlockList
}

/** Whether a text is a host name, or an IP address with or without brackets. A text with a port is not a host. */
export function isHost(text: string): boolean {
  return /^\w([\w.-]*\w)?\.?$/.test(text) || isIP(plainHost(text)) !== 0
}

/** Reads the hosts of the option `notifyAllow`. Each one must be a host by {@link isHost}. */
export function readAllowedHosts(hosts: readonly string[]): AllowedHosts {
  const plain = hosts.map(plainHost)
  const addresses = new BlockList()
  for (const address of plain.filter((host) => isIP(host))) addresses.addAddress(address, familyOf(address))
  return { names: new Set(plain.filter((host) => !isIP(host))), addresses }
}

/** A host in lower case, without the brackets of an IPv6 address or the dot at the end of a name. */
export function plainHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
}
