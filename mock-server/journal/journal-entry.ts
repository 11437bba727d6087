import { Buffer } from 'node:buffer'
import { requestMessage } from '../../contracts/index.ts'
import { wholeCharacters } from '../../contracts/shown-message.ts'
import type { HttpAnswer, HttpRequest } from '../edge/http-exchange.ts'
import type { Outcome } from '../operations/operation-handler.ts'
import type { RequestContext } from '../request-context.ts'
import type { JournalEntry } from '../store/records.ts'
import type { EntrySummary, JournalRecord, RecordReader } from '../store/store.ts'
import { memoryOf } from './memory-of.ts'
import { type SignedBy, signedBy, signerText } from './reasons.ts'

/** How much of a body the journal keeps, in bytes. A request's body is not cut, because a longer one is refused unread. */
const BODY_LIMIT = 65_536
const TARGET_LIMIT = 2_048
const HEADER_LIMIT = 1_024

/** About how much memory an entry takes besides its text, in bytes; measured. */
const OTHER_BYTES = 300

/** Headers that may hold secrets. */
const PRIVATE_HEADERS = new Set(['cookie', 'proxy-authorization'])

/**
 * The journal's record of a request and its outcome, kept as one string: a line with the summary, then the headers and bodies of the request and
 * the answer. Thousands of objects would keep the garbage collector busy.
 *
 * @param isDiagnosed Whether a diagnosis will be added.
 */
export function journalRecord(context: RequestContext, outcome: Outcome, answer: HttpAnswer, isDiagnosed: boolean): JournalRecord {
  const { summary, messages } = factsOf(context, outcome, answer)
  const text = `${JSON.stringify(summary)}\n${JSON.stringify(messages)}`
  return { bytes: OTHER_BYTES + memoryOf(text), text, isDiagnosed }
}

/** Reads a {@link journalRecord}. */
export const recordReader: RecordReader = {
  entry(text) {
    // JSON.stringify writes no line feeds.
    const end = text.indexOf('\n')
    return entryOf({ summary: JSON.parse(text.slice(0, end)), messages: JSON.parse(text.slice(end)) })
  },
  summary: (text) => summaryOf(JSON.parse(text.slice(0, text.indexOf('\n')))),
}

/** The journal entry for a request, its outcome and its answer. */
export function journalEntry(context: RequestContext, outcome: Outcome, answer: HttpAnswer): Omit<JournalEntry, 'id'> {
  return entryOf(factsOf(context, outcome, answer))
}

/** The data of an entry. The entry itself is built when it is read, because most are not read. */
interface Facts {
  readonly summary: SummaryFacts
  readonly messages: MessageFacts
}

interface MessageFacts {
  readonly headers: HttpRequest['headers']
  /** The body with one character for each byte; `null` when it was not read. */
  readonly body: string | null
  /** `null` when the credentials can't be read. */
  readonly signed: { readonly timestamp: string; readonly nonce: string } | null
  /** The body has one character for each byte. */
  readonly answer: { readonly headers: HttpAnswer['headers']; readonly body: string }
}

interface SummaryFacts {
  readonly time: number
  readonly method: string
  readonly target: string
  /** Without the Chinese text, which would double the memory of the whole entry. */
  readonly signer: SignedBy | null
  readonly rest: Omit<EntrySummary, 'id' | 'time' | 'method' | 'target' | 'diagnosis' | 'signer'>
}

function factsOf(context: RequestContext, outcome: Outcome, answer: HttpAnswer): Facts {
  return { summary: summaryFactsOf(context, outcome, answer), messages: messageFactsOf(context, answer) }
}

function messageFactsOf({ request: { headers, body }, claim: { credentials } }: RequestContext, answer: HttpAnswer): MessageFacts {
  return {
    headers,
    body: body ? latin1(body) : null,
    signed: credentials ? { timestamp: credentials.timestamp, nonce: credentials.nonce.slice(0, HEADER_LIMIT) } : null,
    answer: { headers: answer.headers, body: latin1(answer.body) },
  }
}

function summaryFactsOf(context: RequestContext, outcome: Outcome, answer: HttpAnswer): SummaryFacts {
  const { request, claim, operation, scripted } = context
  const { status, code = null, example = null, change = null } = outcome
  const { mchid = null, requestId = null, error = null, signer, warnings } = answer.reasons ?? {}
  return {
    time: claim.received,
    method: request.method,
    target: request.target.slice(0, TARGET_LIMIT),
    signer: signer && context.signer ? signedBy(context.signer, context, answer.headers) : null,
    rest: {
      mchid,
      operation: operation?.id ?? null,
      verdict: verdictOf(context, outcome),
      status,
      wire: scripted?.result?.wire ?? null,
      code,
      example,
      error,
      change,
      faults: [...(scripted?.ids ?? [])],
      ...(scripted && scripted.delay > 0 && { delay_ms: scripted.delay }),
      ...(warnings && { warnings: [...warnings] }),
      request_id: requestId,
    },
  }
}

function latin1({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, Math.min(length, BODY_LIMIT)).toString('latin1')
}

function entryOf({ summary, messages }: Facts): Omit<JournalEntry, 'id'> {
  const { headers, body: bytes, signed, answer } = messages
  const body = bytes === null ? null : textOf(bytes)
  const { time, method, target, diagnosis, signer, ...rest } = summaryOf(summary)
  return {
    time,
    method,
    target,
    headers: shownHeaders(headers),
    body,
    message: signed && String(requestMessage({ method, target, ...signed, body: body ?? '' })),
    diagnosis,
    ...rest,
    signer,
    answer: { headers: lowerCased(answer.headers), body: textOf(answer.body) },
  }
}

function summaryOf({ time, method, target, signer, rest }: SummaryFacts): Omit<EntrySummary, 'id'> {
  return { time: new Date(time).toISOString(), method, target, diagnosis: null, ...rest, signer: signer && signerText(signer) }
}

function lowerCased(headers: HttpAnswer['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

/** `valid`; after a 401, the name of its error example; otherwise `null`, because the signature was not checked. */
export function verdictOf({ signer }: RequestContext, { status, example }: Outcome): JournalEntry['verdict'] {
  if (signer) return 'valid'
  return (status === 401 && example) || null
}

/** Decodes bytes that are given as one character each. */
function textOf(bytes: string): string {
  return wholeCharacters(Buffer.from(bytes, 'latin1'))
}

function shownHeaders(headers: HttpRequest['headers']): Record<string, string> {
  const shown: Record<string, string> = Object.create(null)
  for (const [name, value = ''] of Object.entries(headers)) {
    if (PRIVATE_HEADERS.has(name)) continue
    shown[name] = (name === 'authorization' ? shownAuthorization(value) : value).slice(0, HEADER_LIMIT)
  }
  return shown
}

/** Shortens the signature of WeChat Pay's scheme. Keeps only the name of another scheme, if it has up to 32 characters: the rest may be a secret. */
function shownAuthorization(value: string): string {
  if (!/^WECHATPAY2/i.test(value)) return `${/^\S{0,32}\s/.exec(value)?.[0].trim() ?? ''} …`.trim()
  return value.replace(/(signature\s*=\s*["']?[^"',\s]{0,16})[^"',\s]*/gi, `$1…`)
}
