import { isUtf8 } from 'node:buffer'
import { readBody } from '../body.ts'
import { isSeconds } from '../catalogue/other-seconds.ts'
import { lostCharacters } from '../certain-findings.ts'
import { isJsonObject, type Json, parseJson } from '../json-text.ts'
import { type DescribedMistake, describe } from '../mistake.ts'
import { areAllOrdersTried } from '../search-orders.ts'
import {
  BODY_EMPTY,
  BODY_IS_DECRYPTED,
  BODY_IS_THE_RESOURCE,
  BODY_LENGTH,
  BODY_PARSED,
  BODY_PRINTED,
  CHARACTERS_LOST,
} from './catalogue/body-shape.ts'
import { DECODED_LIMIT } from './catalogue/body-transport.ts'
import type { ReceivedDiagnosis } from './received-message.ts'

type Finding = ReceivedDiagnosis['certain'][number]

/** The received body of a message, when no known mistake explains which text was signed. */
export interface UnexplainedBody {
  readonly body: Uint8Array
  /** Whether the caller gave the body as a parsed JSON value instead of text or bytes. */
  readonly isParsed: boolean
  /** The value of Content-Length; `undefined` when it is missing or not a number, or when the message has a Content-Encoding. */
  readonly length: number | undefined
  readonly isNotification: boolean
}

/** A body with more characters is not compared with the pattern of a printed object. The comparison can take quadratic time. */
const PRINTED_LIMIT = 2_048

