import { createPublicKey, type KeyObject } from 'node:crypto'
import { KEY_LIMIT, type KnownKey } from './circumstances.ts'
import { readBlock, type SignedBlock } from './read-block.ts'

/** A key that may have signed, and what it finds in the signature. */
export interface Opened {
  readonly key: KnownKey
  readonly block: SignedBlock
}

/** Tries the keys on a signature, the registered one first; gives those under which it looks like one, the most certain first. */
export function* findKeys(signature: Uint8Array, keys: readonly KnownKey[], registered: KnownKey | undefined): Generator<void, Opened[]> {
  const tried = [...(registered ? [registered] : []), ...keys.filter((key) => key !== registered)].slice(0, KEY_LIMIT)
  const opened: Opened[] = []
  for (const key of tried) {
    const found = openWith(signature, key).map((block) => ({ key, block }))
    if (found.some(({ block }) => block.certain)) return found
    opened.push(...found)
    yield
  }
  return opened
}

function openWith(signature: Uint8Array, { pem }: KnownKey): SignedBlock[] {
  const key = read(pem)
  return key?.asymmetricKeyType === 'rsa' ? readBlock(signature, key) : []
}

function read(pem: string): KeyObject | undefined {
  try {
    return createPublicKey(pem)
  } catch {
    // A key that can't be read made no signature.
    return undefined
  }
}
