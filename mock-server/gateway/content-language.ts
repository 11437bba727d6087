import { ApiError } from '../../contracts/index.ts'
import { acceptedLanguage } from '../../contracts/request-headers.ts'
import type { HttpRequest } from '../edge/http-exchange.ts'

const DEFAULT = 'zh-CN'

/** The language that `Accept-Language` asks for. */
export interface Language {
  /** The Content-Language of the answer: the known language that the request prefers, otherwise `zh-CN`. */
  readonly content: string
  /** Whether the request has the header, but names no known language. Node's fetch sends `*`, which is not a known language. */
  readonly isUnsupported: boolean
}

const NOTHING_ASKED: Language = { content: DEFAULT, isUnsupported: false }

export function readLanguage({ headers }: HttpRequest): Language {
  const header = headers['accept-language']
  if (!header) return NOTHING_ASKED
  const content = acceptedLanguage(header)
  return { content: content ?? DEFAULT, isUnsupported: content === undefined }
}

/** @throws {ApiError} When the language is unsupported. */
export function checkLanguage({ isUnsupported }: Language): void {
  if (isUnsupported) throw new ApiError('PARAM_ERROR_ACCEPT_LANGUAGE')
}
