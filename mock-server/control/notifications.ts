import type { components } from '../../contracts/control/index.ts'
import { changeNotification, readNotifications } from '../notifications/notification-list.ts'
import { cancelled, isPending } from '../notifications/notification-state.ts'
import { RefusedNotification, TooManyNotifications } from '../notifications/refused-notification.ts'
import type { NotificationRecord, Tenant } from '../store/records.ts'
import { beijingTime } from '../tenant/beijing-time.ts'
import { type PlatformKeys, validSerials } from '../tenant/platform.ts'
import { existing, readTenant } from './change-tenant.ts'
import { conflict, notFound, refused } from './control-error.ts'
import type { ControlHandlers } from './control-handler.ts'

type Schemas = components['schemas']

export const notifications: ControlHandlers<
  'addNotification' | 'listNotifications' | 'readNotification' | 'cancelNotification' | 'resendNotification'
> = {
  async addNotification({ path: { mchid }, body }, { store, platformKeys, notifier }) {
    const { signed_by, ...order } = body
    const serial = serialOf(signed_by, await readTenant(mchid, store), platformKeys)
    return notificationResource(existing(mchid, await notifier.notify(mchid, { ...order, serial }).catch(explain)))
  },
  async listNotifications({ path: { mchid } }, { store }) {
    const { notifications: all } = existing(mchid, await readNotifications(mchid, store))
    return { notifications: all.map(listed).toReversed() }
  },
  async readNotification({ path: { mchid, notification_id: id } }, { store }) {
    const { notifications: all } = existing(mchid, await readNotifications(mchid, store))
    return notificationResource(
      found(
        id,
        all.find((one) => one.id === id),
      ),
    )
  },
  async cancelNotification({ path: { mchid, notification_id: id } }, { store }) {
    await readTenant(mchid, store)
    found(id, await changeNotification(mchid, id, store, cancelled))
    return undefined
  },
  async resendNotification({ path: { mchid, notification_id: id }, body = {} }, { store, notifier }) {
    await readTenant(mchid, store)
    return notificationResource(found(id, await notifier.resend(mchid, id, body.fault ?? null).catch(explain)))
  },
}

function found(id: string, record: NotificationRecord | undefined): NotificationRecord {
  if (!record) throw notFound('notification', id)
  return record
}

function serialOf(signedBy: Schemas['NotificationChoice']['signed_by'], { platform }: Tenant, keys: PlatformKeys): string | undefined {
  if (signedBy === 'public_key' && !platform.public_key)
    throw refused('/body/signed_by', signedBy, 'be certificate, or left out: this merchant has no public key')
  const newest = validSerials(platform).at(-1)
  if (signedBy === 'certificate' && newest === undefined)
    throw refused('/body/signed_by', signedBy, 'be public_key, or left out: this merchant has no valid platform certificate')
  return signedBy === 'public_key' ? keys.publicKey.serial : signedBy && newest
}

function explain(error: unknown): never {
  if (error instanceof RefusedNotification) throw refused(`/body/${error.field}`, error.seen, error.wanted)
  if (error instanceof TooManyNotifications) throw conflict(error.message, { limit: error.limit })
  throw error
}

function notificationResource(record: NotificationRecord): Schemas['Notification'] {
  const { serial_no, due, step, resend, attempts, state, ...content } = record
  const next = resend?.at ?? due
  return {
    ...content,
    state: isPending(record) ? 'pending' : state,
    next_attempt: next === null ? null : beijingTime(next),
    attempts: [...attempts],
  }
}

/**
 * Returns a notification as it is shown in a list: without its resource and without the bodies of the handler's answers. Both may be long.
 */
function listed(record: NotificationRecord): Schemas['ListedNotification'] {
  const { resource, attempts, ...shown } = notificationResource(record)
  return { ...shown, attempts: attempts.map(({ body, ...attempt }) => attempt) }
}
