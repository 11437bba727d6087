import { Buffer } from 'node:buffer'
import { requestMessage } from '../../contracts/index.ts'
import type { HttpRequest } from '../edge/http-exchange.ts'
import type { Outcome } from '../operations/operation-handler.ts'
import type { RequestContext } from '../request-context.ts'
import type { JournalEntry } from '../store/records.ts'
import type { JournalRecord } from '../store/store.ts'
import type { Claim } from '../tenant/claimed-tenant.ts'

/** How much of a request the journal keeps; bytes of the body, characters of the rest. */
const BODY_LIMIT = 4_096
const TARGET_LIMIT = 2_048
const HEADER_LIMIT = 1_024

/** What a request and its outcome take in memory beside what the client sent, in bytes; about, as measured. */
const OTHER_BYTES = 2_560

/** Headers that may hold what is nobody's business. */
const PRIVATE_HEADERS = new Set(['cookie', 'proxy-authorization'])

/** What the journal takes of a request and of its outcome. */
export function journalRecord(context: RequestContext, outcome: Outcome): JournalRecord {
  return { bytes: bytesOf(context.request), write: () => journalEntry(context, outcome) }
}

/** What the journal says of a request and of its outcome. */
export function journalEntry(context: RequestContext, outcome: Outcome): Omit<JournalEntry, 'id'> {
  const { request, claim, operation, scripted } = context
  const { method, target } = request
  const { status, code = null, example = null, change = null } = outcome
  const body = request.body ? textOf(request.body) : null
  return {
    time: new Date(claim.received).toISOString(),
    method,
    target: cut(target, TARGET_LIMIT),
    operation: (operation?.id ?? null) as JournalEntry['operation'],
    headers: shownHeaders(request),
    body,
    message: builtMessage(request, claim, body ?? ''),
    verdict: verdictOf(context, outcome),
    diagnosis: null,
    status,
    wire: scripted?.result?.wire ?? null,
    code,
    example,
    change,
    faults: [...(scripted?.ids ?? [])],
  }
}

/** `valid`, the example of the 401 that the signature came to, or `null` when it was not looked at. */
export function verdictOf({ signer }: RequestContext, { status, example }: Outcome): JournalEntry['verdict'] {
  if (signer) return 'valid'
  return (status === 401 && example) || null
}

/** Until its entry is written, all of a request is kept. */
function bytesOf({ target, headers, body }: HttpRequest): number {
  let bytes = OTHER_BYTES + target.length + (body?.length ?? 0)
  for (const name in headers) bytes += name.length + (headers[name]?.length ?? 0)
  return bytes
}

/** The beginning of the bytes as text, no character of it cut in two; a byte order mark is shown, since it is signed too. */
function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, BODY_LIMIT), { stream: true })
}

/** No message can be built without the credentials. */
function builtMessage({ method, target }: HttpRequest, { credentials }: Claim, body: string): string | null {
  if (!credentials) return null
  const { timestamp, nonce } = credentials
  return String(requestMessage({ method, target: target.slice(0, TARGET_LIMIT), timestamp, nonce: nonce.slice(0, HEADER_LIMIT), body }))
}

function shownHeaders({ headers }: HttpRequest): Record<string, string> {
  const shown: Record<string, string> = Object.create(null)
  for (const [name, value = ''] of Object.entries(headers)) {
    if (PRIVATE_HEADERS.has(name)) continue
    shown[name] = cut(name === 'authorization' ? shownAuthorization(value) : value, HEADER_LIMIT)
  }
  return shown
}

/** The fields, the signature cut short; of another scheme its name alone, since the rest may be a secret, as may be a word without a scheme. */
function shownAuthorization(value: string): string {
  if (!/^WECHATPAY2/i.test(value)) return `${/^\S{0,32}\s/.exec(value)?.[0].trim() ?? ''} …`.trim()
  return value.replace(/(signature\s*=\s*["']?[^"',\s]{0,16})[^"',\s]*/gi, `$1…`)
}

/** The beginning of a text, without the rest of it in memory: a part of a string keeps the whole. */
function cut(text: string, length: number): string {
  return text.length <= length ? text : Buffer.from(text.slice(0, length), 'utf16le').toString('utf16le')
}
