import { isIP, type Socket } from 'node:net'
import { domainToASCII } from 'node:url'
import { isThisMachine } from '../edge/ip-address.ts'
import { admit, GATEWAY_PORTS, type ProxyParts, type Replies } from './admit.ts'
import { type Destination, nameOf } from './egress.ts'
import { namedHost } from './named-host.ts'
import { takeUntil } from './take-bytes.ts'

/**
 * Whether a client names an address of another machine instead of a host, at port 443 or 80. Java looks up a host before it asks its SOCKS
 * proxy. An address can be written in several ways, such as `0xcb.0.113.5`.
 */
function isOnlyAddress({ host, port }: Destination): boolean {
  return isIP(domainToASCII(host) || host) !== 0 && GATEWAY_PORTS.includes(port) && !isThisMachine(host)
}

/** The time within which a client has to name its host, even if it keeps sending bytes. */
const NAMING_MILLISECONDS = 10_000

/** The number of bytes within which a client has to name its host. A ClientHello has about two thousand, and nginx takes headers of 32 KB. */
const NAMING_BYTES = 32_768

/** Admits a client. If it named an address instead of a host, finds out the host first. */
export function admitClient(client: Socket, destination: Destination, parts: ProxyParts, replies: Replies): Promise<void> {
  return (isOnlyAddress(destination) ? admitByName : admit)(client, destination, parts, replies)
}

/** Accepts a client that named an address, because the TLS handshake or the first request that follows names the host. */
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
