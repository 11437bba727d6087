import type { AxiosRequestConfig } from 'axios'
import { type KeyMaterial, privateKeyPem, shownInError } from '../contracts/index.ts'
import { requireOptions } from '../contracts/require-options.ts'
import { checkBaseUrl } from './check-base-url.ts'
import { readCerts } from './check-certs.ts'
import { checkMchid, readSerial } from './check-merchant.ts'

/**
 * The options of {@link createWechatpay}: the merchant that signs, the platform keys to trust, the clock, the nonce, and axios options. `mchid`,
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
   * The platform keys to trust, by serial number of a platform certificate or by WeChat Pay public-key ID (`PUB_KEY_ID_…`). A key is given
   * as PEM text, file bytes, or a public `KeyObject`.
   */
  readonly certs: Readonly<Record<string, KeyMaterial>>
  /** Returns the time in milliseconds since 1970; `Date.now` by default. */
  readonly now?: () => number
  /** Returns a random string (随机串) for each request; 32 random hexadecimal digits by default. */
  readonly nonce?: () => string
}

const OWN_NAMES: readonly string[] = ['mchid', 'serial', 'certificate', 'privateKey', 'certs', 'apiV3Key', 'now', 'nonce']

/** Returns only the options for axios. An axios error shows these options, so they must not contain keys. */
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
 * Checks `baseURL` and the options that are not for axios, and returns the merchant and the platform keys. Parses all certificates.
 * Parses the private key if `certificate` is given. Other keys in PEM are parsed when they are first used.
 *
 * @throws {TypeError} When an option is not valid; the message names what was given and what is wanted.
 */
export function readIdentity(options: WechatpayOptions): Identity {
  const merchant = readMerchant(options, 'createWechatpay')
  return { ...merchant, certs: readCerts(options.certs, merchant) }
}

/**
 * Makes the same checks as {@link readIdentity}, except the check of `certs`.
 *
 * @param taker The name of the function that was called with the options. Error messages contain it.
 * @throws {TypeError} When an option is not valid; the message names what was given and what is wanted.
 */
export function readMerchant(options: Omit<WechatpayOptions, 'certs'>, taker: string): Merchant {
  requireOptions(options, taker)
  const { mchid, baseURL, now, nonce } = options
  checkMchid(mchid)
  checkBaseUrl(baseURL)
  for (const [name, value] of Object.entries({ now, nonce }))
    if (value !== undefined && typeof value !== 'function') throw new TypeError(`${name} must be a function; got ${shownInError(value)}`)
  const privateKey = privateKeyPem(options.privateKey, 'privateKey')
  return { mchid, serial: readSerial(options, privateKey), privateKey }
}
