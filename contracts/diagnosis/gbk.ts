import { Buffer } from 'node:buffer'
import { once } from '../once.ts'

/**
 * Encodes text in GBK, with `?` for characters that GBK lacks. Node can only decode GBK. A library could encode it, but would block the
 * process for 11 ms while it loads its tables.
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

/**
 * Decodes bytes as GBK. On Chinese Windows, Java before version 18 decodes all texts as GBK by default, even texts in UTF-8. .NET Framework
 * does the same with `Encoding.Default`.
 */
export function decodeAsGbk(bytes: Uint8Array): string {
  return new TextDecoder('gbk').decode(bytes)
}

/** The GBK code of a character, in one or two bytes. For a character that GBK lacks, it is the code of `?`. */
function codeOf(character: string): number {
  if (character < '\x80') return character.charCodeAt(0)
  // GBK lacks this mark. The check avoids building the table of two-byte codes for a body that is ASCII after the mark.
  if (character === BYTE_ORDER_MARK) return QUESTION_MARK
  // GBK has no characters that UTF-16 writes as surrogate pairs.
  return (character.length === 1 && twoByteCodes()[character.charCodeAt(0)]) || QUESTION_MARK
}

const BYTE_ORDER_MARK = '\uFEFF'
const QUESTION_MARK = 0x3f

// In GBK, the lead byte is from 81 to FE, and the trail byte from 40 to FE except 7F.
const FIRST_CODE = 0x8140
const LAST_CODE = 0xfefe

/** The two-byte code of each character, or 0. Node decodes all codes to find them. If a character has two codes, the first one is used. */
const twoByteCodes = once((): Uint16Array => {
  const bytes = Buffer.alloc(2 * (LAST_CODE - FIRST_CODE + 1))
  let length = 0
  // Plain loops are fast even before the JIT has compiled them.
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
