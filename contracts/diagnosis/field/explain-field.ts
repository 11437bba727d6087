import { Buffer, isUtf8 } from 'node:buffer'
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { isFieldCiphertext } from '../../wire/encrypted-field.ts'
import { SERIAL_SPELLINGS } from '../catalogue/credentials.ts'
import { type Diagnosis, KEY_LIMIT, plainDiagnosis } from '../circumstances.ts'
import { type DescribedMistake, describe } from '../mistake.ts'
import {
  ENCRYPTED_IN_BLOCKS,
  ENCRYPTED_TWICE,
  KEY_OF_THE_MERCHANT,
  KEY_OTHER,
  KEY_PRIVATE,
  KEY_UNKNOWN,
  NOT_ENCRYPTED,
  NOT_UTF_8,
  PADDING_HASH,
  PADDING_NONE,
  PADDING_PKCS1,
} from './catalogue/encryption.ts'
import {
  SERIAL_EXPIRED,
  SERIAL_MISSING,
  SERIAL_OF_THE_MERCHANT,
  SERIAL_SPELT_OTHERWISE,
  SERIAL_UNAVAILABLE,
  SERIAL_UNKNOWN,
} from './catalogue/platform-serial.ts'
import { CUT, TOO_LONG } from './catalogue/spelling.ts'
import type { FieldCircumstances, FieldKey } from './field-circumstances.ts'
import { BLOCK_BYTES, lengthOf, type Spelling, spellingsOf } from './field-spellings.ts'
import { type OpenedBlock, openBlock, openSigned, type Padding } from './open-block.ts'

/** Finds out why an encrypted field of a request can't be decrypted. The exported function `diagnoseField` calls this. */
export async function explainField(text: string | undefined, { serial, keys }: FieldCircumstances): Promise<Diagnosis> {
  const named = keys.find((key) => isNamed(key, serial))
  const aboutSerial = serialMistakes(serial, named, keys)
  const isSerialRight = aboutSerial.length === 0
  const opened = text === undefined ? undefined : await open(text, named, keys.slice(0, KEY_LIMIT))
  const mistakes = text === undefined ? [] : opened ? foundIn(opened, isSerialRight ? named : undefined) : unopened(text)
  const certain = opened?.key.owner === 'platform' && !isSerialRight ? [encryptedFor(opened.key)] : []
  return plainDiagnosis([...aboutSerial, ...mistakes], certain)
}

function encryptedFor({ serial }: FieldKey): Diagnosis['certain'][number] {
  return { message: `The field was encrypted for ${serial}.`, message_zh: `字段是用 ${serial} 加密的。` }
}

function isNamed(key: FieldKey, serial: string): boolean {
  return key.serial.toLowerCase() === serial.toLowerCase()
}

function serialMistakes(sent: string, named: FieldKey | undefined, keys: readonly FieldKey[]): DescribedMistake[] {
  const valid = keys.filter(({ owner, status }) => owner === 'platform' && status === 'valid').map(({ serial }) => serial)
  const known = valid.join(', ')
  const seen = { sent, known: known || 'none', known_zh: known || '无' }
  if (sent === '') return [describe(SERIAL_MISSING)]
  if (named?.owner === 'merchant') return [describe(SERIAL_OF_THE_MERCHANT, seen)]
  if (named?.status === 'expired') return [describe(SERIAL_EXPIRED, seen)]
  if (named?.status === 'unavailable') return [describe(SERIAL_UNAVAILABLE, seen)]
  if (named) return []
  const wanted = valid.find((serial) => SERIAL_SPELLINGS.some(({ write }) => write(serial).includes(sent)) || isEndOf(serial, sent))
  return [wanted === undefined ? describe(SERIAL_UNKNOWN, seen) : describe(SERIAL_SPELT_OTHERWISE, { sent, wanted })]
}

/** Whether `serial` is the ID of a public key, and `sent` is this ID without its prefix. */
function isEndOf(serial: string, sent: string): boolean {
  return serial === `PUB_KEY_ID_${sent}`
}

interface OpenedField {
  readonly spelling: Spelling
  readonly key: FieldKey
  readonly blocks: readonly OpenedBlock[]
}

/**
 * At most this many blocks of a field are decrypted, which is enough for a field that was encrypted twice. A field with more blocks is not
 * decrypted: the mistake is that it was encrypted in blocks.
 */
const BLOCK_LIMIT = 4

/**
 * Decrypts a field: tries each way to read the text with each key, until one succeeds. Pauses before each try, so that this process can do
 * other work.
 */
