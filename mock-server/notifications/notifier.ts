import { LONGEST_TIMER } from '../../contracts/longest-timer.ts'
import type { NotificationAttempt, NotificationRecord } from '../store/records.ts'
import { tenantTime } from '../tenant/clock.ts'
import { tenantOf } from '../tenant/stored-tenant.ts'
import { allowedTarget } from './allowed-target.ts'
import { makeAttempts, type NotifierParts } from './make-attempts.ts'
import { changeNotification, changeNotifications, readNotifications, withNotification, withResend } from './notification-list.ts'
import { type NotificationOrder, newNotification } from './notification-order.ts'
import { nextAttempt } from './notification-state.ts'
import { asOneSender } from './one-sender.ts'

/** Sends notifications when they are due. */
export interface Notifier {
  /**
   * Sends a notification. Returns its record without waiting for the first attempt to end. Returns `undefined` when the merchant does not
   * exist.
   *
   * @throws {RefusedNotification} When the notification's URL is not allowed, or its resource is missing or too large.
   * @throws {TooManyNotifications} When too many notifications of the merchant are pending.
   */
  notify(mchid: string, order: NotificationOrder): Promise<NotificationRecord | undefined>
  /**
   * Sends a notification once more. Returns its record without waiting for the attempt to end. Returns `undefined` when the notification
   * does not exist.
   *
   * @throws {TooManyNotifications} When the notification has had too many attempts, or another resend of it is about to begin.
   */
  resend(mchid: string, id: string, fault: NotificationAttempt['fault']): Promise<NotificationRecord | undefined>
  /**
   * Makes the attempts that are due by the merchant's clock, and the retries that become due meanwhile. Resolves when they have ended.
   *
   * @param from A time of the merchant's clock, in milliseconds since 1970. The attempts are made as if the clock had run from this time
   * until now.
   */
  catchUp(mchid: string, from: number): Promise<void>
  /** Ends a merchant's attempts, and calls `change` while nothing is sent. Then continues to send the notifications that are pending. */
  interrupt(mchid: string, change: () => Promise<void>): Promise<void>
  /** Ends the running attempts and starts no new ones. */
  stop(): Promise<void>
}

/** The queue of a merchant's tasks, which run one at a time. */
interface Turns {
  /** Resolves when the tasks requested so far are done. */
  readonly last: Promise<void>
  /** Ends the attempts requested so far. */
  readonly attempts: AbortController
}

/** Creates a notifier. It keeps its state in the store. Only its timers, queues and connections are in memory. */
export function createNotifier(parts: NotifierParts): Notifier {
  const { store, now, nonce, rules, onFailure } = parts
  const timers = new Map<string, NodeJS.Timeout>()
  const turns = new Map<string, Turns>()
  let hasStopped = false

  const business = async (mchid: string) => {
    const tenant = await tenantOf(mchid, store)
    return tenant && tenantTime(tenant.clock, now()).business
  }

  function inTurn(mchid: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { last, attempts } = turns.get(mchid) ?? { last: Promise.resolve(), attempts: new AbortController() }
    const done = last.then(() => work(attempts.signal))
    const turn = { last: done.catch(() => undefined), attempts }
    turns.set(mchid, turn)
    return done.finally(() => turns.get(mchid) === turn && turns.delete(mchid))
  }
  function run(mchid: string, from: number): Promise<void> {
    return inTurn(mchid, (signal) => attemptsOf(mchid, from, signal)).catch(onFailure)
  }
  async function runNow(mchid: string): Promise<void> {
    const from = await business(mchid)
    if (from !== undefined) await run(mchid, from)
  }
  async function attemptsOf(mchid: string, from: number, signal: AbortSignal): Promise<void> {
    if (!hasStopped) await asOneSender(mchid, store, (held) => makeAttempts(mchid, from, parts, held), signal)
    if (!hasStopped && !signal.aborted) await setTimer(mchid)
  }
  async function setTimer(mchid: string): Promise<void> {
    clearTimer(mchid)
    const [tenant, list] = await Promise.all([tenantOf(mchid, store), readNotifications(mchid, store)])
    const next = list && nextAttempt(list)
    // A pinned clock does not run, so no attempt becomes due on it.
    if (!tenant || !next || tenant.clock.pin !== null || hasStopped) return
    const wait = next.due - tenantTime(tenant.clock, now()).business
    timers.set(mchid, setTimeout(() => void runNow(mchid).catch(onFailure), clamped(wait)).unref())
  }

  function clearTimer(mchid: string): void {
    clearTimeout(timers.get(mchid))
    timers.delete(mchid)
  }
  /** Ends the attempts that were requested so far. Attempts that are requested later get a new `AbortController`. */
  function endAttempts(mchid: string): void {
    const turn = turns.get(mchid)
    turn?.attempts.abort()
    if (turn) turns.set(mchid, { ...turn, attempts: new AbortController() })
  }

  return {
    async notify(mchid, order) {
      await allowedTarget(order.url, rules)
      const random = nonce()
      let added: { readonly record: NotificationRecord; readonly time: number } | undefined
      const list = await changeNotifications(mchid, store, async (before) => {
        // The merchant is read after the list. If a reset or a removal replaces the list in between, `changeNotifications` calls this
        // function again. So the merchant and the list come from the same state.
        const tenant = await tenantOf(mchid, store)
        const time = tenant && tenantTime(tenant.clock, now()).business
        added =
          tenant && time !== undefined
            ? { record: newNotification(order, tenant, `${mchid} ${before.made} ${random}`, time), time }
            : undefined
        return added ? withNotification(before, added.record) : before
      })
      if (!list || !added) return undefined
      void run(mchid, added.time)
      return added.record
    },
    async resend(mchid, id, fault) {
      const time = await business(mchid)
      if (time === undefined) return undefined
      const record = await changeNotification(mchid, id, store, (before) => withResend(before, time, fault))
      void run(mchid, time)
      return record
    },
    catchUp: run,
    async interrupt(mchid, change) {
      endAttempts(mchid)
      const changed = inTurn(mchid, async () => {
        clearTimer(mchid)
        await change()
      })
      await changed.finally(() => void runNow(mchid).catch(onFailure))
    },
    async stop() {
      hasStopped = true
      for (const timer of timers.values()) clearTimeout(timer)
      for (const { attempts } of turns.values()) attempts.abort()
      await Promise.all([...turns.values()].map(({ last }) => last))
    },
  }
}

/**
 * Returns how long a timer waits: at least 100 milliseconds, and at most {@link LONGEST_TIMER}. If `now` is constant, an
 * attempt never becomes due, so its timer is set again and again. Without the minimum, the timer could fire almost without a pause.
 */
function clamped(milliseconds: number): number {
  return Math.min(Math.max(milliseconds, 100), LONGEST_TIMER)
}
