import type { AxiosRequestConfig } from 'axios'
import { assertKeyPair, certificatePem, certificateSerial, type KeyMaterial, privateKeyPem, publicKeyPem } from '../contracts/index.ts'

/**
 * The options of {@link createWechatpay}: who signs, whose answers are believed, the clock, the nonce, and any option of axios. The names are
 * those of wechatpay-axios-plugin.
 */
export interface WechatpayOptions extends AxiosRequestConfig {
  /** The merchant ID (商户号) of the service provider. */
  readonly mchid: string
  /** The serial number of its API certificate (商户证书序列号): 40 hexadecimal digits. May be left out when `certificate` is given. */
  readonly serial?: string
  /** Its API certificate (商户API证书), `apiclient_cert.pem`, as text or bytes: the serial number is read from it. */
  readonly certificate?: string | Uint8Array
  /** Its API private key (商户API私钥), `apiclient_key.pem`, PKCS#8 and RSA-2048: the PEM text, the bytes of the file, or a private `KeyObject`. */
  readonly privateKey: KeyMaterial
  /**
   * The platform's keys, by platform certificate serial number or by WeChat Pay public-key ID (`PUB_KEY_ID_…`): that certificate or public key
   * as PEM text, as the bytes of the file, or as a public `KeyObject`.
   */
  readonly certs: Readonly<Record<string, KeyMaterial>>
  /** The clock: milliseconds since 1970; `Date.now` by default. */
  readonly now?: () => number
  /** Gives the random string (随机串) of each request; 32 random hexadecimal digits by default. */
  readonly nonce?: () => string
}

const OWN_NAMES: readonly string[] = ['mchid', 'serial', 'certificate', 'privateKey', 'certs', 'apiV3Key', 'now', 'nonce']

/** Leaves the options of axios: an error of axios shows its configuration, and no key may be in it. */
export function axiosOptionsOf(options: object): AxiosRequestConfig {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !OWN_NAMES.includes(name)))
}

/** What signs requests, as read from the options: the private key is a PEM block. */
export interface Merchant {
  readonly mchid: string
  readonly serial: string
  readonly privateKey: string
}

/** What signs requests and verifies answers; all keys are PEM blocks. */
export interface Identity extends Merchant {
  readonly certs: Readonly<Record<string, string>>
}

/**
 * Checks all options. Of a key it checks the label; the key is read at the first call.
 *
 * @throws {TypeError} Says what was given and what is wanted.
 */
export function readIdentity(options: WechatpayOptions): Identity {
  const merchant = readMerchant(options)
  return { ...merchant, certs: readCerts(options.certs, merchant.serial) }
}

/**
 * Checks all options except `certs`.
 *
 * @throws {TypeError} Says what was given and what is wanted.
 */
export function readMerchant(options: Omit<WechatpayOptions, 'certs'>): Merchant {
  const { mchid, baseURL, now, nonce } = options
  if (typeof mchid !== 'string' || !/^\d+$/.test(mchid)) throw new TypeError(`mchid must be a string of digits; got ${show(mchid)}`)
  checkBaseUrl(baseURL)
  for (const [name, value] of Object.entries({ now, nonce }))
    if (value !== undefined && typeof value !== 'function') throw new TypeError(`${name} must be a function; got ${show(value)}`)
  const privateKey = privateKeyPem(options.privateKey, 'privateKey')
  return { mchid, serial: readSerial(options, privateKey), privateKey }
}

function readSerial({ serial, certificate }: Pick<WechatpayOptions, 'serial' | 'certificate'>, privateKey: string): string {
  if (certificate === undefined) return checkedSerial(serial)
  const pem = certificatePem(certificate, 'certificate')
  const own = certificateSerial(pem)
  if (serial !== undefined && checkedSerial(serial) !== own)
    throw new TypeError(`serial must be that of certificate, or be left out; got serial ${serial} and a certificate with ${own}`)
  assertKeyPair(privateKey, pem)
  return own
}

function checkedSerial(serial: string | undefined): string {
  if (typeof serial === 'string' && /^[\dA-F]{40}$/.test(serial)) return serial
  throw new TypeError(
    `serial must be the 40 upper-case hexadecimal digits of the merchant certificate's serial number, unless certificate is given; got ${show(serial)}`,
  )
}

function checkBaseUrl(baseURL: string | undefined): void {
  if (baseURL === undefined) return
  if (!URL.canParse(baseURL)) throw new TypeError(`baseURL must be an absolute URL; got ${show(baseURL)}`)
  refuseUserInfo(new URL(baseURL))
}

/**
 * Refuses `user:password@` in a URL: axios would send it as Authorization instead of the signature.
 *
 * @throws {TypeError} Shows the URL without the password.
 */
export function refuseUserInfo({ protocol, username, password, host }: URL): void {
  if (username === '' && password === '') return
  throw new TypeError(
    `baseURL must not contain a user name or password: Authorization holds the signature; got ${protocol}//${username}:…@${host}`,
  )
}

function readCerts(certs: unknown, ownSerial: string): Record<string, string> {
  if (typeof certs !== 'object' || certs === null || Object.keys(certs).length === 0)
    throw new TypeError(
      `certs must map the platform's serial numbers or public-key IDs to its certificates or public keys; got ${show(certs)}`,
    )
  const read = Object.entries(certs).map(([serial, key]) => {
    checkPlatformSerial(serial, ownSerial)
    return [serial, publicKeyPem(key, `certs["${serial}"]`)] as const
  })
  return Object.fromEntries(read)
}

function checkPlatformSerial(serial: string, ownSerial: string): void {
  if (serial === ownSerial)
    throw new TypeError(
      `certs must hold the platform's certificates; got the merchant's own serial ${serial}: answers are signed by the platform (微信支付平台证书), not by the merchant`,
    )
  if (!/^([\dA-F]{40}|PUB_KEY_ID_\w+)$/.test(serial))
    throw new TypeError(
      `certs must be keyed by serial numbers of 40 upper-case hexadecimal digits or by public-key IDs (PUB_KEY_ID_…); got ${show(serial)}`,
    )
}

function show(value: unknown): string {
  return typeof value === 'function' ? 'a function' : (JSON.stringify(value) ?? 'nothing')
}
