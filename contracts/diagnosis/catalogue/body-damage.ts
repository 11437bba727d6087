import { isAscii, isUtf8 } from 'node:buffer'
import { type Body, bytesOf, readBody, textBody } from '../body.ts'
import type { Circumstances, SentCircumstances } from '../circumstances.ts'
import { decodeAsGbk, encodeGbk } from '../gbk.ts'
import { LAYOUTS } from '../json-text.ts'
import type { Axis, Placeholders } from '../mistake.ts'

// In these mistakes, the signature is right for another body than the one that arrived. Usually the body was changed after it was signed:
// by the client before it was sent, or on the way.

const SEND_OR_SIGN_NO_BODY = {
  fix: 'If the request needs this body, send those same bytes: check the HTTP client, its interceptors and the proxies that handle the body after you sign it. If it needs none, like a GET, sign an empty body.',
  fix_zh:
    '如果请求需要这个报文主体，应当原样发送这些字节：检查签名之后的 HTTP 客户端、拦截器和代理。如果请求不需要报文主体，例如 GET，按空字符串签名。',
}

const SEND_UTF_8 = {
  fix: 'What you sign is right. Send the body as UTF-8: set the charset of the HTTP client (StringEntity, RequestBody, StringContent), or send bytes instead of text.',
  fix_zh:
    '签名的内容没有问题。发送报文主体时也用 UTF-8：为 HTTP 客户端指定字符集（StringEntity、RequestBody、StringContent），或者直接发送字节。',
}

/** The mistakes in which the signed body was lost or damaged. */
export const bodyDamage: Axis<Body> = {
  id: 'body-damage',
  mistakes: [
    {
      id: 'body-lost',
      message: 'The signature is right for the body {signed}, but the request arrived without a body.',
      message_zh: '签名与报文主体 {signed} 相符，但请求到达时没有报文主体。',
      ...SEND_OR_SIGN_NO_BODY,
      signedInstead: (body, circumstances) => (isLost(body, circumstances) ? [...likelyBodies(circumstances)].slice(0, USUAL_BODIES) : []),
      rare: (body, circumstances) => (isLost(body, circumstances) ? [...likelyBodies(circumstances)].slice(USUAL_BODIES) : []),
      seen: signedText,
    },
    {
      id: 'body-sent-with-question-marks',
      message:
        'The signature is right for the body {signed}, but the body was sent with question marks (?) instead of its non-ASCII characters.',
      message_zh: '签名与报文主体 {signed} 相符，没有问题；但发送时中文等非 ASCII 字符变成了问号（?）。',
      ...SEND_UTF_8,
      *signedInstead(body, { previousBodies = [] }) {
        const sent = bytesOf(body).toString('latin1')
        if (!sent.includes('?')) return
        for (const earlier of previousBodies.slice(0, EARLIER_LIMIT).map(readBody)) if (isWithQuestionMarks(earlier, sent)) yield earlier
      },
      seen: signedText,
    },
    {
      id: 'body-sent-as-gbk',
      message:
        'The signature is right for the body {signed}, but its UTF-8 bytes were read as GBK before they were sent, so the text arrived garbled.',
      message_zh: '签名与报文主体 {signed} 相符，没有问题；但发送前它的 UTF-8 字节被当作 GBK 读取，成了乱码。',
      ...SEND_UTF_8,
      signedInstead: (body) => (body.charset === 'utf-8' && isGbkGarbled(body.text) ? [readBody(encodeGbk(writtenText(body)))] : []),
      rare: (body) => (body.charset === 'utf-8' ? withLostByte(writtenText(body)).map(readBody) : []),
      seen: signedText,
    },
    {
      id: 'body-sent-utf-8-twice',
      message:
        'The signature is right for the body {signed}, but its UTF-8 bytes were read as Latin-1 before they were sent, so the text arrived garbled.',
      message_zh: '签名与报文主体 {signed} 相符，没有问题；但发送前它的 UTF-8 字节被当作 Latin-1 读取，成了乱码。',
      ...SEND_UTF_8,
      signedInstead: (body) => {
        const bytes = body.charset === 'utf-8' ? latin1Bytes(writtenText(body)) : undefined
        return bytes && isTextBeyondAscii(bytes) ? [readBody(bytes)] : []
      },
      seen: signedText,
    },
    {
      id: 'body-sent-in-another-charset',
      message: 'The signature is right for the body {signed} in UTF-8, but the body was sent in another encoding.',
      message_zh: '签名与 UTF-8 编码的报文主体 {signed} 相符，没有问题；但发送时用了别的编码。',
      ...SEND_UTF_8,
      signedInstead: (body) => {
        if (body.charset !== 'bytes') return []
        const bytes = bytesOf(body)
        return [decodeAsGbk(bytes), bytes.toString('latin1')]
          .filter((text) => !text.includes('\uFFFD'))
          .map((text) => readBody(Buffer.from(text)))
      },
      seen: signedText,
    },
    {
      id: 'body-sent-with-other-line-breaks',
      message: 'The body was signed with {signed_breaks} line breaks, but sent with {sent_breaks}.',
      message_zh: '签名时报文主体的换行是 {signed_breaks}，实际发送的是 {sent_breaks}。',
      fix: 'Sign the bytes that you send: read a file as bytes, not as text, and keep tools from converting its line breaks.',
      fix_zh: '对实际发送的字节签名：以二进制方式读取文件，不要让工具转换换行符。',
      signedInstead: (body) => (/[\r\n]/.test(body.text + body.trailing) ? [withOtherLineBreaks(body)] : []),
      seen: (signed) =>
        signed.lineBreak === '\n' ? { signed_breaks: 'LF', sent_breaks: 'CRLF' } : { signed_breaks: 'CRLF', sent_breaks: 'LF' },
    },
  ],
}