/** Returns the first mistake that shows in the body or its length. Returns an empty list when none shows. */
export function mistakesOfShape({ body, isParsed, length, isNotification }: UnexplainedBody): DescribedMistake[] {
  if (body.length === 0) return [describe(BODY_EMPTY)]
  const text = new TextDecoder().decode(body)
  const printed =
    text.length > PRINTED_LIMIT
      ? null
      : /^(?:\[object \w+\]|Array|\{[^"'{}&]*=[^"{}]*\}|null|undefined|None|<[^>]{0,80} at 0x[\da-f]+>|map\[[^"]*\]|\[B@[\da-f]+|<nil>|System\.[\w.`,[\]]+|\[-?\d+(?:,? -?\d+){9,}\])\s*$/i.exec(
          text,
        )
  if (printed) return [describe(BODY_PRINTED, { text: printed[0] })]
  const json = parseJson(text)
  if (isJsonObject(json) && typeof json['ciphertext'] === 'string' && json['resource'] === undefined)
    return [describe(BODY_IS_THE_RESOURCE)]
  if (isNotification && isJsonObject(json) && DECRYPTED_FIELDS.some((name) => Object.hasOwn(json, name)) && json['resource'] === undefined)
    return [describe(BODY_IS_DECRYPTED)]
  const lost = isUtf8(body) ? lostCharacters(text) : undefined
  if (lost !== undefined) return [describe(CHARACTERS_LOST, { text: lost })]
  if (isParsed) return [describe(BODY_PARSED)]
  return length === undefined || length === body.length ? [] : [describe(BODY_LENGTH, { bytes: body.length, length })]
}

/** Top-level fields of decrypted resources. */
const DECRYPTED_FIELDS = 'transaction_id out_trade_no refund_id out_refund_no coupon_id complaint_id out_order_no'.split(' ')

/** Returns what is certain when no known mistake explains the signature. */
export function findingsWithout({
  length,
  body,
  isComplete,
  signer,
  timestamp,
}: Omit<UnexplainedBody, 'isParsed' | 'isNotification'> & Searched): Finding[] {
  const { text, json } = readBody(body)
  return [
    ...(signer === undefined ? [] : [rightKey(signer)]),
    ...(length === undefined || length !== body.length || length === 0 ? [] : [rightLength(length)]),
    ...(isUtf8(body) ? [] : [NOT_UTF_8]),
    isComplete ? otherMessage(json, timestamp) : OTHER_MESSAGE_UNTRIED,
    ...(text.length > DECODED_LIMIT ? [NOT_DECODED] : []),
  ]
}

interface Searched {
  /** The serial number or ID of the key that made the signature; `undefined` when something is wrong with the key or the algorithm. */
  readonly signer: string | undefined
  /** Whether the search tried each mistake alone, and each pair of mistakes in its usual forms. */
  readonly isComplete: boolean
  /** The value of Wechatpay-Timestamp. */
  readonly timestamp: string
}

function rightKey(serial: string): Finding {
  return {
    message: `The key is right: ${serial} made this signature, with SHA-256 and RSA (PKCS#1 v1.5).`,
    message_zh: `密钥和算法正确：这个签名由密钥 ${serial} 以 SHA-256、RSA（PKCS#1 v1.5）生成。`,
  }
}

function rightLength(length: number): Finding {
  return {
    message: `The body has ${length} byte${length === 1 ? '' : 's'}, as Content-Length says, so it is probably whole.`,
    message_zh: `报文主体有 ${length} 字节，与 Content-Length 一致，很可能是完整的。`,
  }
}

/** Says what a complete search has ruled out, and what is still possible. */
function otherMessage(json: Json, timestamp: string): Finding {
  const [time, timeZh] = isSeconds(timestamp) ? ['a time up to 300 seconds away, and ', '相差 300 秒以内的时间，以及'] : ['', '']
  const [order, orderZh] = areAllOrdersTried(json) ? ['', ''] : [' another order of the keys,', '字段顺序不同，']
  return {
    message: `Another text was signed. Ruled out: ${time}the known ways to change the white space, escapes, key order, numbers and encoding of the body, one at a time and, in their usual forms, in pairs. Still possible:${order} the timestamp, random string or body of another message, or a value of the body that was changed.`,
    message_zh: `实际签名的不是这个待签名串。已排除${timeZh}报文主体的空白、转义、字段顺序、数字写法、编码等方面的已知改动（每种单独出现，以及常见形式的两两组合）。仍有可能：${orderZh}时间戳、随机串或报文主体来自另一个报文，或报文主体中的某个值被改动。`,
  }
}

const OTHER_MESSAGE_UNTRIED: Finding = {
  message: 'Another text was signed. Not all pairs of known mistakes could be tried. Compare the body with the bytes on the wire.',
  message_zh: '实际签名的不是这个待签名串。没有尝试已知错误的所有两两组合。请将报文主体与网络上收到的原始字节比较。',
}

const NOT_UTF_8: Finding = {
  message: 'The body is not UTF-8, unlike the JSON that WeChat Pay sends.',
  message_zh: '报文主体不是 UTF-8，而微信支付发送的 JSON 是 UTF-8。',
}

const NOT_DECODED: Finding = {
  message:
    'The body has more than 131,072 characters, so these encodings were not tried: base64, HTML entities such as &quot;, percent-encoding, a printed Python dict, JSON inside a JSON string. If it is in one of them, decode it and explain it again.',
  message_zh:
    '报文主体超过 131,072 个字符，没有尝试以下编码：Base64、HTML 实体（例如 &quot;）、URL 编码、打印的 Python 字典、JSON 字符串中的 JSON。如果用了其中一种，请先解码再诊断。',
}

/** The finding for a message whose body was given as an object, and whose signature is valid all the same. */
export const PARSED_BUT_SAME: Finding = {
  message:
    'The body was given as an object. Serialised as compact JSON, it happens to match what was signed, but this does not work for every body.',
  message_zh: '报文主体是以对象给出的。按紧凑 JSON 重新序列化恰好与被签名的内容一致，但并非总是如此。',
}

export const DECRYPTED: Finding = {
  message: 'The resource decrypts with this APIv3 key.',
  message_zh: 'resource 可以用这个 APIv3 密钥解密。',
}
