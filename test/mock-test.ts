import { test as base } from 'vitest'
import { createMockServer, type MockServer } from '../mock-server/index.ts'
import { type Answer, send } from './send.ts'
import { type RequestChoice, signedRequest } from './signed-request.ts'

/** A clock that a test can set. */
export interface Clock {
  /** Milliseconds since 1970. */
  now: number
}

interface Fixtures {
  clock: Clock
  mock: MockServer
  /** Signs a request with the merchant's key at the clock's time and sends it. */
  call: (choice?: RequestChoice) => Promise<Answer>
}

export const PINNED = 1_700_000_000_000
export const PINNED_NONCE = '0123456789abcdef0123456789abcdef'

/** Gives each test its own server with a stopped clock. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads this pattern to learn which fixtures are needed
  clock: async ({}, use) => use({ now: PINNED }),
  mock: async ({ clock }, use) => {
    await using mock = await createMockServer({ now: () => clock.now, nonce: () => PINNED_NONCE })
    await use(mock)
  },
  call: async ({ mock, clock }, use) => {
    await use(async (choice) => send(mock.url, await signedRequest(mock.credentials, { now: clock.now, ...choice })))
  },
})
