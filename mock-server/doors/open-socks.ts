import { Buffer } from 'node:buffer'
import { once } from 'node:events'
import { createServer, isIP, type Server, type Socket } from 'node:net'
import { type Destination, isThisMachine } from './egress.ts'
import { wayTo } from './gateway-hosts.ts'
import { admit, HANDSHAKE, type ProxyParts } from './open-proxy.ts'
import { serverNameIn } from './server-name.ts'

// SOCKS5 without authentication: https://www.rfc-editor.org/rfc/rfc1928

const NO_AUTHENTICATION = Buffer.from([5, 0])
const NO_METHOD = Buffer.from([5, 0xff])
const CONNECT = 1
const REPLY = { accepted: 0, forbidden: 2, unsupported: 7 }

/** How long a client may take for its whole greeting, and then for the first record to an address, however often it sends a byte. */
const GREETING_MILLISECONDS = 10_000

/** Creates a SOCKS5 proxy, which some Java clients need. */
export function createSocksDoor(parts: ProxyParts): Server {
  return createServer((client) => {
    client.on('error', () => client.destroy())
    const limit = setTimeout(() => client.destroy(), GREETING_MILLISECONDS)
    client.once('close', () => clearTimeout(limit))
    void greet(client, parts, limit).catch(() => client.destroy())
  })
}

async function greet(client: Socket, parts: ProxyParts, limit: NodeJS.Timeout): Promise<void> {
  const [version = 0, methods = 0] = await take(client, 2)
  const offered = await take(client, methods)
  if (version !== 5 || !offered.includes(0)) return void client.end(NO_METHOD)
  client.write(NO_AUTHENTICATION)
  const [, command, , type = 0] = await take(client, 4)
  const host = await hostOf(client, type)
  const port = (await take(client, 2)).readUInt16BE()
  const reply = (code: number) => Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0])
  if (command !== CONNECT || host === undefined) return void client.end(reply(REPLY.unsupported))
  const accept = () => void client.write(reply(REPLY.accepted))
  const destination: Destination = { host, port, isResolved: isIP(host) !== 0 }
  if (destination.isResolved && port === HTTPS_PORT && !isThisMachine(host)) {
    accept()
    return admitByName(client, destination, parts, limit.refresh())
  }
  clearTimeout(limit)
  await admit(client, destination, Buffer.alloc(0), parts, { accept, refuse: () => void client.end(reply(REPLY.forbidden)) })
}

const HTTPS_PORT = 443

/** Java looks up the address of a host before it asks its SOCKS proxy, so only the beginning of TLS tells that the host is WeChat Pay's. */
async function admitByName(client: Socket, destination: Destination, parts: ProxyParts, limit: NodeJS.Timeout): Promise<void> {
  const first = await take(client, RECORD_HEADER_BYTES)
  const record = first[0] === HANDSHAKE ? Buffer.concat([first, await take(client, first.readUInt16BE(3))]) : first
  clearTimeout(limit)
  const name = serverNameIn(record) ?? ''
  const named = wayTo(name) === 'outside' ? destination : { host: name, port: destination.port }
  await admit(client, named, record, parts, { accept: () => undefined, refuse: () => void client.destroy() })
}

/** A type, a version and the length of the record: https://www.rfc-editor.org/rfc/rfc8446#section-5.1 */
const RECORD_HEADER_BYTES = 5

const ADDRESS_TYPES = { ipv4: 1, name: 3, ipv6: 4 }

async function hostOf(client: Socket, type: number): Promise<string | undefined> {
  if (type === ADDRESS_TYPES.ipv4) return (await take(client, 4)).join('.')
  if (type === ADDRESS_TYPES.name) return String(await take(client, Number((await take(client, 1))[0])))
  if (type !== ADDRESS_TYPES.ipv6) return undefined
  const groups = (await take(client, 16)).toString('hex').match(/.{4}/g) ?? []
  // Shortens the loopback address, which is the only one that is compared.
  return groups.join(':').replace(/^(?:0000:){7}0001$/, '::1')
}

/** Reads this many bytes from a connection. */
async function take(client: Socket, count: number): Promise<Buffer> {
  let taken = Buffer.alloc(0)
  while (taken.length < count) {
    // Reads all that has come: with bytes left over, `readable` would come again at once, and nothing else would run any more.
    const bytes: Buffer | null = client.read()
    if (bytes) taken = Buffer.concat([taken, bytes])
    else if (client.readableEnded || client.destroyed) throw new Error('The client left')
    else await once(client, 'readable')
  }
  if (taken.length > count) client.unshift(taken.subarray(count))
  return taken.subarray(0, count)
}
