import { isIP, type Socket } from 'node:net'
import { domainToASCII } from 'node:url'
import { admit, GATEWAY_PORTS, type ProxyParts, type Replies } from './admit.ts'
import { type Destination, isThisMachine, nameOf } from './egress.ts'
import { namedHost } from './named-host.ts'
import { takeUntil } from './take-bytes.ts'

/**
 * Whether a client names an address instead of a host, at the port of HTTPS or HTTP. Java does this, because it looks up the address of a host before
 * it asks its SOCKS proxy. An address can be written in several ways, such as `0xcb.0.113.5`.
 */
function isOnlyAddress({ host, port }: Destination): boolean {
  return isIP(domainToASCII(host) || host) !== 0 && GATEWAY_PORTS.includes(port) && !isThisMachine(host)
}

/** The time within which a client has to name its host, even if it keeps sending bytes. */
const WORDS_MILLISECONDS = 10_000

/** The number of bytes within which a client has to name its host. A ClientHello has about two thousand, and nginx takes headers of 32 KB. */
const WORDS_BYTES = 32_768

/** Admits a client. If it named an address instead of a host, finds out the host first. */
export function admitClient(client: Socket, destination: Destination, parts: ProxyParts, replies: Replies): Promise<void> {
  return (isOnlyAddress(destination) ? admitByName : admit)(client, destination, parts, replies)
}

/** Admits a client that named an address. Only its TLS handshake or its first request tells whether the host is WeChat Pay's. */
async function admitByName(client: Socket, destination: Destination, parts: ProxyParts, { accept }: Replies): Promise<void> {
  accept()
  const limit = setTimeout(() => client.destroy(), WORDS_MILLISECONDS)
  client.once('close', () => clearTimeout(limit))
  let name: string | undefined
  const words = await takeUntil(client, (taken) => {
    name = namedHost(taken)
    return name !== undefined || taken.length > WORDS_BYTES
  })
  clearTimeout(limit)
  client.unshift(words)
  const refuse = () => void client.destroy()
  if (name === undefined) {
    parts.onRefused(`${nameOf(destination)} can't be reached: the first ${WORDS_BYTES} bytes do not name a host`)
    return refuse()
  }
  await admit(client, name === '' ? destination : { ...destination, host: name }, parts, { accept: () => undefined, refuse })
}
