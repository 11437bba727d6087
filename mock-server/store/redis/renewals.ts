import type { Library } from './redis-client.ts'

/** The servers whose lost connections are being renewed. */
export interface Renewals {
  /** Notes that an attempt to renew the connection to a server begins. If it is the second attempt, the first one has failed. */
  readonly begins: (server: string) => void
  /** Notes that the connection is renewed, or will not be renewed any more. */
  readonly ends: (server: string) => void
  /**
   * Resolves when the first attempt for each server has ended or has taken two seconds. It does not wait for later attempts, so commands
   * fail at once during an outage.
   */
  readonly tried: () => Promise<unknown>
}

/** How long a first attempt may take before commands stop waiting for it. A suspended server accepts the connection but does not answer. */
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
 * Returns a function that sends a command to Redis. If the connection is being renewed, the function waits and then sends the command
 * again. The client did not send the command the first time, so Redis never runs it twice.
 *
 * For example, a process that was suspended for seconds finds that Redis was silent, and drops the connection. It then reads the requests
 * that arrived while it was suspended. Their commands find no connection.
 *
 * @param send Sends a command to Redis once.
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
