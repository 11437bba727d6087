import { createHash } from 'node:crypto'
import { errorMessage } from '../../../contracts/error-message.ts'
import { StoreAway } from '../store-away.ts'
import { placeOf } from '../store-place.ts'
import { connectWithin } from './connect-within.ts'

/** A script that Redis runs atomically, in Lua. */
export interface Script {
  readonly text: string
  /** SHA-1 in hex, by which Redis knows a script that it has run before. */
  readonly hash: string
}

/** A connection to a Redis server or cluster, or to a server that speaks its protocol. */
export interface Redis {
  /** Where it is, without a password. */
  readonly place: string
  /** The number of the database. */
  readonly database: string
  /**
   * Runs a command.
   *
   * @param key Decides which server of a cluster runs it.
   * @throws {StoreAway} When Redis can't be reached, or can't run commands at present.
   */
  command(key: string, ...words: readonly string[]): Promise<unknown>
  /**
   * Runs a script.
   *
   * @param keys They must all be in the same slot of a cluster.
   * @throws {StoreAway} When Redis can't be reached, or can't run commands at present.
   */
  run(script: Script, keys: readonly string[], values: readonly string[]): Promise<unknown>
  /**
   * Listens to a channel over a connection of its own.
   *
   * @param onReady Called each time that listening begins, even after a lost connection: messages of the time in between are missing.
   * @throws {StoreAway} When the connection is lost before listening begins.
   */
  listen(channel: string, onMessage: (message: string) => void, onReady: () => void): Promise<void>
  close(): Promise<void>
}

/** Creates a script with its hash. */
export function script(text: string): Script {
  return { text, hash: createHash('sha1').update(text).digest('hex') }
}

/** How long the first connection may take: in a team's set-up Redis often starts together with the servers. */
const START_MILLISECONDS = 10_000
const CONNECT_MILLISECONDS = 2_000
/** A server that is silent for this long counts as lost. A ping keeps a healthy connection from being silent. */
const SILENCE_MILLISECONDS = 5_000
const PING_MILLISECONDS = 1_000
const LONGEST_PAUSE_MILLISECONDS = 1_000

/**
 * Connects to Redis. A lost connection is renewed, and commands are refused in the meantime instead of waiting.
 *
 * @param url `redis://` or `rediss://`, with the user, password, port and database where they differ from the defaults.
 * @param patience How long the first connection may take, in milliseconds.
 * @throws {Error} When `@redis/client` is missing, or Redis can't be reached in this time.
 */
export async function connectRedis(url: string, patience: number = START_MILLISECONDS): Promise<Redis> {
  const library = await loadClient()
  const place = placeOf(url)
  const first = createClient(library, url)
  await connectWithin(patience, first, place)
  const isCluster = await clusterEnabled(first).catch((error) => {
    first.destroy()
    throw new StoreAway(place, error)
  })
  if (!isCluster)
    return redisOver({
      place,
      database: databaseIn(url),
      send: (_key, words) => first.sendCommand(words),
      listener: () => createClient(library, url),
      close: () => first.destroy(),
      isReply: (error) => error instanceof library.ErrorReply,
    })
  const cluster = library.createCluster({ rootNodes: [{ url }], RESP: 2, defaults: { ...SETTINGS, ...credentialsIn(url) } })
  cluster.on('error', () => undefined)
  // The client connects to all servers of the cluster, so this waits for one that is away.
  await connectWithin(patience, cluster, place).finally(() => first.destroy())
  return redisOver({
    place,
    database: databaseIn(url),
    send: (key, words) => cluster.sendCommand(key, false, words),
    listener: () => createClient(library, url),
    close: () => cluster.destroy(),
    isReply: (error) => error instanceof library.ErrorReply,
  })
}

type Library = typeof import('@redis/client')
type Client = ReturnType<typeof createClient>

async function loadClient(): Promise<Library> {
  try {
    return await import('@redis/client')
  } catch (cause) {
    throw new Error('A store in Redis needs the package @redis/client: npm install @redis/client', { cause })
  }
}

const SETTINGS = {
  disableOfflineQueue: true,
  pingInterval: PING_MILLISECONDS,
  socket: {
    connectTimeout: CONNECT_MILLISECONDS,
    socketTimeout: SILENCE_MILLISECONDS,
    reconnectStrategy: (tries: number) => Math.min(20 * 2 ** tries, LONGEST_PAUSE_MILLISECONDS),
  },
}

function createClient({ createClient: create }: Library, url: string) {
  const client = create({ url, RESP: 2, ...SETTINGS })
  // An error already rejects the commands that it interrupts; the client also reports it here.
  client.on('error', () => undefined)
  return client
}

/** The servers of a cluster report each other's addresses without credentials, so those of the URL are used for all. */
function credentialsIn(url: string) {
  const { username, password } = new URL(url)
  return {
    ...(username !== '' && { username: decodeURIComponent(username) }),
    ...(password !== '' && { password: decodeURIComponent(password) }),
  }
}

function databaseIn(url: string): string {
  return new URL(url).pathname.slice(1) || '0'
}

async function clusterEnabled(client: Client): Promise<boolean> {
  return String(await client.sendCommand(['INFO', 'cluster'])).includes('cluster_enabled:1')
}

/** What a single server and a cluster do in different ways. */
interface Connection {
  readonly place: string
  readonly database: string
  readonly send: (key: string, words: string[]) => Promise<unknown>
  /** Creates another connection, which is not open yet. */
  readonly listener: () => Client
  readonly close: () => void
  /** Whether an error is an answer of the server. */
  readonly isReply: (error: unknown) => boolean
}

/** Answers of a server that can't do its work for now; any other error answer is a bug. */
const REFUSED_FOR_NOW = /^(?:LOADING|READONLY|CLUSTERDOWN|MASTERDOWN|TRYAGAIN|NOREPLICAS|MISCONF|OOM|NOAUTH|WRONGPASS|NOPERM|BUSY)\b/

function redisOver({ place, database, send, listener, close, isReply }: Connection): Redis {
  const listeners = new Set<Client>()
  const command = async (key: string, ...words: readonly string[]) => {
    try {
      return await send(key, [...words])
    } catch (error) {
      const message = errorMessage(error)
      if (isReply(error) && !REFUSED_FOR_NOW.test(message)) throw error
      throw new StoreAway(place, error)
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
        // After a restart Redis does not know the script any more.
        if (!errorMessage(error).startsWith('NOSCRIPT')) throw error
        return command(key, 'EVAL', text, ...rest)
      })
    },
    async listen(channel, onMessage, onReady) {
      const client = listener()
      listeners.add(client)
      try {
        await client.connect()
        await client.subscribe(channel, onMessage)
      } catch (error) {
        listeners.delete(client)
        client.destroy()
        throw new StoreAway(place, error)
      }
      client.on('ready', onReady)
      onReady()
    },
    async close() {
      for (const client of listeners) client.destroy()
      close()
    },
  }
}
