import { Buffer } from 'node:buffer'
import * as z from 'zod'
import type { ReceivedMessage } from '../../../contracts/index.ts'
import { isTooDeep, NESTING_LIMIT } from '../../../contracts/nesting.ts'
import { type GoHeaders, goBody, goHeaders } from '../explain/go-headers.ts'
import { pasteOf } from '../explain/paste.ts'
import { refuseTooLarge } from '../explain/pasted-forms.ts'
import { parsedJson } from '../explain/pasted-json.ts'
import { shortened } from '../log/log-line.ts'
import { readHttpMessage, withAndWithoutLineBreak } from './read-http-message.ts'

/** An answer or notification that someone pasted. */
export interface PastedMessage extends ReceivedMessage {
  /** The name of the message in the output, such as its status line, its request line or its position in the paste. */
  readonly title: string
  /** The body without its last line break, which an editor may have added. */
  readonly withoutLineBreak?: Buffer
}

/**
 * Reads pasted answers or notifications: one raw HTTP message, the entries of a HAR, JSON with headers and a body, or headers and a body
 * that Go printed.
 *
 * @param kind What to read from each HAR entry. `response` reads the answer. `callback` reads the request, because a notification is a
 *   request that WeChat Pay sends.
 * @throws {Error} When the content can't be read. The text of the error says why.
 */
export function readReceived(content: Buffer, kind: 'response' | 'callback'): PastedMessage[] {
  try {
    return messagesIn(pasteOf(content).bytes, kind)
  } catch (error) {
    return refuseTooLarge(error)
  }
}

