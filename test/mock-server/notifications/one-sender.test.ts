import { expect, it } from 'vitest'
import { asOneSender } from '../../../mock-server/notifications/one-sender.ts'
import { storeWith } from '../store/stored-tenant.ts'

it('a server stops sending notifications when it loses the lease that allows it to send them', async () => {
  const answers = [true, true, false]
  const lease = { ...(await storeWith()), hold: async () => answers.shift() ?? false }
  const untilEnd = (signal: AbortSignal) => new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
  await asOneSender('1', lease, untilEnd, new AbortController().signal, 1)
  expect(answers).toEqual([])
})
