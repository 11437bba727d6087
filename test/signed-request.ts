import { parseAuthorization, randomNonce, signRequest } from '../contracts/index.ts'
import type { MockCredentials } from '../mock-server/index.ts'

export const CHANGE_STATUS = '/v3/goldplan/merchants/changegoldplanstatus'

/** The parts of a request that a test can choose. A part that is left out gets a valid default. */
export interface RequestChoice {
  readonly method?: string
  readonly target?: string
  readonly body?: string | Uint8Array
  /** Milliseconds since 1970. */
  readonly now?: number
  readonly nonce?: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface SignedRequest {
  readonly method: string
  readonly target: string
  readonly timestamp: string
  readonly nonce: string
  readonly signature: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** The parts of a request that are sent. */
export type WireRequest = Pick<SignedRequest, 'method' | 'target' | 'headers' | 'body'>

export const OPEN = JSON.stringify({ sub_mchid: '1900000109', operation_type: 'OPEN' })
export const CLOSE = JSON.stringify({ sub_mchid: '1900000109', operation_type: 'CLOSE' })

/** The credentials that sign a request. */
export type SigningCredentials = Pick<MockCredentials, 'mchid' | 'serial_no' | 'private_key'>

/** Signs a request with these credentials. Does not use the client library. */
export async function signedRequest(credentials: SigningCredentials, choice: RequestChoice = {}): Promise<SignedRequest> {
  const { method = 'POST', target = CHANGE_STATUS, now = Date.now(), nonce = randomNonce(), headers = {} } = choice
  const body = Buffer.from(choice.body ?? OPEN)
  const { mchid, serial_no: serial, private_key: privateKey } = credentials
  const Authorization = await signRequest({ method, target, body }, { mchid, serial, privateKey, now, nonce })
  const { timestamp, signature } = parseAuthorization(Authorization)
  const defaults = { 'User-Agent': 'test', Accept: 'application/json', 'Content-Type': 'application/json', Authorization }
  return { method, target, timestamp, nonce, signature, headers: { ...defaults, ...headers }, body }
}
