import { contractFile } from '../contract-file.ts'

/**
 * File URLs of the golden vectors (测试向量), which are JSON that any language can read. There are requests, answers and certificate envelopes, each
 * with every intermediate value from the input to the verdict. There are also requests that were signed wrongly. Each file has a `description`.
 *
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises'
 * import { vectors } from 'wechatpay-goldplan-mock/contracts'
 *
 * const { requests } = JSON.parse(await readFile(vectors.requests, 'utf8'))
 * for (const { name, message, authorization } of requests) console.log(name, message, authorization)
 * ```
 */
export const vectors: { readonly requests: URL; readonly responses: URL; readonly certificates: URL; readonly mistakes: URL } = {
  requests: contractFile('vectors/requests.json'),
  responses: contractFile('vectors/responses.json'),
  certificates: contractFile('vectors/certificates.json'),
  mistakes: contractFile('vectors/mistakes.json'),
}
