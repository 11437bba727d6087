import { Buffer } from 'node:buffer'
import { constants, createHash, publicEncrypt } from 'node:crypto'

// These functions derive their random bytes from a text, so that the golden vectors stay the same. Never use them for anything else.

/** The length of a ciphertext in bytes. The key must have 2048 bits. */
const BLOCK_BYTES = 256

/** The two hash functions that RSAES-OAEP uses, by their names in Node.js. */
export interface OaepHashes {
  readonly hash: string
  readonly mgf: string
}

/**
 * Encrypts with RSAES-OAEP: RFC 8017, section 7.1.1.
 *
 * @param seed Any text; the same seed gives the same ciphertext.
 */
export function seededOaep(text: string | Uint8Array, publicKey: string, seed: string, { hash, mgf }: OaepHashes = SHA_1): Buffer {
  const label = digest(hash)
  const message = Buffer.from(text as Uint8Array)
  const filling = Buffer.alloc(BLOCK_BYTES - 2 * label.length - 2 - message.length)
  const data = Buffer.concat([label, filling, Buffer.from([1]), message])
  const random = digest(hash, Buffer.from(seed))
  const maskedData = xor(data, mask(random, data.length, mgf))
  const maskedSeed = xor(random, mask(maskedData, random.length, mgf))
  return encryptRaw(Buffer.concat([Buffer.from([0]), maskedSeed, maskedData]), publicKey)
}

const SHA_1: OaepHashes = { hash: 'sha1', mgf: 'sha1' }

/** Encrypts with the padding of PKCS#1 v1.5: RFC 8017, section 7.2.1. */
export function seededPkcs1(text: string, publicKey: string, seed: string): Buffer {
  const message = Buffer.from(text)
  const random = mask(Buffer.from(seed), BLOCK_BYTES - message.length - 3, 'sha256').map((byte) => byte || 1)
  return encryptRaw(Buffer.concat([Buffer.from([0, 2]), random, Buffer.from([0]), message]), publicKey)
}

/** Encrypts a block that is already padded. */
export function encryptRaw(block: Uint8Array, publicKey: string): Buffer {
  return publicEncrypt({ key: publicKey, padding: constants.RSA_NO_PADDING }, block)
}

function digest(hash: string, ...parts: readonly Uint8Array[]): Buffer {
  return createHash(hash).update(Buffer.concat(parts)).digest()
}

/** MGF1: RFC 8017, appendix B.2.1. */
function mask(seed: Buffer, length: number, hash: string): Buffer {
  const blocks = Array.from({ length: BLOCK_BYTES }, (_, at) => Buffer.from([0, 0, 0, at]))
  return Buffer.concat(blocks.map((count) => digest(hash, seed, count))).subarray(0, length)
}

function xor(one: Buffer, other: Buffer): Buffer {
  return Buffer.from(one.map((byte, at) => byte ^ (other[at] ?? 0)))
}