function messagesIn(content: Buffer, kind: 'response' | 'callback'): PastedMessage[] {
  if (String(content).trim() === '') throw new Error(NOTHING)
  const printed = goHeaders(String(content), 'wechatpay-signature')
  if (printed) return [ofGo(printed)]
  if (!/^\s*[{[]/.test(content.toString('latin1', 0, 1_024))) return [ofHttp(content)]
  const json = parsedJson(String(content))
  const messages = isHar(json) ? ofHar(json, kind) : ofJson(json)
  if (messages.length === 0) throw new Error(NOTHING)
  if (messages.length > MESSAGE_LIMIT)
    throw new Error(`stdin has ${messages.length} messages: at most ${MESSAGE_LIMIT} can be explained at once`)
  return messages
}

const NOTHING = 'Nothing to explain: give one raw HTTP message (curl -i), a HAR, or JSON with headers and body'

/** The largest number of messages that are read at once. The diagnosis of one message can take 50 milliseconds. */
const MESSAGE_LIMIT = 500

/** Finds the status 204, which means that an answer has no body. Ignores a 204 in a time, a date, a path or a word. */
const STATUS_204 = /(?<![\w./-]|\d[:,])204(?![./:-]?\w)/

function ofGo(printed: GoHeaders): PastedMessage {
  const isEmpty =
    STATUS_204.test(printed.before) || printed.headers.some(([name, value]) => /^content-length$/i.test(name) && value === '0')
  const body = isEmpty ? Buffer.alloc(0) : goBody(printed)
  if (!body) throw new Error('stdin has headers that Go printed, but no body: print the body after the headers as text, such as "body: %s"')
  return { title: 'headers and body that Go printed', headers: listed(printed.headers), ...withAndWithoutLineBreak(body) }
}

function ofHttp(content: Buffer): PastedMessage {
  const { startLine, ...message } = readHttpMessage(content)
  return { title: startLine ?? 'headers and body', ...message }
}

const fields = z.array(z.object({ name: z.string(), value: z.string() }))
const bytes = z.number().optional().catch(undefined)
const content = z.object({ text: z.string().optional(), encoding: z.string().optional(), size: bytes })

/** The parts of a HAR that are read. */
const har = z.object({
  log: z.object({
    entries: z.array(
      z.object({
        request: z.object({ method: z.string(), url: z.string(), headers: fields, postData: content.optional(), bodySize: bytes }),
        response: z.object({ status: z.number(), headers: fields, content: content.optional() }),
      }),
    ),
  }),
})

function isHar(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'log' in json
}

function ofHar(json: unknown, kind: 'response' | 'callback'): PastedMessage[] {
  const { success, data, error } = har.safeParse(json)
  if (!success) throw new Error(`stdin is not a HAR: ${error.issues[0]?.path.join('.')}: ${error.issues[0]?.message}`, { cause: error })
  const parts = data.log.entries.map(({ request, response }): HarPart => {
    const title = `${request.method} ${request.url}`
    if (kind === 'callback') return { title, headers: request.headers, body: request.postData, size: request.bodySize }
    return { title: `${title} → ${response.status}`, headers: response.headers, body: response.content, size: response.content?.size }
  })
  const found = parts.filter(({ headers }) => headers.some(({ name }) => /^wechatpay-/i.test(name)))
  if (found.length > 0) return found.map(ofHarPart)
  throw new Error(
    `stdin: none of the ${parts.length} entries of the HAR has a Wechatpay-… header in its ${kind === 'response' ? 'answer' : 'request'}`,
  )
}

interface HarPart {
  readonly title: string
  readonly headers: z.infer<typeof fields>
  readonly body: z.infer<typeof content> | undefined
  /** The length of the body in bytes, if it is known. */
  readonly size: number | undefined
}

function ofHarPart({ title, headers, body, size = 0 }: HarPart): PastedMessage {
  if (body?.text === undefined && size > 0)
    throw new Error(`stdin: the HAR lacks the body of ${shortened(title)}: export the HAR with content`)
  const read = Buffer.from(body?.text ?? '', body?.encoding === 'base64' ? 'base64' : 'utf8')
  return { title, headers: listed(headers.map(({ name, value }) => [name, value])), body: read }
}

const message = z.looseObject(
  {
    headers: z.union([
      z.record(z.string(), z.union([z.string(), z.number().transform(String), z.array(z.string()), z.null().transform(() => [])])),
      z
        .array(
          z.union([
            z.tuple([z.string(), z.string()]),
            z.object({ name: z.string(), value: z.string() }).transform(({ name, value }) => [name, value] as [string, string]),
          ]),
        )
        .transform(listed),
    ]),
  },
  'It must be an object with headers and a body.',
)

/** Names that SDKs and logs give to a body. */
const BODY_NAMES = ['body', 'data', 'rawBody', 'raw_body', 'content', 'text']

function ofJson(json: unknown): PastedMessage[] {
  const all = Array.isArray(json) ? json : [json]
  return all.map((each, at) => {
    const { success, data, error } = message.safeParse(each)
    if (!success && isBodyOnly(each)) throw new Error(BODY_ONLY)
    if (!success)
      throw new Error(
        `stdin: message ${at + 1} is not JSON with headers and a body: ${error.issues[0]?.path.join('.')} ${error.issues[0]?.message}`,
        { cause: error },
      )
    const body = BODY_NAMES.map((name) => data[name]).find((value) => value !== undefined && value !== null) ?? ''
    // Writing a deeper body as JSON again could exceed the stack.
    if (isTooDeep(body)) throw new Error(`stdin: the body of message ${at + 1} has more than ${NESTING_LIMIT} levels: give it as text`)
    return { title: `message ${at + 1}`, headers: data.headers, body: typeof body === 'string' ? body : Object(body) }
  })
}

/** Whether JSON is the body of an answer or notification, not a message with headers. */
function isBodyOnly(json: unknown): boolean {
  return (
    !Array.isArray(json) &&
    typeof json === 'object' &&
    json !== null &&
    !Object.keys(json).some((name) => ['headers', ...BODY_NAMES].includes(name))
  )
}

const BODY_ONLY =
  'stdin has only a body: give it with its headers, as curl -i prints them, because Wechatpay-Timestamp, -Nonce, -Serial and -Signature are needed (缺少验签用的应答头或请求头)'

function listed(pairs: readonly (readonly [string, string])[]): Record<string, string[]> {
  const all = new Map<string, string[]>()
  for (const [name, value] of pairs) {
    const values = all.get(name) ?? []
    all.set(name, values)
    values.push(value)
  }
  return Object.fromEntries(all)
}
