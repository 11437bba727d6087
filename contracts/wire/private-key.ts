import { createPrivateKey, type KeyObject } from 'node:crypto'
import { type KeyMaterial, privateKeyPem, unreadable } from './pem.ts'

/**
 * Reads an RSA private key synchronously, for operations that the library `jose` does not have.
 *
 * @param name The name of the key in error messages.
 * @throws {TypeError} When the value is not a private key, can't be read, or is not an RSA key.
 */
export function readPrivateKey(privateKey: KeyMaterial, name: string): KeyObject {
  const pem = privateKeyPem(privateKey, name)
  const key = readable(pem, name)
  if (key.asymmetricKeyType === 'rsa') return key
  throw unreadable(name, 'an RSA key', pem, new Error(`it is a key of type ${key.asymmetricKeyType}`))
}

function readable(pem: string, name: string): KeyObject {
  try {
    return createPrivateKey(pem)
  } catch (cause) {
    throw unreadable(name, 'an RSA key', pem, cause)
  }
}
