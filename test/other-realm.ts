import { runInNewContext } from 'node:vm'

/** Bytes whose class is not the `Uint8Array` of the code that reads them, as in a test with jsdom. */
export function bytesOfAnotherRealm(text: string): Uint8Array {
  return runInNewContext('Uint8Array.from(bytes)', { bytes: [...Buffer.from(text)] })
}

/** An error whose class is not the `Error` of the code that reads it, as Node's errors are in a test with Jest. */
export function errorOfAnotherRealm(message: string, cause?: Error): Error {
  return runInNewContext('new TypeError(message, { cause })', { message, cause })
}
