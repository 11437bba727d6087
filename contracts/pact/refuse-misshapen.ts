import leven from 'leven'
import * as z from 'zod'
import { toDotPath } from 'zod/v4/core'
import { shownValue } from '../shown-value.ts'
import { writtenNumber } from './hal-document.ts'

/**
 * Refuses a pact with a value that Pact can't read, such as a list in place of headers, or a status above 65535. For some of these values,
 * Pact would panic and end the run. For others, Pact would skip an expectation, and the run would pass.
 *
 * @param place The file or URL of the pact, for the error message.
 * @throws {Error} With the place and the field, when a value is wrong or Pact would ignore a field.
 */
export function refuseMisshapen(pact: object, place: string): void {
  check(pactSchema, pact, place)
  const version = versionOf(pact)
  for (const [index, item] of ((pact as Listed).interactions ?? []).entries()) {
    const at = ['interactions', index]
    check(version === 4 ? typeOfVersion4 : typeOfOthers, item, place, at)
    if ((item.type ?? HTTP) === HTTP) check(version < 3 ? interactionOfVersion2 : interaction, item, place, at)
  }
}

/**
 * Refuses a status that is not written in digits only, such as `400.0` or `4e2`. Pact would panic, although these are whole numbers.
 *
 * @param document The pact, in which each number is kept as it is written in the file.
 * @param place The file or URL of the pact, for the error message.
 * @throws {Error} With the place and the field.
 */
export function refuseWrittenStatus(document: object, place: string): void {
  for (const [index, { response }] of ((document as Listed).interactions ?? []).entries()) {
    const written = writtenNumber(response?.status)
    if (written === undefined || /^\d+$/.test(written)) continue
    throw new Error(`${place}: interactions[${index}].response.status ${A_STATUS.error({ written })}`)
  }
}

interface Listed {
  readonly interactions?: readonly { readonly type?: string; readonly response?: { readonly status?: unknown } }[] | null
  readonly metadata?: Readonly<Record<string, { readonly version?: unknown } | undefined>> | null
}

/** The type of an interaction over HTTP in pacts of version 4. */
export const HTTP = 'Synchronous/HTTP'

/** Returns the major version of the Pact specification that the pact names; 3 if it names none. Pact reads the pact by this version. */
function versionOf({ metadata }: Listed): number {
  const { version } = metadata?.['pact-specification'] ?? metadata?.['pactSpecification'] ?? {}
  return Number(/\d/.exec(String(version ?? 3)))
}

export function check(schema: z.ZodType, value: unknown, place: string, at: readonly PropertyKey[] = []): void {
  const [issue] = schema.safeParse(value, { reportInput: true }).error?.issues ?? []
  if (!issue) return
  const field = toDotPath([...at, ...issue.path])
  throw new Error(`${place}: ${field === '' ? '' : `${field} `}${issue.message}`)
}

/**
 * Returns the end of an error message about a wrong value. It says in English what the value must be and what it is.
 *
 * @param be What the value must be, in English.
 * @param meaning What the value must be, in Chinese.
 */
export function must(be: string, meaning: string): Message {
  const error = ({ input, written = shownValue(input) }: Issue) => `must be ${be}; got ${written} (${meaning})`
  return { error }
}

/** An option of a zod schema that makes the message about a wrong value. */
interface Message {
  readonly error: (issue: Issue) => string
}

interface Issue {
  readonly code?: string
  readonly keys?: readonly string[]
  readonly input?: unknown
  /** How the value is written in the pact, if not as JavaScript writes it. */
  readonly written?: string
}

const AN_OBJECT = must('an object', '须为对象')
const A_LIST = must('a list', '须为列表')
export const A_TEXT: Message = must('a text', '须为文本')

const object = z.looseObject({}, AN_OBJECT)
const text = z.string(A_TEXT)

const A_VERSION = must('a version from 1.0.0 to 4.0', '须为 1.0.0 至 4.0 的版本')
const version = z.union([z.string().regex(/^v?[1-4](?!\d)/, A_VERSION), z.number().min(1, A_VERSION).lt(5, A_VERSION)], A_VERSION)
const specification = z.looseObject({ version: version.optional() }, AN_OBJECT).nullish()

const list = z.array(object, A_LIST).nullish()
const pactSchema = z.looseObject({
  interactions: list,
  messages: list,
  metadata: z.looseObject({ pactSpecification: specification, 'pact-specification': specification }, AN_OBJECT).nullish(),
})

const TYPES = [HTTP, 'Asynchronous/Messages', 'Synchronous/Messages'] as const
const type = z.enum(TYPES, must(`one of ${TYPES.join(', ')}`, '类型有误'))
const typeOfVersion4 = z.looseObject({ type })
const typeOfOthers = z.looseObject({ type: type.nullish() })

