import { Buffer } from 'node:buffer'
import { constants, createHash, type KeyObject, privateDecrypt, publicDecrypt } from 'node:crypto'

/**
 * How a block was padded before it was encrypted. `signature`: the block has the padding of an RSA signature, and was encrypted with a
 * private key.
 */
export type Padding =
  | { readonly scheme: 'oaep'; readonly hash: HashName; readonly mgf: HashName }
  | { readonly scheme: 'pkcs1' | 'none' | 'signature' }

export interface OpenedBlock {
  readonly padding: Padding
  readonly text: Buffer
}

type HashName = keyof typeof HASHES

const HASHES = { 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-512': 'sha512', 'SHA-384': 'sha384', 'SHA-224': 'sha224', MD5: 'md5' } as const

/**
 * Each pair is a hash for OAEP and a hash for MGF1. WeChat Pay requires the first pair. Java's OAEPWithSHA-256AndMGF1Padding uses SHA-1 for
 * MGF1.
 */
const HASH_PAIRS: readonly (readonly [HashName, HashName])[] = [
  ...(Object.keys(HASHES) as HashName[]).map((hash) => [hash, hash] as const),
  ...(Object.keys(HASHES) as HashName[]).slice(1).map((hash) => [hash, 'SHA-1'] as const),
  ['SHA-1', 'SHA-256'],
]

/**
 * Decrypts a block and removes its padding. Returns `undefined` when no known padding fits, for example because the block was encrypted for
 * another key.
 */
export function openBlock(block: Buffer, key: KeyObject): OpenedBlock | undefined {
  const raw = attempt(() => privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, block))
  if (!raw) return undefined
  for (const [hash, mgf] of HASH_PAIRS) {
    const text = withoutOaep(raw, hash, mgf)
    if (text) return { padding: { scheme: 'oaep', hash, mgf }, text }
  }
  return withoutOlderPadding(raw)
}

/**
 * Decrypts a block that has the padding of a signature and was encrypted with a private key. Returns `undefined` for any other block.
 */
export function openSigned(block: Buffer, publicKey: KeyObject): OpenedBlock | undefined {
  const raw = attempt(() => publicDecrypt({ key: publicKey, padding: constants.RSA_NO_PADDING }, block))
  const end = raw?.indexOf(0, 2) ?? -1
  if (raw?.[0] !== 0 || raw[1] !== 1 || end < FILLING_END || raw.subarray(2, end).some((byte) => byte !== 0xff)) return undefined
  return { padding: { scheme: 'signature' }, text: raw.subarray(end + 1) }
}

/** Calls `decrypt`. Returns `undefined` when it throws, for example because the block, as a number, is larger than the modulus. */
function attempt(decrypt: () => Buffer): Buffer | undefined {
  try {
    return decrypt()
  } catch {
    return undefined
  }
}

/** Removes the padding of OAEP: RFC 8017, section 7.1.2, with an empty label. */
function withoutOaep(raw: Buffer, hash: HashName, mgf: HashName): Buffer | undefined {
  if (raw[0] !== 0) return undefined
  const label = createHash(HASHES[hash]).digest()
  const masked = raw.subarray(1 + label.length)
  const seed = xor(raw.subarray(1, 1 + label.length), mask(masked, label.length, mgf))
  const data = xor(masked, mask(seed, masked.length, mgf))
  if (!data.subarray(0, label.length).equals(label)) return undefined
  const start = data.findIndex((byte, at) => at >= label.length && byte !== 0)
  return data[start] === 1 ? data.subarray(start + 1) : undefined
}

/** MGF1: RFC 8017, appendix B.2.1. */
function mask(seed: Buffer, length: number, hash: HashName): Buffer {
  const blocks: Buffer[] = []
  for (let counter = 0, filled = 0; filled < length; counter += 1) {
    const count = Buffer.from([0, 0, 0, counter])
    const block = createHash(HASHES[hash]).update(seed).update(count).digest()
    blocks.push(block)
    filled += block.length
  }
  return Buffer.concat(blocks).subarray(0, length)
}

function xor(one: Buffer, other: Buffer): Buffer {
  return Buffer.from(one.map((byte, at) => byte ^ (other[at] ?? 0)))
}

/** The first position at which the filling of PKCS#1 v1.5 may end. Two bytes come before the filling, which has at least 8 bytes. */
const FILLING_END = 10

/**
 * Removes the padding of PKCS#1 v1.5, or the zeros before a text without padding. Returns `undefined` when the text is not
 * readable, because a block for another key can look padded by chance.
 */
function withoutOlderPadding(raw: Buffer): OpenedBlock | undefined {
  if (raw[0] !== 0) return undefined
  const end = raw.indexOf(0, 2)
  if (raw[1] === 2 && end >= FILLING_END) return ifReadable(raw.subarray(end + 1), 'pkcs1')
  const start = raw.findIndex((byte) => byte !== 0)
  return start >= FILLING_END ? ifReadable(raw.subarray(start), 'none') : undefined
}

function ifReadable(text: Buffer, scheme: 'pkcs1' | 'none'): OpenedBlock | undefined {
  return text.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d) ? { padding: { scheme }, text } : undefined
}
