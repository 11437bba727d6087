import { Buffer } from 'node:buffer'
import type { Mistake, Placeholders } from '../mistake.ts'
import {
  BASE64URL,
  ENCODED_TWICE,
  HEXADECIMAL,
  LINE_BREAKS,
  NOT_CANONICAL,
  PERCENT_ENCODED,
  SPACES,
  UNPADDED,
} from './catalogue/spelling.ts'

/** The length of a ciphertext, in bytes. */
export const BLOCK_BYTES = 256

/** A field decoded in one way. `mistake` is the mistake in the client's encoding; `undefined` when the field decodes in the correct way. */
export interface Spelling {
  readonly bytes: Buffer
  readonly mistake?: Mistake
  readonly placeholders?: Placeholders
}

/** Decodes a field in all ways that give as many bytes as one or more ciphertexts have. The result of the correct way comes first. */
export function spellingsOf(text: string): Spelling[] {
  return [...readings(text)].filter(({ bytes }) => bytes.length > 0 && bytes.length % BLOCK_BYTES === 0)
}

/** The number of bytes in a text in base64 or hexadecimal. `undefined` for any other text, and for fewer bytes than {@link CUT_BYTES}. */
export function lengthOf(text: string): number | undefined {
  const joined = text.replace(/[\r\n]/g, '')
  const { length } = /^[\w+/-]+={0,2}$/.test(joined) ? Buffer.from(joined, 'base64') : []
  const bytes = /^[\da-f]+$/i.test(joined) ? hexBytes(joined) : length
  return bytes >= CUT_BYTES ? bytes : undefined
}

/**
 * The number of bytes in a hexadecimal text. If the number of digits is odd, the last digit counts as a byte only in a text that is longer
 * than a ciphertext. So an odd number of digits never gives exactly {@link BLOCK_BYTES}.
 */
function hexBytes({ length }: string): number {
  return length > 2 * BLOCK_BYTES ? Math.ceil(length / 2) : Math.floor(length / 2)
}

/** A text that decodes to fewer bytes than this does not count as a cut ciphertext: it may be a word or a card number. */
const CUT_BYTES = 48

function* readings(text: string): Generator<Spelling, void> {
  const right = base64(text)
  const joined = text.replace(/\s+/g, '')
  if (right) yield { bytes: right }
  yield* hexadecimal(joined).map((bytes) => ({ bytes, mistake: HEXADECIMAL }))
  yield* mended(joined, text, LINE_BREAKS)
  yield* mended(text.replaceAll(' ', '+'), text, SPACES)
  yield* mended(percentDecoded(text), text, PERCENT_ENCODED)
  yield* mended(padded(joined), text, UNPADDED)
  yield* mended(padded(joined.replaceAll('-', '+').replaceAll('_', '/')), text, BASE64URL)
  const inner = right?.toString('latin1') ?? ''
  yield* mended(inner, text, ENCODED_TWICE, { form: 'base64', form_zh: ' Base64 ' })
  yield* hexadecimal(inner).map((bytes) => ({ bytes, mistake: ENCODED_TWICE, placeholders: { form: 'hexadecimal', form_zh: '十六进制' } }))
  yield* mended(leniently(joined), text, NOT_CANONICAL)
}

function mended(changed: string, text: string, mistake: Mistake, placeholders?: Placeholders): Spelling[] {
  const bytes = changed === text ? undefined : base64(changed)
  return bytes ? [{ bytes, mistake, ...(placeholders && { placeholders }) }] : []
}

function base64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}

function hexadecimal(text: string): Buffer[] {
  return /^(?:[\da-f]{2})+$/i.test(text) ? [Buffer.from(text, 'hex')] : []
}

/** The canonical base64 of the bytes that a lenient decoder reads; the text itself when it does not look like base64. */
function leniently(text: string): string {
  return /^["'\s]*[\w+/-]+={0,2}["'\s]*$/.test(text) ? Buffer.from(text, 'base64').toString('base64') : text
}

function padded(text: string): string {
  const bare = text.replace(/={1,2}$/, '')
  return bare.padEnd(Math.ceil(bare.length / 4) * 4, '=')
}

function percentDecoded(text: string): string {
  return text.replace(/%([\da-f]{2})/gi, (_, digits) => String.fromCharCode(Number.parseInt(digits, 16)))
}
