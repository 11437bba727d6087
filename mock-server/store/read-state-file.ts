import { readFile } from 'node:fs/promises'
import * as z from 'zod'
import { type MerchantSetting, merchantConditions, merchantDefaults, merchantSettings } from '../../contracts/control/index.ts'
import { isTooDeep, NESTING_LIMIT } from '../../contracts/nesting.ts'
import { notificationList } from './notifications-in-file.ts'
import { NO_NOTIFICATIONS, type SavedTenant, STATE_FILE_VERSION } from './records.ts'

// Sub-merchants, faults and counted calls are validated later, like a snapshot, against the document of the control API.
const merchantNumber = z.string().regex(/^\d{1,32}$/)
const tenantSchema = z.strictObject({
  mchid: merchantNumber,
  ...Object.fromEntries(merchantConditions.map((name) => [name, valuesOf(merchantSettings[name]).optional()])),
  certificates: z
    .array(
      z.strictObject({
        serial_no: z.string().regex(/^[\dA-F]{40}$/),
        certificate: z.string(),
        private_key: z.string(),
        status: z.enum(['valid', 'expired', 'revoked', 'replaced']),
      }),
    )
    .min(1),
  issued: z.int().min(1),
  platform: z.strictObject({
    certificates: z.array(z.strictObject({ serial_no: z.string(), share: z.number(), expired: z.literal(true).optional() })),
    public_key: z.strictObject({ share: z.number() }).nullable(),
  }),
  migration: z
    .strictObject({ began: z.int().min(0) })
    .nullable()
    .optional(),
  clock: z.strictObject({ advance: z.int(), gateway_skew: z.int(), pin: z.int().min(0).nullable() }),
  sub_mchids: z.array(merchantNumber).min(1),
  permanent: z.boolean(),
})
const stateSchema = z.strictObject({
  tenant: tenantSchema,
  sub_merchants: z.array(z.record(z.string(), z.unknown())),
  faults: z.strictObject({ last_id: z.int().min(0), faults: z.array(z.record(z.string(), z.unknown())) }),
  notifications: notificationList.optional(),
  calls: z.array(z.record(z.string(), z.unknown())).optional(),
})
const fileSchema = z.strictObject({
  wechatpay_goldplan_mock_state: z.literal(STATE_FILE_VERSION),
  merchants: z.array(z.strictObject({ state: stateSchema, made: stateSchema })),
})

function valuesOf(setting: MerchantSetting): z.ZodType {
  if (setting.kind === 'choice') return z.enum(setting.choices)
  return setting.kind === 'boolean' ? z.boolean() : z.array(z.string())
}

/**
 * Reads a state file.
 *
 * @returns Its tenants; an empty array when the file does not exist.
 * @throws {Error} When the file can't be read or is not a state file; the file stays as it is.
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
  // Returns the content as it was read, because Zod would drop fields called __proto__, which the control API has to refuse.
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

/** The values that the object lacks. */
function missingIn(given: object, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !Object.hasOwn(given, name)))
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw broken(file, `it is not JSON: ${cause instanceof Error ? cause.message : cause}`, cause)
  }
}

/** The error for a state file that can't be used. */
export function broken(file: string, reason: string, cause?: unknown): Error {
  return new Error(`The state file ${file} can't be used, and is left as it is: ${reason}`, { cause })
}
