import { shortened } from '../log/log-line.ts'
import { APIFOX, describesAnApi, OPENAPI, TAKEN } from './paste.ts'
import { parsedJson } from './pasted-json.ts'
import type { PastedRequest } from './pasted-request.ts'

/** A format of pasted JSON. */
interface JsonForm {
  /** The name of a top-level field. JSON with this field has this format. */
  readonly field: string
  readonly read: (json: unknown) => Promise<PastedRequest[]>
}

const FORMS: readonly JsonForm[] = [
  { field: 'log', read: async (json) => (await import('./read-har.ts')).readHar(json) },
  { field: 'item', read: async (json) => (await import('./read-postman.ts')).readPostman(json) },
  // In an answer of Postman's API, the collection is the value of the field `collection`.
  {
    field: 'collection',
    read: async (json) => (await import('./read-postman.ts')).readPostman((json as { collection: unknown }).collection),
  },
  { field: 'apifoxProject', read: refuse(APIFOX) },
  { field: 'apiCollection', read: refuse(APIFOX) },
  { field: 'openapi', read: refuse(OPENAPI) },
  { field: 'swagger', read: refuse(OPENAPI) },
]

/** Returns a `read` that always throws, for a format that describes an API and contains no requests that were sent. */
function refuse(name: string): JsonForm['read'] {
  return async () => {
    throw new Error(describesAnApi(name))
  }
}

/**
 * Reads the requests from a HAR or a Postman collection.
 *
 * @throws {Error} When the text is neither a HAR nor a Postman collection, or when it contains a mistake.
 */
export async function readJson(text: string): Promise<PastedRequest[]> {
  const json = parsedJson(text)
  const form = FORMS.find(({ field }) => typeof json === 'object' && json !== null && Object.hasOwn(json, field))
  if (form) return form.read(json)
  throw new Error(`stdin is ${seen(json)}, but neither a HAR nor a Postman collection: ${TAKEN}`)
}

function seen(json: unknown): string {
  if (Array.isArray(json)) return 'a JSON list'
  return `JSON with ${shortened(Object.keys(json as object).join(', '), 60) || 'no fields'}`
}
