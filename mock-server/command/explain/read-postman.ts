import { Buffer } from 'node:buffer'
import * as z from 'zod'
import { multipartBody } from './multipart-body.ts'
import { checked, text } from './pasted-json.ts'
import { explainedHeaders, headerLookup, isApi, type PastedRequest, partsOfUrl } from './pasted-request.ts'
import { BODY_LIMIT, PASTE_LIMIT } from './read-stdin.ts'

const disabled = z.boolean('It must be true or false.').nullish()
const field = z.object({ key: text.nullish(), value: text.nullish(), disabled }, 'It must have a key and a value.')
const fields = z.array(field, 'It must be a list.')

const address = z.union(
  [text, z.object({ raw: text.optional(), variable: fields.nullish() })],
  'It must be a text, or an object whose field "raw" is a text.',
)

const body = z.object(
  {
    mode: text.nullish(),
    raw: text.nullish(),
    urlencoded: fields.nullish(),
    formdata: z.array(field.extend({ type: text.nullish(), contentType: text.nullish() }), 'It must be a list.').nullish(),
    options: z.object({ raw: z.object({ language: text.nullish() }).nullish() }).nullish(),
    disabled,
  },
  'It must be a body.',
)

const request = z.object(
  {
    method: text.optional(),
    url: address.nullish(),
    header: z.union([fields, text], 'It must be a list or a text.').nullish(),
    body: body.nullish(),
  },
  'It must be a request.',
)

type Request = z.infer<typeof request>

const collection = z.object(
  {
    item: z.array(z.unknown(), 'It must be a list.'),
    variable: z.array(z.looseObject({ key: text.nullish(), value: z.unknown(), disabled })).nullish(),
  },
  'It must contain the items of a collection.',
)

/**
 * Reads a Postman collection. Returns its requests with an APIv3 path or an Authorization header; other requests are left out. Variables
 * are replaced by their values in the collection.
 *
 * @throws {Error} When the JSON is not a collection; the message says which part is wrong. When all requests are left out. When a request
 * can't be explained. When the values of the variables are too long.
 * @see https://schema.postman.com/json/collection/v2.1.0/docs/index.html
 */
export function readPostman(json: unknown): PastedRequest[] {
  const { item, variable } = checked(collection, json, 'the collection')
  const variables = (variable ?? []).filter(({ key, value, disabled: off }) => !off && key && value != null)
  const fill = filler(new Map(variables.map(({ key, value }) => [key ?? '', String(value)])))
  const items = requestsIn(item)
  const requests = items.flatMap((found) => requestOf(found, fill))
  if (requests.length > 0) return requests
  throw new Error(`stdin: none of the ${items.length} requests of the collection has an Authorization header or a /v3/ path`)
}

/** Returns the requests among these items and in their folders, at any depth, in the order of the collection. */
function requestsIn(items: readonly unknown[]): Request[] {
  const found: Request[] = []
  const open = items.toReversed()
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== 'object' || next === null) continue
    const { item, request: own } = next as { item?: unknown; request?: unknown }
    if (Array.isArray(item)) for (const inner of item.toReversed()) open.push(inner)
    else if (typeof own === 'string') found.push({ method: 'GET', url: own })
    else if (own !== undefined) found.push(checked(request, own, 'a request of the collection'))
  }
  return found
}

type Fill = (text: string) => string

/**
 * Returns a function that replaces each `{{name}}` in a text with the value of the variable. Unknown variables stay as they are, because
 * Postman, too, sends their `{{name}}` as text.
 */
function filler(variables: ReadonlyMap<string, string>): Fill {
  let all = 0
  return (template) => {
    let size = 0
    return template.replace(/\{\{([^{}]{1,200})\}\}/g, (whole, name: string) => {
      const value = variables.get(name.trim()) ?? whole
      size += value.length
      all += value.length
      if (size > BODY_LIMIT || all > PASTE_LIMIT)
        throw new Error(
          `stdin: the variables of the collection add more than ${BODY_LIMIT} characters to a text, or more than ${PASTE_LIMIT} in all`,
        )
      return value
    })
  }
}

