import { runInNewContext } from 'node:vm'

/** Creates bytes in another JavaScript realm, so that `instanceof Uint8Array` is false for them here. This happens in a test with jsdom. */
export function bytesOfAnotherRealm(text: string): Uint8Array {
  return runInNewContext('Uint8Array.from(bytes)', { bytes: [...Buffer.from(text)] })
}

/** Creates an error in another realm, so that `instanceof Error` is false for it here. A test with Jest gets such errors from Node. */
export function errorOfAnotherRealm(message: string, cause?: Error): Error {
  return runInNewContext('new TypeError(message, { cause })', { message, cause })
}
