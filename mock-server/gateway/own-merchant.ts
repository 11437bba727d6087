import {
  certificateSerial,
  developmentKeys,
  importPrivateKey,
  importPublicKey,
  requestMessage,
  sign,
  verify,
} from '../../contracts/index.ts'
import type { Merchant } from './merchant.ts'

/** The service provider (服务商) that a mock server plays WeChat Pay for. */
export interface OwnMerchant {
  /** Its merchant ID (商户号): digits. */
  readonly mchid: string
  /** Its API private key, `apiclient_key.pem`: PKCS#8 in PEM, RSA-2048. */
  readonly privateKey: string
  /** Its API certificate, `apiclient_cert.pem`, in PEM. */
  readonly certificate: string
  /** Its sub-merchants (特约商户); `['1900000109']` by default. */
  readonly subMchids?: readonly string[]
}

const DEFAULT_SUB_MCHIDS = ['1900000109']

/** The service provider of the shipped development keys. */
export function developmentMerchant(subMchids?: readonly string[]): OwnMerchant {
  const { mchid, privateKey, certificate } = developmentKeys.merchant
  return { mchid, privateKey, certificate, ...(subMchids && { subMchids }) }
}

/** The sub-merchants of a service provider. */
export function subMchidsOf({ subMchids }: OwnMerchant): readonly string[] {
  return subMchids ?? DEFAULT_SUB_MCHIDS
}

/**
 * Reads the keys of a service provider.
 *
 * @throws {TypeError} When its number, keys or certificate are not what is wanted, or don't belong together.
 */
export async function loadMerchant(own: OwnMerchant): Promise<Merchant> {
  checkNumbers(own)
  const certificateSerialNumber = certificateSerial(own.certificate, 'certificate')
  const publicKey = await importPublicKey(own.certificate, 'certificate')
  await checkPair(own, publicKey)
  const { serial, privateKey } = developmentKeys.platform
  const platform = { serial, privateKey: await importPrivateKey(privateKey) }
  return { mchid: own.mchid, certificateSerial: certificateSerialNumber, publicKey, platform }
}

function checkNumbers(own: OwnMerchant): void {
  if (typeof own.mchid !== 'string' || !/^\d+$/.test(own.mchid))
    throw new TypeError(`mchid must be a string of digits; got ${JSON.stringify(own.mchid)}`)
  for (const subMchid of subMchidsOf(own))
    if (typeof subMchid !== 'string' || !/^.{1,32}$/u.test(subMchid))
      throw new TypeError(`subMchids must be strings of 1 to 32 characters; got ${JSON.stringify(subMchid)}`)
  if (subMchidsOf(own).length === 0) throw new TypeError('subMchids must name at least one sub-merchant; got none')
}

async function checkPair({ privateKey, certificate }: OwnMerchant, publicKey: Merchant['publicKey']): Promise<void> {
  const probe = requestMessage({ method: 'GET', target: '/', timestamp: 0, nonce: 'probe' })
  if (await verify(probe, await sign(probe, await importPrivateKey(privateKey, 'privateKey')), publicKey)) return
  throw new TypeError(
    `privateKey is not the key of the certificate ${certificateSerial(certificate)}: are they of the same merchant and the same date?`,
  )
}
