import { isIP, type Socket } from 'node:net'
import { domainToASCII } from 'node:url'
import { isThisMachine } from '../edge/ip-address.ts'
import { admit, GATEWAY_PORTS, type ProxyParts, type Replies } from './admit.ts'
import { type Destination, nameOf } from './egress.ts'
import { namedHost } from './named-host.ts'
import { takeUntil } from './take-bytes.ts'

/**
 * Whether the destination is an IP address of another machine, at port 443 or 80. For example, Java looks up the address of a host itself,
 * and then sends only the address to its SOCKS proxy. An address can be written in several ways, such as `0xcb.0.113.5`.
 */
function isOnlyAddress({ host, port }: Destination): boolean {
  return isIP(domainToASCII(host) || host) !== 0 && GATEWAY_PORTS.includes(port) && !isThisMachine(host)
}

/** The time within which a client has to name its host, even if it keeps sending bytes. */
const NAMING_MILLISECONDS = 10_000

/** The number of bytes within which a client has to name its host. A ClientHello has about 2,000 bytes. nginx accepts headers of 32 KB. */
const NAMING_BYTES = 32_768

/** Connects a client of a proxy to its destination. If the destination is only an address, finds out first which host the client means. */
export function admitClient(client: Socket, destination: Destination, parts: ProxyParts, replies: Replies): Promise<void> {
  return (isOnlyAddress(destination) ? admitByName : admit)(client, destination, parts, replies)
}

/**
 * Tells the client that the connection is open, so that the client sends its TLS handshake or its first request. Reads the host from these
 * bytes, and connects the client to this host.
 */
async function admitByName(client: Socket, destination: Destination, parts: ProxyParts, { accept }: Replies): Promise<void> {
  accept()
  const limit = setTimeout(() => client.destroy(), NAMING_MILLISECONDS)
  client.once('close', () => clearTimeout(limit))
  let name: string | undefined
  const firstBytes = await takeUntil(client, (taken) => {
    name = namedHost(taken)
    return name !== undefined || taken.length > NAMING_BYTES
  })
  clearTimeout(limit)
  client.unshift(firstBytes)
  const refuse = () => void client.destroy()
  if (name === undefined) {
    parts.onRefused(`${nameOf(destination)} can't be reached: the first ${NAMING_BYTES} bytes are not a whole ClientHello or request head`)
    return refuse()
  }
  await admit(client, name === '' ? destination : { ...destination, host: name }, parts, { accept: () => undefined, refuse })
}
