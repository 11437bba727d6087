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

/** How much of a body the journal keeps, in bytes. Only long answers are cut, because the gateway refuses a longer request unread. */
const BODY_LIMIT = 65_536
const TARGET_LIMIT = 2_048
const HEADER_LIMIT = 1_024

/** How many bytes of memory an entry takes in addition to its text. The number is approximate; it was measured. */
const OTHER_BYTES = 300

/** The journal leaves out these headers, because they may contain secrets. */
const PRIVATE_HEADERS = new Set(['cookie', 'proxy-authorization'])

/**
 * Returns the journal's record of a request and its outcome. The record is one string: a line with the summary, then a line with the
 * headers and bodies of the request and the answer. Thousands of objects instead of strings would keep the garbage collector busy.
 *
 * @param isDiagnosed Whether a diagnosis will be added to the entry later.
 */
export function journalRecord(context: RequestContext, outcome: Outcome, answer: HttpAnswer, isDiagnosed: boolean): JournalRecord {
  const { summary, messages } = factsOf(context, outcome, answer)
  const text = `${JSON.stringify(summary)}\n${JSON.stringify(messages)}`
  return { bytes: OTHER_BYTES + memoryOf(text), text, isDiagnosed }
}

/** Reads a {@link journalRecord}. */
export const recordReader: RecordReader = {
  entry(text) {
    // The summary ends at the first line feed, because JSON.stringify writes no line feeds.
    const end = text.indexOf('\n')
    return entryOf({ summary: JSON.parse(text.slice(0, end)), messages: JSON.parse(text.slice(end)) })
  },
  summary: (text) => summaryOf(JSON.parse(text.slice(0, text.indexOf('\n')))),
}

/** Returns the journal entry for a request, its outcome and its answer. */
export function journalEntry(context: RequestContext, outcome: Outcome, answer: HttpAnswer): Omit<JournalEntry, 'id'> {
  return entryOf(factsOf(context, outcome, answer))
}

/** The data of an entry. The entry itself is built only when it is read, because most entries are never read. */
interface Facts {
  readonly summary: SummaryFacts
  readonly messages: MessageFacts
}

interface MessageFacts {
  readonly headers: HttpRequest['headers']
  /** The body of the request, with one character for each byte; `null` when the gateway did not read the body. */
  readonly body: string | null
  /** The signed values in the Authorization header; `null` when the header can't be read. */
  readonly signed: { readonly timestamp: string; readonly nonce: string } | null
  /** The answer. Its body has one character for each byte. */
  readonly answer: { readonly headers: HttpAnswer['headers']; readonly body: string }
}

interface SummaryFacts {
  readonly time: number
  readonly method: string
  readonly target: string
  /** Contains no Chinese text, because a single Chinese character would double the memory of the whole entry. */
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

/**
 * Returns `valid` if the signature is valid. If the request was refused with a 401, returns the name of its error example. Otherwise,
 * returns `null`, because the signature was not checked.
 */
export function verdictOf({ signer }: RequestContext, { status, example }: Outcome): JournalEntry['verdict'] {
  if (signer) return 'valid'
  return (status === 401 && example) || null
}

/** Decodes UTF-8 from a string that has one character for each byte. */
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

/**
 * Returns the Authorization header without secrets. For WeChat Pay's scheme, shortens the signature. For any other scheme, keeps only the
 * name of the scheme. A name of more than 32 characters is left out, too.
 */
function shownAuthorization(value: string): string {
  if (!/^WECHATPAY2/i.test(value)) return `${/^\S{0,32}\s/.exec(value)?.[0].trim() ?? ''} …`.trim()
  return value.replace(/(signature\s*=\s*["']?[^"',\s]{0,16})[^"',\s]*/gi, `$1…`)
}
