import * as z from 'zod'
import { type MerchantSetting, merchantConditions, merchantSettings } from '../../contracts/control/index.ts'
import { notificationList } from './notifications-in-file.ts'

// These schemas check only that sub-merchants, faults and counted calls are objects. Their fields are checked later, against the OpenAPI
// document of the control API.

const merchantNumber = z.string().regex(/^\d{1,32}$/)

/** The shape of a tenant. */
export const tenantSchema: z.ZodType = z.strictObject({
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

/** The shape of a tenant's faults. */
export const faultsSchema: z.ZodType = z.strictObject({ last_id: z.int().min(0), faults: z.array(z.record(z.string(), z.unknown())) })

/** The shape of a `TenantState`. Optional fields are those that older versions of this program did not write. */
export const stateSchema: z.ZodType = z.strictObject({
  tenant: tenantSchema,
  sub_merchants: z.array(z.record(z.string(), z.unknown())),
  faults: faultsSchema,
  notifications: notificationList.optional(),
  calls: z.array(z.record(z.string(), z.unknown())).optional(),
})

function valuesOf(setting: MerchantSetting): z.ZodType {
  if (setting.kind === 'choice') return z.enum(setting.choices)
  return setting.kind === 'boolean' ? z.boolean() : z.array(z.string())
}
