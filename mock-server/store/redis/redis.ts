import { createHash } from 'node:crypto'
import { errorMessage } from '../../../contracts/error-message.ts'
import { placeOf } from '../store-place.ts'
import { answerWithin } from './answer-within.ts'
import { connectWithin } from './connect-within.ts'
import { endClient } from './end-client.ts'
import { listen } from './listen.ts'
import { type RedisAway, redisAway } from './redis-away.ts'
import { type Client, createClient, loadClient } from './redis-client.ts'
import { connectCluster } from './redis-cluster.ts'
import { createRenewals, type Renewals, sendWhenRenewed } from './renewals.ts'
import { untilUsable } from './until-usable.ts'

/** A script that Redis runs atomically, in Lua. */
export interface Script {
  readonly text: string
  /** The SHA-1 of the text, in hex. Once Redis has run the script, it can run it again by this hash alone. */
  readonly hash: string
}

/** A connection to a Redis server or cluster, or to a server that speaks its protocol. */
export interface Redis {
  /** The URL without user, password and query, for messages. */
  readonly place: string
  /** The number of the database. */
  readonly database: string
  /**
   * Runs a command.
   *
   * @param key Decides which server of a cluster runs the command.
   * @throws {StoreAway} When Redis can't be reached, refuses the command, or has data that the command can't use.
   */
  command(key: string, ...words: readonly string[]): Promise<unknown>
  /**
   * Runs a script.
   *
   * @param keys The keys that the script uses. In a cluster, they must all be in the same slot.
   * @throws {StoreAway} In the same cases as {@link Redis.command}.
   */
  run(script: Script, keys: readonly string[], values: readonly string[]): Promise<unknown>
  /**
   * Listens to a channel over a separate connection. In a cluster, if the server of this connection can't be reached, connects to another
   * server.
   *
   * @param onReady Called each time that listening begins, also after a lost connection. `onMessage` does not get the messages that were
   * published while the connection was lost.
   * @throws {StoreAway} When listening is not possible at any server.
   */
  listen(channel: string, onMessage: (message: string) => void, onReady: () => void): Promise<void>
  close(): Promise<void>
}

/** Creates a script with its hash. */
export function script(text: string): Script {
  return { text, hash: createHash('sha1').update(text).digest('hex') }
}

/** How long the first connection may take. Redis often starts at the same time as the servers that use it, and is not ready yet. */
const START_MILLISECONDS = 10_000
const ANSWER_MILLISECONDS = 10_000

/**
 * Connects to Redis. A lost connection is renewed. Commands that come in the meantime wait for the first attempt to renew the connection,
 * and fail if that attempt fails.
 *
 * @param url `redis://` or `rediss://`, with the user, password, port and database where they differ from the defaults.
 * @param patience How long it may take, in milliseconds, to connect to the server in `url` and wait until it has loaded its data. With a
 *   cluster, two more steps may each take this long: connecting to the cluster, and waiting for servers that can't be reached.
 * @param answering How long the answer to a command may take, in milliseconds. The start of listening may take equally long.
 * @throws {Error} When `@redis/client` is missing, or Redis does not become usable in time.
 */
export async function connectRedis(
  url: string,
  patience: number = START_MILLISECONDS,
  answering: number = ANSWER_MILLISECONDS,
): Promise<Redis> {
  const library = await loadClient()
  const place = placeOf(url)
  const away = redisAway(library, place)
  const first = createClient(library, url)
  const renewals = renewalsOf(first)
  const late = AbortSignal.timeout(patience)
  await connectWithin(patience, first, away)
  await untilUsable(library, (words) => first.sendCommand(words), late)
  const isCluster = await clusterEnabled(first).catch((error) => {
    first.destroy()
    throw away.connecting(error)
  })
  if (!isCluster)
    return redisOver({
      place,
      database: databaseIn(url),
      answering,
      send: sendWhenRenewed(library, renewals, (_key, words) => first.sendCommand(words)),
      listeners: () => [() => createClient(library, url)],
      close: () => endClient(first),
      away,
    })
  const { send, urls, close } = await connectCluster(library, url, patience, away).finally(() => first.destroy())
  return redisOver({
    place,
    database: databaseIn(url),
    answering,
    send,
    listeners: () => urls().map((each) => () => createClient(library, each)),
    close,
    away,
  })
}

function renewalsOf(client: Client): Renewals {
  const renewals = createRenewals()
  client.on('reconnecting', () => renewals.begins(''))
  for (const end of ['ready', 'end'] as const) client.on(end, () => renewals.ends(''))
  return renewals
}

function databaseIn(url: string): string {
  return new URL(url).pathname.slice(1) || '0'
}

async function clusterEnabled(client: Client): Promise<boolean> {
  return String(await client.sendCommand(['INFO', 'cluster'])).includes('cluster_enabled:1')
}

interface Connection {
  readonly place: string
  readonly database: string
  readonly answering: number
  readonly send: (key: string, words: string[]) => Promise<unknown>
  /** Returns functions that each create a connection to a server. Any of these servers passes on the messages of a channel. */
  readonly listeners: () => readonly (() => Client)[]
  readonly close: () => void
  readonly away: RedisAway
}

function redisOver({ place, database, answering, send, listeners, close, away }: Connection): Redis {
  const closing = new AbortController()
  const command = async (key: string, ...words: readonly string[]) => {
    try {
      return await answerWithin(answering, send(key, [...words]))
    } catch (error) {
      throw away.commanding(error)
    }
  }
  return {
    place,
    database,
    command,
    async run({ text, hash }, keys, values) {
      const [key = ''] = keys
      const rest = [String(keys.length), ...keys, ...values]
      return command(key, 'EVALSHA', hash, ...rest).catch((error) => {
        // Redis knows the hash of a script only after its first run, and forgets the hash at a restart.
        if (!errorMessage(error).startsWith('NOSCRIPT')) throw error
        return command(key, 'EVAL', text, ...rest)
      })
    },
    listen: (channel, onMessage, onReady) => listen(listeners, { away, answering, channel, onMessage, onReady }, closing.signal),
    async close() {
      closing.abort()
      close()
    },
  }
}
