import { type Control, createControl, type MerchantControl } from '../contracts/index.ts'
import type { MockCredentials } from '../mock-server/index.ts'
import { test as base } from './mock-test.ts'
import { type Answer, send } from './send.ts'
import { type RequestChoice, signedRequest } from './signed-request.ts'

/** An answer of the control API with its parsed body. */
export interface ControlAnswer extends Omit<Answer, 'body'> {
  readonly body: unknown
}

interface Fixtures {
  /** The control API over HTTP. */
  control: Control
  /** The control API for the merchant that the server was started with. */
  own: MerchantControl
  /** Sends one request to the control API. Text or bytes are sent unchanged, any other body as JSON. */
  ask: (method: string, target: string, body?: unknown, headers?: Record<string, string>) => Promise<ControlAnswer>
  /** Signs a request with these credentials and the time of the test's clock, and sends it. */
  callAs: (credentials: MockCredentials, choice?: RequestChoice) => Promise<Answer>
}

/** Gives each test its own server and a client for its control API. */
export const test = base.extend<Fixtures>({
  control: async ({ mock }, use) => use(createControl(mock.url)),
  own: async ({ mock, control }, use) => use(control.merchant(mock.credentials.mchid)),
  ask: async ({ mock }, use) => {
    await use((method, target, body, headers) => askControl(mock.url, method, target, body, headers))
  },
  callAs: async ({ mock, clock }, use) => {
    await use(async (credentials, choice) => send(mock.url, await signedRequest(credentials, { now: clock.now, ...choice })))
  },
})

/** Sends one request to a control API. */
export async function askControl(
  url: string,
  method: string,
  target: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<ControlAnswer> {
  const isRaw = body === undefined || typeof body === 'string' || body instanceof Uint8Array
  const bytes = Buffer.from(isRaw ? (body ?? '') : JSON.stringify(body))
  const answer = await send(url, { method, target, headers, body: bytes })
  return { ...answer, body: answer.body === '' ? undefined : JSON.parse(answer.body) }
}

/** The status, error code and message of a gateway answer. */
export function errorOf({ status, body }: Answer): { status: number; code: string; message: string } {
  const { code, message } = JSON.parse(body)
  return { status, code, message }
}
