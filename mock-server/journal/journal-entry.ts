import { Buffer } from 'node:buffer'
import { requestMessage } from '../../contracts/index.ts'
import type { HttpRequest } from '../edge/http-exchange.ts'
import type { Outcome } from '../operations/operation-handler.ts'
import type { RequestContext } from '../request-context.ts'
import type { JournalEntry } from '../store/records.ts'
import type { JournalRecord } from '../store/store.ts'

/** How much of a body the journal keeps, in bytes. */
const BODY_LIMIT = 4_096
const TARGET_LIMIT = 2_048
const HEADER_LIMIT = 1_024

/** The memory of an entry apart from its text, in bytes; a measured estimate. */
const OTHER_BYTES = 300

/** Headers that may hold secrets. */
const PRIVATE_HEADERS = new Set(['cookie', 'proxy-authorization'])

/**
 * The journal's record of a request and its outcome, kept as one string. Thousands of objects would keep the garbage collector busy.
 */
export function journalRecord(context: RequestContext, outcome: Outcome): JournalRecord {
  const text = JSON.stringify(factsOf(context, outcome))
  return { bytes: OTHER_BYTES + text.length, write: () => entryOf(JSON.parse(text)) }
}

/** The journal entry for a request and its outcome. */
export function journalEntry(context: RequestContext, outcome: Outcome): Omit<JournalEntry, 'id'> {
  return entryOf(factsOf(context, outcome))
}

/** The data of an entry. The entry itself is built when it is read, because most are never read. */
interface Facts {
  readonly time: number
  readonly method: string
  readonly target: string
  readonly headers: HttpRequest['headers']
  /** One character for each byte; `null` when the body was not read. */
  readonly body: string | null
  /** `null` when the credentials can't be read. */
  readonly signed: { readonly timestamp: string; readonly nonce: string } | null
  readonly rest: Pick<JournalEntry, 'operation' | 'verdict' | 'status' | 'wire' | 'code' | 'example' | 'change' | 'faults' | 'warnings'>
}

function factsOf(context: RequestContext, outcome: Outcome): Facts {
  const { request, claim, operation, scripted, warnings = [] } = context
  const { method, target, headers, body } = request
  const { status, code = null, example = null, change = null } = outcome
  const { credentials } = claim
  return {
    time: claim.received,
    method,
    target: target.slice(0, TARGET_LIMIT),
    headers,
    body: body ? Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, BODY_LIMIT)).toString('latin1') : null,
    signed: credentials ? { timestamp: credentials.timestamp, nonce: credentials.nonce.slice(0, HEADER_LIMIT) } : null,
    rest: {
      operation: operation?.id ?? null,
      verdict: verdictOf(context, outcome),
      status,
      wire: scripted?.result?.wire ?? null,
      code,
      example,
      change,
      faults: [...(scripted?.ids ?? [])],
      ...(warnings.length > 0 && { warnings: [...warnings] }),
    },
  }
}

function entryOf({ time, method, target, headers, body: bytes, signed, rest }: Facts): Omit<JournalEntry, 'id'> {
  const body = bytes === null ? null : textOf(Buffer.from(bytes, 'latin1'))
  return {
    time: new Date(time).toISOString(),
    method,
    target,
    headers: shownHeaders(headers),
    body,
    message: signed && String(requestMessage({ method, target, ...signed, body: body ?? '' })),
    diagnosis: null,
    ...rest,
  }
}

/** `valid`, the name of the 401 example, or `null` when the signature was not checked. */
export function verdictOf({ signer }: RequestContext, { status, example }: Outcome): JournalEntry['verdict'] {
  if (signer) return 'valid'
  return (status === 401 && example) || null
}

/** Decodes bytes without a final incomplete character. A byte order mark is kept, because it is signed too. */
function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: true })
}

function shownHeaders(headers: HttpRequest['headers']): Record<string, string> {
  const shown: Record<string, string> = Object.create(null)
  for (const [name, value = ''] of Object.entries(headers)) {
    if (PRIVATE_HEADERS.has(name)) continue
    shown[name] = (name === 'authorization' ? shownAuthorization(value) : value).slice(0, HEADER_LIMIT)
  }
  return shown
}

/** Shortens the signature. Of any other scheme only the name is shown, because the rest, or a value without a scheme, may be a secret. */
function shownAuthorization(value: string): string {
  if (!/^WECHATPAY2/i.test(value)) return `${/^\S{0,32}\s/.exec(value)?.[0].trim() ?? ''} …`.trim()
  return value.replace(/(signature\s*=\s*["']?[^"',\s]{0,16})[^"',\s]*/gi, `$1…`)
}
