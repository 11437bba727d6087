import type { CryptoKey } from 'jose'
import { importPublicKey, type NamedKey } from '../contracts/index.ts'
import { once } from '../contracts/once.ts'

/** The keys that may have signed an answer or a notification. */
export interface TrustedKeys {
  /** For each serial number or public-key ID, a function that returns the key. The key is parsed when the function is first called. */
  readonly keys: ReadonlyMap<string, () => Promise<CryptoKey>>
  /** The same keys in the form that a diagnosis takes. */
  readonly named: readonly NamedKey[]
}

/** Prepares the keys of the option `certs`. */
export function trustedKeys(certs: Readonly<Record<string, string>>): TrustedKeys {
  const entries = Object.entries(certs)
  return {
    keys: new Map(entries.map(([serial, pem]) => [serial, once(() => importPublicKey(pem, `certs["${serial}"]`))])),
    named: entries.map(([serial, pem]) => ({ serial, pem })),
  }
}
