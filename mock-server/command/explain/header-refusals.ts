import type { ErrorExample } from '../../../contracts/index.ts'
import { type RefusedHeader, refusedHeaders } from '../../../contracts/refused-headers.ts'
import { mistakeLines } from '../diagnosis/diagnosis-block.ts'
import type { Reader } from '../diagnosis/reader.ts'
import { wrapped } from '../diagnosis/terminal-text.ts'
import { bothTexts } from '../language.ts'
import { isApi, type PastedRequest, takesBody } from './pasted-request.ts'

/**
 * Returns the headers for which the gateway refuses a pasted request, even with a valid signature. Returns `null` when the paste does not
 * show which headers were sent, or when the target is not a path of APIv3.
 */
export function headerRefusals({ method, headers, target, body }: PastedRequest): readonly RefusedHeader[] | null {
  if (headers === undefined || !isApi(target)) return null
  // The gateway does not require JSON for an upload, because an upload is a form.
  const isUpload = /^multipart\//i.test(headers['content-type'] ?? '')
  return refusedHeaders(headers, (body.length > 0 || takesBody(method)) && !isUpload)
}

interface RefusalForJson extends Pick<RefusedHeader['mistake'], 'id' | 'message' | 'message_zh' | 'fix' | 'fix_zh'> {
  readonly error: ErrorExample
}

/** The refused headers of a request, for `--json`. */
export function refusalsForJson(request: PastedRequest): readonly RefusalForJson[] | null {
  const forJson = ({ example, mistake: { id, message, message_zh, fix, fix_zh } }: RefusedHeader) => ({
    id,
    error: example,
    ...{ message, message_zh, fix, fix_zh },
  })
  return headerRefusals(request)?.map(forJson) ?? null
}

const BESIDES = [
  'If the paste shows all headers, the gateway refuses the request whatever its signature is.',
  '如果粘贴内容含有全部请求头，无论签名是否正确，网关都会拒绝这个请求。',
] as const

/** Formats the refused headers of a request for 80 columns. */
export function refusalLines(request: PastedRequest, reader: Reader): string[] {
  const refused = headerRefusals(request) ?? []
  if (refused.length === 0) return []
  const mistakes = refused.map(({ mistake }) => mistake)
  return [...bothTexts(reader.language, ...BESIDES).flatMap((text) => wrapped(text, '  ')), ...mistakeLines(mistakes, reader)]
}
