import { isUtf8 } from 'node:buffer'
import { readBody } from './body.ts'
import { isSeconds } from './catalogue/other-seconds.ts'
import type { Diagnosis, KnownKey } from './circumstances.ts'
import type { Head } from './head.ts'
import type { SignedBlock } from './open-signature.ts'
import { areAllOrdersTried } from './search-orders.ts'

type Finding = Diagnosis['certain'][number]

/** The facts that are known after a search without a result. */
interface Unexplained {
  readonly key: KnownKey
  readonly owner: NonNullable<Diagnosis['key']>['owner']
  readonly block: SignedBlock
  /** Whether the search tried each mistake alone, and each pair of mistakes in their usual forms. */
  readonly isComplete: boolean
  /** `undefined` when the body is unknown. */
  readonly body: Uint8Array | undefined
  readonly head: Head | undefined
}

/** Returns what is certain when no known mistakes explain the signature. */
export function certainFindings({ key, owner, block, isComplete, body, head }: Unexplained): Finding[] {
  const { hash, padding, bare, message } = block
  const right = owner === 'registered' ? [rightKey(key)] : []
  const algorithm = hash === 'SHA-256' && padding === 'PKCS#1 v1.5' && !bare ? [RIGHT_ALGORITHM] : []
  if (!body) return [...right, ...algorithm]
  // If the signature contains the message instead of a digest, the diagnosis shows this message. No finding about it is added.
  const other = message ? [] : [isComplete ? otherMessage(body, head?.timestamp ?? '') : OTHER_MESSAGE_UNTRIED]
  return [...lostText(body), ...right, ...algorithm, ...other]
}

function rightKey({ serial, pem }: KnownKey): Finding {
  // A bare public key does not show which certificate it belongs to.
  if (!pem.includes('-----BEGIN CERTIFICATE-----'))
    return { message: 'The private key is correct: it matches the given public key.', message_zh: '私钥正确：与给出的公钥匹配。' }
  return {
    message: `The private key is correct: it matches certificate ${serial}.`,
    message_zh: `私钥正确：与证书 ${serial} 匹配。`,
  }
}

const RIGHT_ALGORITHM: Finding = {
  message: 'The algorithm is correct: SHA-256 and RSA with PKCS#1 v1.5.',
  message_zh: '签名算法正确：SHA-256 和 RSA（PKCS#1 v1.5）。',
}

/**
 * Returns the first sign of lost characters in a text: U+FFFD, or several question marks in a row, at most 40. Programs write these instead
 * of characters that they can't encode or decode.
 */
export function lostCharacters(text: string): string | undefined {
  // `includes` comes first, because in a text of a megabyte it is several times as fast as the pattern.
  return text.includes('??') || text.includes('\uFFFD') ? /\?{2,40}|\uFFFD/.exec(text)?.[0] : undefined
}

function lostText(body: Uint8Array): Finding[] {
  if (!isUtf8(body)) return [NOT_UTF_8]
  const seen = lostCharacters(new TextDecoder().decode(body))
  if (seen === undefined) return []
  return [
    {
      message: `The body that was sent contains ${seen}, which programs write instead of characters that an encoding lacks. If Chinese text was signed, the signature may be right: send the body as UTF-8.`,
      message_zh: `实际发送的报文主体中有 ${seen}，编码不支持某个字符时，程序会写成这样。如果签名的是中文，签名可能没有问题：发送时改用 UTF-8。`,
    },
  ]
}

const NOT_UTF_8: Finding = {
  message: 'The body that was sent is not UTF-8. If UTF-8 was signed, the signature may be right: send the body as UTF-8.',
  message_zh: '实际发送的报文主体不是 UTF-8。如果签名时用的是 UTF-8，签名可能没有问题：发送时改用 UTF-8。',
}

/** Says what a complete search has ruled out, and what is still possible. */
function otherMessage(body: Uint8Array, timestamp: string): Finding {
  const hasBody = body.length > 0
  const { json } = readBody(body)
  const [inBody, inBodyZh] = hasBody
    ? [', and in the format, escapes, field order and white space of the body', '以及报文主体的格式、转义、字段顺序、空白']
    : ['', '']
  const [values, valuesZh] = hasBody
    ? ['other fields or values in the body', '报文主体中的字段或值不同']
    : ['a body that was signed but not sent', '对某个没有发送的报文主体签了名']
  const [time, timeZh] = isSeconds(timestamp) ? ['a time more than 300 seconds away', '时间相差超过 300 秒'] : ['another time', '时间不同']
  const [order, orderZh] = areAllOrdersTried(json) ? ['', ''] : ['another order of the fields, ', '字段顺序不同、']
  return {
    message: `Another message was signed. Ruled out: each known mistake in the method, path, query, encoding, timestamp, line order and line feeds${inBody}, and two of them together in their usual forms. Still possible: another method, path, query or random string, ${time}, ${order}${values}, a message of another form, or a proxy that changed the request.`,
    message_zh: `实际签名的不是这个待签名串。已排除请求方法、URL、查询参数、编码、时间戳、行的顺序、换行符${inBodyZh}等方面的每一种已知错误，以及它们常见形式的两两组合。仍有可能：请求方法、路径、查询参数或随机串不同、${timeZh}、${orderZh}${valuesZh}、待签名串的拼法不同、请求被代理改动。`,
  }
}

const OTHER_MESSAGE_UNTRIED: Finding = {
  message:
    'Another message was signed. Not all pairs of known mistakes could be tried. Try to reproduce the error with a short request; if it has a body, send compact JSON.',
  message_zh: '实际签名的不是这个待签名串。没有尝试已知错误的所有两两组合。请用较短的请求复现；如有报文主体，请用紧凑 JSON。',
}
