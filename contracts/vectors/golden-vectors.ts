import { contractFile } from '../contract-file.ts'

/**
 * File URLs of the golden vectors (测试向量). Each file is in JSON, and its `description` explains the vectors in it. A vector has an input,
 * the values computed from that input, and the expected result.
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
export const vectors: {
  readonly requests: URL
  readonly responses: URL
  readonly notifications: URL
  readonly certificates: URL
  readonly fields: URL
  /** Requests that were signed wrongly. */
  readonly mistakes: URL
  /** Answers and notifications that a program changed, verified or decrypted wrongly. */
  readonly receivedMistakes: URL
} = {
  requests: contractFile('vectors/requests.json'),
  responses: contractFile('vectors/responses.json'),
  notifications: contractFile('vectors/notifications.json'),
  certificates: contractFile('vectors/certificates.json'),
  fields: contractFile('vectors/fields.json'),
  mistakes: contractFile('vectors/mistakes.json'),
  receivedMistakes: contractFile('vectors/received-mistakes.json'),
}
