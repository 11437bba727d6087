import { Buffer } from 'node:buffer'
import { createServer, isIP, type Server, type Socket } from 'node:net'
import { closeLater } from '../edge/close-later.ts'
import type { ProxyParts } from './admit.ts'
import { admitClient } from './admit-by-name.ts'
import { take } from './take-bytes.ts'

// SOCKS5 without authentication: https://www.rfc-editor.org/rfc/rfc1928

const NO_AUTHENTICATION = Buffer.from([5, 0])
const NO_METHOD = Buffer.from([5, 0xff])
const CONNECT = 1
const REPLY = { accepted: 0, forbidden: 2, unsupported: 7 }

const OTHER_PROTOCOL =
  'a client did not send SOCKS5 to the port for SOCKS5: let it use socks5h:// with this port, or the port for HTTP as its HTTP proxy (SOCKS5 端口收到其他协议：请用 socks5h://，或改用 HTTP 端口)'
const PASSWORD =
  'a SOCKS5 client requires authentication, such as a password, but this proxy has none: let it connect without user name and password (本 SOCKS5 代理不支持用户名和密码)'

/** A client is disconnected if its request for a connection is not complete after this time, even if it is still sending bytes. */
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
  const refuseGreeting = (reason: string) => {
    parts.onRefused(reason)
    client.end(NO_METHOD)
  }
  const [version = 0, methods = 0] = await take(client, 2)
  if (version !== 5) return refuseGreeting(OTHER_PROTOCOL)
  const offered = await take(client, methods)
  if (!offered.includes(0)) return refuseGreeting(PASSWORD)
  client.write(NO_AUTHENTICATION)
  const [, command, , type = 0] = await take(client, 4)
  const host = await hostOf(client, type)
  const port = (await take(client, 2)).readUInt16BE()
  const reply = (code: number) => Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0])
  if (command !== CONNECT || host === undefined) return void client.end(reply(REPLY.unsupported))
  clearTimeout(limit)
  const accept = () => void client.write(reply(REPLY.accepted))
  const refuse = () => {
    client.resume().end(reply(REPLY.forbidden))
    closeLater(client)
  }
  await admitClient(client, { host, port, isResolved: isIP(host) !== 0 }, parts, { accept, refuse })
}

const ADDRESS_TYPES = { ipv4: 1, name: 3, ipv6: 4 }

async function hostOf(client: Socket, type: number): Promise<string | undefined> {
  if (type === ADDRESS_TYPES.ipv4) return (await take(client, 4)).join('.')
  if (type === ADDRESS_TYPES.name) return String(await take(client, Number((await take(client, 1))[0])))
  if (type !== ADDRESS_TYPES.ipv6) return undefined
  const groups = (await take(client, 16)).toString('hex').match(/.{4}/g) ?? []
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1)
}
