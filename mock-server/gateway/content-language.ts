import Negotiator from 'negotiator'
import { ApiError } from '../../contracts/index.ts'
import type { HttpRequest } from '../edge/http-exchange.ts'

const DEFAULT = 'zh-CN'
const SUPPORTED = ['en', DEFAULT, 'zh-HK', 'zh-TW', 'zh']

/** The languages in `Accept-Language`. */
export interface Language {
  /** The Content-Language of the answer: the first known language that the request accepts, otherwise `zh-CN`. */
  readonly content: string
  /** Whether the request accepts no known language. `*`, which Node's fetch sends, is not a known language. */
  readonly isUnsupported: boolean
}

const NOTHING_ASKED: Language = { content: DEFAULT, isUnsupported: false }

/** Reads `Accept-Language`. */
export function readLanguage({ headers }: HttpRequest): Language {
  const header = headers['accept-language']
  if (!header) return NOTHING_ASKED
  const ranges = new Negotiator({ headers: { 'accept-language': header } }).languages()
  const known = ranges.map((range) => SUPPORTED.find((language) => language.toLowerCase() === range.toLowerCase()))
  const content = known.find((language) => language !== undefined)
  return { content: content ?? DEFAULT, isUnsupported: content === undefined }
}

/** @throws {ApiError} When the request accepts no known language. */
export function checkLanguage({ isUnsupported }: Language): void {
  if (isUnsupported) throw new ApiError('PARAM_ERROR_ACCEPT_LANGUAGE')
}
