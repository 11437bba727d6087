import type { IncomingMessage, ServerResponse } from 'node:http'
import { expect, it, vi } from 'vitest'
import { createEgress } from '../../../mock-server/doors/egress.ts'
import { forwardPlain } from '../../../mock-server/doors/forward-plain.ts'

it.each([
  [true, '127.0.0.1'],
  [false, undefined],
])('no refusal is reported when the client has disconnected: destroyed %s, address %s', async (destroyed, remoteAddress) => {
  const [onRefused, destroy] = [vi.fn(), vi.fn()]
  const request = { url: 'http://registry.example/', socket: { destroyed, remoteAddress, destroy } } as unknown as IncomingMessage
  await forwardPlain(request, {} as ServerResponse, createEgress({ offline: true }), onRefused)
  expect(onRefused).not.toHaveBeenCalled()
  expect(destroy).toHaveBeenCalled()
})
