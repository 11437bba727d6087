import type { Socket } from 'node:net'
import { expect, it, vi } from 'vitest'
import { admit } from '../../../mock-server/doors/admit.ts'
import { createEgress } from '../../../mock-server/doors/egress.ts'

it.each([undefined, '127.0.0.1'])(
  'a client that went away before it was connected is not reported as a program on another machine (remote address: %s)',
  async (remoteAddress) => {
    const [onRefused, refuse] = [vi.fn(), vi.fn()]
    const client = { destroyed: true, remoteAddress, destroy: vi.fn() } as unknown as Socket
    const parts = { inside: undefined as never, tls: undefined as never, egress: createEgress({ offline: true }), onRefused }
    await admit(client, { host: 'registry.example', port: 443 }, parts, { accept: vi.fn(), refuse })
    expect(onRefused).not.toHaveBeenCalled()
  },
)

it('a client whose connection broke is not reported, and its socket is destroyed, if Node has not noticed the break', async () => {
  const [onRefused, refuse, destroy] = [vi.fn(), vi.fn(), vi.fn()]
  const client = { destroyed: false, remoteAddress: undefined, destroy } as unknown as Socket
  const parts = { inside: undefined as never, tls: undefined as never, egress: createEgress({ offline: true }), onRefused }
  await admit(client, { host: 'registry.example', port: 443 }, parts, { accept: vi.fn(), refuse })
  expect(onRefused).not.toHaveBeenCalled()
  expect(destroy).toHaveBeenCalled()
})
