import { Buffer } from 'node:buffer'
import { type DescribedMistake, describe, type Mistake } from '../mistake.ts'
import { type LengthFault, restOfBody } from '../rest-of-body.ts'

export const CONTENT_LENGTH_IN_CHARACTERS: Mistake = {
  id: 'content-length-in-characters',
  message:
    'Content-Length is {sent}, the number of characters in the body, but the body has {bytes} bytes: it was read without its last {rest} bytes.',
  message_zh: 'Content-Length 为 {sent}，是报文主体的字符数，而报文主体有 {bytes} 个字节：最后 {rest} 个字节没有被当作报文主体读取。',
  fix: 'Let the HTTP library set Content-Length, or count bytes: Buffer.byteLength(body), body.getBytes(UTF_8).length, len(body.encode()).',
  fix_zh: '由 HTTP 库设置 Content-Length，或按字节数计算：Buffer.byteLength(body)、body.getBytes(UTF_8).length、len(body.encode())。',
}

export const CONTENT_LENGTH_TOO_SMALL: Mistake = {
  id: 'content-length-too-small',
  message: 'Content-Length is {sent}, but the body has {bytes} bytes: it was read without its last {rest} bytes.',
  message_zh: 'Content-Length {sent_zh}，而报文主体有 {bytes} 个字节：最后 {rest} 个字节没有被当作报文主体读取。',
  fix: 'Let the HTTP library set Content-Length, or count the bytes of the body that you send, after its last change.',
  fix_zh: '由 HTTP 库设置 Content-Length，或在报文主体不再改动后，按实际发送的字节数计算。',
}

const MISTAKES: Readonly<Record<LengthFault, Mistake>> = {
  characters: CONTENT_LENGTH_IN_CHARACTERS,
  'too small': CONTENT_LENGTH_TOO_SMALL,
}

/** The body that a client meant to send, and what is wrong with the Content-Length. */
export interface MeantBody {
  readonly body: Uint8Array
  readonly mistakes: readonly DescribedMistake[]
}

/** Returns the body with the bytes that follow it, if those bytes belong to the body. Otherwise, returns the body alone. */
export function meantBody(body: Uint8Array, following: Uint8Array = Buffer.alloc(0)): MeantBody {
  const fault = restOfBody(body, following)
  if (fault === undefined) return { body, mistakes: [] }
  const whole = Buffer.concat([body, following])
  // The body is also empty when the request has no Content-Length.
  const [sent, sent_zh] = body.length === 0 ? ['0 or missing', '为 0 或缺失'] : [body.length, `为 ${body.length}`]
  return { body: whole, mistakes: [describe(MISTAKES[fault], { sent, sent_zh, bytes: whole.length, rest: following.length })] }
}
