import { Buffer } from 'node:buffer'
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { admit, type ProxyParts } from './open-proxy.ts'

// SOCKS5 without authentication: https://www.rfc-editor.org/rfc/rfc1928

const NO_AUTHENTICATION = Buffer.from([5, 0])
const NO_METHOD = Buffer.from([5, 0xff])
const CONNECT = 1
const REPLY = { accepted: 0, forbidden: 2, unsupported: 7 }

/** How long a client may take for its greeting. */
const GREETING_MILLISECONDS = 10_000

/** Creates a SOCKS5 proxy, which some Java clients need. */
export function createSocksDoor(parts: ProxyParts): Server {
  return createServer((client) => {
    client.on('error', () => client.destroy())
    client.setTimeout(GREETING_MILLISECONDS, () => client.destroy())
    void greet(client, parts).catch(() => client.destroy())
  })
}

async function greet(client: Socket, parts: ProxyParts): Promise<void> {
  const [version = 0, methods = 0] = await take(client, 2)
  const offered = await take(client, methods)
  if (version !== 5 || !offered.includes(0)) return void client.end(NO_METHOD)
  client.write(NO_AUTHENTICATION)
  const [, command, , type = 0] = await take(client, 4)
  const host = await hostOf(client, type)
  const port = (await take(client, 2)).readUInt16BE()
  const reply = (code: number) => Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0])
  if (command !== CONNECT || host === undefined) return void client.end(reply(REPLY.unsupported))
  client.setTimeout(0)
  await admit(client, { host, port }, Buffer.alloc(0), parts, {
    accept: () => void client.write(reply(REPLY.accepted)),
    refuse: () => void client.end(reply(REPLY.forbidden)),
  })
}

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
  if (count === 0) return Buffer.alloc(0)
  for (;;) {
    const bytes: Buffer | null = client.read(count)
    if (bytes) return bytes
    if (client.readableEnded || client.destroyed) throw new Error('The client left')
    await once(client, 'readable')
  }
}
