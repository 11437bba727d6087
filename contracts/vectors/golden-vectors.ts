import { contractFile } from '../contract-file.ts'

/**
 * Where the golden vectors (测试向量) are, as file URLs of JSON that any language can read: requests, answers and certificate envelopes, each with
 * all that is between the input and the verdict; and requests with a mistake in their signing. Each file describes itself.
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
