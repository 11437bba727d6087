import { readFile } from 'node:fs/promises'
import * as z from 'zod'
import { merchantConditions, merchantDefaults } from '../../contracts/control/index.ts'
import { errorMessage } from '../../contracts/error-message.ts'
import { isTooDeep, NESTING_LIMIT } from '../../contracts/nesting.ts'
import { NO_NOTIFICATIONS, type SavedTenant, STATE_FILE_VERSION } from './records.ts'
import { stateSchema } from './state-schema.ts'

const fileSchema = z.strictObject({
  wechatpay_goldplan_mock_state: z.literal(STATE_FILE_VERSION),
  merchants: z.array(z.strictObject({ state: stateSchema, made: stateSchema })),
})

/**
 * Reads a state file.
 *
 * @returns The tenants in the file; an empty array when the file does not exist.
 * @throws {Error} When the file can't be read or is not a state file. The file is not changed.
 */
export async function readStateFile(file: string): Promise<SavedTenant[]> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined
    throw broken(file, cause.message, cause)
  })
  if (text === undefined) return []
  const content = parseJson(file, text)
  if (isTooDeep(content)) throw broken(file, `it has more than ${NESTING_LIMIT} levels`)
  const { success, error } = fileSchema.safeParse(content, { reportInput: true })
  // Uses the content as it was read. Zod's copy would lack fields called __proto__, and a later check has to refuse these fields.
  if (success)
    return (content as { merchants: SavedTenant[] }).merchants.map(({ state, made }) => ({ state: whole(state), made: whole(made) }))
  const [{ path, message, input }] = error.issues as [z.core.$ZodIssue]
  throw broken(file, `${path.join('.') || 'its content'}: ${message}; got ${String(JSON.stringify(input)).slice(0, 80)}`)
}

/** Adds default values for the fields that did not exist yet in the version that wrote the file. */
function whole(state: SavedTenant['state']): SavedTenant['state'] {
  const { tenant, sub_merchants } = state
  const conditions = Object.fromEntries(merchantConditions.map((name) => [name, merchantDefaults[name]]))
  return {
    ...state,
    ...missingIn(state, { calls: [] }),
    tenant: { ...tenant, ...missingIn(tenant, { ...conditions, migration: null }) },
    sub_merchants: sub_merchants.map((record) => ({ ...record, ...missingIn(record, LATER_FIELDS) })),
    notifications: state.notifications ?? NO_NOTIFICATIONS,
  }
}

const LATER_FIELDS = { custom_page_link: false, jsapi_payments: false }

function missingIn(given: object, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !Object.hasOwn(given, name)))
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw broken(file, `it is not JSON: ${errorMessage(cause)}`, cause)
  }
}

/** The error for a state file that can't be used. */
export function broken(file: string, reason: string, cause?: unknown): Error {
  return new Error(`The state file ${file} can't be used, and is left as it is: ${reason}`, { cause })
}
