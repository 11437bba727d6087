import { Buffer } from 'node:buffer'
import axios, {
  type AxiosAdapter,
  AxiosError,
  type AxiosRequestConfig,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
  isAxiosError,
} from 'axios'
import { importPrivateKey, signRequest } from '../contracts/index.ts'
import { once } from '../contracts/once.ts'
import { refuseDevelopmentKeys } from './refuse-development-keys.ts'
import { settlingTransport } from './settling-transport.ts'
import type { VerifyAnswer } from './verify-answer.ts'
import { type Identity, refuseUserInfo } from './wechatpay-options.ts'

/** What a client signs with. */
export interface Signer {
  readonly identity: Identity
  readonly now: () => number
  readonly nonce: () => string
}

/**
 * Wraps an axios adapter, by default axios's own. When an adapter runs, axios has merged the configuration and serialised the body, so the
 * bytes signed here are the bytes sent; the answer is verified before axios parses it.
 */
export function createSigningAdapter(signer: Signer, verifyAnswer: VerifyAnswer): (inner: AxiosRequestConfig['adapter']) => AxiosAdapter {
  const privateKey = once(() => importPrivateKey(signer.identity.privateKey))
  return (inner) =>
    async function signedAdapter(config) {
      refuseOptions(config)
      const send = axios.getAdapter(inner, config)
      const answer = await send(await signed(config, signer, privateKey)).catch((error: unknown) => answerOf(error, config))
      // The gateway leaves most refusals unsigned, and no SDK verifies them.
      if (answer.status >= 200 && answer.status < 300) await verifyAnswer(answer)
      return settle(decode(answer, config))
    }
}

function refuseOptions({ auth, responseType }: InternalAxiosRequestConfig): void {
  if (auth) throw new TypeError('auth must not be given: Authorization holds the signature')
  if (responseType && !['json', 'text', 'arraybuffer'].includes(responseType))
    throw new TypeError(`responseType must be json, text or arraybuffer, so that the answer can be verified; got ${responseType}`)
}

async function signed(
  config: InternalAxiosRequestConfig,
  { identity, now, nonce }: Signer,
  privateKey: () => ReturnType<typeof importPrivateKey>,
): Promise<InternalAxiosRequestConfig> {
  const url = new URL(axios.getUri(config))
  refuseUserInfo(url)
  refuseDevelopmentKeys(url, identity)
  const sent = { method: (config.method ?? 'get').toUpperCase(), target: url.pathname + url.search, body: serialised(config.data) }
  const by = { mchid: identity.mchid, serial: identity.serial, privateKey: await privateKey(), now: now(), nonce: nonce() }
  config.headers.set('Authorization', await signRequest(sent, by))
  const { params: _params, baseURL: _baseURL, ...rest } = config
  return {
    ...rest,
    // The signature is for this URL: nothing is added to it, and no redirect is followed.
    url: url.href,
    maxRedirects: 0,
    // The answer comes back whatever its status, as bytes, and is settled here once it is verified.
    validateStatus: null,
    responseType: 'arraybuffer',
    transport: settlingTransport(config),
  }
}

function serialised(data: unknown): string | Uint8Array {
  if (data === undefined || data === null) return ''
  if (typeof data === 'string' || data instanceof Uint8Array) return data
  throw new TypeError(`data must be an object that is sent as JSON; got ${Object.prototype.toString.call(data)}, which can't be signed`)
}

/**
 * Handles a rejection of the inner adapter. With data it is an answer, from an adapter that rejects by status although it was told not to.
 * Without data, reading the answer failed: the error keeps no answer, since a part of one can't be verified.
 */
function answerOf(error: unknown, config: InternalAxiosRequestConfig): AxiosResponse {
  if (!isAxiosError(error)) throw error
  error.config = config
  if (!error.response) throw error
  if (error.response.data !== undefined) return error.response
  delete error.response
  if (CUT_CODES.includes(error.code)) error.message = 'The connection ended in the middle of the answer'
  throw error
}

/** The codes of an answer that was cut, from axios or, for a compressed body, from Node; one that can't be decompressed has another. */
const CUT_CODES: readonly unknown[] = [AxiosError.ERR_BAD_RESPONSE, 'ECONNRESET']

/** Converts the body to what the configuration asks for, text for axios to parse or bytes; an empty body becomes `undefined`. */
function decode(response: AxiosResponse, config: InternalAxiosRequestConfig): AxiosResponse {
  const bytes = Buffer.from(response.data ?? '')
  const data = config.responseType === 'arraybuffer' ? bytes : bytes.toString('utf8')
  return { ...response, config, data: bytes.length === 0 ? undefined : data }
}

/** Does what axios does at the end of each of its adapters: https://github.com/axios/axios/blob/v1.x/lib/core/settle.js */
function settle(response: AxiosResponse): AxiosResponse {
  const { status, config, request } = response
  if (!status || !config.validateStatus || config.validateStatus(status)) return response
  const code = status >= 400 && status < 500 ? AxiosError.ERR_BAD_REQUEST : AxiosError.ERR_BAD_RESPONSE
  throw new AxiosError(`Request failed with status code ${status}`, code, config, request, response)
}
