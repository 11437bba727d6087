import { Buffer } from 'node:buffer'
import axios, { type AxiosAdapter, type AxiosRequestConfig, type AxiosResponse, type InternalAxiosRequestConfig, isAxiosError } from 'axios'
import { formatAuthorization, importPrivateKey, importPublicKey, requestMessage, sign, verifyResponse } from '../contracts/index.ts'
import { refuseDevelopmentKeys } from './refuse-development-keys.ts'
import type { Identity } from './wechatpay-options.ts'

/** What a client signs and verifies with; its keys are read once, at first use. */
export interface Signer {
  readonly identity: Identity
  readonly now: () => number
  readonly nonce: () => string
  readonly privateKey: () => Promise<CryptoKeyOf<typeof importPrivateKey>>
  readonly platformKey: (serial: string) => Promise<CryptoKeyOf<typeof importPublicKey>>
}
type CryptoKeyOf<Import extends (pem: string) => Promise<unknown>> = Awaited<ReturnType<Import>>

/** Makes a signer that reads each key once. */
export function createSigner(identity: Identity, now: () => number, nonce: () => string): Signer {
  const privateKey = once(() => importPrivateKey(identity.privateKey))
  const platformKeys = Object.entries(identity.certs).map(
    ([serial, pem]) => [serial, once(() => importPublicKey(pem, `certs["${serial}"]`))] as const,
  )
  const keys = new Map(platformKeys)
  return { identity, now, nonce, privateKey, platformKey: (serial) => (keys.get(serial) as () => ReturnType<typeof importPublicKey>)() }
}

/**
 * An axios adapter around another, axios's own by default: axios has merged the configuration and serialised the body by now, so what is signed here is what is
 * sent, and what comes back is verified before axios parses it.
 */
export function signingAdapter(signer: Signer, inner: AxiosRequestConfig['adapter']): AxiosAdapter {
  return async function signedAdapter(config) {
    const send = axios.getAdapter(inner, config)
    const response = await send(await signRequest(config, signer)).catch((error: unknown) => {
      // The gateway leaves most refusals unsigned, and no SDK verifies them.
      if (isAxiosError(error) && error.response) error.response = decode(error.response, config)
      throw error
    })
    if (response.status >= 200 && response.status < 300) await verifyAnswer(response, signer)
    return decode(response, config)
  }
}

async function signRequest(config: InternalAxiosRequestConfig, signer: Signer): Promise<InternalAxiosRequestConfig> {
  const url = new URL(axios.getUri(config))
  const { mchid, serial } = signer.identity
  refuseDevelopmentKeys(url, signer.identity)
  const parts = {
    method: (config.method ?? 'get').toUpperCase(),
    target: url.pathname + url.search,
    timestamp: String(Math.floor(signer.now() / 1000)),
    nonce: signer.nonce(),
    body: serialised(config.data),
  }
  const signature = await sign(requestMessage(parts), await signer.privateKey())
  config.headers.set('Authorization', formatAuthorization({ ...parts, mchid, serial, signature }))
  // A signature is for one URL: this one, with nothing left to add, and no redirect from it.
  const { params: _params, baseURL: _baseURL, ...rest } = config
  return { ...rest, url: url.href, responseType: 'arraybuffer', maxRedirects: 0 }
}

async function verifyAnswer({ headers, data }: AxiosResponse, { identity, now, platformKey }: Signer): Promise<void> {
  const header = (name: string) => headers[name] as string | undefined
  await verifyResponse({ header, body: Buffer.from(data) }, { now, serials: Object.keys(identity.certs), publicKey: platformKey })
}

/** Hands the body back to axios as text, to be parsed as its configuration says; no body stays none. */
function decode(response: AxiosResponse, config: InternalAxiosRequestConfig): AxiosResponse {
  const text = Buffer.from(response.data ?? '').toString('utf8')
  return { ...response, config, data: text === '' ? undefined : text }
}

function serialised(data: unknown): string | Uint8Array {
  if (data === undefined || data === null) return ''
  if (typeof data === 'string' || data instanceof Uint8Array) return data
  throw new TypeError(`data must be an object that is sent as JSON; got ${Object.prototype.toString.call(data)}, which can't be signed`)
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined
  return () => {
    made ??= make()
    return made
  }
}
