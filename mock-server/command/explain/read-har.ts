import { Buffer } from 'node:buffer'
import * as z from 'zod'
import { toDotPath } from 'zod/v4/core'
import { errorMessage } from '../../../contracts/error-message.ts'
import { headerValue, type PastedRequest, partsOfUrl } from './pasted-request.ts'

const text = z.string('It must be a string.')

const entry = z.object(
  {
    startedDateTime: z.iso.datetime({ offset: true, error: 'It must be a time like 2026-01-31T08:30:00Z.' }).optional(),
    request: z.object(
      {
        method: text,
        url: text,
        headers: z.array(z.object({ name: text, value: text }, 'It must have a name and a value.'), 'It must be a list.'),
        postData: z.object({ text: text.optional(), encoding: text.optional() }, 'It must be an object with the body.').optional(),
      },
      'It must be a request.',
    ),
  },
  'It must be an entry.',
)

/** The parts of a HAR that are read. All other parts are ignored. */
const har = z.object(
  { log: z.object({ entries: z.array(entry, 'It must be a list.') }, 'It must contain the entries of a HAR.') },
  'It must be an object with a log.',
)

type Entry = z.infer<typeof entry>

/**
 * Returns the requests of a HAR (HTTP Archive) that go to an APIv3 path or have an Authorization header.
 *
 * @throws {Error} When the content is not a HAR (the message says which part is wrong), or when it has no such request.
 * @see http://www.softwareishard.com/blog/har-12-spec/
 */
export function readHar(content: string): PastedRequest[] {
  const { success, data, error } = har.safeParse(parse(content), { reportInput: true })
  if (!success) throw new Error(error.issues.slice(0, 1).map(inWords).join(''), { cause: error })
  const requests = data.log.entries.map(requestOf).filter(({ target, authorization }) => authorization !== undefined || isApi(target))
  if (requests.length > 0) return requests
  throw new Error(`stdin: none of the ${data.log.entries.length} entries of the HAR has an Authorization header or a /v3/ path`)
}

function parse(content: string): unknown {
  try {
    // A HAR written on Windows begins with a byte order mark.
    return JSON.parse(content.replace(/^\ufeff/, ''))
  } catch (cause) {
    throw new Error(`stdin begins like a HAR, but is not JSON: ${errorMessage(cause)}`, { cause })
  }
}

function inWords({ path, input, message }: z.core.$ZodIssue): string {
  return `stdin: ${toDotPath(path) || 'the HAR'} (${seen(input).slice(0, 60)}) is invalid. ${message}`
}

function seen(input: unknown): string {
  if (Array.isArray(input)) return 'a list'
  if (typeof input === 'object' && input !== null) return Object.keys(input).join(', ') || 'nothing'
  return JSON.stringify(input) ?? 'missing'
}

function isApi(target: string): boolean {
  return /^\/+v3\//i.test(target)
}

function requestOf({ startedDateTime, request: { method, url, headers, postData } }: Entry): PastedRequest {
  const { host, target } = partsOfUrl(url)
  const header = (name: string) => headers.find((field) => field.name.toLowerCase() === name)?.value
  const authorization = header('authorization')
  return {
    method,
    target,
    isBodyGiven: postData !== undefined || Number(header('content-length') ?? 0) === 0,
    authorization: authorization === undefined ? undefined : headerValue(authorization),
    body: Buffer.from(postData?.text ?? '', postData?.encoding === 'base64' ? 'base64' : 'utf8'),
    host: header('host') ?? header(':authority') ?? host,
    ...(startedDateTime !== undefined && { sent: Date.parse(startedDateTime) }),
    ...(authorization === undefined && { note: SANITIZED }),
  }
}

const SANITIZED = 'Chrome leaves Authorization out of a HAR that is exported without sensitive data.'
