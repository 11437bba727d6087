import { once } from 'node:events'
import { connect } from 'node:net'
import { readAllowedHosts } from '../../notifications/allowed-hosts.ts'
import { allowedTarget } from '../../notifications/allowed-target.ts'
import type { NotificationTarget } from '../../notifications/post-notification.ts'
import { RefusedNotification } from '../../notifications/refused-notification.ts'

/**
 * Finds an IP address at which a notification handler listens.
 *
 * @param text The URL of the handler.
 * @param allow The hosts that `--notify-allow` names. This machine is always allowed.
 * @throws {Error} When the URL leads to a host that is not allowed, or when nothing listens there.
 */
export async function findHandler(text: string, allow: readonly string[]): Promise<NotificationTarget> {
  const rules = { allow: readAllowedHosts(allow), mappings: [], isControl: () => false }
  const target = await allowedTarget(text, rules).catch((error) => {
    throw error instanceof RefusedNotification ? new Error(`--url ${error.seen} must ${error.wanted}`, { cause: error }) : error
  })
  const { url, address, others = [] } = target
  for (const each of [address, ...others]) if (await listensAt(each, portOf(url))) return { url, address: each }
  throw new Error(`Nothing listens at ${url.origin}: start the handler first (请先启动通知处理程序)`)
}

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
