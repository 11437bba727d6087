import { Buffer } from 'node:buffer'
import * as z from 'zod'
import { checked, text } from './pasted-json.ts'
import { explainedHeaders, headerLookup, isApi, type PastedRequest, partsOfUrl, shownHeaders } from './pasted-request.ts'

const entry = z.object(
  {
    startedDateTime: z.iso.datetime({ offset: true, error: 'It must be a time like 2026-01-31T08:30:00Z.' }).optional(),
    request: z.object(
      {
        method: text,
        url: text,
        headers: z.array(z.object({ name: text, value: text }, 'It must have a name and a value.'), 'It must be a list.'),
        postData: z
          .object({ text: text.optional(), encoding: text.optional(), mimeType: text.optional() }, 'It must be an object with the body.')
          .optional(),
        bodySize: z.number().optional().catch(undefined),
      },
      'It must be a request.',
    ),
  },
  'It must be an entry.',
)

/** The parts of a HAR that `readHar` uses. */
const har = z.object(
  { log: z.object({ entries: z.array(entry, 'It must be a list.') }, 'It must contain the entries of a HAR.') },
  'It must be an object with a log.',
)

type Entry = z.infer<typeof entry>

/**
 * Returns the requests of a HAR (HTTP Archive) that go to an APIv3 path or have an Authorization header.
 *
 * @throws {Error} When the JSON is not a HAR; the message says which part is wrong. Also when the HAR has no such request.
 * @see http://www.softwareishard.com/blog/har-12-spec/
 */
export function readHar(json: unknown): PastedRequest[] {
  const { entries } = checked(har, json, 'the HAR').log
  const requests = entries.map(requestOf).filter(({ target, authorization }) => authorization !== undefined || isApi(target))
  if (requests.length > 0) return requests
  throw new Error(`stdin: none of the ${entries.length} entries of the HAR has an Authorization header or a /v3/ path`)
}

function requestOf({ startedDateTime, request: { method, url, headers, postData, bodySize } }: Entry): PastedRequest {
  const { host, target } = partsOfUrl(url)
  const header = headerLookup(headers.map(({ name, value }) => [name, value]))
  const { authorization, contentType } = explainedHeaders(header)
  return {
    method,
    target,
    isBodyGiven: postData?.text !== undefined || bodySize === 0 || header('content-length') === '0',
    authorization,
    headers: shownHeaders(header),
    contentType: contentType ?? postData?.mimeType,
    body: Buffer.from(postData?.text ?? '', postData?.encoding === 'base64' ? 'base64' : 'utf8'),
    host: header('host') ?? header(':authority') ?? host,
    ...(startedDateTime !== undefined && { sent: Date.parse(startedDateTime) }),
    ...(authorization === undefined && { note: SANITIZED }),
  }
}

const SANITIZED = 'Chrome leaves Authorization out of a HAR that is exported without sensitive data.'
