import { Buffer } from 'node:buffer'
import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { setTimeout } from 'node:timers/promises'
import { errorMessage } from '../../contracts/error-message.ts'
import type { SignedMessage } from '../gateway/sign-message.ts'

/** Where a notification goes. */
export interface NotificationTarget {
  readonly url: URL
  /** The IP address to connect to. The host name was resolved when the target was checked, and is not resolved again. */
  readonly address: string
  /** Further addresses of the same name. They are tried when the first address does not answer. */
  readonly others?: readonly string[]
}

/** How a notification is sent. */
export interface Posting {
  /** How long the whole exchange may take, in milliseconds. */
  readonly limit: number
  /** `slow`: the second half of the body comes two seconds after the first. `cut`: the connection ends after half of the body. */
  readonly wire?: 'slow' | 'cut' | undefined
  /** Aborts the exchange before its time limit. */
  readonly signal?: AbortSignal
  /** Called when the whole request has been sent. */
  readonly onSent?: () => void
}

/** The answer of the handler, which is the program that receives the notification. */
export interface HandlerAnswer {
  /** `null` when there was no answer. */
  readonly status: number | null
  /** The first 4,096 bytes of the body, as text. */
  readonly body: string
  /** The time from the start of the connection to the end of the answer, or to the failure. */
  readonly milliseconds: number
  /** Why there was no complete answer; `null` when there was one. */
  readonly failure: string | null
}

/** How much of an answer's body is kept, in bytes. */
const BODY_BYTES = 4_096
/** The longest body that an answer may have, in bytes. A longer body is a failure. */
const ANSWER_BYTES_LIMIT = 1_048_576
const SLOWNESS_MILLISECONDS = 2_000

/**
 * Sends a notification over its own connection and reads the answer. Does not follow redirects.
 *
 * @see https://pay.weixin.qq.com/docs/partner/development/practices/notification-considerations.html
 */
export async function postNotification(target: NotificationTarget, message: SignedMessage, posting: Posting): Promise<HandlerAnswer> {
  const started = performance.now()
  const kept: Kept = { status: null, chunks: [], bytes: 0 }
  const limit = AbortSignal.timeout(posting.limit)
  const signal = posting.signal ? AbortSignal.any([limit, posting.signal]) : limit
  const failure = await exchange(target, message, { ...posting, signal }, kept).then(
    () => null,
    (error) =>
      limit.aborted ? `No ${kept.status === null ? 'answer' : 'complete answer'} within ${posting.limit / 1000} s` : failureOf(error),
  )
  const body = Buffer.concat(kept.chunks).subarray(0, BODY_BYTES).toString('utf8')
  return { status: kept.status, body, milliseconds: Math.round(performance.now() - started), failure }
}

/** The message of Node's error when the handler closes the connection before the end of its answer. */
const ABORTED = 'aborted'
/** OpenSSL's texts for an answer without TLS. */
const WITHOUT_TLS = /wrong version number|packet length too long/

function failureOf(error: unknown): string {
  const message = errorMessage(error)
  if (WITHOUT_TLS.test(message))
    return 'The handler answers without TLS (https): begin the URL with http://, or name the handler with --notify-map'
  return message === ABORTED ? 'The connection closed before the end of the answer' : message
}

/** The part of an answer that has come so far. */
interface Kept {
  status: number | null
  chunks: Buffer[]
  bytes: number
}

type Exchanging = Pick<Posting, 'wire' | 'onSent'> & { readonly signal: AbortSignal }

async function exchange(
  target: NotificationTarget,
  { headers, body }: SignedMessage,
  { wire, signal, onSent = () => undefined }: Exchanging,
  kept: Kept,
): Promise<void> {
  signal.throwIfAborted()
  const sent = open(target, headers, signal)
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve).once('finish', onSent).on('error', reject)
    // Without a listener for `upgrade`, Node would close the connection and report nothing.
    sent.once('upgrade', ({ statusCode }, socket) => {
      socket.destroy()
      reject(new Error(`The handler answered ${statusCode}, which changes to another protocol`))
    })
  })
  const written = write(sent, body, wire, signal)
  const [answer] = await Promise.all([answered, written])
  kept.status = answer.statusCode ?? null
  for await (const chunk of answer) keep(chunk, kept)
  // An answer without Content-Length ends when the connection closes. Such an answer looks complete even if the time limit cut it off.
  signal.throwIfAborted()
}

function open({ url, address, others = [] }: NotificationTarget, headers: SignedMessage['headers'], signal: AbortSignal): ClientRequest {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  const lookup = (_name: string, options: { all?: boolean }, found: (...result: unknown[]) => void) => {
    const addresses = [address, ...others].map((one) => ({ address: one, family: one.includes(':') ? 6 : 4 }))
    return options.all ? found(null, addresses) : found(null, address, addresses[0]?.family)
  }
  return request(url, { method: 'POST', headers, agent: false, lookup: lookup as never, signal })
}

async function write(sent: ClientRequest, body: Uint8Array, wire: Posting['wire'], signal: AbortSignal): Promise<void> {
  if (!wire) {
    sent.end(body)
    return
  }
  const half = Math.floor(body.length / 2)
  sent.write(body.subarray(0, half))
  if (wire === 'cut') {
    await setTimeout(CUT_MILLISECONDS, undefined, { signal })
    sent.destroy(new Error('The connection was cut in the middle of the body, as asked'))
    return
  }
  await setTimeout(SLOWNESS_MILLISECONDS, undefined, { signal })
  sent.end(body.subarray(half))
}

/** How long to wait before the connection is cut, so that the first half of the body arrives. */
const CUT_MILLISECONDS = 200

function keep(chunk: Buffer, kept: Kept): void {
  kept.bytes += chunk.length
  if (kept.bytes > ANSWER_BYTES_LIMIT) throw new Error(`The answer is longer than ${ANSWER_BYTES_LIMIT} bytes`)
  if (kept.bytes - chunk.length < BODY_BYTES) kept.chunks.push(chunk)
}
