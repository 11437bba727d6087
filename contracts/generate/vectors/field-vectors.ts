import { Buffer } from 'node:buffer'
import { developmentKeys } from '../../keys/development-keys.ts'
import { seededOaep, seededPkcs1 } from './seeded-padding.ts'

const DESCRIPTION =
  'Encrypted fields (敏感信息加密字段): RSAES-OAEP with SHA-1 and MGF1 with SHA-1, in base64. Decrypt each ciphertext with the private key that serial_no names. text is the ' +
  'plain text, or null when the field must be refused; mistakes then has the IDs of the mistakes.'

const { merchant, platform, nextPlatform, platformPublicKey } = developmentKeys

/** A key pair. A field is encrypted with the public half. */
interface Pair {
  readonly serial: string
  readonly publicHalf: string
  readonly privateKey: string
}

const PLATFORM: Pair = { ...platform, publicHalf: platform.certificate }
const NEXT: Pair = { ...nextPlatform, publicHalf: nextPlatform.certificate }
const PUBLIC_KEY: Pair = {
  serial: platformPublicKey.id,
  publicHalf: platformPublicKey.publicKey,
  privateKey: platformPublicKey.privateKey,
}
const MERCHANT: Pair = { ...merchant, publicHalf: merchant.certificate }

/** What a vector is made from. A property that is left out has a correct default. */
interface VectorInput {
  readonly name: string
  readonly text?: string
  /** The pair whose private key has to decrypt the field. */
  readonly key?: Pair
  readonly encrypt?: (text: string, name: string) => Buffer
  /** Writes the ciphertext as text; by default in base64. */
  readonly write?: (ciphertext: Buffer) => string
  /** The IDs of the mistakes in the field. */
  readonly mistakes?: readonly string[]
}

const RIGHT: readonly VectorInput[] = [
  { name: 'a name, for the WeChat Pay public key', text: '张三' },
  { name: 'a name, for a platform certificate', text: '张三', key: PLATFORM },
  { name: 'a name, for the next platform certificate', text: '张三', key: NEXT },
  { name: 'a name, for the merchant, as in an answer', text: '张三', key: MERCHANT },
  { name: 'a card number', text: '6222021234567890123' },
  { name: 'an empty text', text: '' },
  { name: 'a text of 214 bytes', text: `${'点'.repeat(71)}.` },
  { name: 'characters of one to four bytes', text: 'aé点🎉' },
]

const WRONG: readonly VectorInput[] = [
  {
    name: 'the padding of PKCS#1 v1.5',
    encrypt: (text, name) => seededPkcs1(text, PUBLIC_KEY.publicHalf, name),
    mistakes: ['field-pkcs1-padding'],
  },
  { name: 'OAEP with SHA-256', encrypt: hashedWith('sha256', 'sha256'), mistakes: ['field-oaep-hash'] },
  { name: 'OAEP with SHA-256 and MGF1 with SHA-1, as in Java', encrypt: hashedWith('sha256', 'sha1'), mistakes: ['field-oaep-hash'] },
  { name: 'another key of the platform', encrypt: encryptedFor(PLATFORM), mistakes: ['field-other-platform-key'] },
  { name: "the merchant's own certificate", encrypt: encryptedFor(MERCHANT), mistakes: ['field-merchant-key'] },
  {
    name: 'a text in GBK',
    encrypt: (_, name) => seededOaep(Buffer.from('d5c5c8fd', 'hex'), PUBLIC_KEY.publicHalf, name),
    mistakes: ['field-not-utf-8'],
  },
  { name: 'base64url', write: (bytes) => bytes.toString('base64url'), mistakes: ['field-base64url'] },
  { name: 'hexadecimal', write: (bytes) => bytes.toString('hex'), mistakes: ['field-hexadecimal'] },
  { name: 'spaces instead of plus signs', write: (bytes) => bytes.toString('base64').replaceAll('+', ' '), mistakes: ['field-spaces'] },
  {
    name: 'a line break after every 76 characters',
    write: (bytes) => bytes.toString('base64').replace(/.{76}/g, '$&\n'),
    mistakes: ['field-line-breaks'],
  },
  { name: 'percent-encoded', write: (bytes) => encodeURIComponent(bytes.toString('base64')), mistakes: ['field-percent-encoded'] },
  {
    name: 'base64 of base64',
    write: (bytes) => Buffer.from(bytes.toString('base64')).toString('base64'),
    mistakes: ['field-base64-twice'],
  },
  { name: 'cut to 255 characters', write: (bytes) => bytes.toString('base64').slice(0, 255), mistakes: ['field-cut'] },
  { name: 'encrypted twice', encrypt: encryptedTwice, mistakes: ['field-encrypted-twice'] },
  { name: 'not encrypted', write: () => '张三', mistakes: ['field-not-encrypted'] },
]

/** The contents of `fields.json`. */
export function fieldVectors(): unknown {
  return {
    description: DESCRIPTION,
    keys: [PLATFORM, NEXT, PUBLIC_KEY, MERCHANT].map((key) => ({
      serial_no: key.serial,
      owner: key === MERCHANT ? 'merchant' : 'platform',
      pem: key.publicHalf,
      private_key: key.privateKey,
    })),
    fields: [...RIGHT, ...WRONG].map(fieldVector),
  }
}

function fieldVector({ name, text = '张三', key = PUBLIC_KEY, encrypt = encryptedFor(key), write, mistakes = [] }: VectorInput): object {
  const bytes = encrypt(text, name)
  const ciphertext = write?.(bytes) ?? bytes.toString('base64')
  return { name, serial_no: key.serial, ciphertext, text: mistakes.length > 0 ? null : text, mistakes }
}

function encryptedFor({ publicHalf }: Pair): (text: string, name: string) => Buffer {
  return (text, name) => seededOaep(text, publicHalf, name)
}

function hashedWith(hash: string, mgf: string): (text: string, name: string) => Buffer {
  return (text, name) => seededOaep(text, PUBLIC_KEY.publicHalf, name, { hash, mgf })
}

/**
 * Encrypts a text, and then encrypts the base64 of the ciphertext. The base64 is too long for one block, so it is split into two blocks, as
 * some libraries do automatically.
 */
function encryptedTwice(text: string, name: string): Buffer {
  const once = seededOaep(text, PUBLIC_KEY.publicHalf, name).toString('base64')
  const halves = [once.slice(0, 200), once.slice(200)]
  return Buffer.concat(halves.map((half, at) => seededOaep(half, PUBLIC_KEY.publicHalf, `${name} ${at}`)))
}
