import type { AxiosRequestConfig } from 'axios'
import { assertPrivateKeyPem, assertPublicKeyPem } from '../contracts/index.ts'

/** What a client needs to sign and to verify; the names are those of wechatpay-axios-plugin. */
export interface Identity {
  /** The merchant ID (商户号) of the service provider. */
  readonly mchid: string
  /** The serial number of its API certificate (商户证书序列号): 40 hexadecimal digits. */
  readonly serial: string
  /** Its API private key, `apiclient_key.pem`: PKCS#8 in PEM, RSA-2048. */
  readonly privateKey: string
  /** By platform certificate serial number or WeChat Pay public-key ID (`PUB_KEY_ID_…`): that certificate or public key, in PEM. */
  readonly certs: Readonly<Record<string, string>>
}

/** The options of {@link createWechatpay}: who signs, the clock and the nonce, and any option of axios. */
export interface WechatpayOptions extends Identity, AxiosRequestConfig {
  /** The clock: milliseconds since 1970; `Date.now` by default. */
  readonly now?: () => number
  /** Gives the random string (随机串) of each request; 32 random hexadecimal digits by default. */
  readonly nonce?: () => string
}

/**
 * Checks the types and the PEM labels; keys are read at the first call.
 *
 * @throws {TypeError} Says what was given and what is wanted.
 */
export function checkOptions(options: WechatpayOptions): void {
  checkIdentity(options)
  checkCerts(options.certs, options.serial)
}

/**
 * Checks everything but `certs`.
 *
 * @throws {TypeError} Says what was given and what is wanted.
 */
export function checkIdentity({ mchid, serial, privateKey, baseURL, now, nonce }: Omit<WechatpayOptions, 'certs'>): void {
  if (typeof mchid !== 'string' || !/^\d+$/.test(mchid)) throw new TypeError(`mchid must be a string of digits; got ${show(mchid)}`)
  if (typeof serial !== 'string' || !/^[\dA-F]{40}$/.test(serial))
    throw new TypeError(
      `serial must be the 40 upper-case hexadecimal digits of the merchant certificate's serial number; got ${show(serial)}`,
    )
  assertPrivateKeyPem(privateKey, 'privateKey')
  checkBaseUrl(baseURL)
  for (const [name, value] of Object.entries({ now, nonce }))
    if (value !== undefined && typeof value !== 'function') throw new TypeError(`${name} must be a function; got ${show(value)}`)
}

function checkBaseUrl(baseURL: string | undefined): void {
  if (baseURL === undefined) return
  if (!URL.canParse(baseURL)) throw new TypeError(`baseURL must be an absolute URL; got ${show(baseURL)}`)
  refuseUserInfo(new URL(baseURL))
}

/**
 * Refuses `user:password@` in a URL: axios would send it as Authorization, in place of the signature.
 *
 * @throws {TypeError} Shows the URL without the password.
 */
export function refuseUserInfo({ protocol, username, password, host }: URL): void {
  if (username === '' && password === '') return
  throw new TypeError(
    `baseURL must not contain a user name or password: Authorization holds the signature; got ${protocol}//${username}:…@${host}`,
  )
}

function checkCerts(certs: unknown, ownSerial: string): void {
  if (typeof certs !== 'object' || certs === null || Object.keys(certs).length === 0)
    throw new TypeError(
      `certs must map the platform's serial numbers or public-key IDs to its certificates or public keys; got ${show(certs)}`,
    )
  for (const [serial, pem] of Object.entries(certs)) {
    if (serial === ownSerial)
      throw new TypeError(
        `certs must hold the platform's certificates; got the merchant's own serial ${serial}: answers are signed by the platform (微信支付平台证书), not by the merchant`,
      )
    if (!/^([\dA-F]{40}|PUB_KEY_ID_\w+)$/.test(serial))
      throw new TypeError(
        `certs must be keyed by serial numbers of 40 upper-case hexadecimal digits or by public-key IDs (PUB_KEY_ID_…); got ${show(serial)}`,
      )
    assertPublicKeyPem(pem, `certs["${serial}"]`)
  }
}

function show(value: unknown): string {
  return typeof value === 'function' ? 'a function' : (JSON.stringify(value) ?? 'nothing')
}
