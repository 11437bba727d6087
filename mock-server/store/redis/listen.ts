import { setTimeout } from 'node:timers/promises'
import { answerWithin } from './answer-within.ts'
import { endClient } from './end-client.ts'
import type { RedisAway } from './redis-away.ts'
import type { Client } from './redis-client.ts'

const PAUSE_MILLISECONDS = 100

/** A channel and what to do with its messages. */
interface Listening {
  readonly away: Pick<RedisAway, 'connecting'>
  /** How long connecting and subscribing may take, in milliseconds. */
  readonly answering: number
  readonly channel: string
  readonly onMessage: (message: string) => void
  /** Called each time that listening begins, also after a lost connection. */
  readonly onReady: () => void
}

/**
 * Listens to a channel of Redis. Tries these connections in order and uses the first that can be made. When that connection is lost, starts
 * again at the beginning of the list.
 *
 * @param connections Returns functions that each create a connection.
 * @param closing Aborted when nobody listens any more.
 * @throws {StoreAway} When none of the connections can be made.
 */
export async function listen(connections: () => readonly (() => Client)[], listening: Listening, closing: AbortSignal): Promise<void> {
  const { away, answering, channel, onMessage, onReady } = listening
  let reason: unknown
  for (const create of connections()) {
    const client = create()
    const close = () => endClient(client)
    closing.addEventListener('abort', close, { once: true })
    const { promise: lost, reject: lose } = Promise.withResolvers<never>()
    client.on('error', lose)
    try {
      const subscribed = client.connect().then(() => client.subscribe(channel, onMessage))
      await answerWithin(answering, Promise.race([lost, subscribed]))
      closing.throwIfAborted()
    } catch (error) {
      reason = error
      closing.removeEventListener('abort', close)
      close()
      continue
    }
    onReady()
    lost.catch(() => {
      closing.removeEventListener('abort', close)
      close()
      return listenAgain(connections, listening, closing)
    })
    return
  }
  throw away.connecting(reason)
}

async function listenAgain(...given: Parameters<typeof listen>): Promise<void> {
  const [, , closing] = given
  do {
    await setTimeout(PAUSE_MILLISECONDS)
    if (closing.aborted) return
  } while (
    !(await listen(...given).then(
      () => true,
      () => false,
    ))
  )
}