async function open(text: string, named: FieldKey | undefined, keys: readonly FieldKey[]): Promise<OpenedField | undefined> {
  const ordered = [...(named ? [named] : []), ...keys.filter((key) => key !== named)]
  for (const spelling of spellingsOf(text)) {
    const ciphertexts = blocksOf(spelling.bytes)
    if (ciphertexts.length > BLOCK_LIMIT) continue
    for (const key of ordered) {
      await setImmediate()
      const blocks = openAll(ciphertexts, key)
      if (blocks) return { spelling, key, blocks }
    }
  }
  return undefined
}

function blocksOf(bytes: Buffer): Buffer[] {
  return Array.from({ length: bytes.length / BLOCK_BYTES }, (_, at) => bytes.subarray(at * BLOCK_BYTES, (at + 1) * BLOCK_BYTES))
}

function openAll(ciphertexts: readonly Buffer[], { privateKey, owner }: FieldKey): OpenedBlock[] | undefined {
  const key = parsed(privateKey)
  if (!key) return undefined
  const publicKey = owner === 'merchant' ? createPublicKey(key) : undefined
  const blocks: OpenedBlock[] = []
  for (const ciphertext of ciphertexts) {
    const block = openBlock(ciphertext, key) ?? (publicKey && openSigned(ciphertext, publicKey))
    if (!block) return undefined
    blocks.push(block)
  }
  return blocks
}

/** Parses a private key; `undefined` when that fails. A merchant's private key is empty when it is unknown. */
function parsed(privateKey: string): KeyObject | undefined {
  try {
    return createPrivateKey(privateKey)
  } catch {
    return undefined
  }
}

/**
 * Returns the mistakes in a field that could be decrypted.
 *
 * @param named The key that `Wechatpay-Serial` names; `undefined` when the header is missing or wrong.
 */
function foundIn({ spelling, key, blocks }: OpenedField, named: FieldKey | undefined): DescribedMistake[] {
  const [{ padding } = { padding: RIGHT }] = blocks
  return [
    ...(spelling.mistake ? [describe(spelling.mistake, spelling.placeholders)] : []),
    ...(padding.scheme === 'signature' ? [] : keyMistakes(key, named)),
    ...paddingMistakes(padding),
    ...textMistakes(blocks),
  ]
}

const RIGHT: Padding = { scheme: 'oaep', hash: 'SHA-1', mgf: 'SHA-1' }

function keyMistakes(key: FieldKey, named: FieldKey | undefined): DescribedMistake[] {
  if (key.owner === 'merchant') return [describe(KEY_OF_THE_MERCHANT, { used: key.serial })]
  return named === undefined || key === named ? [] : [describe(KEY_OTHER, { used: key.serial, named: named.serial })]
}

const OTHER_PADDINGS = { pkcs1: PADDING_PKCS1, none: PADDING_NONE, signature: KEY_PRIVATE } as const

function paddingMistakes(padding: Padding): DescribedMistake[] {
  if (padding.scheme !== 'oaep') return [describe(OTHER_PADDINGS[padding.scheme])]
  const { hash, mgf } = padding
  return hash === 'SHA-1' && mgf === 'SHA-1' ? [] : [describe(PADDING_HASH, { hash, mgf })]
}

function textMistakes(blocks: readonly OpenedBlock[]): DescribedMistake[] {
  const text = Buffer.concat(blocks.map((block) => block.text))
  if (isFieldCiphertext(text.toString('latin1')) || spellingsOf(text.toString('latin1')).length > 0) return [describe(ENCRYPTED_TWICE)]
  if (blocks.length > 1) return [describe(ENCRYPTED_IN_BLOCKS, { blocks: blocks.length })]
  return isUtf8(text) ? [] : [describe(NOT_UTF_8)]
}

function unopened(text: string): DescribedMistake[] {
  const [spelling] = spellingsOf(text)
  if (spelling) {
    const blocks = spelling.bytes.length / BLOCK_BYTES
    const why = blocks > BLOCK_LIMIT ? describe(ENCRYPTED_IN_BLOCKS, { blocks }) : describe(KEY_UNKNOWN)
    return [...(spelling.mistake ? [describe(spelling.mistake, spelling.placeholders)] : []), why]
  }
  const bytes = lengthOf(text)
  if (bytes === undefined) return [describe(NOT_ENCRYPTED, { characters: [...text].length })]
  return [describe(bytes < BLOCK_BYTES ? CUT : TOO_LONG, { bytes })]
}
