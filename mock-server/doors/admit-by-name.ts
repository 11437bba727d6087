import { Buffer } from 'node:buffer'
import { isIP, type Socket } from 'node:net'
import { admit, HANDSHAKE, type ProxyParts, type Replies } from './admit.ts'
import { type Destination, isThisMachine } from './egress.ts'
import { wayTo } from './gateway-hosts.ts'
import { serverNameIn } from './server-name.ts'
import { take } from './take-bytes.ts'

const HTTPS_PORT = 443

/** Whether a client of HTTPS names an address instead of a host. Java does, because it looks up the address before it asks its SOCKS proxy. */
export function isOnlyAddress({ host, port }: Destination): boolean {
  return isIP(host) !== 0 && port === HTTPS_PORT && !isThisMachine(host)
}

/** The time that a client has for its first record, even if it keeps sending bytes. */
const RECORD_MILLISECONDS = 10_000

/** Admits a client that named an address. Only the beginning of TLS tells whether the host is WeChat Pay's. */
export async function admitByName(client: Socket, destination: Destination, parts: ProxyParts, { accept }: Replies): Promise<void> {
  accept()
  const limit = setTimeout(() => client.destroy(), RECORD_MILLISECONDS)
  client.once('close', () => clearTimeout(limit))
  const first = await take(client, RECORD_HEADER_BYTES)
  const record = first[0] === HANDSHAKE ? Buffer.concat([first, await take(client, first.readUInt16BE(3))]) : first
  clearTimeout(limit)
  const name = serverNameIn(record) ?? ''
  const named = wayTo(name) === 'outside' ? destination : { host: name, port: destination.port }
  client.unshift(record)
  await admit(client, named, parts, { accept: () => undefined, refuse: () => void client.destroy() })
}

/** A type, a version and the length of the record: https://www.rfc-editor.org/rfc/rfc8446#section-5.1 */
const RECORD_HEADER_BYTES = 5
