import { createPrivateKey, type KeyObject } from 'node:crypto'
import { type KeyMaterial, privateKeyPem, unreadable } from './pem.ts'

/**
 * Reads an RSA private key synchronously, for operations that `jose` does not have.
 *
 * @param name What error messages call the key.
 * @throws {TypeError} When the value is something else, can't be read, or is not an RSA key.
 */
export function readPrivateKey(privateKey: KeyMaterial, name: string): KeyObject {
  const pem = privateKeyPem(privateKey, name)
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType === 'rsa') return key
  } catch (cause) {
    throw unreadable(name, 'an RSA key', pem, cause)
  }
  throw unreadable(name, 'an RSA key', pem, undefined)
}
