import { type Diagnosis, plainDiagnosis } from './diagnosis/circumstances.ts'
import { describe, type Mistake } from './diagnosis/mistake.ts'

const METHOD: Mistake = {
  id: 'method-not-taken',
  message: 'The path takes {wanted}, but the request was sent with {sent}.',
  message_zh: '该路径只接受 {wanted}，请求却用了 {sent}。',
  fix: 'Sign and send {wanted}. If your HTTP client cannot send PATCH, as HttpURLConnection in Java, use another one.',
  fix_zh: '签名和发送都用 {wanted}。HTTP 客户端不能发送 PATCH 时（如 Java 的 HttpURLConnection），请换用别的客户端。',
}

/**
 * Explains why a request got a 405.
 *
 * @param sent The method of the request.
 * @param wanted The methods that operations have for the path of the request.
 * @returns `null` when `wanted` is empty.
 */
export function diagnoseMethod(sent: string, wanted: readonly string[]): Diagnosis | null {
  if (wanted.length === 0) return null
  return plainDiagnosis([describe(METHOD, { sent, wanted: wanted.join(', ') })])
}
