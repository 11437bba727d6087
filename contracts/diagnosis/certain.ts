import type { Diagnosis, KnownKey } from './circumstances.ts'
import type { SignedBlock } from './read-block.ts'

type Finding = Diagnosis['certain'][number]
type Owner = NonNullable<Diagnosis['key']>['owner']

/**
 * What is certain of a signature that no known mistakes explain.
 *
 * @param isComplete Whether all of them were tried, alone and two together.
 */
export function certainOf(owner: Owner, { serial }: KnownKey, { hash, padding }: SignedBlock, isComplete: boolean): Finding[] {
  const right = owner === 'registered' ? [rightKey(serial)] : []
  const algorithm = hash === 'SHA-256' && padding === 'PKCS#1 v1.5' ? [RIGHT_ALGORITHM] : []
  return [...right, ...algorithm, isComplete ? OTHER_MESSAGE : OTHER_MESSAGE_UNTRIED]
}

function rightKey(serial: string): Finding {
  return {
    message: `The key is right: it is that of the certificate ${serial}.`,
    message_zh: `私钥正确：与证书 ${serial} 匹配。`,
  }
}

const RIGHT_ALGORITHM: Finding = {
  message: 'The algorithm is right: SHA-256 and RSA with PKCS#1 v1.5.',
  message_zh: '签名算法正确：SHA-256、RSA（PKCS#1 v1.5）。',
}

const OTHER_MESSAGE: Finding = {
  message:
    'Another message was signed. Ruled out, alone and two together: the known mistakes in method, target, query, encoding, timestamp, line order, line feeds, spelling and white space of the body. What is left: another random string or time, other values in the body, or a request that a proxy changed.',
  message_zh:
    '被签名的是另一个签名串。已排除（单独或两两组合）：请求方法、URL、查询参数、编码、时间戳、行的顺序、换行符、报文格式与空白方面的已知错误。余下的可能：随机串或时间不同、报文中的值不同、请求被代理改动。',
}

const OTHER_MESSAGE_UNTRIED: Finding = {
  message:
    'Another message was signed. Not all known mistakes could be tried together, since the request is long or its body is written in an unusual way: try to reproduce it with a short body of compact JSON.',
  message_zh: '被签名的是另一个签名串。请求较长，或报文的写法不常见，没有尝试所有已知错误的组合：请用较短的紧凑 JSON 报文复现。',
}
