import * as z from 'zod'
import type { NotificationList, NotificationRecord } from './records.ts'

/** The names of all faults of notifications. The type requires each name, because a state file with an unlisted fault could not be read. */
const FAULTS: Readonly<Record<NonNullable<NotificationRecord['fault']>, true>> = {
  duplicate: true,
  out_of_order: true,
  probe: true,
  tampered: true,
  other_body: true,
  tampered_body: true,
  expired: true,
  future: true,
  unknown_serial: true,
  own_certificate: true,
  missing_headers: true,
  no_signature: true,
  empty_headers: true,
  wrong_charset: true,
  wrong_key: true,
  other_associated_data: true,
  slow: true,
  cut: true,
}

/**
 * A business time, in milliseconds since 1970. The limit is May 2109. It is later than any time of a merchant's clock, which stops in
 * February 2106. It is far earlier than the year 275760, the last year that a JavaScript date can have.
 */
const time = z
  .number()
  .min(0)
  .max(2 ** 42)

const fault = z.enum(Object.keys(FAULTS)).nullable()

const attempt = z.strictObject({
  time: z.string(),
  status: z.int().nullable(),
  milliseconds: z.number(),
  failure: z.string().nullable(),
  fault,
  serial_no: z.string().nullable(),
  body: z.string(),
})

const notification = z.strictObject({
  id: z.string(),
  create_time: z.string(),
  url: z.string(),
  event_type: z.string(),
  original_type: z.string(),
  summary: z.string(),
  associated_data: z.string(),
  resource: z.record(z.string(), z.unknown()),
  fault,
  serial_no: z.string().nullable(),
  state: z.enum(['pending', 'succeeded', 'given_up', 'cancelled']),
  due: time.nullable(),
  step: z.int().min(0),
  attempts: z.array(attempt),
  resend: z.strictObject({ at: time, fault }).nullable(),
} satisfies Readonly<Record<keyof NotificationRecord, z.ZodType>>)

/** The schema of a tenant's notifications in a state file. */
export const notificationList: z.ZodType<unknown> = z.strictObject({
  made: z.int().min(0),
  notifications: z.array(notification),
} satisfies Readonly<Record<keyof NotificationList, z.ZodType>>)
