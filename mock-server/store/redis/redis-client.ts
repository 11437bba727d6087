const CONNECT_MILLISECONDS = 2_000
/** A server that is silent for this long counts as lost. A ping keeps a healthy connection from being silent. */
const SILENCE_MILLISECONDS = 5_000
const PING_MILLISECONDS = 1_000
const LONGEST_PAUSE_MILLISECONDS = 1_000

/** The package @redis/client. */
export type Library = typeof import('@redis/client')
/** A connection to one server. */
export interface Client {
  connect(): Promise<unknown>
  sendCommand(words: string[]): Promise<unknown>
  subscribe(channel: string, onMessage: (message: string) => void): Promise<unknown>
  on(event: 'end' | 'error' | 'ready' | 'reconnecting', listener: (error?: unknown) => void): unknown
  destroy(): void
}

/** @throws {Error} When the package is missing. */
export async function loadClient(): Promise<Library> {
  try {
    return await import('@redis/client')
  } catch (cause) {
    throw new Error('A store in Redis needs the package @redis/client: npm install @redis/client', { cause })
  }
}

interface Settings {
  readonly disableOfflineQueue: true
  readonly commandOptions: { readonly timeout: 0 }
  readonly pingInterval: number
  readonly socket: {
    readonly connectTimeout: number
    readonly socketTimeout: number
    readonly reconnectStrategy: (tries: number) => number
  }
}

/** The settings of the connections. */
export const SETTINGS: Settings = {
  disableOfflineQueue: true,
  // The client's own time limit is slow, because it creates an AbortSignal for each command. answer-within.ts limits the time instead.
  commandOptions: { timeout: 0 },
  pingInterval: PING_MILLISECONDS,
  socket: {
    connectTimeout: CONNECT_MILLISECONDS,
    socketTimeout: SILENCE_MILLISECONDS,
    reconnectStrategy: (tries: number) => Math.min(20 * 2 ** tries, LONGEST_PAUSE_MILLISECONDS),
  },
}

/** Creates a connection that is not open yet. */
export function createClient({ createClient: create }: Library, url: string): Client {
  // The client writes the host of the URL into the settings of its socket, so each client gets its own copy of them.
  const client = create({ url, RESP: 2, ...SETTINGS, socket: { ...SETTINGS.socket } })
  // The client also reports here the errors that already reject commands. Without a listener, they would end the process.
  client.on('error', () => undefined)
  return client
}
