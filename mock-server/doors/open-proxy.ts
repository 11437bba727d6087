import { Buffer } from 'node:buffer'
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { closeLater } from '../edge/close-later.ts'
import { whenSent } from '../edge/owed-answers.ts'
import type { ProxyParts } from './admit.ts'
import { admitClient } from './admit-by-name.ts'
import type { Destination } from './egress.ts'

/** Lets clients use the HTTP server as a proxy: the server now answers CONNECT requests. Returns a function that closes all tunnels. */
export function openProxy(parts: ProxyParts): () => void {
  const clients = new Set<Socket>()
  const latest = new WeakMap<Socket, ServerResponse>()
  parts.inside.on('request', (request, response) => latest.set(request.socket, response))
  // The HTTP server already has a listener that refuses CONNECT requests. The listener below replaces it.
  const [refuseConnect] = parts.inside.listeners('connect') as [() => void]
  parts.inside.off('connect', refuseConnect).on('connect', async ({ url = '', headers: { via } }, duplex, head) => {
    const client = duplex as Socket
    // After a CONNECT request, Node's HTTP server no longer handles errors of the connection.
    client.on('error', () => client.destroy())
    // The tunnel begins only when all earlier requests on the connection have been answered.
    const last = latest.get(client)
    if (last) await whenSent(last)
    client.allowHalfOpen = false
    if (client.destroyed) return
    const refuse = (reason: string) => {
      client.resume().end(badGateway(reason))
      closeLater(client)
    }
    if (clients.has(client)) return refuse('CONNECT came through the connection of another CONNECT')
    clients.add(client)
    client.once('close', () => clients.delete(client))
    if (parts.egress.hasPassed(via)) return refuse('HTTPS_PROXY leads back to this server: start it without that variable')
    const destination = destinationOf(url)
    if (!destination) return refuse(`CONNECT needs a host and a port; got ${url.slice(0, 100)}`)
    if (head.length > 0) client.unshift(head)
    const accept = () => void client.write('HTTP/1.1 200 Connection established\r\n\r\n')
    void admitClient(client, destination, parts, { accept, refuse }).catch(() => client.destroy())
  })
  return () => {
    for (const client of clients) client.destroy()
  }
}

/** Reads the target of CONNECT: `host:port`, or `[address]:port` for IPv6. */
function destinationOf(target: string): Destination | undefined {
  const [, address, name, port] = /^(?:\[([\da-f:.]+)\]|([^:/[\]\s]+)):(\d{1,5})$/i.exec(target) ?? []
  const host = address ?? name
  return host !== undefined && Number(port) <= 65_535 ? { host, port: Number(port) } : undefined
}

function badGateway(reason: string): string {
  const body = `wechatpay-goldplan-mock: ${reason}\n`
  return `HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`
}