/**
 * A search for the lost body tries the likely bodies in order. It tries this many of them among the usual mistakes, and the rest among the
 * rare mistakes.
 */
const USUAL_BODIES = 4

/** Whether the request has no body. A form counts as a body, even if the part `meta` of the form is empty. */
function isLost(body: Body, { form }: SentCircumstances): boolean {
  return form === undefined && isEmpty(body)
}

function isEmpty(body: Body): boolean {
  return bytesOf(body).length === 0
}

/** The search compares at most this many earlier bodies. */
const EARLIER_LIMIT = 4

function signedText(signed: Body): Placeholders {
  return { signed: new TextDecoder().decode(bytesOf(signed)) }
}

/** A lost byte is guessed only in texts of at most this many characters. */
const LOST_BYTE_LIMIT = 1_024

/**
 * Returns the bytes of each UTF-8 text that a program may have read as GBK to get `text`. One U+FFFD in `text` stands for a lost byte.
 * GBK takes bytes in pairs. When Chinese text has an odd number of UTF-8 bytes, its last byte and the quotation mark after it form no pair.
 * U+FFFD replaces that last byte.
 */
function withLostByte(text: string): Buffer[] {
  const [before = '', after, ...others] = text.split('\uFFFD')
  if (after === undefined || others.length > 0 || text.length > LOST_BYTE_LIMIT) return []
  const [start, end] = [encodeGbk(before), encodeGbk(after)]
  return Array.from({ length: 64 }, (_, at) => Buffer.concat([start, Buffer.from([0x80 + at]), end])).filter(isTextBeyondAscii)
}

function writtenText(body: Body): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytesOf(body))
}

/** Whether the text looks like UTF-8 that was read as GBK. */
export function isGbkGarbled(text: string): boolean {
  return /\P{ASCII}/u.test(text) && isTextBeyondAscii(encodeGbk(text))
}

/** The bytes of a text in Latin-1; `undefined` when the text has other characters. */
function latin1Bytes(text: string): Buffer | undefined {
  return /^[\p{ASCII}\u0080-\u00ff]*$/u.test(text) ? Buffer.from(text, 'latin1') : undefined
}

function isTextBeyondAscii(bytes: Uint8Array): boolean {
  return isUtf8(bytes) && !isAscii(bytes)
}

function isWithQuestionMarks(earlier: Body, sent: string): boolean {
  const text = writtenText(earlier)
  if (!/\P{ASCII}/u.test(text)) return false
  return [/\P{ASCII}/gu, /[\u0080-\uffff]/g].some((character) => text.replace(character, '?') === sent)
}

function withOtherLineBreaks(body: Body): Body {
  const lineBreak = body.lineBreak === '\n' && !body.trailing.includes('\r') ? '\r\n' : '\n'
  return { ...body, lineBreak, trailing: body.trailing.replace(/\r?\n/g, lineBreak), leading: body.leading.replace(/\r?\n/g, lineBreak) }
}

/** The ID of the sub-merchant in WeChat Pay's own samples. */
const SAMPLE_SUB_MCHID = '1900000109'
const SUB_MCHID_LIMIT = 4

/** Yields the bodies of the merchant's earlier requests, then bodies that the operations of the gold plan accept. */
function* likelyBodies({ previousBodies = [], subMchids = [SAMPLE_SUB_MCHID] }: Circumstances): Generator<Body, void> {
  for (const bytes of previousBodies.slice(0, EARLIER_LIMIT)) yield readBody(bytes)
  for (const sub_mchid of subMchids.slice(0, SUB_MCHID_LIMIT)) for (const value of goldPlanBodies(sub_mchid)) yield* inUsualLayouts(value)
}

function goldPlanBodies(sub_mchid: string): Readonly<Record<string, string>>[] {
  const changes = ['OPEN', 'CLOSE'].flatMap((operation_type) => [
    { sub_mchid, operation_type },
    { operation_type, sub_mchid },
    ...['JSAPI', 'MINIPROGRAM', 'JSAPI_AND_MINIPROGRAM'].flatMap((operation_pay_scene) => [
      { sub_mchid, operation_type, operation_pay_scene },
      { operation_pay_scene, operation_type, sub_mchid },
    ]),
  ])
  return [{ sub_mchid }, ...changes]
}

function inUsualLayouts(value: unknown): Body[] {
  return [LAYOUTS.compact, LAYOUTS.python].map((write) => textBody(write(value)))
}
