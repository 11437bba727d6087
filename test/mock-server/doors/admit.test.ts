import type { Socket } from 'node:net'
import { expect, it, vi } from 'vitest'
import { admit } from '../../../mock-server/doors/admit.ts'
import { createEgress } from '../../../mock-server/doors/egress.ts'

it('a client that went away before it was admitted is not reported as a program on another machine', async () => {
  const [onRefused, refuse] = [vi.fn(), vi.fn()]
  const client = { destroyed: true, remoteAddress: undefined } as Socket
  const parts = { inside: undefined as never, tls: undefined as never, egress: createEgress({ offline: true }), onRefused }
  await admit(client, { host: 'registry.example', port: 443 }, parts, { accept: vi.fn(), refuse })
  expect(onRefused).not.toHaveBeenCalled()
})
