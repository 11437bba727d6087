import { Buffer } from 'node:buffer'
import { once } from '../once.ts'

/**
 * Encodes text in GBK, with `?` for characters that GBK lacks. Node can decode GBK but not encode it, and loading the tables of a library
 * blocks the process for 11 ms.
 */
export function encodeGbk(text: string): Buffer {
  const bytes = Buffer.allocUnsafe(2 * text.length)
  let length = 0
  for (const character of text) {
    const code = codeOf(character)
    if (code > 0xff) bytes[length++] = code >> 8
    bytes[length++] = code & 0xff
  }
  return bytes.subarray(0, length)
}

/** Decodes bytes as GBK. On Chinese Windows, Java before 18 reads UTF-8 this way by default, and so does .NET Framework with `Encoding.Default`. */
export function decodeAsGbk(bytes: Uint8Array): string {
  return new TextDecoder('gbk').decode(bytes)
}

/** The code of a character, in one or two bytes. */
function codeOf(character: string): number {
  if (character < '\x80') return character.charCodeAt(0)
  // Without this check, an ASCII body with a byte order mark would need the table.
  if (character === BYTE_ORDER_MARK) return QUESTION_MARK
  // GBK has no characters that UTF-16 writes as surrogate pairs.
  return (character.length === 1 && twoByteCodes()[character.charCodeAt(0)]) || QUESTION_MARK
}

const BYTE_ORDER_MARK = '\uFEFF'
const QUESTION_MARK = 0x3f

// In GBK, the lead byte is from 81 to FE, and the trail byte from 40 to FE except 7F.
const FIRST_CODE = 0x8140
const LAST_CODE = 0xfefe

/** The two-byte code of each character, from Node's decoder. A character that has two codes gets the first of them. */
const twoByteCodes = once((): Uint16Array => {
  const bytes = Buffer.alloc(2 * (LAST_CODE - FIRST_CODE + 1))
  let length = 0
  // Plain loops, because the table is built before the JIT has compiled this code.
  for (let code = FIRST_CODE; code <= LAST_CODE; code += 1) {
    const trail = code & 0xff
    if (trail < 0x40 || trail === 0x7f || trail === 0xff) continue
    bytes[length++] = code >> 8
    bytes[length++] = trail
  }
  const characters = new TextDecoder('gbk').decode(bytes.subarray(0, length))
  const codes = new Uint16Array(0x10000)
  for (let at = length - 2; at >= 0; at -= 2) codes[characters.charCodeAt(at / 2)] = (Number(bytes[at]) << 8) | Number(bytes[at + 1])
  return codes
})
