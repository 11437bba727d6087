import type { Library } from './redis-client.ts'

/** The lost connections that are being renewed, by server. */
export interface Renewals {
  /** Notes that an attempt to renew the connection begins. A second attempt means that the first has failed. */
  readonly begins: (server: string) => void
  /** Notes that the connection is renewed, or will not be renewed any more. */
  readonly ends: (server: string) => void
  /**
   * Resolves when the first attempts have ended or take too long. Later attempts are not waited for, so that commands fail at once during
   * an outage.
   */
  readonly tried: () => Promise<unknown>
}

/** How long a command waits for an attempt. A server that stands still takes the connection but does not answer. */
const PATIENCE_MILLISECONDS = 2_000

/** Creates the list of the connections that are being renewed. */
export function createRenewals(): Renewals {
  const first = new Map<string, PromiseWithResolvers<void>>()
  return {
    begins(server) {
      const earlier = first.get(server)
      if (earlier) return earlier.resolve()
      const renewal = Promise.withResolvers<void>()
      first.set(server, renewal)
      setTimeout(renewal.resolve, PATIENCE_MILLISECONDS).unref()
    },
    ends(server) {
      first.get(server)?.resolve()
      first.delete(server)
    },
    tried: () => Promise.all([...first.values()].map(({ promise }) => promise)),
  }
}

/**
 * Returns a function that sends a command, and sends the command again if the connection was being renewed. The client had not sent the
 * command, so nothing is done twice. For example, a process that stood still takes Redis for silent and drops its connection just before it
 * reads the requests that came in the meantime.
 *
 * @param send Sends a command to Redis.
 */
export function sendWhenRenewed<Words extends readonly unknown[]>(
  { ClientOfflineError }: Pick<Library, 'ClientOfflineError'>,
  { tried }: Pick<Renewals, 'tried'>,
  send: (...words: Words) => Promise<unknown>,
): (...words: Words) => Promise<unknown> {
  return (...words) =>
    send(...words).catch(async (error) => {
      if (!(error instanceof ClientOfflineError)) throw error
      await tried()
      return send(...words)
    })
}
