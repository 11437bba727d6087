import type { ApiError } from '../api-error.ts'
import type { Circumstances } from '../diagnosis/circumstances.ts'
import { diagnose } from '../diagnosis/diagnose.ts'
import type { ReceivedRequest } from '../wire/verify-request.ts'

/** Names the mistake in a signature, with what to do about it, in English and Chinese. */
export async function explainRefusal(request: ReceivedRequest, { example }: ApiError, circumstances: Circumstances): Promise<string> {
  const { mistakes, certain } = await diagnose(request, circumstances)
  const found = mistakes.map(({ id, message, fix, message_zh, fix_zh }) => [`${id}: ${message} ${fix}`, `${message_zh}${fix_zh}`])
  const lines = [...found, ...certain.map(({ message, message_zh }) => [message, message_zh])].flat()
  const subject = `The signature of ${request.method} ${request.target} does not hold: ${example} (签名错误)`
  return [subject, ...lines].join('\n  ')
}
