import { type Opened, openSignature } from '../open-signature.ts'
import { type FoundKey, findKey, keysToTry } from './find-key.ts'
import type { HeaderReading } from './read-headers.ts'
import { type ReadSignature, readSignature } from './read-signature.ts'
import type { ReceivedCircumstances } from './received-message.ts'

/** What is known about a serial number and a signature: the key that the serial number names, and what the signature contains. */
interface NamedSignature {
  readonly found: FoundKey
  readonly text: ReadSignature
  /** The keys that may have made the signature. */
  readonly opened: readonly Opened[]
}

export interface Attempt extends HeaderReading, NamedSignature {}

/**
 * Opens the signature in each reading of a message's headers: computes with public keys what the signature contains. When several readings
 * have the same serial number and signature, the signature is opened only once.
 */
export function* attemptsOf(readings: readonly HeaderReading[], circumstances: ReceivedCircumstances): Generator<void, Attempt[]> {
  const known = new Map<string, NamedSignature>()
  const attempts: Attempt[] = []
  for (const reading of readings) {
    const { serial, signature } = reading.signature
    const id = `${serial}\n${signature}`
    const named = known.get(id) ?? (yield* openNamed(serial, signature, circumstances))
    known.set(id, named)
    attempts.push({ ...reading, ...named })
  }
  return attempts
}

function* openNamed(serial: string, signature: string, circumstances: ReceivedCircumstances): Generator<void, NamedSignature> {
  const found = findKey(serial, circumstances)
  const text = readSignature(signature)
  const keys = keysToTry(found.named, circumstances).map((key) => ({ mchid: null, serial: key.serial, pem: key.pem }))
  return { found, text, opened: text.bytes ? yield* openSignature(text.bytes, keys, undefined) : [] }
}
