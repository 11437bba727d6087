import { Buffer } from 'node:buffer'
import { types } from 'node:util'
import axios, {
  type AxiosAdapter,
  AxiosError,
  type AxiosRequestConfig,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
  isAxiosError,
} from 'axios'
import { importPrivateKey, shownInError, signRequest } from '../contracts/index.ts'
import { once } from '../contracts/once.ts'
import { checkBaseUrl, refuseUserInfo } from './check-base-url.ts'
import { refuseDevelopmentKeys } from './refuse-development-keys.ts'
import { settlingTransport } from './settling-transport.ts'
import type { VerifyAnswer } from './verify-answer.ts'
import type { Identity } from './wechatpay-options.ts'

/** The keys, clock and nonce that a client signs with. */
export interface Signer {
  readonly identity: Identity
  readonly now: () => number
  readonly nonce: () => string
}

/**
 * Returns a function that wraps an axios adapter (by default, axios's own). The wrapped adapter signs each request and verifies each 2xx
 * answer. An adapter runs after axios has serialised the body, so the signed bytes are the sent bytes. axios parses the answer only after
 * the adapter has verified it.
 */
export function createSigningAdapter(signer: Signer, verifyAnswer: VerifyAnswer): (inner: AxiosRequestConfig['adapter']) => AxiosAdapter {
  const privateKey = once(() => importPrivateKey(signer.identity.privateKey))
  return (inner) =>
    async function signedAdapter(config) {
      refuseOptions(config)
      const send = axios.getAdapter(inner, config)
      const answer = await send(await signed(config, signer, privateKey)).catch((error: unknown) => answerOf(error, config))
      requireBytes(answer.data)
      // Error answers are not verified: the gateway does not sign all of them, and the official SDKs do not verify them.
      if (answer.status >= 200 && answer.status < 300) await verifyAnswer(answer)
      return settle(decode(answer, config))
    }
}

function refuseOptions({ auth, responseType, baseURL }: InternalAxiosRequestConfig): void {
  // The base URL is checked at each call, because a single call may have another base URL than the client.
  checkBaseUrl(baseURL)
  if (auth) throw new TypeError('auth must not be set: the Authorization header carries the signature')
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
  const sent = {
    method: (config.method ?? 'get').toUpperCase(),
    target: url.pathname + url.search,
    body: serialised(config.data),
    ...contentTypeOf(config),
  }
  const by = { mchid: identity.mchid, serial: identity.serial, privateKey: await privateKey(), now: now(), nonce: nonce() }
  config.headers.set('Authorization', await signRequest(sent, by))
  return asSigned(config, url)
}

function asSigned(config: InternalAxiosRequestConfig, url: URL): InternalAxiosRequestConfig {
  const { params: _params, baseURL: _baseURL, ...rest } = config
  return {
    ...rest,
    // The signature is valid for this URL only, so axios must not add to the URL or follow a redirect.
    url: url.href,
    maxRedirects: 0,
    ...(config.proxy === undefined && THIS_MACHINE.test(url.hostname) && { proxy: false }),
    // The adapter must accept any status and return bytes. `decode` and `settle` apply the caller's options to the verified answer.
    validateStatus: null,
    responseType: 'arraybuffer',
    transport: settlingTransport(config),
  }
}

/** Requests to these hosts bypass the environment's proxy: a proxy on another machine can't reach the mock server on this machine. */
const THIS_MACHINE = /^(?:127(?:\.\d+){3}|\[::1\]|localhost)$/

/** Returns the Content-Type that axios sends. The Content-Type decides which part of the body is signed. */
function contentTypeOf({ headers }: InternalAxiosRequestConfig): { readonly contentType?: string } {
  const contentType = headers.getContentType()
  return typeof contentType === 'string' ? { contentType } : {}
}

function serialised(data: unknown): string | Uint8Array {
  if (data === undefined || data === null) return ''
  if (typeof data === 'string' || types.isUint8Array(data)) return data
  const tag = Object.prototype.toString.call(data)
  // The boundary and the bytes of a form are not known until axios sends the form.
  if (tag === '[object FormData]')
    throw new TypeError(
      'data must be the bytes of the form, with their boundary in Content-Type, so that they can be signed; got a FormData',
    )
  throw new TypeError(`data must be an object to send as JSON, a string or a Buffer; got ${tag}, which can't be signed`)
}

/**
 * Returns the answer that an error contains. Adapters that ignore `validateStatus` throw such errors. Rethrows an error without an answer.
 * An answer whose body could not be read can't be verified. Removes such an answer from the error and rethrows the error.
 */
function answerOf(error: unknown, config: InternalAxiosRequestConfig): AxiosResponse {
  if (!isAxiosError(error)) throw error
  error.config = config
  if (/wrong version number|packet length too long/.test(error.message))
    error.message = 'The server answers without TLS (https): begin baseURL with http:// if it is the mock server'
  if (!error.response) throw error
  if (error.response.data !== undefined) return error.response
  delete error.response
  if (TRUNCATED_CODES.includes(error.code)) error.message = 'The connection ended in the middle of the answer'
  throw error
}

/** The error codes of a truncated answer: the first from axios, the second from Node for a compressed body. */
const TRUNCATED_CODES: readonly unknown[] = [AxiosError.ERR_BAD_RESPONSE, 'ECONNRESET']

/** @throws {TypeError} When an adapter, such as a mock of axios, gives an object instead of the bytes or the text of a body. */
function requireBytes(data: unknown): void {
  if (data === undefined || data === null || typeof data === 'string' || types.isAnyArrayBuffer(data) || ArrayBuffer.isView(data)) return
  throw new TypeError(
    `The adapter must give the bytes of the answer, so that its signature can be verified; got ${shownInError(data)}. Does a mock of axios answer this call?`,
  )
}

/** Converts the body to bytes or text, as `responseType` asks. */
function decode(response: AxiosResponse, config: InternalAxiosRequestConfig): AxiosResponse {
  const bytes = Buffer.from(response.data ?? '')
  const data = config.responseType === 'arraybuffer' ? bytes : bytes.toString('utf8')
  return { ...response, config, data: bytes.length === 0 ? undefined : data }
}

/**
 * Returns the answer if `validateStatus` accepts its status, and throws an error if not. axios's own adapters do the same:
 * https://github.com/axios/axios/blob/v1.x/lib/core/settle.js. But they always accept the status 000. This function does not, because an
 * answer with this status was not verified.
 */
function settle(response: AxiosResponse): AxiosResponse {
  const { status, config, request } = response
  if (!config.validateStatus || config.validateStatus(status)) return response
  const code = status >= 400 && status < 500 ? AxiosError.ERR_BAD_REQUEST : AxiosError.ERR_BAD_RESPONSE
  throw new AxiosError(`Request failed with status code ${status}`, code, config, request, response)
}
