import { Buffer } from 'node:buffer'
import { constants, createPublicKey, hash, type KeyObject, publicDecrypt } from 'node:crypto'
import { publicKeyPem } from '../wire/pem.ts'
import { KEY_LIMIT, type KnownKey } from './circumstances.ts'

/** A key that may have signed, and what the signature contains if this key signed. */
export interface Opened {
  readonly key: KnownKey
  readonly block: SignedBlock
}

/**
 * Decrypts a signature with one public key after another, to learn what was signed. Tries at most {@link KEY_LIMIT} keys and yields after
 * each key. Returns the keys that may have signed. If a key certainly signed, returns only that key.
 *
 * @param registered The key that should have signed, if it is known. It is tried first.
 */
export function* openSignature(
  signature: Uint8Array,
  keys: readonly KnownKey[],
  registered: KnownKey | undefined,
): Generator<void, Opened[]> {
  const tried = [...(registered ? [registered] : []), ...keys.filter((key) => key !== registered)].slice(0, KEY_LIMIT)
  const opened: Opened[] = []
  for (const key of tried) {
    const found = readWith(signature, key).map((block) => ({ key, block }))
    if (found.some(({ block }) => block.certain)) return found
    opened.push(...found)
    yield
  }
  return opened
}

function readWith(signature: Uint8Array, { pem }: KnownKey): SignedBlock[] {
  const key = read(pem)
  return key?.asymmetricKeyType === 'rsa' ? readBlock(signature, key) : []
}

function read(pem: string): KeyObject | undefined {
  try {
    return createPublicKey(publicKeyPem(pem, 'key'))
  } catch {
    // A key that can't be read can't be tried.
    return undefined
  }
}

/** The content of a signature: how the message was hashed, and whether a given message was signed. */
export interface SignedBlock {
  /** The name of the hash, such as `SHA-256`; `none` when the message was not hashed. */
  readonly hash: string
  readonly padding: 'PKCS#1 v1.5' | 'PSS'
  /** Whether the block contains a digest without the bytes before it that name the hash. */
  readonly bare: boolean
  /** Whether the key that decrypted the signature certainly signed. If `false`, the block may look valid by chance. */
  readonly certain: boolean
  readonly matches: (message: Uint8Array) => boolean
  /** The message, when the signature contains it instead of a digest. */
  readonly message?: Buffer
}

/**
 * The bytes before the digest of each hash, in hexadecimal. Note 1 of https://www.rfc-editor.org/rfc/rfc8017#section-9.2 lists them, except
 * the last two.
 */
const DIGEST_INFOS: Readonly<Record<string, string>> = {
  MD5: '3020300c06082a864886f70d020505000410',
  'SHA-1': '3021300906052b0e03021a05000414',
  'SHA-224': '302d300d06096086480165030402040500041c',
  'SHA-256': '3031300d060960864801650304020105000420',
  'SHA-384': '3041300d060960864801650304020205000430',
  'SHA-512': '3051300d060960864801650304020305000440',
  'SHA3-256': '3031300d060960864801650304020805000420',
  'RIPEMD-160': '3021300906052b2403020105000414',
}

/** The length of the digest of each usual hash, in bytes. */
const LENGTHS: Readonly<Record<string, number>> = { MD5: 16, 'SHA-1': 20, 'SHA-224': 28, 'SHA-256': 32, 'SHA-384': 48, 'SHA-512': 64 }

/**
 * Decrypts a signature with a public key. Returns a block for each way to read the signature. For a wrong key, returns no block, except by
 * chance.
 */
function readBlock(signature: Uint8Array, key: KeyObject): SignedBlock[] {
  const block = open(signature, key)
  return block ? (readPkcs1(block) ?? readPss(block)) : []
}

function open(signature: Uint8Array, key: KeyObject): Buffer | undefined {
  try {
    return publicDecrypt({ key, padding: constants.RSA_NO_PADDING }, signature)
  } catch {
    // As a number, the signature is too large for this key, or its length is wrong.
    return undefined
  }
}

/** Reads a PKCS#1 v1.5 block, which has at least eight padding bytes FF: https://www.rfc-editor.org/rfc/rfc8017#section-9.2 */
function readPkcs1(block: Buffer): SignedBlock[] | undefined {
  const at = block.indexOf(0, 2)
  const padded = block[0] === 0 && block[1] === 1 && at >= 10 && block.subarray(2, at).every((byte) => byte === 0xff)
  return padded ? readPayload(block.subarray(at + 1)) : undefined
}

function readPayload(payload: Buffer): SignedBlock[] {
  const known = { padding: 'PKCS#1 v1.5', bare: false, certain: true } as const
  const text = payload.toString('hex')
  const [name, prefix = ''] = Object.entries(DIGEST_INFOS).find(([, prefix]) => text.startsWith(prefix)) ?? []
  if (name !== undefined) return [{ ...known, hash: name, matches: isDigestedTo(text.slice(prefix.length), name) }]
  const plain = { ...known, hash: 'none', matches: (message: Uint8Array) => payload.equals(message), message: payload }
  const bare = Object.keys(LENGTHS).find((name) => LENGTHS[name] === payload.length)
  if (bare === undefined) return [plain]
  return [{ ...known, hash: bare, bare: true, matches: isDigestedTo(text, bare) }, plain]
}

function isDigestedTo(digest: string, name: string): (message: Uint8Array) => boolean {
  return (message) => digestOf(name, message) === digest
}

/**
 * A PSS block with at least this many zero bytes before its salt can't be chance. A block with the longest salt has no such zero bytes, so
 * random bytes may look like one.
 */
const CERTAIN_ZEROS = 4

/** Reads a PSS block, trying each usual hash: https://www.rfc-editor.org/rfc/rfc8017#section-9.1.2 */
function readPss(block: Buffer): SignedBlock[] {
  if (block.at(-1) !== 0xbc || Number(block[0]) > 0x7f) return []
  return ['SHA-256', 'SHA-1', 'SHA-512', 'SHA-384', 'SHA-224', 'MD5'].flatMap((name) => openPss(block, name) ?? [])
}

function openPss(block: Buffer, name: string): SignedBlock | undefined {
  const length = LENGTHS[name] ?? 0
  const digest = block.subarray(-length - 1, -1)
  const masked = block.subarray(0, -length - 1)
  const mask = mgf1(digest, masked.length, name)
  const data = masked.map((byte, at) => byte ^ Number(mask[at]))
  // PSS clears the first bit, because the block is one bit shorter than the modulus.
  data[0] = Number(data[0]) & 0x7f
  const zeros = data.findIndex((byte) => byte !== 0)
  if (data[zeros] !== 1) return undefined
  const salt = data.subarray(zeros + 1)
  const matches = (message: Uint8Array) =>
    digestOf(name, Buffer.concat([Buffer.alloc(8), Buffer.from(digestOf(name, message), 'hex'), salt])) === digest.toString('hex')
  return { hash: name, padding: 'PSS', bare: false, certain: zeros >= CERTAIN_ZEROS, matches }
}

/** The mask of PSS: https://www.rfc-editor.org/rfc/rfc8017#appendix-B.2.1 */
function mgf1(seed: Buffer, length: number, name: string): Buffer {
  const parts = Array.from({ length: Math.ceil(length / (LENGTHS[name] ?? 1)) }, (_, counter) => {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(counter)
    return Buffer.from(digestOf(name, Buffer.concat([seed, bytes])), 'hex')
  })
  return Buffer.concat(parts).subarray(0, length)
}

/** Returns the digest in hexadecimal. */
function digestOf(name: string, message: Uint8Array): string {
  return hash(name, message, 'hex')
}
