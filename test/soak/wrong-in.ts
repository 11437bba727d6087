import type { Exchanged } from '../raw-exchange.ts'
import type { Fuzzed } from './fuzzed-request.ts'

/** A fuzzed request in bytes. */
export interface FuzzAttempt {
  readonly kind: Fuzzed['kind']
  readonly bytes: Buffer
  /** Whether the client closes its side of the connection after the request. */
  readonly isHalfClosed: boolean
}

/** What is wrong with the answer to a fuzzed request; `undefined` when the answer is right. */
export function wrongIn({ kind }: FuzzAttempt, { received, isClosed }: Exchanged): string | undefined {
  // A request that was changed after it was signed may get any answer or none. So its answer is not checked.
  if (kind === 'changed') return undefined
  if (!isClosed) return 'the answer does not end'
  if (received === '') return 'not answered'
  const [head, body] = headAndBody(received)
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1]
  if (!status) return `the answer is not HTTP but ${JSON.stringify(received.slice(0, 80))}`
  const length = /^content-length: (\d+)$/im.exec(head)?.[1]
  if (length !== undefined && Number(length) !== body.length) return `the body has ${body.length} bytes, but Content-Length is ${length}`
  // An answer with the status 204 has no body, although it has a Content-Type.
  if (status !== '204' && /^content-type: application\/json/im.test(head) && !isJson(body)) return 'the answer is not JSON'
  if (kind === 'signed' && status === '401') return 'a valid signature is refused'
  return undefined
}

function headAndBody(received: string): [head: string, body: string] {
  const answer = received.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '')
  const end = answer.indexOf('\r\n\r\n')
  return [answer.slice(0, end), answer.slice(end + 4)]
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
