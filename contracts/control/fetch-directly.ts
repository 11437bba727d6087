import { once } from 'node:events'
import { Readable } from 'node:stream'
import { within } from '../within.ts'

/** The hosts that are this machine: a proxy on another machine would look for the mock server there. */
const THIS_MACHINE = /^(?:127(?:\.\d+){3}|\[::1\]|localhost)$/

/** How long to wait for the beginning of an answer, in milliseconds. It is the limit of `fetch`. */
const ANSWER_TIMEOUT = 300_000

/** The parts of `RequestInit` that a control call uses. */
interface Sent {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal: AbortSignal | null
}

/**
 * Sends a request as `fetch` does, without following redirects: a redirected POST would become a GET, whose answer looks like that of the POST. A request to this machine bypasses the proxy of the environment, which `fetch` uses
 * with NODE_USE_ENV_PROXY and which would read the control token.
 */
export function fetchDirectly(url: URL, sent: Sent): Promise<Pick<Response, 'status' | 'body'>> {
  const isLocal = url.protocol === 'http:' && THIS_MACHINE.test(url.hostname)
  return isLocal ? sendToThisMachine(url, sent) : fetch(url, { ...sent, redirect: 'manual' })
}

async function sendToThisMachine(url: URL, { method, headers, body, signal }: Sent): Promise<Pick<Response, 'status' | 'body'>> {
  // Loaded on demand, because loading takes time.
  const { request } = await import('node:http')
  // The global agent would use the proxy.
  const sending = request(url, { method, headers, agent: false, ...(signal && { signal }) })
  // The server may answer and close the connection before it has read a large body.
  sending.on('error', () => undefined).end(body)
  const answered = Promise.race([once(sending, 'response'), once(sending, 'upgrade')])
  const [answer] = await within(ANSWER_TIMEOUT, answered, `no answer within ${ANSWER_TIMEOUT / 1000} s`).catch((error) => {
    sending.destroy()
    throw error
  })
  return { status: answer.statusCode, body: Readable.toWeb(answer) as ReadableStream<Uint8Array<ArrayBuffer>> }
}
