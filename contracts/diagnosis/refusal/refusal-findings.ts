import type { Diagnosis } from '../circumstances.ts'
import type { DescribedMistake } from '../mistake.ts'
import { uncut } from './compare-body.ts'
import { headBytes, type RefusedMessage, SHOWN_BODY_BYTES } from './refused-message.ts'

type Finding = Diagnosis['certain'][number]

/** What a refusal proves about the request that arrived at the gateway. */
export function refusalFindings(refused: RefusedMessage): Finding[] {
  return [...bodyFindings(refused), ...queryFindings(refused), attempt(refused), NOT_SHOWN]
}

/**
 * Returns what is certain when the string that the client signed is known.
 *
 * @param mistakes The mistakes that `compareSigned` found in the signed string.
 */
export function signedFindings(refused: RefusedMessage, mistakes: readonly DescribedMistake[]): Finding[] {
  return mistakes.length === 0 ? [sameMessage(refused)] : bodyFindings(refused)
}

/** What the length of the signature message proves about the body. */
export function bodyFindings(refused: RefusedMessage): Finding[] {
  const { length, bodyBytes, bodyStart } = refused
  if (bodyBytes === undefined) return [contradiction(refused)]
  if (bodyBytes === 0) return emptyBody(refused)
  const start = uncut(bodyStart)
  const head = headBytes(refused)
  return [
    {
      message: `A body of ${bodyBytes} byte${bodyBytes === 1 ? '' : 's'} arrived. It begins with \`${start}\`. (sign_message_length is ${length}: ${head} bytes in the four lines before the body, ${bodyBytes} in the body, 1 in the line feed after the body.)`,
      message_zh: `网关收到的报文主体有 ${bodyBytes} 个字节，开头是「${start}」（sign_message_length ${length} − 前四行 ${head} 字节 − 末尾换行符 1 字节）。`,
    },
  ]
}

/** The methods of requests that have a body. */
const METHODS_WITH_BODY: readonly string[] = ['POST', 'PUT', 'PATCH']

function emptyBody({ method, target }: RefusedMessage): Finding[] {
  if (!METHODS_WITH_BODY.includes(method))
    return [
      {
        message: `The gateway built the signature message with an empty body, as it should for ${method}.`,
        message_zh: `网关构造的待签名串中报文主体为空，${method} 请求本应如此。`,
      },
    ]
  return [...(isUpload(target) ? [NO_META] : []), EMPTY_BODY]
}

const EMPTY_BODY: Finding = {
  message:
    'The gateway built the signature message with an empty body: no body arrived, or it was a multipart upload without a readable part "meta".',
  message_zh: '网关构造的待签名串中报文主体为空：没有收到报文主体，或是文件上传请求（multipart）中没有可读的 meta 部分。',
}

/** Derived from the lengths in two refused uploads: https://developers.weixin.qq.com/community/pay/doc/0004068f1ec4a8658a9a5f07c5bc00 */
const NO_META: Finding = {
  message:
    'This is an upload. Its signed body is the JSON text of the part "meta" exactly as sent; the gateway did not find that part or could not read it, so it took an empty body. Send "meta" with Content-Type: application/json and without a file name.',
  message_zh:
    '这是文件上传接口，签名用的报文主体是 meta 部分的 JSON 原文。网关没有找到或无法解析 meta，因此按空的报文主体验签。meta 的 Content-Type 应为 application/json，不带文件名。',
}

function isUpload(target: string): boolean {
  return /upload/i.test(target.split('?')[0] ?? '')
}

function contradiction({ length, bodyStart }: RefusedMessage): Finding {
  return {
    message: `sign_message_length is ${length}, which does not fit the lines that the refusal shows and the beginning of the body, ${bodyStart || '(empty)'}. The text of the refusal was changed on its way here, so the length of the body is unknown.`,
    message_zh: `sign_message_length 为 ${length}，与所示的各行及报文主体的开头 ${bodyStart || '（空）'} 不符：这段应答文本在复制途中被改动，无法推算报文主体的长度。`,
  }
}

function queryFindings({ target }: RefusedMessage): Finding[] {
  const at = target.indexOf('?')
  if (at < 0) return [{ message: 'The URL that arrived has no query.', message_zh: '网关收到的 URL 不带查询参数。' }]
  const query = target.slice(at + 1)
  return [{ message: `The URL that arrived has the query ${query}`, message_zh: `网关收到的 URL 带有查询参数 ${query}` }]
}

function attempt({ timestamp, nonce }: RefusedMessage): Finding {
  return {
    message: `Authorization had the timestamp ${timestamp} and the random string ${nonce}. The string that your code signed must have the same values; each attempt has its own values.`,
    message_zh: `Authorization 中的时间戳是 ${timestamp}，随机串是 ${nonce}。实际签名的字符串中必须是同样的值；每次请求的值都不同。`,
  }
}

const NOT_SHOWN: Finding = {
  message:
    'mchid and serial_no are not part of the signature message, and a refusal does not show which key signed. If the string that your code signed is the message that the gateway built, make sure that you sign with the private key of the certificate in serial_no, with SHA-256 and RSA (PKCS#1 v1.5).',
  message_zh:
    'mchid 和 serial_no 不在待签名串中，应答也不显示签名用的是哪个密钥。如果字符串一致，请检查：是否用 serial_no 对应证书的私钥签名，算法是否为 SHA-256 和 RSA（PKCS#1 v1.5）。',
}

/** Returns what is certain when the refusal shows no difference between the signed string and the message that the gateway built. */
function sameMessage({ bodyBytes }: RefusedMessage): Finding {
  if (bodyBytes !== undefined && bodyBytes <= SHOWN_BODY_BYTES)
    return {
      message:
        'The signed string is the message that the gateway built. So either the signing key does not belong to the certificate in serial_no, or the algorithm is wrong.',
      message_zh: '实际签名的字符串与网关构造的待签名串一致。因此，签名用的不是 serial_no 对应证书的私钥，或算法不对。',
    }
  const [length, lengthZh] = bodyBytes === undefined ? ['', ''] : ['of the same length ', '长度和']
  return {
    message: `The signed string is the message that the gateway built: the same four lines, and a body ${length}with the same beginning. So either the signing key does not belong to the certificate in serial_no, or the algorithm is wrong, or the rest of the body differs.`,
    message_zh: `实际签名的字符串与网关构造的待签名串一致：前四行相同，报文主体的${lengthZh}开头相同。因此，签名用的不是 serial_no 对应证书的私钥，或算法不对；或者报文主体的其他字节不同。`,
  }
}
