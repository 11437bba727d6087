import type { NotificationAttempt, NotificationRecord } from '../store/records.ts'
import { tenantTime } from '../tenant/clock.ts'
import { allowedTarget } from './allowed-target.ts'
import { makeAttempts, type NotifierParts, tenantOf } from './make-attempts.ts'
import { changeNotification, changeNotifications, readNotifications, withNotification, withResend } from './notification-list.ts'
import { type NotificationOrder, newNotification } from './notification-order.ts'
import { nextAttempt } from './notification-state.ts'
import { asOneSender } from './one-sender.ts'

/** Sends notifications when they are due. */
export interface Notifier {
  /**
   * Sends a notification; returns its record before the first attempt has ended. `undefined` when the merchant does not exist.
   *
   * @throws {RefusedNotification} When it can't be sent as asked for.
   * @throws {TooManyNotifications} When too many are pending.
   */
  notify(mchid: string, order: NotificationOrder): Promise<NotificationRecord | undefined>
  /** Sends a notification once more; `undefined` when it does not exist. */
  resend(mchid: string, id: string, fault: NotificationAttempt['fault']): Promise<NotificationRecord | undefined>
  /**
   * Makes the attempts that are due by the merchant's clock, with the retries that become due meanwhile, and resolves when they have ended.
   *
   * @param from The business time from which on attempts are made, in milliseconds since 1970: the one before the clock was changed.
   */
  catchUp(mchid: string, from: number): Promise<void>
  /** Ends the attempt that is under way for a merchant, after its notifications were removed. */
  forget(mchid: string): Promise<void>
  /** Ends all attempts under way and begins no other. */
  stop(): Promise<void>
}

/** The longest time of a timer. */
const TIMER_LIMIT = 2 ** 31 - 1

/** All state is in the store, except timers and connections. */
export function createNotifier(parts: NotifierParts): Notifier {
  const { store, now, nonce, rules, onFailure } = parts
  const timers = new Map<string, NodeJS.Timeout>()
  const turns = new Map<string, Promise<void>>()
  const running = new Map<string, AbortController>()
  let hasStopped = false

  const business = async (mchid: string) => {
    const tenant = await tenantOf(mchid, store)
    return tenant && tenantTime(tenant.clock, now()).business
  }

  /** Queues attempts behind those that already wait, so that a merchant's notifications are sent one at a time. */
  function run(mchid: string, from: number): Promise<void> {
    const turn = (turns.get(mchid) ?? Promise.resolve()).then(() => attemptsOf(mchid, from)).catch(onFailure)
    turns.set(mchid, turn)
    return turn.finally(() => turns.get(mchid) === turn && turns.delete(mchid))
  }
  async function runNow(mchid: string): Promise<void> {
    const from = await business(mchid)
    if (from !== undefined) await run(mchid, from)
  }
  async function attemptsOf(mchid: string, from: number): Promise<void> {
    const controller = new AbortController()
    running.set(mchid, controller)
    try {
      if (!hasStopped) await asOneSender(mchid, store, () => makeAttempts(mchid, from, parts, controller.signal), controller.signal)
    } finally {
      running.delete(mchid)
    }
    if (!hasStopped && !controller.signal.aborted) await setTimer(mchid)
  }
  async function setTimer(mchid: string): Promise<void> {
    clearTimeout(timers.get(mchid))
    timers.delete(mchid)
    const [tenant, list] = await Promise.all([tenantOf(mchid, store), readNotifications(mchid, store)])
    const next = list && nextAttempt(list)
    // A pinned clock does not run.
    if (!tenant || !next || tenant.clock.pin !== null || hasStopped) return
    const wait = next.due - tenantTime(tenant.clock, now()).business
    timers.set(mchid, setTimeout(() => void runNow(mchid).catch(onFailure), clamped(wait)).unref())
  }

  return {
    async notify(mchid, order) {
      await allowedTarget(order.url, rules)
      const tenant = await tenantOf(mchid, store)
      if (!tenant) return undefined
      const time = tenantTime(tenant.clock, now()).business
      const random = nonce()
      const list = await changeNotifications(mchid, store, (before) =>
        withNotification(before, newNotification(order, tenant, `${mchid} ${before.made} ${random}`, time)),
      )
      void run(mchid, time)
      return list?.notifications.at(-1)
    },
    async resend(mchid, id, fault) {
      const time = await business(mchid)
      if (time === undefined) return undefined
      const record = await changeNotification(mchid, id, store, (before) => withResend(before, time, fault))
      void run(mchid, time)
      return record
    },
    catchUp: run,
    async forget(mchid) {
      clearTimeout(timers.get(mchid))
      timers.delete(mchid)
      running.get(mchid)?.abort()
      await turns.get(mchid)
    },
    async stop() {
      hasStopped = true
      for (const timer of timers.values()) clearTimeout(timer)
      for (const controller of running.values()) controller.abort()
      await Promise.all(turns.values())
    },
  }
}

/** A tenth of a second is the shortest wait, so that a clock that does not run can't keep the processor busy. */
function clamped(milliseconds: number): number {
  return Math.min(Math.max(milliseconds, 100), TIMER_LIMIT)
}
