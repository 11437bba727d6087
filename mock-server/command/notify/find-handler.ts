import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { BlockList, connect } from 'node:net'
import { errorMessage } from '../../../contracts/error-message.ts'
import type { NotificationTarget } from '../../notifications/post-notification.ts'

/**
 * Finds the address of a handler. Forged notifications go nowhere but to this machine.
 *
 * @throws {Error} When the URL leads to another machine, or nothing listens there.
 */
export async function findHandler(text: string): Promise<NotificationTarget> {
  const url = new URL(text)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const found = await lookup(host, { all: true, order: 'ipv4first' }).catch((cause) => {
    throw new Error(`--url ${url.origin}: ${errorMessage(cause)}`, { cause })
  })
  const foreign = found.find(({ address, family }) => !LOOPBACK.check(address, family === 6 ? 'ipv6' : 'ipv4'))
  if (foreign)
    throw new Error(
      `--url ${url.origin} leads to ${foreign.address}: forged notifications are sent only to this machine, 127.0.0.1 or [::1] (只发往本机)`,
    )
  for (const { address } of found) if (await listensAt(address, portOf(url))) return { url, address }
  throw new Error(`Nothing listens at ${url.origin}: start the handler first (请先启动通知处理程序)`)
}

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4')
LOOPBACK.addAddress('::1', 'ipv6')

function portOf({ port, protocol }: URL): number {
  return Number(port || (protocol === 'https:' ? 443 : 80))
}

async function listensAt(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port })
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(CONNECT_MILLISECONDS) })
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

const CONNECT_MILLISECONDS = 5_000
