import { Buffer } from 'node:buffer'
import { once } from '../once.ts'

/**
 * Encodes text in GBK, with `?` for what it lacks. Node reads GBK but does not write it; loading a library's tables would hold up
 * everything else for 11 ms.
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

/** Of one byte or of two. */
function codeOf(character: string): number {
  if (character < '\x80') return character.charCodeAt(0)
  // What is a pair of surrogates has no code.
  return (character.length === 1 && twoByteCodes()[character.charCodeAt(0)]) || QUESTION_MARK
}

const QUESTION_MARK = 0x3f

// GBK: a lead byte from 81 to FE, a trail byte from 40 to FE but 7F.
const FIRST_LEAD = 0x81
const LEADS = Array.from({ length: 0xfe - FIRST_LEAD + 1 }, (_, index) => FIRST_LEAD + index)
const TRAILS = Array.from({ length: 0xfe - 0x40 + 1 }, (_, index) => 0x40 + index).filter((trail) => trail !== 0x7f)

/** The codes of two bytes by their characters, as Node's decoder has them; of two codes for one character the first. */
const twoByteCodes = once((): Uint16Array => {
  const all = LEADS.flatMap((lead) => TRAILS.map((trail) => (lead << 8) | trail))
  const characters = new TextDecoder('gbk').decode(Buffer.from(all.flatMap((code) => [code >> 8, code & 0xff])))
  const codes = new Uint16Array(0x10000)
  for (let at = all.length - 1; at >= 0; at -= 1) codes[characters.charCodeAt(at)] = all[at] ?? 0
  return codes
})
