import { Buffer } from 'node:buffer'
import type { AxiosResponse } from 'axios'
import type { components } from '../contracts/certificates.openapi.d.ts'
import { assertApiV3Key, certificateSerial, certificateValidity, openCertificate, randomNonce } from '../contracts/index.ts'
import { createSender } from './create-sender.ts'
import { createVerifier } from './verify-answer.ts'
import { axiosOptionsOf, readMerchant, type WechatpayOptions } from './wechatpay-options.ts'

/** The options of {@link downloadCertificates}: the options of a client, with the APIv3 key instead of `certs`. */
export interface DownloadOptions extends Omit<WechatpayOptions, 'certs'> {
  /** The APIv3 key (APIv3密钥) of the service provider: 32 characters. */
  readonly apiV3Key: string
}

/**
 * Downloads the platform certificates (微信支付平台证书) for the option `certs` of a client. Decrypting them with the APIv3 key proves that they
 * come from WeChat Pay. The signature of the answer is then verified with one of them.
 *
 * @returns The certificates that have not expired, in PEM, by serial number.
 * @throws {TypeError} When an option is not valid, the answer is not a list of certificates, a certificate was encrypted with another key, or
 *   all have expired.
 * @throws {ResponseVerificationError} When the verification of the answer fails.
 * @throws {Error} When a real host of WeChat Pay would be called with the shipped development keys.
 * @throws {AxiosError} When the gateway refuses the call or the connection fails.
 * @see https://wechatpay-api.gitbook.io/wechatpay-api-v3/jie-kou-wen-dang/ping-tai-zheng-shu
 * @example
 * ```ts
 * import { createMockServer } from 'wechatpay-goldplan-mock'
 * import { createWechatpay, downloadCertificates } from 'wechatpay-goldplan-mock/client'
 *
 * await using mock = await createMockServer()
 * const { mchid, serial_no: serial, private_key: privateKey, apiv3_key: apiV3Key } = mock.credentials
 * const certs = await downloadCertificates({ mchid, serial, privateKey, apiV3Key, baseURL: mock.url })
 * const wxpay = createWechatpay({ mchid, serial, privateKey, certs, baseURL: mock.url })
 * ```
 */
export async function downloadCertificates(options: DownloadOptions): Promise<Record<string, string>> {
  const merchant = readMerchant(options, 'downloadCertificates')
  const { apiV3Key, now = Date.now, nonce = randomNonce } = options
  assertApiV3Key(apiV3Key, 'apiV3Key')
  let certs: Record<string, string> = {}
  // Leave out validateStatus: if it accepted an error answer, the call would resolve without certificates.
  const { validateStatus: _, headers, ...axiosOptions } = axiosOptionsOf(options)
  // Remove Wechatpay-Serial. It may request an answer that the public key verifies, but the downloaded list has only certificates.
  const asked = { ...axiosOptions, headers: { ...headers, 'Wechatpay-Serial': null } }
  const send = createSender({ identity: { ...merchant, certs }, now, nonce }, asked, async (response) => {
    certs = await openCertificates(response, apiV3Key, now())
    await createVerifier(certs, now)(response)
  })
  await send('get', '/v3/certificates', undefined, undefined)
  return certs
}

async function openCertificates({ data }: AxiosResponse, apiV3Key: string, now: number): Promise<Record<string, string>> {
  const pems = await Promise.all(
    readList(Buffer.from(data).toString('utf8')).map(({ encrypt_certificate }) => openCertificate(encrypt_certificate, apiV3Key)),
  )
  return Object.fromEntries(stillValid(pems, now).map((pem) => [certificateSerial(pem), pem]))
}

/** Drops expired certificates, because somebody else may have got hold of their private keys by now. */
function stillValid(pems: readonly string[], now: number): readonly string[] {
  const ends = pems.map((pem) => certificateValidity(pem).to.getTime())
  const valid = pems.filter((_, index) => Number(ends[index]) > now)
  if (valid.length > 0) return valid
  const last = new Date(Math.max(...ends)).toISOString()
  throw new TypeError(`At least one platform certificate must still be valid; got only expired ones, of which the last expired on ${last}`)
}

function readList(text: string): components['schemas']['EncryptedCertificate'][] {
  try {
    const { data }: components['schemas']['ListCertificatesResponse'] = JSON.parse(text)
    if (data.length > 0 && data.every(({ encrypt_certificate: part }) => typeof part === 'object' && part !== null)) return data
  } catch {
    // Reported below.
  }
  throw new TypeError(`The answer must be a list of platform certificates; got ${JSON.stringify(text.slice(0, 80))}`)
}
