import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import type { NotificationRecord, Tenant } from '../store/records.ts'
import { beijingTime } from '../tenant/beijing-time.ts'
import { RefusedNotification } from './refused-notification.ts'
import { contentOf, type EventContent, TEMPLATES } from './templates.ts'

/** What a new notification contains and how it is sent. Omitted parts come from the template of the event. */
export interface NotificationOrder {
  readonly url: string
  readonly event_type: string
  readonly original_type?: string | undefined
  readonly summary?: string | undefined
  readonly associated_data?: string | undefined
  /** The resource before encryption: a JSON object. */
  readonly resource?: unknown
  /** The serial number or ID of the platform key that signs; by default, the server chooses the key for each attempt. */
  readonly serial?: string | undefined
  readonly fault?: NotificationRecord['fault'] | undefined
}

/** The most bytes of a resource as JSON. The limit saves memory: the server keeps up to a thousand notifications for each merchant. */
const RESOURCE_BYTES = 16_384

/**
 * Makes the record of a new notification. The first attempt to send it is due at `time`. With the fault `out_of_order`, the first attempt
 * is due after the server has tried to send a later notification.
 *
 * @param seed The text from which the ID is made. It must be different for each notification.
 * @param time The merchant's business time now, in milliseconds since 1970.
 * @throws {RefusedNotification} When neither the order nor a template has a resource, or when the resource is too large.
 */
export function newNotification(order: NotificationOrder, tenant: Tenant, seed: string, time: number): NotificationRecord {
  const { url, event_type, fault = null, serial = null } = order
  const create_time = beijingTime(time)
  return {
    id: uuidOf(seed),
    create_time,
    url,
    event_type,
    ...orderedContent(order, tenant, create_time),
    fault,
    serial_no: serial,
    state: 'pending',
    due: fault === 'out_of_order' ? null : time,
    step: 0,
    attempts: [],
    resend: null,
  }
}

function orderedContent(
  order: NotificationOrder,
  { mchid, sub_mchids }: Tenant,
  time: string,
): Pick<NotificationRecord, keyof EventContent> {
  const usual = contentOf(order.event_type, { mchid, sub_mchid: sub_mchids[0] ?? '', time }, order.original_type)
  const resource = order.resource ?? usual.resource
  if (resource === undefined)
    throw new RefusedNotification(
      'resource',
      undefined,
      `be given for ${order.event_type}: only ${Object.keys(TEMPLATES).join(', ')} have a template`,
    )
  const { length } = Buffer.from(JSON.stringify(resource))
  if (length > RESOURCE_BYTES) throw new RefusedNotification('resource', `${length} bytes`, `have at most ${RESOURCE_BYTES} bytes as JSON`)
  const { summary = usual.summary, associated_data = usual.associated_data } = order
  return { original_type: usual.original_type, summary, associated_data, resource: Object(resource) }
}

/**
 * Returns a UUID of version 5. IDs in notifications captured from WeChat Pay have this form.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9562#section-5.5
 */
function uuidOf(seed: string): string {
  const bytes = createHash('sha1').update(seed).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
