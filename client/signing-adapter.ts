import { Buffer } from 'node:buffer'
import axios, {
  type AxiosAdapter,
  type AxiosError,
  type AxiosRequestConfig,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
  isAxiosError,
} from 'axios'
import { importPrivateKey, signRequest } from '../contracts/index.ts'
import { once } from '../contracts/once.ts'
import { refuseDevelopmentKeys } from './refuse-development-keys.ts'
import type { VerifyAnswer } from './verify-answer.ts'
import type { Identity } from './wechatpay-options.ts'

/** What a client signs with. */
export interface Signer {
  readonly identity: Identity
  readonly now: () => number
  readonly nonce: () => string
}

/**
 * An axios adapter around another, axios's own by default: axios has merged the configuration and serialised the body by now, so what is
 * signed here is what is sent, and what comes back is verified before axios parses it.
 */
export function createSigningAdapter(signer: Signer, verifyAnswer: VerifyAnswer): (inner: AxiosRequestConfig['adapter']) => AxiosAdapter {
  const privateKey = once(() => importPrivateKey(signer.identity.privateKey))
  return (inner) =>
    async function signedAdapter(config) {
      refuseOptions(config)
      const send = axios.getAdapter(inner, config)
      const response = await send(await signed(config, signer, privateKey)).catch(async (error: unknown) => {
        if (!isAxiosError(error) || !error.response) throw error
        if (isBrokenOff(error.message, error.response)) throw withoutAnswer(error)
        // What validateStatus refuses may be a 2xx, too.
        await verifySuccess(error.response, verifyAnswer)
        error.response = decode(error.response, config)
        throw error
      })
      await verifySuccess(response, verifyAnswer)
      return decode(response, config)
    }
}

/** What axios refuses by its status has been read; any other rejection with an answer is of one whose stream failed. */
function isBrokenOff(message: string, { status, data }: AxiosResponse): boolean {
  return data === undefined && message !== `Request failed with status code ${status}`
}

/** The part of an answer that arrived can't be verified: what is left is the failure of the connection. */
function withoutAnswer(error: AxiosError): AxiosError {
  delete error.response
  if (error.message === 'stream has been aborted') error.message = 'The connection ended in the middle of the answer'
  return error
}

/** The gateway leaves most refusals unsigned, and no SDK verifies them. */
async function verifySuccess(response: AxiosResponse, verifyAnswer: VerifyAnswer): Promise<void> {
  if (response.status >= 200 && response.status < 300) await verifyAnswer(response)
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
  refuseDevelopmentKeys(url, identity)
  const sent = { method: (config.method ?? 'get').toUpperCase(), target: url.pathname + url.search, body: serialised(config.data) }
  const by = { mchid: identity.mchid, serial: identity.serial, privateKey: await privateKey(), now: now(), nonce: nonce() }
  config.headers.set('Authorization', await signRequest(sent, by))
  // A signature is for one URL: this one, with nothing left to add, and no redirect from it.
  const { params: _params, baseURL: _baseURL, ...rest } = config
  return { ...rest, url: url.href, responseType: 'arraybuffer', maxRedirects: 0 }
}

/** Hands the body back to axios as its configuration wants it, as text to be parsed or as bytes; no body stays none. */
function decode(response: AxiosResponse, config: InternalAxiosRequestConfig): AxiosResponse {
  const bytes = Buffer.from(response.data ?? '')
  const data = config.responseType === 'arraybuffer' ? bytes : bytes.toString('utf8')
  return { ...response, config, data: bytes.length === 0 ? undefined : data }
}

function serialised(data: unknown): string | Uint8Array {
  if (data === undefined || data === null) return ''
  if (typeof data === 'string' || data instanceof Uint8Array) return data
  throw new TypeError(`data must be an object that is sent as JSON; got ${Object.prototype.toString.call(data)}, which can't be signed`)
}
