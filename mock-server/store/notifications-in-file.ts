import * as z from 'zod'
import type { NotificationList } from './records.ts'

// The names of faults are not checked here: an attempt with a fault that this version does not know is sent right.
const fault = z.string().nullable()
const state = z.enum(['pending', 'succeeded', 'given_up', 'cancelled'])
const due = z.number().min(0).nullable()

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
  state,
  due,
  attempts: z.array(attempt),
  resend: z.strictObject({ fault, state, due }).nullable(),
})

/** The schema of a tenant's notifications in a state file. */
export const notificationList: z.ZodType<unknown> = z.strictObject({
  made: z.int().min(0),
  notifications: z.array(notification),
} satisfies Readonly<Record<keyof NotificationList, z.ZodType>>)
