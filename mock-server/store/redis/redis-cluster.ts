import { setTimeout } from 'node:timers/promises'
import { connectWithin } from './connect-within.ts'
import type { RedisAway } from './redis-away.ts'
import { type Library, SETTINGS } from './redis-client.ts'
import { createRenewals, type Renewals, sendWhenRenewed } from './renewals.ts'
import { untilUsable } from './until-usable.ts'

interface Cluster {
  readonly send: (key: string, words: string[]) => Promise<unknown>
  /** The given URL, followed by the URLs of all masters. */
  readonly urls: () => readonly string[]
  readonly close: () => void
}

const PAUSE_MILLISECONDS = 100

/**
 * Connects to a cluster. Waits for servers that can't be reached, up to `patience`, and then goes on without them. A later command tries
 * again to reach them.
 *
 * @param url The URL of any server of the cluster.
 * @param patience The longest wait for the connection, in milliseconds. The wait for single servers after that may take equally long.
 * @throws {StoreAway} When the cluster can't be reached in this time, or refuses the connection.
 */
export async function connectCluster(library: Library, url: string, patience: number, away: RedisAway): Promise<Cluster> {
  const socket = { ...SETTINGS.socket, reconnectStrategy }
  // The strategy applies to every server, also to those that the client learns of later. Without it, the client would wait for a server
  // that can't be reached.
  const defaults = { ...SETTINGS, socket, ...credentialsIn(url) }
  const cluster = library.createCluster({ rootNodes: [{ url }], RESP: 2, minimizeConnections: true, defaults })
  cluster.on('error', () => undefined)
  const renewals = renewalsOf(cluster)
  await connectWithin(patience, cluster, away)
  const late = AbortSignal.timeout(patience)
  const reach = async (node: (typeof cluster.masters)[number]) => {
    while (!late.aborted) {
      const client = await cluster.nodeClient(node).catch(() => undefined)
      if (client) return untilUsable(library, (words) => client.sendCommand(words), late)
      await setTimeout(PAUSE_MILLISECONDS)
    }
  }
  await Promise.all(cluster.masters.map(reach))
  return {
    send: sendWhenRenewed(library, renewals, (key, words) => cluster.sendCommand(key, false, words)),
    urls: () => [url, ...cluster.masters.map(({ host, port }) => urlOf(host, port, url))],
    close: () => cluster.destroy(),
  }
}

function renewalsOf(cluster: Events): Renewals {
  const renewals = createRenewals()
  cluster.on('node-reconnecting', (node) => renewals.begins(nameOf(node)))
  for (const end of ['node-ready', 'node-disconnect'] as const) cluster.on(end, (node) => renewals.ends(nameOf(node)))
  return renewals
}

interface Events {
  on(event: 'node-reconnecting' | 'node-ready' | 'node-disconnect', listener: (node: Node) => void): unknown
}

interface Node {
  readonly host: string
  readonly port: number
}

function nameOf({ host, port }: Node): string {
  return `${host} ${port}`
}

/**
 * Decides whether to connect again after an error. Gives up when the first connection to a server fails, because the next command tries
 * again. Renews a lost connection as usual.
 *
 * @returns The pause before the next attempt, in milliseconds; an error to give up.
 */
function reconnectStrategy(tries: number, cause: Error & { readonly syscall?: string }): number | Error {
  const isFirst = tries === 0 && (cause.syscall === 'connect' || cause.name === 'ConnectionTimeoutError')
  return isFirst ? cause : SETTINGS.socket.reconnectStrategy(tries)
}

function urlOf(host: string, port: number, url: string): string {
  return Object.assign(new URL(url), { hostname: host.includes(':') ? `[${host}]` : host, port: String(port) }).href
}

/**
 * Returns the credentials in the URL, which are used for all servers. The servers of a cluster report each other's addresses without
 * credentials.
 */
function credentialsIn(url: string) {
  const { username, password } = new URL(url)
  return {
    ...(username !== '' && { username: decodeURIComponent(username) }),
    ...(password !== '' && { password: decodeURIComponent(password) }),
  }
}
