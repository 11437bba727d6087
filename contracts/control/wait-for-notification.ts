import type { components } from './control.openapi.d.ts'
import { poll } from './poll.ts'

type Notification = components['schemas']['Notification']

export function waitForNotification(read: () => Promise<Notification>, timeout = 3_000): Promise<Notification> {
  const hasEnded = (notification: Notification): notification is Notification => notification.state !== 'pending'
  return poll(read, hasEnded, timeout, (pending) => `${pendingText(pending)} after ${timeout} ms; ${attemptsText(pending)}`)
}

function pendingText({ id, event_type }: Notification): string {
  return `The notification ${id} (${event_type}) is still pending`
}

function attemptsText({ attempts, next_attempt }: Notification): string {
  const made = attempts.map(({ failure }) => failure ?? 'accepted').join(', ') || 'none has ended'
  const next = next_attempt === null ? '' : `; the next one is due at ${next_attempt}, which setClock({ advance: … }) can reach`
  return `attempts: ${made}${next}`
}
