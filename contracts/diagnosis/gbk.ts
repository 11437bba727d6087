import { Buffer } from 'node:buffer'
import { once } from '../once.ts'

/**
 * Encodes text in GBK, with `?` for what it lacks. Node reads GBK but does not write it; loading a library's tables would hold up
 * everything else for 11 ms.
 */
export function encodeGbk(text: string): Buffer {
  const characters = [...text]
  const codes = new Map([...new Set(characters)].map((character) => [character, codeOf(character)]))
  return Buffer.from(characters.flatMap((character) => codes.get(character) ?? []))
}

function codeOf(character: string): number[] {
  if (character < '\x80') return [character.charCodeAt(0)]
  const at = twoByteCharacters().indexOf(character)
  return at < 0 ? [QUESTION_MARK] : [FIRST_LEAD + Math.floor(at / TRAILS.length), TRAILS[at % TRAILS.length] ?? QUESTION_MARK]
}

const QUESTION_MARK = 0x3f

// GBK: a lead byte from 81 to FE, a trail byte from 40 to FE but 7F.
const FIRST_LEAD = 0x81
const LEADS = Array.from({ length: 0xfe - FIRST_LEAD + 1 }, (_, index) => FIRST_LEAD + index)
const TRAILS = Array.from({ length: 0xfe - 0x40 + 1 }, (_, index) => 0x40 + index).filter((trail) => trail !== 0x7f)

/** The characters of two bytes, in the order of their codes, as Node's decoder has them. */
const twoByteCharacters = once(() =>
  new TextDecoder('gbk').decode(Buffer.from(LEADS.flatMap((lead) => TRAILS.flatMap((trail) => [lead, trail])))),
)
