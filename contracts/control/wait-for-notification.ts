import { setTimeout } from 'node:timers/promises'
import { checkTimeout } from './check-timeout.ts'
import type { components } from './control.openapi.d.ts'
import { realTime } from './real-time.ts'

type Notification = components['schemas']['Notification']

const POLL_MILLISECONDS = 20

/** Waits until a notification is no longer pending. It polls, because a control client sends single requests and can't follow a stream. */
export async function waitForNotification(read: () => Promise<Notification>, timeout = 3_000): Promise<Notification> {
  checkTimeout(timeout)
  const end = realTime() + timeout
  for (;;) {
    const notification = await read()
    if (notification.state !== 'pending') return notification
    if (realTime() >= end) throw new Error(`${pendingText(notification)} after ${timeout} ms; ${attemptsText(notification)}`)
    await setTimeout(POLL_MILLISECONDS)
  }
}

function pendingText({ id, event_type }: Notification): string {
  return `The notification ${id} (${event_type}) is still pending`
}

function attemptsText({ attempts, next_attempt }: Notification): string {
  const made = attempts.map(({ failure }) => failure ?? 'accepted').join(', ') || 'none has ended'
  const next = next_attempt === null ? '' : `; the next one is due at ${next_attempt}, which setClock({ advance: … }) can reach`
  return `attempts: ${made}${next}`
}
