import { formatAuthorization, importPrivateKey, randomNonce, requestMessage, sign } from '../contracts/index.ts'
import type { MockCredentials } from '../mock-server/index.ts'

export const CHANGE_STATUS = '/v3/goldplan/merchants/changegoldplanstatus'

/** A request to be, every part of which a test may choose; what it leaves out is right. */
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

export const OPEN = JSON.stringify({ sub_mchid: '1900000109', operation_type: 'OPEN' })
export const CLOSE = JSON.stringify({ sub_mchid: '1900000109', operation_type: 'CLOSE' })

/** What of a merchant's credentials signs a request. */
export type SigningCredentials = Pick<MockCredentials, 'mchid' | 'serial_no' | 'private_key'>

/** Signs a request as the merchant of these credentials, with the wire format alone: no client takes part. */
export async function signedRequest(credentials: SigningCredentials, choice: RequestChoice = {}): Promise<SignedRequest> {
  const { method = 'POST', target = CHANGE_STATUS, now = Date.now(), nonce = randomNonce(), headers = {} } = choice
  const body = Buffer.from(choice.body ?? OPEN)
  const timestamp = String(Math.floor(now / 1000))
  const key = await importPrivateKey(credentials.private_key)
  const signature = await sign(requestMessage({ method, target, timestamp, nonce, body }), key)
  const { mchid, serial_no: serial } = credentials
  const defaults = {
    'User-Agent': 'test',
    Accept: 'application/json',
    'Content-Type': 'application/json',
    Authorization: formatAuthorization({ mchid, serial, nonce, timestamp, signature }),
  }
  return { method, target, timestamp, nonce, signature, headers: { ...defaults, ...headers }, body }
}
