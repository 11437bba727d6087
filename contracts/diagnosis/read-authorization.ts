import { ApiError } from '../api-error.ts'
import { type Credentials, FIELD_NAMES, parseAuthorization } from '../wire/authorization.ts'
import type { ReceivedRequest } from '../wire/verify-request.ts'
import { authorizationTimestampNotDigits, writtenTimestamp } from './catalogue/authorization-fields.ts'
import {
  AUTHORIZATION_IN_BODY,
  AUTHORIZATION_IN_QUERY,
  authorizationUnreadable,
  joinSignature,
  LONGEST_HEADER,
} from './catalogue/authorization-header.ts'
import { authorizationMistakes } from './catalogue/mistake-order.ts'
import { type HeaderPieces, readNames, readPieces } from './header-pieces.ts'
import { type DescribedMistake, describe } from './mistake.ts'

/** The credentials in an Authorization header, and what is wrong with the header. */
export interface ReadAuthorization {
  /** `undefined` when the header can't be read. */
  readonly credentials: Credentials | undefined
  /** The timestamp in the header, if it is not a number of seconds. The client may have signed it in that form. */
  readonly writtenTimestamp?: string | undefined
  readonly mistakes: readonly DescribedMistake[]
}

/**
 * Reads an Authorization header that may be wrong. Repairs the known mistakes, one after another, and returns them.
 *
 * @param header The header's value; `undefined` when the request has none.
 */
export function readAuthorization(header: string | undefined): ReadAuthorization {
  const mistakes: DescribedMistake[] = []
  let text = header ?? ''
  if (text.length > LONGEST_HEADER) return readLong(text)
  let pieces = readPieces(text)
  let written: string | undefined
  for (const mistake of isRight(text) ? [] : authorizationMistakes) {
    const repaired = mistake.repair(text, pieces)
    if (!repaired) continue
    mistakes.push(describe(mistake, repaired.placeholders))
    if (mistake === authorizationTimestampNotDigits) written = writtenTimestamp(pieces)
    if (repaired.header === text) continue
    text = repaired.header
    if (isRight(text)) break
    pieces = readPieces(text)
  }
  const credentials = credentialsOf(text)
  return { credentials, writtenTimestamp: written, mistakes: credentials || mistakes.length ? mistakes : [unreadable(pieces)] }
}

function readLong(header: string): ReadAuthorization {
  const credentials = credentialsOf(header)
  return { credentials, mistakes: credentials ? [] : [unreadable(undefined)] }
}

/** Whether a header needs no repair. The grammar allows line breaks in a value, but in the signature they are a mistake. */
function isRight(header: string): boolean {
  const signature = credentialsOf(header)?.signature
  return signature !== undefined && joinSignature(signature) === signature
}

function credentialsOf(header: string): Credentials | undefined {
  try {
    return parseAuthorization(header)
  } catch (error) {
    if (error instanceof ApiError) return undefined
    throw error
  }
}

function unreadable(pieces: HeaderPieces | undefined): DescribedMistake {
  const names = pieces ? FIELD_NAMES.filter((name) => readNames(pieces).has(name)) : []
  return describe(authorizationUnreadable, { names: names.join(', ') || '–' })
}

/** Returns the mistake when Authorization was sent in the query or the body instead of the header. Otherwise returns `undefined`. */
export function misplacedHeader({ authorization, target, body }: ReceivedRequest): DescribedMistake[] | undefined {
  if (authorization?.trim()) return undefined
  if (HEADER_ELSEWHERE.test(target)) return [describe(AUTHORIZATION_IN_QUERY)]
  return HEADER_ELSEWHERE.test(new TextDecoder().decode(body.subarray(0, SEARCHED_BYTES))) ? [describe(AUTHORIZATION_IN_BODY)] : undefined
}

/** Only the beginning of a body is searched for the header. */
const SEARCHED_BYTES = 8_192

const HEADER_ELSEWHERE = /WECHATPAY2-|[?&"']authorization["']?[=:]/i