const headerValue = z.union([z.string(), z.number(), z.boolean()])
const A_HEADER = must('a text or a list of at least one text', '须为文本，或至少有一个文本的列表')
const headers = z.record(z.string(), z.union([headerValue, z.array(headerValue).min(1, A_HEADER)], A_HEADER), AN_OBJECT).nullish()

const queryValue = z.union([z.string(), z.array(z.string()).min(1, must('a list of at least one text', '须至少有一个文本'))])
const WITHOUT_VALUE = must(
  'made of parts like name=value that can be decoded, because Pact would leave out others',
  '须由可解码的 name=value 组成',
)
const queryText = z.string().refine((value) => value.split('&').every(isSent), WITHOUT_VALUE)
const query = z
  .union(
    [queryText, z.record(z.string(), queryValue)],
    must('a text, or an object of texts and lists of texts', '须为文本，或由文本、文本列表组成的对象'),
  )
  .nullish()
const queryOfVersion2 = z
  .string(must('a text in a pact of version 1 or 2 of the specification', '规范第 3 版之前须为文本'))
  .refine((value) => value.split('&').every(isSent), WITHOUT_VALUE)
  .nullish()

/** Whether Pact sends this part of a query. Pact leaves out a part without `=`, and a part that can't be decoded. */
function isSent(part: string): boolean {
  if (part === '') return true
  try {
    return part.includes('=') && decodeURIComponent(part) !== ''
  } catch {
    return false
  }
}

/**
 * Matches what Pact would change in a path: `//` at the beginning, the segments `.` and `..`, backslashes, `#`, control characters, and
 * blanks at the end.
 */
const CHANGED_IN_PATH = /^\/\/|[#\\\p{Cc}]|\s$|(?:^|\/)(?:\.|%2e){1,2}(?:[/?]|$)/iu
const path = text.refine(
  (value) => !CHANGED_IN_PATH.test(value),
  must(
    'a path that Pact would send as it is, so without // at its beginning, blanks at its end, segments . or .., \\, # or control characters',
    'Pact 会改写此路径',
  ),
)

const shared = { headers, matchingRules: object.nullish(), generators: object.nullish(), body: z.unknown().optional() }
const REQUEST = { method: text.optional(), path: path.optional(), query, ...shared, requestMatchingRules: object.nullish() }
const request = z.strictObject(REQUEST, onlyThe(REQUEST))
export const A_STATUS: Message = must('a whole number from 100 to 599', '须为 100 至 599 的整数')
const RESPONSE = {
  status: z.int(A_STATUS).min(100, A_STATUS).max(599, A_STATUS).optional(),
  ...shared,
  responseMatchingRules: object.nullish(),
}
const response = z.strictObject(RESPONSE, onlyThe(RESPONSE))

/** Returns the end of an error message about a field that Pact does not know. Pact would ignore the field, and the run would pass. */
export function onlyThe(fields: object): Message {
  return {
    error({ code, keys = [], ...issue }) {
      if (code !== 'unrecognized_keys') return AN_OBJECT.error(issue)
      return `has the field ${shownValue(keys[0])}, which Pact would ignore; the fields are ${Object.keys(fields).join(', ')} (Pact 会忽略此字段)`
    },
  }
}

const A_STATE = must('the text of a provider state', '须为提供者状态的文本')
const state = z.looseObject({ name: z.string(A_STATE).min(1, A_STATE), params: object.nullish() }, AN_OBJECT)
const states = { providerState: text.nullish(), providerStates: z.array(state, A_LIST).nullish() }

const INTERACTION = { ...states, request, response }
const interaction = z.looseObject(INTERACTION).superRefine(refuseHiddenState).superRefine(refuseMistypedField)
const interactionOfVersion2 = interaction.safeExtend({ request: request.extend({ query: queryOfVersion2 }) })

/**
 * Refuses an unknown field whose name is close to the name of a known field. Other unknown fields, such as `comments` and `_id`, are
 * allowed.
 */
function refuseMistypedField(value: object, context: z.RefinementCtx): void {
  const known = Object.keys(INTERACTION)
  for (const field of Object.keys(value)) {
    const meant = known.find((name) => field !== name && leven(field.toLowerCase(), name.toLowerCase()) <= 2)
    if (meant === undefined || known.includes(field)) continue
    const message = `must be written as ${meant}, because Pact would ignore it (字段名有误，Pact 会忽略)`
    context.addIssue({ code: 'custom', path: [field], message })
  }
}

/** Refuses a `providerState` beside an empty `providerStates`, because Pact would ignore the `providerState`. */
function refuseHiddenState({ providerState, providerStates }: z.infer<z.ZodObject<typeof states>>, context: z.RefinementCtx): void {
  if (!providerState || providerStates === undefined || (providerStates ?? []).length > 0) return
  const message = `must not be beside an empty providerStates, because Pact would ignore it; got ${shownValue(providerState)} (会被 Pact 忽略)`
  context.addIssue({ code: 'custom', path: ['providerState'], message })
}