/**
 * Converts one request. Returns an empty list when the request has neither an APIv3 path nor an Authorization header. The body of such a
 * request is not read, because it may be of a kind that can't be explained.
 */
function requestOf({ method = 'GET', url, header, body: content }: Request, fill: Fill): PastedRequest[] {
  const lookup = headerLookup(headersOf(header).map(([name, value]) => [fill(name), fill(value)]))
  const { authorization, contentType } = explainedHeaders(lookup)
  const { host, target } = partsOfUrl(encoded(fill(addressOf(url))))
  if (authorization === undefined && !isApi(target)) return []
  const sent = content && !content.disabled ? bodyOf(content, fill) : { body: Buffer.alloc(0), contentType: undefined }
  return [
    {
      method: fill(method),
      target,
      authorization,
      body: sent.body,
      contentType: sent.contentType?.startsWith('multipart/') ? sent.contentType : (contentType ?? sent.contentType),
      host: lookup('host') ?? host,
      ...(authorization === undefined && { note: UNSIGNED }),
    },
  ]
}

const UNSIGNED = 'A script of the collection may sign the request when it is sent: copy the request from the console of Postman.'

function headersOf(header: Request['header']): [string, string][] {
  if (typeof header === 'string') return header.split(/\r?\n/).map((line) => [line.replace(/:.*/s, ''), line.replace(/^[^:]*:/, '')])
  return (header ?? []).filter((given) => !given.disabled).map(({ key, value }) => [key ?? '', value ?? ''])
}

/** The address as text. Path variables, such as `:id`, are replaced by their values. */
function addressOf(url: Request['url']): string {
  if (typeof url === 'string') return url
  const values = new Map((url?.variable ?? []).map(({ key, value }) => [key, value]))
  return (url?.raw ?? '').replace(/(?<=\/):([\w.-]+)(?=[/?#]|$)/g, (whole, name: string) => values.get(name) ?? whole)
}

/** Percent-encodes the characters that Postman encodes in an address. Braces are kept, because unknown variables have them. */
function encoded(url: string): string {
  return url.replace(/[^\x21-\x7e]+|["<>`]/gu, (characters) => encodeURIComponent(characters.toWellFormed()))
}

function bodyOf(content: NonNullable<Request['body']>, fill: Fill): { readonly body: Buffer; readonly contentType: string | undefined } {
  const { mode, raw, urlencoded, formdata, options } = content
  if (mode === 'formdata') return multipartBody((formdata ?? []).filter(isRead).map((part) => formPart(part, fill)))
  if (mode === 'urlencoded')
    return {
      body: Buffer.from(
        (urlencoded ?? [])
          .filter(isRead)
          .map((pair) => pairOf(pair, fill))
          .join('&'),
      ),
      contentType: 'application/x-www-form-urlencoded',
    }
  if (mode && mode !== 'raw')
    throw new Error(
      `stdin: a body of the mode ${JSON.stringify(mode)} in the collection can't be explained: give the body in the mode "raw"`,
    )
  return { body: Buffer.from(fill(raw ?? '')), contentType: options?.raw?.language === 'json' ? 'application/json' : undefined }
}

/**
 * Whether a form field is added to the body. A file is left out, because the collection does not contain it and the signature does not
 * cover it.
 */
function isRead({
  disabled: off,
  type,
}: {
  readonly disabled?: boolean | null | undefined
  readonly type?: string | null | undefined
}): boolean {
  return !off && type !== 'file'
}

type Field = z.infer<typeof field> & { readonly contentType?: string | null | undefined }

function formPart({ key, value, contentType }: Field, fill: Fill) {
  return { name: fill(key ?? ''), content: Buffer.from(fill(value ?? '')), contentType: contentType ?? undefined }
}

function pairOf({ key, value }: Field, fill: Fill): string {
  return [key, value].map((part) => encodeURIComponent(fill(part ?? '').toWellFormed()).replaceAll('%20', '+')).join('=')
}
