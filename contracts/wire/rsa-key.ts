import { type CryptoKey, importPKCS8, importSPKI, importX509 } from 'jose'
import { type KeyMaterial, privateKeyPem, publicKeyPem, unreadable } from './pem.ts'

/**
 * Reads an RSA-2048 private key for {@link sign}.
 *
 * @param key PKCS#8 in PEM (WeChat Pay's `apiclient_key.pem`) as text or bytes, or a private `KeyObject`.
 * @param name The name of the key in error messages.
 * @throws {TypeError} When the value is something else, can't be read, or is not an RSA key of 2048 bits.
 * @example
 * ```ts
 * import { developmentKeys, importPrivateKey } from 'wechatpay-goldplan-mock/contracts'
 *
 * const key = await importPrivateKey(developmentKeys.merchant.privateKey)
 * ```
 */
export async function importPrivateKey(key: KeyMaterial, name = 'privateKey'): Promise<CryptoKey> {
  const pem = privateKeyPem(key, name)
  return readKey(pem, importPKCS8, name)
}

/**
 * Reads an RSA-2048 public key for {@link verify}.
 *
 * @param key A certificate or an SPKI public key in PEM, as text or bytes, or a public `KeyObject`.
 * @param name The name of the key in error messages.
 * @throws {TypeError} When the value is something else, can't be read, or is not an RSA key of 2048 bits.
 * @example
 * ```ts
 * import { developmentKeys, importPublicKey } from 'wechatpay-goldplan-mock/contracts'
 *
 * const key = await importPublicKey(developmentKeys.platform.certificate)
 * ```
 */
export async function importPublicKey(key: KeyMaterial, name = 'publicKey'): Promise<CryptoKey> {
  const pem = publicKeyPem(key, name)
  const read = pem.includes('-----BEGIN CERTIFICATE-----') ? importX509 : importSPKI
  return readKey(pem, read, name)
}

/** The error when there is no Web Crypto. Jest's jsdom environment has none, nor has Vitest's jsdom environment in a pool with `vm`. */
const NO_WEB_CRYPTO =
  'There is no crypto.subtle here: run this test in the environment node, with @jest-environment node or @vitest-environment node at the top of its file'

async function readKey(pem: string, read: typeof importPKCS8, name: string): Promise<CryptoKey> {
  if (!globalThis.crypto?.subtle) throw new Error(NO_WEB_CRYPTO)
  const key = await read(pem, 'RS256').catch((cause: unknown) => {
    throw unreadable(name, 'an RSA key', pem, cause)
  })
  const { modulusLength } = key.algorithm as { modulusLength?: number }
  if (modulusLength !== 2048) throw new TypeError(`${name} must be an RSA key of 2048 bits; got ${modulusLength} bits`)
  return key
}
