import { createPublicKey } from 'node:crypto'
import { developmentKeys } from '../keys/development-keys.ts'
import { assertPrivateKeyPem } from '../wire/pem.ts'

/** Who signs in a consumer test: the shipped service provider where nothing else is said. Never a key that is used in production. */
export interface ConsumerMerchant {
  /** The merchant ID (商户号). */
  readonly mchid: string
  /** The serial number of its API certificate (商户证书序列号): 40 upper-case hexadecimal digits. */
  readonly serial: string
  /** Its API private key: PKCS#8 in PEM. */
  readonly privateKey: string
}

/** @throws {TypeError} When the private key is none. */
export function consumerMerchant(choice: Partial<ConsumerMerchant> = {}): ConsumerMerchant & { readonly publicKey: string } {
  const { mchid, serial, privateKey } = { ...developmentKeys.merchant, ...choice }
  assertPrivateKeyPem(privateKey, 'merchant.privateKey')
  return { mchid, serial, privateKey, publicKey: String(createPublicKey(privateKey).export({ type: 'spki', format: 'pem' })) }
}
