import { Buffer } from 'node:buffer'
import { type Body, bytesOf, readBody, withLayout } from '../body.ts'
import { bodyEnds, bodyMark } from '../catalogue/body-bytes.ts'
import { bodyContent } from '../catalogue/body-content.ts'
import { LIBRARIES, RAW } from '../escapes.ts'
import { encodeGbk } from '../gbk.ts'
import { LAYOUTS, type Layout } from '../json-text.ts'
import { type DescribedMistake, describe, type Mistake, type Placeholders } from '../mistake.ts'
import {
  BODY_BEGINS_DIFFERENTLY,
  BODY_DID_NOT_ARRIVE,
  BODY_IN_CHARACTERS,
  BODY_IN_GBK,
  BODY_OF_OTHER_LENGTH,
  BODY_ONE_BYTE_LONGER,
  BODY_SERIALISED_AGAIN,
} from './refusal-mistakes.ts'
import { type RefusedMessage, SHOWN_BODY_BYTES } from './refused-message.ts'

/** The user's string or request that is compared with a refusal. */
export interface Yours {
  /** What the messages call it, such as "the signed string". */
  readonly yours: string
  readonly yours_zh: string
  /** Whether the string was signed. If not, the catalogue of signing mistakes is not used to explain a difference. */
  readonly isSigned: boolean
}

/** Whether a body has the beginning and the length of the body that arrived. If the refusal lacks the length, only the beginning counts. */
export function isBodyThatArrived(body: Uint8Array, { bodyBytes, bodyStart }: RefusedMessage): boolean {
  return (bodyBytes === undefined || bodyBytes === body.length) && startOf(body) === uncut(bodyStart)
}

/** The beginning of a body, as a refusal shows it. */
export function startOf(body: Uint8Array): string {
  return uncut(new TextDecoder('utf-8', { ignoreBOM: true }).decode(body.subarray(0, SHOWN_BODY_BYTES)))
}

/** Removes the remains of a character that was cut in two at the end of a text. Programs show these bytes in different ways. */
export function uncut(start: string): string {
  return start.replace(/\uFFFD+$/, '')
}

/** Returns the likeliest reason why a body differs from the body that arrived, or an empty list when no difference shows. */
export function bodyDifference(body: Uint8Array, refused: RefusedMessage, yours: Yours): DescribedMistake[] {
  const { bodyBytes: arrived, bodyStart } = refused
  if (isBodyThatArrived(body, refused)) return []
  const start = uncut(bodyStart)
  const seen = { ...texts(yours), own: body.length, arrived: arrived ?? '', start: start || '(empty)', start_zh: start || '（空）' }
  if (arrived === undefined || arrived === body.length)
    return [describe(BODY_BEGINS_DIFFERENTLY, { ...seen, own: startOf(body) || '(empty)', own_zh: startOf(body) || '（空）' })]
  if (arrived === 0) return [describe(BODY_DID_NOT_ARRIVE, seen)]
  const named = yours.isSigned ? catalogued(body, refused) : undefined
  if (named) return [describe(named)]
  const { mistake, more } = lengthReason(body, arrived, refused)
  return [describe(mistake, { ...seen, ...more })]
}

/** The placeholder values that name the string or request that is compared. */
export function texts({ yours, yours_zh }: Yours): Placeholders {
  return { yours, yours_zh }
}

const CATALOGUE: readonly Mistake[] = [bodyContent, bodyEnds, bodyMark].flatMap(({ mistakes }) => mistakes)

/** Finds a mistake of the catalogue that explains why the two bodies differ in length. */
function catalogued(body: Uint8Array, refused: RefusedMessage): Mistake | undefined {
  const id = catalogueId(body, refused)
  return CATALOGUE.find((mistake) => mistake.id === id)
}

function catalogueId(body: Uint8Array, refused: RefusedMessage): string | undefined {
  const { bodyBytes = 0, bodyStart } = refused
  const text = Buffer.from(body).toString()
  if (body.length === 0) return 'body-empty'
  if (isBodyThatArrived(Buffer.from(text.replace(/\r?\n$/, '')), refused)) return 'body-with-line-feed'
  if (isBodyThatArrived(Buffer.from(text.replace(/^\uFEFF/, '')), refused)) return 'body-with-bom'
  if (bodyStart.startsWith('\uFEFF') && bodyBytes === body.length + Buffer.byteLength('\uFEFF')) return 'body-without-bom'
  return undefined
}

/** Why more or fewer bytes arrived than the body has. */
interface LengthReason {
  readonly mistake: Mistake
  readonly more?: Placeholders
}

function lengthReason(body: Uint8Array, arrived: number, refused: RefusedMessage): LengthReason {
  const text = Buffer.from(body).toString()
  const [ascii = ''] = /^[ -~]*/.exec(startOf(body)) ?? []
  const fitsInAscii = refused.bodyStart.startsWith(ascii)
  const characters = fitsInAscii ? [text.length, [...text].length].find((count) => count === arrived) : undefined
  if (characters !== undefined) return { mistake: BODY_IN_CHARACTERS, more: { characters } }
  const layout = layoutOf(readBody(body), refused)
  if (layout) return { mistake: BODY_SERIALISED_AGAIN, more: layout }
  if (fitsInAscii && encodeGbk(text).length === arrived) return { mistake: BODY_IN_GBK }
  return {
    mistake: arrived === body.length + 1 && startOf(body) === uncut(refused.bodyStart) ? BODY_ONE_BYTE_LONGER : BODY_OF_OTHER_LENGTH,
  }
}

const LAYOUT_NAMES: Readonly<Record<Layout, readonly [english: string, chinese: string]>> = {
  compact: ['compact JSON', '紧凑格式'],
  python: ["Python's json.dumps writes it", ' Python json.dumps 的格式'],
  two_spaces: ['JSON indented by two spaces', '两个空格缩进的格式'],
  four_spaces: ['JSON indented by four spaces', '四个空格缩进的格式'],
  tab: ['JSON indented by tabs', '制表符缩进的格式'],
  jackson: ["Jackson's pretty printer writes it", ' Jackson 格式化输出的格式'],
}

/** Finds a layout in which the JSON of this body has the length and the beginning of the body that arrived. */
function layoutOf(body: Body, refused: RefusedMessage): Placeholders | undefined {
  if (body.json === undefined) return undefined
  for (const layout of Object.keys(LAYOUTS) as Layout[]) {
    for (const { name, escapes } of LIBRARIES) {
      const written = { ...withLayout(body, layout), escapes, byteOrderMark: false, leading: '', trailing: '' }
      if (!isBodyThatArrived(bytesOf(written), refused)) continue
      const [inEnglish, inChinese] = LAYOUT_NAMES[layout]
      const library = escapes === RAW ? '' : ` (${name})`
      return { layout: `${inEnglish}${library}`, layout_zh: `${inChinese}${library}` }
    }
  }
  return undefined
}
