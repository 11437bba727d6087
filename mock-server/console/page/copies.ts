import { jsonOrText } from './json-or-text.ts'
import type { JournalEntry, ListedOperation } from './schemas.ts'

/** A new Authorization header that the server made for a request, and the signature message that it signs. */
export interface Signed {
  readonly authorization: string
  readonly message: string
}

/** Headers that the signer, the HTTP library or the transport writes by itself. */
const OF_TRANSPORT = new Set([
  'host',
  'connection',
  'content-length',
  'accept-encoding',
  'authorization',
  'user-agent',
  'transfer-encoding',
  'expect',
])

/** Returns the headers of a request, except those in {@link OF_TRANSPORT} and those that only browsers send (`sec-…`). */
export function repeatedHeaders({ headers }: Pick<JournalEntry, 'headers'>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_TRANSPORT.has(name) && !name.startsWith('sec-')))
}

/** Returns a curl command that repeats a request, for a POSIX shell. */
export function curlOf(entry: JournalEntry, { authorization }: Signed, baseUrl: string): string {
  const headers = { authorization, accept: 'application/json', ...repeatedHeaders(entry) }
  const parts = [
    `curl -i --globoff --path-as-is -X ${quoted(entry.method)} ${quoted(`${baseUrl}${entry.target}`)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${capitalized(name)}: ${value}`)}`),
    ...(entry.body ? [`--data-raw ${quoted(entry.body)}`] : []),
  ]
  return `${parts.join(' \\\n  ')}\n`
}

/** Quotes a word for a POSIX shell. A word with control characters is written as `$'…'`, which Bash, zsh and ksh understand. */
function quoted(text: string): string {
  if (/^[\w.,:/@%+=-]+$/.test(text)) return text
  if (!/[\p{Cc}]/u.test(text)) return `'${text.replaceAll("'", "'\\''")}'`
  const escaped = text.replace(/[\\']/g, '\\$&').replace(/\p{Cc}/gu, (character) => octal(character))
  return `$'${escaped}'`
}

/** Writes the UTF-8 bytes of a control character in octal. After fewer than three digits, a shell would add the next digit to the byte. */
function octal(character: string): string {
  return [...new TextEncoder().encode(character)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')
}

function capitalized(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase())
}

/** Returns a HAR with a request and its answer. The journal keeps only the beginning of the signature, so the HAR gets a new signature. */
export function harOf(entry: JournalEntry, { authorization }: Signed, baseUrl: string): string {
  const { method, target, headers, body, status, answer, time, delay_ms = 0 } = entry
  const pairs = (fields: Readonly<Record<string, string>>) => Object.entries(fields).map(([name, value]) => ({ name, value }))
  const har = {
    log: {
      version: '1.2',
      creator: { name: 'wechatpay-goldplan-mock', version: '1' },
      entries: [
        {
          startedDateTime: time,
          time: delay_ms,
          request: {
            method,
            url: `${baseUrl}${target}`,
            httpVersion: 'HTTP/1.1',
            cookies: [],
            headers: pairs({ ...headers, authorization }),
            queryString: [...new URL(target, baseUrl).searchParams].map(([name, value]) => ({ name, value })),
            ...(body && { postData: { mimeType: headers['content-type'] ?? 'application/json', text: body } }),
            headersSize: -1,
            bodySize: new TextEncoder().encode(body ?? '').length,
          },
          response: {
            status,
            statusText: '',
            httpVersion: 'HTTP/1.1',
            cookies: [],
            headers: pairs(answer.headers),
            content: {
              size: new TextEncoder().encode(answer.body).length,
              mimeType: answer.headers['content-type'] ?? '',
              text: answer.body,
            },
            redirectURL: '',
            headersSize: -1,
            bodySize: -1,
          },
          cache: {},
          timings: { send: 0, wait: delay_ms, receive: 0 },
        },
      ],
    },
  }
  return `${JSON.stringify(har, null, 2)}\n`
}

/** Returns a golden vector for a request, in the form of `contracts/vectors/requests.json`. */
export function vectorOf({ method, target, body, operation }: JournalEntry, { authorization, message }: Signed): string {
  const field = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(authorization)?.[1] ?? ''
  const vector = {
    name: operation ?? `${method} ${target}`,
    request: { method, target, ...(body && { body }) },
    timestamp: field('timestamp'),
    nonce_str: field('nonce_str'),
    message,
    signature: field('signature'),
    authorization,
    now: Number(field('timestamp')),
    verdict: 'valid',
  }
  return `${JSON.stringify(vector, null, 2)}\n`
}

/** Returns an interaction for a pact file, in version 4 of the Pact specification. */
export function pactOf(entry: JournalEntry): string {
  const { method, target, headers, body, status, answer, operation, example } = entry
  const [path = '', query] = target.split('?')
  const type = headers['content-type']
  const answerType = answer.headers['content-type']
  const interaction = {
    type: 'Synchronous/HTTP',
    description: `${operation ?? `${method} ${path}`}${example === null ? '' : ` that fails with ${example}`}`,
    pending: false,
    request: {
      method,
      path,
      ...(query !== undefined && { query: queryOf(query) }),
      headers: {
        Accept: [headers['accept'] ?? 'application/json'],
        Authorization: [headers['authorization'] ?? ''],
        ...(type !== undefined && { 'Content-Type': [type] }),
      },
      ...(body && { body: contentOf(body, type) }),
      matchingRules: {
        header: { Authorization: { combine: 'AND', matchers: [{ match: 'regex', regex: '^WECHATPAY2-SHA256-RSA2048 .+$' }] } },
      },
    },
    response: {
      status,
      ...(answerType !== undefined && { headers: { 'Content-Type': [answerType] } }),
      ...(answer.body !== '' && { body: contentOf(answer.body, answerType) }),
    },
  }
  return `${JSON.stringify(interaction, null, 2)}\n`
}

function queryOf(query: string): Record<string, string[]> {
  const found: Record<string, string[]> = {}
  for (const [name, value] of new URLSearchParams(query)) found[name] = [...(found[name] ?? []), value]
  return found
}

function contentOf(text: string, type = 'application/json') {
  return { content: jsonOrText(text), contentType: type.split(';')[0], encoded: false }
}

/** Returns a Vitest test that repeats a request and expects the same outcome. The test uses this package's fixture. */
export function vitestOf(entry: JournalEntry, operations: readonly ListedOperation[]): string {
  const { operation, method, body, status, code, error, example } = entry
  const path = operations.find((known) => known.operation === operation)?.path
  if (path === undefined) throw new Error('no operation')
  const chain = path.split('/').filter(Boolean).map(camelCase)
  const value = body ? JSON.stringify(jsonOrText(body)) : ''
  const call = `merchant.wxpay.${chain.join('.')}.${method.toLowerCase()}(${value})`
  const scripted = entry.faults.length > 0 && example !== null ? [`  await merchant.addFault({ example: ${JSON.stringify(example)} })`] : []
  const check =
    status < 400
      ? [`  expect(await ${call}).toMatchObject({ status: ${status} })`]
      : [`  await expect(${call}).rejects.toMatchObject({ code: ${JSON.stringify(code)} })${error ? ` // ${oneLine(error.message)}` : ''}`]
  return [
    "import { expect } from 'vitest'",
    "import { test } from 'wechatpay-goldplan-mock/vitest'",
    '',
    `test(${JSON.stringify(`${operation} answers ${[status, code].filter(Boolean).join(' ')}`)}, async ({ merchant }) => {`,
    ...scripted,
    ...check,
    '})',
    '',
  ].join('\n')
}

/** Puts a text on one line, so that it can't break out of a `//` comment. */
function oneLine(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 120)
}

function camelCase(segment: string): string {
  return segment.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
}
