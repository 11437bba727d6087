import type { AxiosRequestConfig } from 'axios'
import { assertKeyPair, certificatePem, certificateSerial, type KeyMaterial, privateKeyPem, publicKeyPem } from '../contracts/index.ts'
import { requireOptions, shownValue } from '../contracts/shown-value.ts'

/**
 * The options of {@link createWechatpay}: the merchant that signs, the platform keys to trust, the clock, the nonce, and any axios option. `mchid`,
 * `serial`, `privateKey` and `certs` have the same names as in wechatpay-axios-plugin.
 */
export interface WechatpayOptions extends AxiosRequestConfig {
  /** The merchant ID (商户号) of the service provider. */
  readonly mchid: string
  /** The serial number of the merchant's API certificate (商户证书序列号): 40 upper-case hexadecimal digits. Not needed when `certificate` is given. */
  readonly serial?: string
  /** The merchant's API certificate (商户API证书), `apiclient_cert.pem`, as text or bytes. The serial number is read from it. */
  readonly certificate?: string | Uint8Array
  /** The merchant's API private key (商户API私钥), `apiclient_key.pem` (PKCS#8, RSA-2048), as PEM text, file bytes, or a private `KeyObject`. */
  readonly privateKey: KeyMaterial
  /**
   * The platform keys to trust. Each entry maps a platform certificate's serial number to the certificate, or a WeChat Pay public-key ID
   * (`PUB_KEY_ID_…`) to the public key, given as PEM text, file bytes, or a public `KeyObject`.
   */
  readonly certs: Readonly<Record<string, KeyMaterial>>
  /** Returns the time in milliseconds since 1970; `Date.now` by default. */
  readonly now?: () => number
  /** Returns a random string (随机串) for each request; 32 random hexadecimal digits by default. */
  readonly nonce?: () => string
}

const OWN_NAMES: readonly string[] = ['mchid', 'serial', 'certificate', 'privateKey', 'certs', 'apiV3Key', 'now', 'nonce']

/** Keeps only the axios options. An axios error exposes its configuration, which must not contain keys. */
export function axiosOptionsOf(options: object): AxiosRequestConfig {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !OWN_NAMES.includes(name)))
}

/** The merchant that signs requests; the private key is a PEM block. */
export interface Merchant {
  readonly mchid: string
  readonly serial: string
  readonly privateKey: string
}

/** The merchant that signs requests and the platform keys that verify answers; all keys are PEM blocks. */
export interface Identity extends Merchant {
  readonly certs: Readonly<Record<string, string>>
}

/**
 * Checks the client's own options and `baseURL`. For a key in PEM it checks only the label; the key is parsed when it is first used. If
 * `certificate` is given, the certificate and the private key are parsed here.
 *
 * @throws {TypeError} When an option is not valid; the message names what was given and what is wanted.
 */
export function readIdentity(options: WechatpayOptions): Identity {
  const merchant = readMerchant(options)
  return { ...merchant, certs: readCerts(options.certs, merchant.serial) }
}

/**
 * Makes the same checks as {@link readIdentity}, except that of `certs`.
 *
 * @throws {TypeError} When an option is not valid; the message names what was given and what is wanted.
 */
export function readMerchant(options: Omit<WechatpayOptions, 'certs'>): Merchant {
  requireOptions(options, 'The client')
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
    throw new TypeError(`serial must be that of the certificate, or be left out; got serial ${serial} and a certificate with serial ${own}`)
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
 * Refuses `user:password@` in a URL, because axios would send it as Authorization instead of the signature.
 *
 * @throws {TypeError} When the URL has a user name or password; the message does not show the password.
 */
export function refuseUserInfo({ protocol, username, password, host }: URL): void {
  if (username === '' && password === '') return
  throw new TypeError(
    `baseURL must not contain a user name or password, because the Authorization header carries the signature; got ${protocol}//${username}:…@${host}`,
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
      `certs must contain the platform's certificates; got the merchant's own serial ${serial}: answers are signed by the platform (微信支付平台证书), not by the merchant`,
    )
  if (!/^([\dA-F]{40}|PUB_KEY_ID_\w+)$/.test(serial))
    throw new TypeError(
      `certs must be keyed by serial numbers of 40 upper-case hexadecimal digits or by public-key IDs (PUB_KEY_ID_…); got ${show(serial)}`,
    )
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing'
  return typeof value === 'function' ? 'a function' : shownValue(value)
}
